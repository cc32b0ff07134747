import type { ActOf, StickAct } from '../acts.ts'
import type { Stick } from '../model.ts'
import { recognised } from './windows-device.ts'
import { accountSubject, security, subjectLines, system, type WindowsEvent, wording } from './windows-event.ts'

const SECOND = 1_000
const usbPath = ({ serial }: Stick): string => `USB\\VID_0781&PID_5581\\${serial}`
const diskPath = ({ vendor, model, serial }: Stick): string =>
  `USBSTOR\\Disk&Ven_${vendor}&Prod_${model}&Rev_1.00\\${serial}&0`

/** Partition/Diagnostic 1006: written at every connection and, with capacity 0, at every removal. */
const partition = (at: number, act: StickAct): WindowsEvent => {
  const { machine, stick } = act
  const gone = act.do === 'unplug'
  return system({
    at,
    machine,
    channel: 'Microsoft-Windows-Partition/Diagnostic',
    provider: 'Microsoft-Windows-Partition',
    guid: '{412bdff2-a8c4-470d-8f33-63fe0d8c20e2}',
    code: 1006,
    data: {
      Version: '2',
      DiskNumber: '1',
      Characteristics: '0x102',
      BytesPerSector: '512',
      Capacity: gone ? '0' : '31004295168',
      BusType: '7',
      Manufacturer: stick.vendor,
      Model: stick.model,
      Revision: '1.00',
      SerialNumber: stick.serial,
      Location: 'Integrated : Adapter 0 : Port 0 : Target 0 : LUN 0',
      ParentId: usbPath(stick),
      PartitionStyle: '0',
      PartitionCount: gone ? '0' : '1',
    },
    message: 'For internal use only.',
  })
}

/** A signing token: a card reader and a CD-ROM with its drivers; no disk. */
const token = ({ at, machine, stick }: StickAct): WindowsEvent[] => [
  recognised(at, machine, {
    DeviceId: `USB\\VID_096E&PID_0703\\${stick.serial}`,
    DeviceDescription: 'Microsoft Usbccid Smartcard Reader (WUDF)',
    ClassId: '{50dd5230-ba8a-11d1-bf5d-0000f805f530}',
    ClassName: 'SmartCardReader',
  }),
  recognised(at + SECOND, machine, {
    DeviceId: `USBSTOR\\CdRom&Ven_${stick.vendor}&Prod_${stick.model}&Rev_1.00\\${stick.serial}&0`,
    DeviceDescription: `${stick.vendor} ${stick.model} USB Device`,
    ClassId: '{4d36e965-e325-11ce-bfc1-08002be10318}',
    ClassName: 'CDROM',
  }),
]

/** One stick, several records: 6416 for the USB device and for the disk, then 1006. */
export const plug = (act: StickAct): WindowsEvent[] => {
  const { at, machine, stick } = act
  if (stick.kind === 'token') return token(act)
  return [
    recognised(at, machine, {
      DeviceId: usbPath(stick),
      DeviceDescription: 'USB Mass Storage Device',
      ClassId: '{36fc9e60-c465-11cf-8056-444553540000}',
      ClassName: 'USB',
      CompatibleIds: 'USB\\Class_08&SubClass_06&Prot_50\n\t\t\tUSB\\Class_08',
    }),
    recognised(at + SECOND, machine, {
      DeviceId: diskPath(stick),
      DeviceDescription: `${stick.vendor} ${stick.model} USB Device`,
      ClassId: '{4d36e967-e325-11ce-bfc1-08002be10318}',
      ClassName: 'DiskDrive',
      CompatibleIds: 'USBSTOR\\Disk\n\t\t\tUSBSTOR\\RAW',
    }),
    partition(at + SECOND + 200, act),
  ]
}

export const unplug = (act: StickAct): WindowsEvent[] => (act.stick.kind === 'token' ? [] : [partition(act.at, act)])

/** Security 4663 of the removable-storage audit. */
export const openFile = ({ at, machine, session, file }: ActOf<'open'>): WindowsEvent[] => {
  const data = {
    ...accountSubject(session.account, session.id),
    ObjectServer: 'Security',
    ObjectType: 'File',
    ObjectName: `E:\\${file}`,
    HandleId: '0x1a48',
    AccessList: '%%4416\n\t\t\t\t',
    AccessMask: '0x1',
    ProcessId: '0x1a2c',
    ProcessName: 'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE',
    ResourceAttributes: 'S:AI',
  }
  const message = wording('An attempt was made to access an object.', [
    subjectLines(data),
    [
      'Object',
      [
        ['Object Server', 'Security'],
        ['Object Type', 'File'],
        ['Object Name', data.ObjectName],
        ['Handle ID', data.HandleId],
      ],
    ],
    [
      'Process Information',
      [
        ['Process ID', data.ProcessId],
        ['Process Name', data.ProcessName],
      ],
    ],
    [
      'Access Request Information',
      [
        ['Accesses', 'ReadData (or ListDirectory)'],
        ['Access Mask', '0x1'],
      ],
    ],
  ])
  return [security({ at, machine, code: 4663, version: 1, task: ['Removable Storage', 12812], data, message })]
}
