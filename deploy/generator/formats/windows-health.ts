import type { ActOf, MachineAct, StickAct } from '../acts.ts'
import { DOMAIN, fullName, system, type WindowsEvent } from './windows-event.ts'

const SECOND = 1_000

const DEFENDER = {
  channel: 'Microsoft-Windows-Windows Defender/Operational',
  provider: 'Microsoft-Windows-Windows Defender',
  guid: '{11cd958a-c507-4ef3-b3f2-5fd9dfbd2c78}',
  pid: 3_204,
} as const

type DefenderEvent = Pick<WindowsEvent, 'at' | 'machine' | 'code' | 'data' | 'message'>

/** A record of Defender's own log. */
export const defender = (event: DefenderEvent): WindowsEvent => system({ ...DEFENDER, ...event })

/** Defender 1150: the engine is well. */
export const healthy = ({ at, machine }: MachineAct): WindowsEvent[] => [
  defender({
    at,
    machine,
    code: 1150,
    data: {
      Product_Name: 'Microsoft Defender Antivirus',
      Platform_version: '4.18.24010.12',
      Engine_version: '1.1.24010.10',
      Security_intelligence_version: '1.405.702.0',
    },
    message:
      'Endpoint Protection client is up and running in a healthy state.\n \tPlatform version: 4.18.24010.12\n \tEngine version: 1.1.24010.10\n \tSecurity intelligence version: 1.405.702.0',
  }),
]

/** Defender 1000 and 1001: a scan of the drive the stick got, begun and ended. */
export const scan = ({ at, machine, stick }: StickAct): WindowsEvent[] =>
  [1000, 1001].map((code, i) =>
    defender({
      at: at + i * 45 * SECOND,
      machine,
      code,
      data: {
        Product_Name: 'Microsoft Defender Antivirus',
        Scan_ID: `{${stick.serial.padStart(8, '0').slice(0, 8)}-0000-4000-8000-000000000000}`,
        Scan_Type: 'Antimalware',
        Scan_Parameters: 'Custom Scan',
        Domain: DOMAIN,
        User: machine.owner ?? 'SYSTEM',
        Scan_Resources: 'folder:_E:\\',
      },
      message: `Microsoft Defender Antivirus scan has ${i === 0 ? 'started' : 'finished'}.\n \tScan Resources: folder:_E:\\\n \t${fullName(machine)}`,
    }),
  )

/** Windows Update Client 43 and 19. */
export const update = ({ at, machine, title }: ActOf<'update'>): WindowsEvent[] =>
  (
    [
      [43, 'Installation Started'],
      [19, 'Installation Successful'],
    ] as const
  ).map(([code, headline], i) =>
    system({
      at: at + i * 90 * SECOND,
      machine,
      provider: 'Microsoft-Windows-WindowsUpdateClient',
      guid: '{945a8954-c147-4acd-923f-40c45405a658}',
      code,
      pid: 1_120,
      task: ['Windows Update Agent', 1],
      data: { updateTitle: title, updateGuid: '{3f2504e0-4f89-41d3-9a0c-0305e82c3301}', updateRevisionNumber: '200' },
      message: `${headline}: Windows ${i === 0 ? 'has started installing' : 'successfully installed'} the following update: ${title}`,
    }),
  )
