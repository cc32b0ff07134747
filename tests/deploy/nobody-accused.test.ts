import { describe, expect, test } from 'vitest'
import { assumedOf, detectInstance, instancesOf, yieldsOf } from '../../deploy/sources.ts'
import { createEngine } from '../../detectors/engine.ts'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import { town } from '../../detectors/timeline.ts'
import { judge } from '../../ingest/intake/judge.ts'
import { masker } from '../../ingest/mask.ts'
import type { Alert } from '../../kernel/alert.ts'
import { directoryData } from '../../kernel/directory/data.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import { registerObservations } from '../../kernel/directory/registers.ts'
import { HOUR, localTime, MINUTE } from '../../kernel/time.ts'
import { anything, openFile, plugIn, signIn, ssh, windowsEvent, wrongPassword } from '../support/lines.ts'

/*
 * Lines that look like a violation and are none, each over the whole path from its bytes to all rules; beside each the line that it
 * is not, which does accuse: or the quiet would prove nothing.
 */

const DAY = '2026-03-02'
const at = (clock: string): number => localTime(DAY, clock)

const personal = { kind: 'personal', admin: false, enabled: true } as const
const always = { rhythm: '4h', hours: 'always' } as const
const data = directoryData({
  ...town,
  accounts: [
    ...town.accounts!,
    { id: 'nghi@ioffice', person: 'p-nghi', ...personal },
    { id: 'an.nv@ioffice', person: 'p-an', ...personal },
    { id: 'admin@pc-01', person: 'p-an', ...personal },
  ],
  devices: [{ id: 'usb-1', unit: 'xa-a', kind: 'storage' }],
  pipelines: [
    { collector: 'c-a', source: 'winlogbeat', unit: 'xa-a', ...always },
    { collector: 'c-b', source: 'winlogbeat', unit: 'xa-b', ...always },
    { collector: 'c-linux', source: 'linux-auth', unit: 'tinh', ...always },
    { collector: 'c-bkav', source: 'bkav', unit: 'tinh', ...always },
    { collector: 'c-app', source: 'ioffice', unit: 'tinh', ...always },
  ],
})
const instances = instancesOf([])
const [rules, catalogue] = [await loadRules(), loadCatalogue()]
const mask = masker(new Uint8Array(32))

type Line = readonly [clock: string, pipeline: string, line: string]

/** What all rules say of the lines, in their order; `source.delivery` and silence are another matter. */
const alertsOf = (lines: readonly Line[]): readonly Alert[] => {
  const engine = createEngine({
    ...{ rules, overrides: [], lateness: 0, saved: [], sample: false },
    world: { directory: createDirectory(data), catalogue, assumed: assumedOf(instances) },
    yields: yieldsOf(instances),
    register: registerObservations(data).filter((o) => o.at >= at('00:00')),
  })
  const sorted = lines.toSorted(([a], [b]) => at(a) - at(b))
  for (const [i, [clock, pipeline, line]] of sorted.entries()) {
    const [collector, source] = pipeline.split('/') as [string, string]
    const judged = judge(
      { bytes: Buffer.from(line), collector, source, place: `${pipeline}@${i}`, received: at(clock) },
      { instances, detect: detectInstance, mask, lineBytes: 65_536 },
    )
    if (judged.kind !== 'stored') throw new Error(`${judged.kind}: ${line}`)
    engine.tick(at(clock))
    for (const o of judged.record.observations) engine.accept(o)
  }
  engine.tick(at('23:30'))
  return engine.drain().alerts.filter((alert) => !alert.withdrawn && alert.rule.id !== 'SRC-01')
}

