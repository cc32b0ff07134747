import type { LocalDate } from '../../kernel/time.ts'
import { HOUR, localTime, MINUTE } from '../../kernel/time.ts'
import type { Act } from './acts.ts'
import { harmless } from './formats/windows-device.ts'
import { DOMAIN, type WindowsEvent } from './formats/windows-event.ts'
import { center, firewall, hasOwnProduct, health } from './formats/windows-guard.ts'
import { installer, program, registry, service } from './formats/windows-setting.ts'
import type { Account, Machine, Province } from './model.ts'
import type { Span } from './noise.ts'
import { random } from './random.ts'
import { atWork } from './schedule.ts'

const SYSTEM = 'S-1-5-18'
const POLICIES = 'HKLM\\SOFTWARE\\Policies'
const WINDOWS = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies'
const CONTROL = 'C:\\Windows\\System32\\dllhost.exe'

type Seat = { readonly machine: Machine; readonly account: Account; readonly at: number }
type Sort = (seat: Seat) => readonly WindowsEvent[]

/** What looks like a violation and is none, one sort a line. */
const sorts: readonly Sort[] = [
  // Switched off, and on again within the half hour; Security Center tells that nothing else guards the machine.
  ({ machine, account: { sid }, at }) => [
    firewall(at, machine, { on: false, sid, application: CONTROL }),
    firewall(at + 20 * MINUTE, machine, { on: true, sid, application: CONTROL }),
    center(at + HOUR, machine, 'Windows Defender', 'ON'),
  ],
  // By the system, as Group Policy and installers do.
  ({ machine, at }) => [
    firewall(at, machine, { on: false, sid: SYSTEM, application: 'C:\\Windows\\System32\\svchost.exe' }),
    center(at + HOUR, machine, 'Windows Defender', 'ON'),
  ],
  // Switched on, as the recording called «firewall disabled» does.
  ({ machine, account: { sid }, at }) => [
    firewall(at, machine, { on: true, sid, application: CONTROL }),
    center(at + HOUR, machine, 'Windows Defender', 'ON'),
  ],
  // Back from leave: old signatures, renewed within the hour.
  ({ machine, at }) => [health(at, machine, 20), health(at + HOUR, machine, 0)],
  // Defender is switched on again, by hand.
  ({ machine, account, at }) => [
    registry(at, machine, {
      item: `${POLICIES}\\Microsoft\\Windows Defender\\DisableAntiSpyware`,
      value: 0,
      image: 'C:\\Windows\\regedit.exe',
      user: `${DOMAIN}\\${account.name}`,
    }),
  ],
  // Group Policy sets what a console decided.
  ({ machine, at }) => [
    registry(at, machine, {
      item: `${POLICIES}\\Microsoft\\Windows Defender\\DisableAntiSpyware`,
      value: 1,
      image: 'C:\\Windows\\system32\\svchost.exe',
      user: 'NT AUTHORITY\\SYSTEM',
    }),
  ],
  // Made safer by hand: account control on, autoplay off for every drive.
  ({ machine, account, at }) =>
    [
      { item: `${WINDOWS}\\System\\EnableLUA`, value: 1 },
      { item: `${WINDOWS}\\Explorer\\NoDriveTypeAutoRun`, value: 255 },
    ].map((one, i) =>
      registry(at + i * MINUTE, machine, {
        ...one,
        image: 'C:\\Windows\\regedit.exe',
        user: `${DOMAIN}\\${account.name}`,
      }),
    ),
  // An installer sets what it needs.
  ({ machine, account, at }) => [
    registry(at, machine, {
      item: `${WINDOWS}\\System\\LocalAccountTokenFilterPolicy`,
      value: 1,
      image: 'C:\\Windows\\Temp\\setup.exe',
      user: `${DOMAIN}\\${account.name}`,
    }),
  ],
  // Devices of the classes that phones and network adapters are of.
  ({ machine, at }) => harmless(at, machine),
  // Software of the list, and what it brings along.
  ({ machine, account: user, at }) =>
    [
      { product: 'Google Chrome', maker: 'Google LLC', version: '122.0' },
      {
        product: 'Microsoft Visual C++ 2022 X64 Additional Runtime - 14.38.33130',
        maker: 'Microsoft',
        version: '14.38',
      },
    ].map((one, i) => installer(at + i * MINUTE, machine, { ...one, code: 1033, user })),
  // A remote-control tool is taken off the machine.
  ({ machine, account, at }) => [
    program(at, machine, {
      path: 'C:\\Program Files (x86)\\UltraViewer\\unins000.exe',
      product: 'UltraViewer',
      command: '"C:\\Program Files (x86)\\UltraViewer\\unins000.exe" /SILENT',
      user: `${DOMAIN}\\${account.name}`,
    }),
  ],
  // A service of Windows's own.
  ({ machine, at }) => [service(at, machine, 'Microsoft Update Health Service', 'C:\\Windows\\System32\\uhssvc.exe')],
  // An upgrade of the agent: the old version goes, the new one comes.
  ({ machine, account: user, at }) => [
    installer(at, machine, { product: 'Bkav Endpoint', version: '10.2.1', code: 1034, user }),
    installer(at + 3 * MINUTE, machine, { product: 'Bkav Endpoint', version: '10.3.0', code: 1033, user }),
  ],
]

/** Where another product guards the machine, Windows's own firewall may be off. */
const guarded: Sort = ({ machine, account: { sid }, at }) => [
  firewall(at, machine, { on: false, sid, application: CONTROL }),
  center(at + HOUR, machine, 'Kaspersky Endpoint Security for Windows', 'ON'),
]

/** Of each working day one sort of each at some laptop that is on until all of it is over: violations are planted at desktop machines alone. */
export const innocentDay = (province: Province, date: LocalDate, on: ReadonlyMap<string, readonly Span[]>): Act[] => {
  const dice = random(province.seed, 'innocent', date)
  const [first, last] = [localTime(date, '09:00'), localTime(date, '10:30')]
  const isOn = ({ id }: Machine): boolean => on.get(id)?.some(({ from, to }) => from <= first && last <= to) === true
  const seats = dice.shuffle(
    province.people.flatMap((person) =>
      person.pc?.role === 'laptop' && person.pc.skew === 0 && atWork(province, person, date) && isOn(person.pc)
        ? [{ machine: person.pc, account: person.account }]
        : [],
    ),
  )
  const own = seats.filter(({ machine }) => hasOwnProduct(machine))
  const plain = seats.filter(({ machine }) => !hasOwnProduct(machine))
  const sown = (sort: Sort, i: number, all: typeof seats): Act[] => {
    const seat = all[i % all.length]
    if (!seat) return []
    const at = localTime(date, '09:05') + i * MINUTE + dice.int(0, 50) * 1_000
    return sort({ ...seat, at }).map((event) => ({ do: 'record', at: event.at, machine: seat.machine, event }))
  }
  return [...sorts.flatMap((sort, i) => sown(sort, i, plain)), ...sown(guarded, 0, own)]
}
