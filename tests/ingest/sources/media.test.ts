import { describe, expect, test } from 'vitest'
import { deviceOf } from '../../../ingest/sources/windows/device.ts'
import { winlogbeat } from '../../../ingest/sources/winlogbeat.ts'
import type { Observation } from '../../../kernel/event.ts'
import { contextOf } from './support.ts'

const SERIAL = 'AA11BB22CC33DD44'
const GUID = '{53f56307-b6bf-11d0-94f2-00a0c91efb8b}'
const CHANNELS = {
  security: { provider_name: 'Microsoft-Windows-Security-Auditing', channel: 'Security' },
  umdf: {
    provider_name: 'Microsoft-Windows-DriverFrameworks-UserMode',
    channel: 'Microsoft-Windows-DriverFrameworks-UserMode/Operational',
  },
  pnp: { provider_name: 'Microsoft-Windows-Kernel-PnP', channel: 'Microsoft-Windows-Kernel-PnP/Configuration' },
  partition: { provider_name: 'Microsoft-Windows-Partition', channel: 'Microsoft-Windows-Partition/Diagnostic' },
  defender: {
    provider_name: 'Microsoft-Windows-Windows Defender',
    channel: 'Microsoft-Windows-Windows Defender/Operational',
  },
}

const read = (channel: keyof typeof CHANNELS, event_id: number, event_data: object, more: object = {}): Observation => {
  const winlog = { event_id, record_id: 1, computer_name: 'PC-01', event_data, ...CHANNELS[channel], ...more }
  const result = winlogbeat.parse(JSON.stringify({ '@timestamp': '2026-03-02T01:00:00Z', winlog }), contextOf())
  if (!result.ok) throw new Error(result.error.detail)
  return result.value[0] as Observation
}

describe('a device is known by its serial', () => {
  test.each([
    ['USB', `USB\\VID_0781&PID_5581\\${SERIAL}`, String.raw`USB\Class_08&SubClass_06`],
    ['DiskDrive', `USBSTOR\\Disk&Ven_Example&Prod_Stick&Rev_1.00\\${SERIAL}&0`, ''],
    ['Volume', String.raw`STORAGE\Volume\_??_USBSTOR#Disk&Ven_Example&Prod_Stick&Rev_1.00#${SERIAL}&0#${GUID}`, ''],
    ['WPD', String.raw`SWD\WPDBUSENUM\_??_USBSTOR#DISK&VEN_EXAMPLE&PROD_STICK&REV_1.00#${SERIAL}&0#${GUID}`, ''],
  ])('one stick gives four events, the same device: %s', (ClassName, DeviceId, CompatibleIds) => {
    expect(read('security', 6416, { DeviceId, ClassName, CompatibleIds })).toMatchObject({
      action: 'media.attach',
      device: SERIAL.toLowerCase(),
      kind: 'storage',
    })
  })

  test.each([
    // A revision that holds `#`, as one maker's sticks have.
    [`SWD\\WPDBUSENUM\\_??_USBSTOR#DISK&VEN_X&PROD_Y&REV_#W1.#______0302AB&0#${GUID}`, '______0302ab'],
    [String.raw`USBSTOR\Disk&Ven_X&Prod_Y&Rev_1.00\AB#12#CD&0`, 'ab#12#cd'],
    [`STORAGE\\Volume\\_??_USBSTOR#Disk&Ven_X&Prod_Y&Rev_1.00#AB#12#CD&0#${GUID}`, 'ab#12#cd'],
  ])('%s has the serial %s', (path, serial) => {
    expect(deviceOf(path, 'pc-01').device).toBe(serial)
  })

  test.each([
    String.raw`USBSTOR\Disk&Ven_X&Prod_Y&Rev_1.00\7&1A2B3C&0`,
    String.raw`SCSI\Disk&Ven_Seagate&Prod_Expansion\000000`,
    String.raw`USB\VID_05AC&PID_12A8&MI_00\6&161d18cc&0&0000`,
  ])('%s has none of its own: it is known on its machine only', (path) => {
    expect(deviceOf(path, 'pc-01')).toMatchObject({ device: `pc-01/${path.toLowerCase()}` })
    expect(deviceOf(path, 'pc-01')).not.toHaveProperty('serial')
  })

  test('an external disk over UASP is told by its node of USB, with its serial; its other name, SCSI, is no second medium', () => {
    const usb = { DeviceId: `USB\\VID_0BC2&PID_2322\\${SERIAL}`, ClassName: 'SCSIAdapter' }
    const CompatibleIds = String.raw`USB\Class_08&SubClass_06&Prot_62`
    expect(read('security', 6416, { ...usb, CompatibleIds })).toMatchObject({
      action: 'media.attach',
      kind: 'storage',
      serial: SERIAL.toLowerCase(),
    })
    const DeviceId = String.raw`SCSI\Disk&Ven_Seagate&Prod_Expansion\000000`
    expect(read('security', 6416, { DeviceId, ClassName: 'DiskDrive' })).toMatchObject({ kind: 'other' })
    const Volume = String.raw`STORAGE\Volume\_??_SCSI#Disk&Ven_Seagate&Prod_Expansion#000000#{53f56307-b6bf-11d0-94f2-00a0c91efb8b}`
    expect(read('security', 6416, { DeviceId: Volume, ClassName: 'Volume' })).toMatchObject({ kind: 'other' })
  })

  test.each([
    ['Display', String.raw`SWD\RemoteDisplayEnum\RdpIdd_IndirectDisplay&SessionId_0002`],
    ['Monitor', String.raw`DISPLAY\Default_Monitor\1&1f0c3c2f&0&UID256`],
    ['PrintQueue', String.raw`SWD\PRINTENUM\{00000000-0000-0000-0000-000000000000}`],
    ['', String.raw`SWD\PRINTENUM\{00000000-0000-0000-0000-000000000001}`],
  ])('%s of a remote sign-in is no medium', (ClassName, DeviceId) => {
    expect(read('security', 6416, { DeviceId, ClassName }).action).toBe('other')
  })

  test.each([
    ['WPD', 'phone'],
    ['CDROM', 'cdrom'],
    ['Net', 'network'],
    ['Modem', 'modem'],
    ['Bluetooth', 'bluetooth'],
    ['HIDClass', 'other'],
  ])('class %s is %s', (ClassName, kind) => {
    const DeviceId = String.raw`USB\VID_1234&PID_5678\ABC123`
    expect(read('security', 6416, { DeviceId, ClassName })).toMatchObject({ kind, device: 'abc123' })
  })
})