const row = (clock: string, ...cells: readonly string[]): string => `02/03/2026 ${clock}:00,${cells.join(',')}`
const bkav = (clock: string, event: string, device = ''): Line => [
  clock,
  'c-bkav/bkav',
  row(clock, 'PC-01', '192.0.2.11', event, '', '', '', device, ''),
]
const ioffice = (clock: string, user: string, result: string): Line => [
  clock,
  'c-app/ioffice',
  row(clock, user, 'Đăng nhập', '', '198.51.100.9', result, ''),
]
let record = 0
const seated = (user = 'an.nv', host = 'pc-01', pipeline = 'c-a/winlogbeat', clock = '08:00'): Line => [
  clock,
  pipeline,
  signIn({ at: at(clock), user, host, record: ++record }),
]
const device = (clock: string, DeviceId: string, ClassName: string, pipeline = 'c-a/winlogbeat'): Line => [
  clock,
  pipeline,
  windowsEvent({
    ...{ at: at(clock), host: 'pc-01', record: ++record, code: 6416 },
    data: { DeviceId, ClassName, DeviceDescription: 'x' },
  }),
]
const plugged = (clock: string, pipeline = 'c-a/winlogbeat'): Line => [
  clock,
  pipeline,
  plugIn(at(clock), 'pc-01', ++record, 'AA11BB22CC33DD44'),
]
const guessed = (user: string, from: string): readonly Line[] =>
  Array.from({ length: 30 }, (_, i): Line => {
    const clock = `09:${String(i).padStart(2, '0')}`
    return [
      clock,
      'c-linux/linux-auth',
      ssh(at(clock), `Failed password for invalid user ${user}${i} from ${from} port 40${i} ssh2`),
    ]
  })
/** The machine shows itself every twenty minutes. */
const used = (pipeline: string): readonly Line[] =>
  Array.from({ length: 28 }, (_, i): Line => {
    const minutes = 8 * 60 + i * 20
    const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
    return [clock, pipeline, anything(at(clock), 'pc-01', ++record)]
  })
const told = (every: number, event: string): readonly Line[] =>
  Array.from({ length: (10 * HOUR) / (every * MINUTE) }, (_, i): Line => {
    const minutes = 8 * 60 + i * every
    return bkav(`${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`, event)
  })

/** 1102 and 104, as Winlogbeat 8 writes them. */
const cleared = (name: string, domain: string, sid: string): readonly Line[] =>
  [1102, 104].map((code) => [
    '09:00',
    'c-a/winlogbeat',
    JSON.stringify({
      '@timestamp': new Date(at('09:00')).toISOString(),
      winlog: {
        ...{ channel: code === 104 ? 'System' : 'Security', provider_name: 'Microsoft-Windows-Eventlog' },
        ...{ event_id: String(code), record_id: ++record, computer_name: 'pc-01.tinh.example' },
        user_data: {
          ...{ xml_name: 'LogFileCleared', SubjectUserName: name, SubjectDomainName: domain, SubjectUserSid: sid },
          ...(code === 104 && { Channel: 'System', BackupPath: '' }),
        },
      },
    }),
  ])

/** Whether an alert accuses an officer, or calls something a violation. */
const accuses = ({ subject, clause }: Alert): boolean => subject.person !== undefined || clause.standing === 'violation'
const ofRule =
  (id: string) =>
  ({ rule }: Alert): boolean =>
    rule.id === id
const namesAddress =
  (address: string) =>
  ({ subject }: Alert): boolean =>
    subject.address === address

type Hostile = {
  readonly lines: readonly Line[]
  /** What is truly a violation. */
  readonly unlike: readonly Line[]
  /** Default: any accusation. */
  readonly of?: (alert: Alert) => boolean
}

