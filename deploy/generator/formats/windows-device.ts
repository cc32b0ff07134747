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
