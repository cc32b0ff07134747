import { table } from '../observe.ts'

/** What a device's instance path tells. */
export type Device = {
  /** The serial in lower case, or `host/instance path` where Windows made the serial up: such a one is not unique. */
  readonly device: string
  readonly serial?: string
  readonly vendor?: string
  readonly model?: string
}

// `#` takes the place of `\` where a path stands inside a path. A revision is up to four characters and may itself hold `#`
// (`REV_#W1.#…`), and so may a serial; only the closing `#{class guid}` is certain.
const INSIDE = /(?:usbstor|scsi)#(?:disk|cdrom|other|sfloppy)[^#]*?&rev_.{0,4}#(.+?)(?:#\{[0-9a-f-]+\}.*)?$/i
const OUTSIDE = /^[^\\]+\\[^\\]+\\([^\\]+)$/
const INSIDE_USB = /usb#vid_[0-9a-f]{4}&pid_[0-9a-f]{4}[^#]*#([^#]+)/i

const rawSerial = (path: string): string | undefined =>
  (INSIDE.exec(path) ?? INSIDE_USB.exec(path) ?? OUTSIDE.exec(path))?.[1]?.replace(/#\{.*$/, '')

/** A serial made up by Windows has `&` as its second character; a SCSI path never carries the device's own. */
const isReal = (path: string, serial: string): boolean =>
  serial.charAt(1) !== '&' && !/^scsi\\/i.test(path) && /[0-9a-z].*[1-9a-z]|[1-9a-z].*[0-9a-z]/i.test(serial)

const word = (path: string, key: string): string | undefined =>
  new RegExp(`[&#\\\\]${key}_([^&#\\\\]+)`, 'i').exec(path)?.[1]?.replace(/_+/g, ' ').trim() || undefined

/** Identity of a device from its instance path as Windows writes it, in either form; the LUN (`&0`) is not part of a serial. */
export const deviceOf = (path: string, host: string): Device => {
  const whole = path.trim()
  const serial = rawSerial(whole)?.replace(/&\d+$/, '').toLowerCase()
  const real = serial !== undefined && isReal(whole, serial) ? serial : undefined
  const vendor = word(whole, 'ven') ?? word(whole, 'vid')
  const model = word(whole, 'prod') ?? word(whole, 'pid')
  return {
    device: real ?? `${host}/${whole.toLowerCase()}`,
    ...(real === undefined ? {} : { serial: real }),
    ...(vendor === undefined ? {} : { vendor }),
    ...(model === undefined ? {} : { model }),
  }
}

/** Class GUIDs of devices (Microsoft, «System-defined device setup classes»); names are the same in every language but may be empty. */
const CLASSES = table({
  '4d36e967-e325-11ce-bfc1-08002be10318': 'storage',
  '71a27cdd-812a-11d0-bec7-08002be2092f': 'storage',
  'eec5ad98-8080-425f-922a-dabf3de3f69a': 'phone',
  '4d36e965-e325-11ce-bfc1-08002be10318': 'cdrom',
  '4d36e972-e325-11ce-bfc1-08002be10318': 'network',
  '4d36e96d-e325-11ce-bfc1-08002be10318': 'modem',
  'e0cbf06c-cd8b-4647-bb8a-263b43f0f974': 'bluetooth',
})
const NAMES = table({
  diskdrive: 'storage',
  volume: 'storage',
  wpd: 'phone',
  cdrom: 'cdrom',
  net: 'network',
  modem: 'modem',
  bluetooth: 'bluetooth',
})

// What every remote sign-in raises: displays, monitors, redirected printers.
const NOT_MEDIA = /^(swd\\(remotedisplayenum|printenum)|display)\\/i
const NOT_MEDIA_CLASS = /^(display|monitor|printqueue|printer)$/i

/**
 * Of these only what hangs on USB was plugged in: network cards inside the machine, adapters that programs make (`SWD\MSRRAS`, `ROOT\NET`),
 * paired Bluetooth and the machine's own partitions (`SWD\WPDBUSENUM`) are of the same classes.
 */
const CARRIED: ReadonlySet<string> = new Set(['phone', 'network', 'modem', 'bluetooth'])

/** Kind of a device: `storage`, `phone`, `cdrom`, `network`, `modem`, `bluetooth`, `other`; `undefined` where it is no device of that sort at all. */
export const kindOf = (path: string, className: string, classId: string, compatible = ''): string | undefined => {
  if (NOT_MEDIA.test(path) || NOT_MEDIA_CLASS.test(className)) return undefined
  if (/usbstor[\\#](cdrom)/i.test(path)) return 'cdrom'
  // A stick shows itself as a portable device too; it stays one stick. Class 08 of USB is mass storage.
  if (/usbstor[\\#]/i.test(path) || /usb\\class_08/i.test(compatible)) return 'storage'
  // A disk over UASP calls itself SCSI, as one inside the machine does, and has no serial there: its node of USB tells the same disk with it.
  if (/scsi[\\#]/i.test(path)) return 'other'
  const kind = CLASSES.get(classId.replace(/[{}]/g, '').toLowerCase()) ?? NAMES.get(className.toLowerCase())
  if (kind !== undefined && CARRIED.has(kind) && !/^usb\\/i.test(path)) return 'other'
  if (kind !== undefined) return /^volume$/i.test(className) && !/usb[\\#]/i.test(path) ? 'other' : kind
  return className === '' && !/^usb\\/i.test(path) ? undefined : 'other'
}
