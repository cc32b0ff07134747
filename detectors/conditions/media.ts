import { APART } from '../../kernel/directory/names.ts'
import type { Observation } from '../../kernel/event.ts'
import { is } from '../meta.ts'
import { unitSays } from './word.ts'

/** Backup and installation media, tokens and «thiết bị mật» are registered as such; `other` covers docks and readers. */
export const registeredForDuty = is(
  'thiết bị có trong sổ: sao lưu, cài đặt, chứng thư số, thiết bị mật hoặc không phải thiết bị lưu trữ',
  'registered as a backup or install medium, a token, a medium for secrets, or no storage at all',
  ({ facts }) => facts.device !== undefined && facts.device.kind !== 'storage',
)

/** A signing token shows itself as a CD-ROM: such a one is storage only where the register says so. */
export const storageMedium = is<'media.attach'>(
  'là thiết bị lưu trữ ngoài',
  'is a storage medium',
  ({ kind, facts }) => kind === 'storage' || (kind === 'cdrom' && facts.device?.kind === 'storage'),
)

/** A device without a serial of its own is known by machine and port: no register can hold it, so none can lack it. */
const hasSerial = ({ device, host }: Pick<Observation<'media.attach'>, 'device' | 'host'>): boolean =>
  !device.startsWith(`${host}/`)

export const notInKeptRegister = is<'media.attach'>(
  'thiết bị có số sê-ri, không có trong sổ mà đơn vị đang quản lý',
  'with a serial, and absent from the register of devices that the unit keeps',
  (o) => hasSerial(o) && o.facts.device === undefined && o.facts.deviceRegisterKept,
)

export const inRegisterOrNoneKept = is<'media.attach'>(
  'thiết bị có trong sổ hoặc không cho biết số sê-ri, hoặc đơn vị không có sổ thiết bị',
  'in the register of devices, or without a serial to look for, or the unit keeps none',
  (o) => !hasSerial(o) || o.facts.device !== undefined || !o.facts.deviceRegisterKept,
)

export const machineForSecrets = is(
  'máy soạn thảo văn bản mật',
  'a machine for secrets',
  ({ facts }) => facts.machine?.secrets === true,
)

export const ordinaryMachine = is(
  'máy tính có trong sổ, không phải máy soạn thảo văn bản mật',
  'a registered machine that is not for secrets',
  ({ facts }) => facts.machine?.secrets === false,
)

/** Only a unit whose carriers deliver the scans of media can be judged; it says so by policy. */
export const scansAreLogged = unitSays(
  'scansLogged',
  'đơn vị có gửi nhật ký quét thiết bị',
  'the unit delivers the logs of media scans',
)

export const usedByPerson = is<'file.open'>(
  'cán bộ mở hoặc sao chép tệp',
  'an officer opened or copied a file',
  ({ facts }) => facts.account?.kind === 'personal' && facts.person?.active === true,
)

/** What scanned there may be told of the registered machine of that name: nobody can say that it was not scanned. */
export const noNamesake = is<'file.open'>(
  'không phải máy trùng tên với máy trong sổ của đơn vị khác',
  'not at a namesake of another unit’s registered machine',
  ({ host }) => !host.includes(APART),
)

/** What looks into files by itself; Explorer reads them for thumbnails, and copies only where it writes. */
const LOOKERS = new Set([
  'msmpeng.exe',
  'mpcmdrun.exe',
  'bkavservice.exe',
  'searchindexer.exe',
  'searchprotocolhost.exe',
  'searchfilterhost.exe',
  'dllhost.exe',
  'explorer.exe',
])

export const readByItself = is<'file.open'>(
  'phần mềm diệt mã độc, lập chỉ mục hoặc tạo ảnh thu nhỏ tự đọc',
  'read by anti-malware, the indexer or the thumbnailer',
  ({ process, write }) => !write && LOOKERS.has(process?.replace(/^.*[\\/]/, '').toLowerCase() ?? ''),
)

export const cleanScan = is<'media.scan'>('quét không có mã độc', 'the scan found nothing', ({ clean }) => clean)

/** An iPhone is a portable device to Windows before its owner lets anybody see a file. */
const APPLE = '05ac'

/** Built-in Bluetooth looks like one that was plugged in, and keyboards, headsets, printers and tokens are of other kinds. */
export const carriedIn = is<'media.attach'>(
  'là điện thoại ở chế độ truyền tệp, thiết bị mạng hoặc modem cắm qua USB',
  'a phone that transfers files, a network adapter or a modem on USB',
  ({ kind, vendor }) => kind === 'network' || kind === 'modem' || (kind === 'phone' && vendor?.toLowerCase() !== APPLE),
)

/** A register of sticks alone says nothing about other devices. */
export const allDevicesKept = unitSays(
  'devicesKept',
  'đơn vị ghi vào sổ mọi thiết bị tin học được phép cắm, không chỉ thiết bị lưu trữ',
  'the unit registers every device that may be attached, not storage alone',
)
