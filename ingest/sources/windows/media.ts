import { observe, table } from '../observe.ts'
import { deviceOf, kindOf } from './device.ts'
import { subject } from './people.ts'
import type { Reader } from './record.ts'

/** Security 6416. The Subject is always the machine: the person is found by who was signed in. */
export const recognised: Reader = (origin, event) => {
  const path = event.get('DeviceId')
  if (path === undefined) return undefined
  const clean = unescapeEntities(path)
  const kind = kindOf(clean, event.get('ClassName') ?? '', event.get('ClassId') ?? '', event.get('CompatibleIds'))
  if (kind === undefined) return undefined
  const device = deviceOf(clean, event.host)
  return observe(origin, 'media.attach', {
    host: event.host,
    kind,
    ...device,
    model: device.model ?? event.get('DeviceDescription'),
  })
}

/** DriverFrameworks-UserMode 2003: arrival. */
export const arrived: Reader = (origin, event) => {
  const path = event.get('instance') ?? event.get('InstanceId')
  if (path === undefined) return undefined
  const clean = unescapeEntities(path)
  const kind = kindOf(clean, 'WPD', '')
  return kind === undefined
    ? undefined
    : observe(origin, 'media.attach', { host: event.host, kind, ...deviceOf(clean, event.host) })
}

const REMOVED = new Set(['23', '2'])

/** DriverFrameworks-UserMode 2100, 2102: PnP request 27 with minor 23 (surprise removal) or 2 (removal); major 22 is only power. */
export const requested: Reader = (origin, event) => {
  const path = event.get('instance') ?? event.get('InstanceId')
  const major = event.get('RequestMajorCode') ?? event.get('major')
  const minor = event.get('RequestMinorCode') ?? event.get('minor') ?? ''
  if (path === undefined || major !== '27' || !REMOVED.has(minor)) return undefined
  const { device } = deviceOf(unescapeEntities(path), event.host)
  return observe(origin, 'media.detach', { host: event.host, device })
}

/** Kernel-PnP 400 and 410: only what hangs on USB; internal disks are configured the same way. */
export const started: Reader = (origin, event) => {
  const path = event.get('DeviceInstanceId')
  const status = event.get('Status') ?? event.get('InstallStatus') ?? '0x0'
  if (path === undefined || !/^(0x)?0*$/.test(status)) return undefined
  const clean = unescapeEntities(path)
  const parent = unescapeEntities(event.get('ParentDeviceInstanceId') ?? '')
  const onUsb = /^usb\\/i.test(parent)
  // Over UASP the disk has no serial of its own; the node it hangs on has.
  if (/^scsi\\disk/i.test(clean))
    return onUsb
      ? observe(origin, 'media.attach', { host: event.host, kind: 'storage', ...deviceOf(parent, event.host) })
      : undefined
  const storage = /^(usbstor|uaspstor)$/i.test(event.get('ServiceName') ?? '')
  if (!/usbstor[\\#]/i.test(clean) && !onUsb && !storage && !/^usb\\vid_/i.test(clean)) return undefined
  const kind = storage ? 'storage' : kindOf(clean, 'USB', event.get('ClassGuid') ?? event.get('SetupClass') ?? '')
  return kind === undefined
    ? undefined
    : observe(origin, 'media.attach', { host: event.host, kind, ...deviceOf(clean, event.host) })
}

/** UserPnp 20001: the first time that a device is there; a driver that is only renewed says nothing of that. */
export const installed: Reader = (origin, event) =>
  /^(true|1)$/i.test(event.get('UpgradeDevice') ?? '') ? undefined : started(origin, event)

const BUS_USB = '7'

/** Partition/Diagnostic 1006: every connection and, with capacity 0, every removal of a disk on USB. */
export const partitioned: Reader = (origin, event) => {
  const written = event.get('SerialNumber')?.trim()
  const parent = event.get('ParentId')
  if (event.get('BusType') !== BUS_USB || (written === undefined && parent === undefined)) return undefined
  const known = parent === undefined ? undefined : deviceOf(unescapeEntities(parent), event.host)
  const serial = known?.serial ?? written?.toLowerCase()
  const device = serial ?? known?.device
  if (device === undefined) return undefined
  if (/^0*$/.test(event.get('Capacity') ?? '0')) return observe(origin, 'media.detach', { host: event.host, device })
  return observe(origin, 'media.attach', {
    host: event.host,
    device,
    kind: 'storage',
    serial,
    vendor: event.get('Manufacturer'),
    model: event.get('Model'),
  })
}

const TASK_REMOVABLE = /^(12812|removable storage)$/i
// WriteData and AppendData ([MS-DTYP] 2.4.3 for files); deleting is not copying.
const WRITES = 0x2 | 0x4

/** Security 4663 of the removable storage audit: files opened on media. Reads by SYSTEM, scanners and the indexer are not use. */
export const fileOpened: Reader = (origin, event) => {
  const path = event.get('ObjectName')
  const user = subject(event)
  if (path === undefined || user === undefined || !TASK_REMOVABLE.test(event.task() ?? '')) return undefined
  // A virtual disk counts as removable for Windows; the system volume is nobody's stick.
  const volume = volumeOf(path)
  if (volume === 'C:') return undefined
  const mask = Number(event.get('AccessMask') ?? 0)
  return observe(origin, 'file.open', {
    host: event.host,
    user,
    path,
    volume,
    process: event.get('ProcessName'),
    write: Number.isInteger(mask) && (mask & WRITES) !== 0,
  })
}

/** `E:` or `\Device\HarddiskVolume7` of a path. */
export const volumeOf = (path: string): string | undefined =>
  /^([a-z]):/i.exec(path)?.[0].toUpperCase() ?? /^\\device\\harddiskvolume\d+/i.exec(path)?.[0]

const ENTITIES = table({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" })

/** NXLog leaves XML entities inside JSON; once is enough. */
const unescapeEntities = (path: string): string =>
  path.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => ENTITIES.get(name) ?? whole)
