import type { Machine } from '../model.ts'
import { fullName, machineSubject, security, subjectLines, type WindowsEvent, wording } from './windows-event.ts'

/** What a remote desktop brings along: a redirected printer and a display are «devices» that are no media. */
export const redirected = (at: number, machine: Machine): WindowsEvent[] =>
  (
    [
      [
        'SWD\\PRINTENUM\\{6B8F3C1E-31A4-4C57-9B0A-2D8C6A8E1F20}',
        'Microsoft Print to PDF (redirected 2)',
        '{1ed2bbf9-11f0-4084-b21f-ad83a8e6dcdc}',
        'PrintQueue',
      ],
      [
        'SWD\\RemoteDisplayEnum\\RdpIdd_IndirectDisplay&SessionId_0002',
        'Microsoft Remote Display Adapter',
        '{4d36e968-e325-11ce-bfc1-08002be10318}',
        'Display',
      ],
    ] as const
  ).map(([DeviceId, DeviceDescription, ClassId, ClassName], i) =>
    recognised(at + 1_500 + i * 200, machine, { DeviceId, DeviceDescription, ClassId, ClassName }),
  )

/** Security 6416. */
export const recognised = (at: number, machine: Machine, device: Readonly<Record<string, string>>): WindowsEvent => {
  const data = { ...machineSubject(machine), VendorIds: '-', CompatibleIds: '-', LocationInformation: '-', ...device }
  const message = wording('A new external device was recognized by the System.', [
    subjectLines(data),
    [
      'Device',
      [
        ['Device ID', device['DeviceId']],
        ['Device Name', device['DeviceDescription']],
        ['Class ID', device['ClassId']],
        ['Class Name', device['ClassName']],
      ],
    ],
  ])
  return security({
    at,
    machine,
    code: 6416,
    version: 1,
    pid: 4,
    task: ['Plug and Play Events', 13316],
    data,
    message: `${message}\n\n${fullName(machine)}`,
  })
}

const WPD = { ClassId: '{eec5ad98-8080-425f-922a-dabf3de3f69a}', ClassName: 'WPD' } as const
const NET = { ClassId: '{4d36e972-e325-11ce-bfc1-08002be10318}', ClassName: 'Net' } as const

/** A phone that transfers files. */
export const phone = (at: number, machine: Machine, serial: string): WindowsEvent =>
  recognised(at, machine, { DeviceId: `USB\\VID_04E8&PID_6860\\${serial}`, DeviceDescription: 'Galaxy A15', ...WPD })

/** What is of the same classes and no such device: an iPhone that charges, cards and adapters of the machine's own, a keyboard. */
export const harmless = (at: number, machine: Machine): readonly WindowsEvent[] =>
  [
    { DeviceId: 'USB\\VID_05AC&PID_12A8\\00008101001A2B3C4D5E', DeviceDescription: 'Apple iPhone', ...WPD },
    {
      DeviceId: 'SWD\\WPDBUSENUM\\{6F1F2A30-0000-0000-0000-000000000001}#0000000000100000',
      DeviceDescription: 'Data',
      ...WPD,
    },
    {
      DeviceId: 'PCI\\VEN_10EC&DEV_8168&SUBSYS_00000000&REV_15\\01000000684CE00000',
      DeviceDescription: 'Realtek PCIe GbE',
      ...NET,
    },
    { DeviceId: 'SWD\\MSRRAS\\MS_NDISWANIP', DeviceDescription: 'WAN Miniport (IP)', ...NET },
    {
      DeviceId: 'USB\\VID_8087&PID_0026\\5&2C0A1F&0&10',
      DeviceDescription: 'Intel(R) Wireless Bluetooth(R)',
      ClassId: '{e0cbf06c-cd8b-4647-bb8a-263b43f0f974}',
      ClassName: 'Bluetooth',
    },
    {
      DeviceId: 'HID\\VID_046D&PID_C31C&MI_00\\7&1A2B3C&0&0000',
      DeviceDescription: 'HID Keyboard Device',
      ClassId: '{4d36e96b-e325-11ce-bfc1-08002be10318}',
      ClassName: 'Keyboard',
    },
  ].map((device, i) => recognised(at + i * 700, machine, device))