test.each([
  ['Net', String.raw`PCI\VEN_10EC&DEV_8168&SUBSYS_00000000&REV_15\01000000684CE00000`],
  ['Net', String.raw`SWD\MSRRAS\MS_NDISWANIP`],
  ['Net', String.raw`ROOT\NET\0001`],
  ['Bluetooth', String.raw`BTHENUM\DEV_001122334455\7&1A2B3C&0&BLUETOOTHDEVICE_001122334455`],
  ['WPD', String.raw`SWD\WPDBUSENUM\{6F1F2A30-0000-0000-0000-000000000001}#0000000000100000`],
])('%s that does not hang on USB was not plugged in', (ClassName, DeviceId) => {
  expect(read('security', 6416, { DeviceId, ClassName })).toMatchObject({ kind: 'other' })
})

describe('coming and going', () => {
  const instance = `SWD\\WPDBUSENUM\\_??_USBSTOR#DISK&VEN_X&PROD_Y&REV_1.00#${SERIAL}&0#${GUID}`

  test.each([
    ['27', '23', 'media.detach'],
    ['27', '2', 'media.detach'],
    ['27', '0', 'other'],
    ['22', '2', 'other'],
  ])('request %s/%s is %s', (major, minor, action) => {
    const user_data = { UMDFHostDeviceRequest: { instance, lifetime: '{x}', Request: { major, minor } } }
    expect(read('umdf', 2100, {}, { user_data }).action).toBe(action)
    const newer = { InstanceId: instance, RequestMajorCode: major, RequestMinorCode: minor }
    expect(read('umdf', 2102, {}, { user_data: newer }).action).toBe(action)
  })

  test.each([
    ['1000204886016', '7', 'media.attach'],
    ['0', '7', 'media.detach'],
    ['1000204886016', '11', 'other'],
  ])('a disk of capacity %s on bus %s: %s', (Capacity, BusType, action) => {
    const ParentId = `USB\\VID_0781&PID_5581\\${SERIAL}`
    const event = read('partition', 1006, { Capacity, BusType, ParentId, SerialNumber: 'x', Model: 'Stick' })
    expect(event.action).toBe(action)
    if (action !== 'other') expect(event).toMatchObject({ device: SERIAL.toLowerCase() })
  })

  test('Kernel-PnP starts internal disks too: only what hangs on USB is a medium', () => {
    const disk = { DeviceInstanceId: String.raw`SCSI\Disk&Ven_X&Prod_Y\4&1&0&0`, Status: '0x0' }
    expect(read('pnp', 410, disk).action).toBe('other')
    const ParentDeviceInstanceId = String.raw`USB\VID_0BC2&PID_2321\NA7X`
    expect(read('pnp', 410, { ...disk, ParentDeviceInstanceId })).toMatchObject({ kind: 'storage' })
    const stick = { DeviceInstanceId: String.raw`USBSTOR\Disk&Ven_X&Prod_Y&Rev_1\AB12&0` }
    expect(read('pnp', 400, stick)).toMatchObject({ action: 'media.attach', device: 'ab12' })
    expect(read('pnp', 400, { ...stick, Status: '0xc0000001' }).action).toBe('other')
  })
})

describe('files on media', () => {
  const file = {
    SubjectUserName: 'an.nv',
    SubjectDomainName: 'TINH',
    ObjectName: String.raw`\Device\HarddiskVolume7\a.docx`,
  }

  test.each([
    ['0x1', false],
    ['0x2', true],
    ['0x120089', false],
  ])('access mask %s writes: %s', (AccessMask, write) => {
    expect(read('security', 4663, { ...file, AccessMask }, { task: '12812' })).toMatchObject({
      action: 'file.open',
      user: 'an.nv@tinh',
      volume: String.raw`\Device\HarddiskVolume7`,
      write,
    })
  })

  test('other audits of files, the system’s reads and the system volume are not use of a medium', () => {
    expect(read('security', 4663, file, { task: 'File System' }).action).toBe('other')
    expect(read('security', 4663, { ...file, SubjectUserName: 'PC-01$' }, { task: 12812 }).action).toBe('other')
    expect(read('security', 4663, { ...file, ObjectName: String.raw`C:\x` }, { task: 12812 }).action).toBe('other')
    expect(
      read('security', 4663, { ...file, ObjectName: String.raw`e:\x` }, { task: 'Removable Storage' }),
    ).toMatchObject({ volume: 'E:' })
  })

  test('a scan counts for a drive, not for the system', () => {
    expect(read('defender', 1001, { 'Scan Resources': String.raw`folder:_E:\ ` })).toMatchObject({
      action: 'media.scan',
      volume: 'E:',
    })
    expect(read('defender', 1001, { 'Scan Resources': String.raw`C:\Windows` }).action).toBe('other')
    expect(read('defender', 1001, {}).action).toBe('other')
  })
})