const hostile: Readonly<Record<string, Hostile>> = {
  ...Object.fromEntries(
    [
      'Lỗi',
      'Không hợp lệ',
      'Sai thông tin đăng nhập',
      'Chưa thành công',
      '401',
      '500',
      'Không rõ',
      'Thành công một phần',
    ].map((result): readonly [string, Hostile] => [
      `a log-in to the account of one who retired, of which an application says «${result}»`,
      {
        lines: [ioffice('09:00', 'nghi', result)],
        unlike: [ioffice('09:00', 'nghi', 'Thành công')],
        of: ofRule('ACC-03a'),
      },
    ]),
  ),
  'a log-in at night that failed': {
    lines: [ioffice('22:30', 'an.nv', 'Lỗi'), ioffice('22:31', 'an.nv', 'Từ chối')],
    unlike: [ioffice('22:30', 'an.nv', 'Thành công')],
  },
  'a machine account, services and nobody, at night': {
    lines: ['PC-01$', 'SYSTEM', 'DWM-1', 'ANONYMOUS LOGON', '-', 'may-la$'].map((user) =>
      seated(user, 'pc-01', 'c-a/winlogbeat', '22:30'),
    ),
    unlike: [seated('an.nv', 'pc-01', 'c-a/winlogbeat', '22:30')],
  },
  'a log that the machine, a service or nobody cleared': {
    lines: [
      cleared('SYSTEM', 'NT AUTHORITY', 'S-1-5-18'),
      cleared('Système', 'AUTORITE NT', 'S-1-5-18'),
      cleared('PC-01$', 'TINH', 'S-1-5-21-1-2-3-1601'),
      cleared('PC-01$', 'WORKGROUP', 'S-1-5-18'),
      cleared('LOCAL SERVICE', 'NT AUTHORITY', 'S-1-5-19'),
      cleared('MsSense', 'NT SERVICE', 'S-1-5-80-1-2-3-4-5'),
      cleared('svc-sao-luu$', 'TINH', 'S-1-5-21-1-2-3-2000'),
      cleared('dich.vu', 'TINH', 'S-1-5-21-1-2-3-1999'),
      cleared('-', '-', 'S-1-0-0'),
    ].flat(),
    unlike: cleared('an.nv', 'TINH', 'S-1-5-21-1-2-3-1105'),
    of: () => true,
  },
  'a name that holds another’s': {
    lines: ['an.nv (tinh)', 'an.nv\u0000', 'an.nv\\\\x', '@tinh', 'tinh\\'].map((user) =>
      seated(user, 'pc-01', 'c-a/winlogbeat', '22:30'),
    ),
    unlike: [seated('TINH\\AN.NV', 'pc-01', 'c-a/winlogbeat', '22:30')],
  },
  ...Object.fromEntries(
    ['Chặn USB', 'Đã quét thiết bị', 'Từ chối kết nối thiết bị', 'USB bị chặn', 'Không cho phép kết nối USB'].map(
      (event): readonly [string, Hostile] => [
        `an agent that says «${event}»`,
        {
          lines: [seated(), bkav('09:00', event, 'AA11BB22')],
          unlike: [seated(), bkav('09:00', 'Cắm USB', 'AA11BB22')],
        },
      ],
    ),
  ),
  'an external disk over UASP by its second name': {
    lines: [
      seated(),
      device('09:00', String.raw`SCSI\Disk&Ven_Seagate&Prod_Expansion\000000`, 'DiskDrive'),
      device(
        '09:00',
        String.raw`STORAGE\Volume\_??_SCSI#Disk&Ven_Seagate&Prod_Expansion#000000#{53f56307-b6bf-11d0-94f2-00a0c91efb8b}`,
        'Volume',
      ),
    ],
    unlike: [seated(), device('09:00', String.raw`USBSTOR\Disk&Ven_X&Prod_Y&Rev_1.00\AA11BB22CC33DD44&0`, 'DiskDrive')],
  },
  'a stick without a serial, where a register of sticks is kept': {
    lines: [seated(), device('09:00', String.raw`USBSTOR\Disk&Ven_X&Prod_Y&Rev_1.00\7&1A2B3C&0`, 'DiskDrive')],
    unlike: [seated(), plugged('09:00')],
    of: ofRule('MED-01b'),
  },
  'screens and printers of a remote session': {
    lines: [
      seated(),
      device('09:00', String.raw`SWD\RemoteDisplayEnum\RdpIdd_IndirectDisplay&SessionId_0002`, 'Display'),
      device('09:00', String.raw`SWD\PRINTENUM\{00000000-0000-0000-0000-000000000000}`, 'PrintQueue'),
    ],
    unlike: [seated(), plugged('09:00')],
  },
  'a stick at another commune’s machine of that name': {
    lines: [seated(), plugged('09:00', 'c-b/winlogbeat')],
    unlike: [seated(), plugged('09:00')],
  },
  'a stick at another commune’s machine of that name, where somebody of its own account sits': {
    lines: [
      seated(),
      [
        '08:10',
        'c-b/winlogbeat',
        windowsEvent({
          ...{ at: at('08:10'), host: 'pc-01', record: ++record, code: 4624 },
          data: { TargetUserName: 'admin', TargetDomainName: 'PC-01', LogonType: '2', TargetLogonId: '0x77' },
        }),
      ],
      plugged('09:00', 'c-b/winlogbeat'),
    ],
    unlike: [
      [
        '22:30',
        'c-a/winlogbeat',
        windowsEvent({
          ...{ at: at('22:30'), host: 'pc-01', record: ++record, code: 4624 },
          data: { TargetUserName: 'admin', TargetDomainName: 'PC-01', LogonType: '2', TargetLogonId: '0x77' },
        }),
      ],
    ],
  },
  'a night at another commune’s machine, by its own account of the same name': {
    lines: [
      [
        '22:30',
        'c-b/winlogbeat',
        windowsEvent({
          ...{ at: at('22:30'), host: 'pc-01', record: ++record, code: 4624 },
          data: { TargetUserName: 'admin', TargetDomainName: 'PC-01', LogonType: '2', TargetLogonId: '0x77' },
        }),
      ],
    ],
    unlike: [seated('an.nv', 'pc-01', 'c-a/winlogbeat', '22:30')],
  },
  'another commune’s machine of that name is in use, the registered one is off': {
    lines: [bkav('08:00', 'Trực tuyến'), ...told(60, 'Ngoại tuyến').slice(1), ...used('c-b/winlogbeat')],
    unlike: [bkav('08:00', 'Trực tuyến'), ...told(60, 'Ngoại tuyến').slice(1), ...used('c-a/winlogbeat')],
    of: ofRule('EPP-01'),
  },
  'rows of a console about a machine that is off': {
    lines: [bkav('08:00', 'Trực tuyến'), ...told(20, 'Ngoại tuyến').slice(1)],
    unlike: [bkav('08:00', 'Trực tuyến'), ...told(20, 'Ngoại tuyến').slice(1), ...used('c-a/winlogbeat')],
    of: ofRule('EPP-01'),
  },
  'a stranger whose user name holds another address': {
    lines: guessed('root from 10.1.2.3 port 22 ', '203.0.113.9'),
    unlike: guessed('root', '10.1.2.3'),
    of: namesAddress('10.1.2.3'),
  },
  'programs that look into a stick by themselves': {
    lines: [
      seated(),
      [
        '09:01',
        'c-a/winlogbeat',
        openFile({
          at: at('09:01'),
          user: 'an.nv',
          host: 'pc-01',
          record: ++record,
          path: 'E:\\a.docx',
          process: 'C:\\Windows\\System32\\SearchProtocolHost.exe',
        }),
      ],
    ],
    unlike: [seated(), plugged('09:00')],
  },
  'a few wrong passwords at the own machine': {
    lines: ['09:00', '09:01', '09:02'].map(
      (clock): Line => [
        clock,
        'c-a/winlogbeat',
        wrongPassword({ at: at(clock), user: 'an.nv', host: 'pc-01', record: ++record }),
      ],
    ),
    unlike: [seated('an.nv', 'pc-01', 'c-a/winlogbeat', '22:30')],
  },
}

describe('nobody is accused by', () => {
  test.each(Object.entries(hostile))('%s', (_, { lines, unlike, of = accuses }) => {
    const said = (alerts: readonly Alert[]): readonly string[] =>
      alerts.filter(of).map(({ rule, say }) => `${rule.id}: ${say.en}`)
    expect(said(alertsOf(lines))).toEqual([])
    expect(said(alertsOf(unlike))).not.toEqual([])
  })
})
