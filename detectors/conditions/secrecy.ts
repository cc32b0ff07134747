import { isComputer } from '../../kernel/directory/computers.ts'
import type { ListName } from '../../kernel/directory/list-names.ts'
import type { Observation } from '../../kernel/event.ts'
import { markedWith } from '../../kernel/secrecy.ts'
import { type Condition, is } from '../meta.ts'
import { onList } from './lists.ts'

/** Where nobody has said that a machine is connected, nobody may be asked what he did there. */
export const connectedMachine = is(
  'máy tính mà sổ máy ghi là có kết nối Internet, không phải máy soạn thảo văn bản mật',
  'a computer that the register has as connected to the Internet, and not for secrets',
  ({ facts: { machine } }) =>
    machine !== undefined && isComputer(machine.role) && machine.connected === true && !machine.secrets,
)

export const byOfficer = is(
  'do tài khoản cá nhân của cán bộ đang công tác',
  'by the personal account of an officer in service',
  ({ facts }) => facts.account?.kind === 'personal' && facts.person?.active === true,
)

type Handling = Observation<'document.handle'>['what']

/** Whoever receives a document has done nothing; opening, keeping and handing on is what an officer answers for. */
export const handledAs = (vi: string, en: string, ...ways: readonly Handling[]): Condition<'document.handle'> =>
  is(`tài liệu được phân loại là bí mật nhà nước ${vi}`, `a document classed as a state secret ${en}`, ({ what }) =>
    ways.includes(what),
  )

export const sent = handledAs('được gửi đi', 'was sent', 'send')

/** A place is told as a domain, an address of mail or the address of a page. */
const domainOf = (to: string | undefined): string | undefined =>
  to
    ?.toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/?#].*$/, '')
    .replace(/^.*@/, '')
    .replace(/:\d+$/, '')

/** Where a document went, by the lists of the registers. A place that no list names says nothing. */
export const wentTo = (list: ListName | readonly ListName[], vi: string, en: string): Condition<'document.handle'> =>
  onList(list, vi, en, ({ to }) => ({ domain: domainOf(to) }))

/** What a person writes or reads documents with, or moves files with: mail, chat and synchronisation create files by themselves. */
const WRITERS: ReadonlySet<string> = new Set(
  (
    'winword.exe excel.exe powerpnt.exe wps.exe et.exe wpp.exe soffice.exe soffice.bin notepad.exe notepad++.exe wordpad.exe ' +
    'acrord32.exe acrobat.exe foxitreader.exe foxitpdfreader.exe foxitpdfeditor.exe'
  ).split(' '),
)
const MOVERS: ReadonlySet<string> = new Set(['explorer.exe', '7zfm.exe', 'winrar.exe'])
const nameOf = (process: string | undefined): string => process?.replace(/^.*[\\/]/, '').toLowerCase() ?? ''

/** Explorer looks into files for thumbnails: reading is a person's with what reads documents alone. */
export const markedFileUsed = is<'file.change' | 'file.open'>(
  'tệp có tên mang dấu chỉ độ mật được soạn thảo, mở hoặc lưu bằng phần mềm văn phòng, trình quản lý tệp',
  'a file whose name bears the marking of a degree was written, opened or kept with a program for documents or files',
  (e) => {
    if (markedWith(e.path) === undefined) return false
    if (WRITERS.has(nameOf(e.process))) return e.action === 'file.open' || e.what === 'created'
    return e.action === 'file.change' && e.what === 'created' && MOVERS.has(nameOf(e.process))
  },
)

export const markedTitle = is<'document.print'>(
  'tên tài liệu mang dấu chỉ độ mật',
  'the title bears the marking of a degree',
  ({ document }) => markedWith(document) !== undefined,
)

/** People sign their files: what Mr. Mật wrote is no secret for his name. */
export const signedWithName = is<'document.print' | 'file.change' | 'file.open'>(
  'chữ MẬT là tên của chính cán bộ',
  'the word is the officer’s own name',
  (e) =>
    markedWith(e.action === 'document.print' ? e.document : e.path) === 'MẬT' &&
    /(?<!\p{L})mật$/iu.test(e.facts.person?.name.normalize('NFC').trim() ?? ''),
)

/** Printers of files and facsimiles: nothing is on paper. */
const NO_PAPER = /pdf|xps|fax|onenote|document writer|image writer|snagit|evernote|virtual|print to file|send to/i

export const onPaper = is<'document.print'>(
  'in ra giấy, không phải máy in PDF, XPS hay fax',
  'printed on paper: no printer of PDF, XPS or facsimiles',
  ({ printer, path }) => path === undefined && printer !== undefined && !NO_PAPER.test(printer),
)

/** A register of ordinary sticks says nothing about those for secrets, of which another book may be kept. */
export const secretMediaKept = is<'document.handle', { readonly secretMediaKept: boolean }>(
  'đơn vị ghi đủ thiết bị mật vào sổ thiết bị',
  'the unit’s register of devices has all its media for secrets',
  (_, policy) => policy.secretMediaKept,
)

/** A device without a serial of its own is known by machine and port: no register can hold it, so none can lack it. */
export const onStrangeDevice = is<'document.handle'>(
  'ra thiết bị có số sê-ri, không có trong sổ thiết bị mà đơn vị đang quản lý',
  'onto a device with a serial that is absent from the register of devices that the unit keeps',
  ({ device, host, facts }) =>
    device !== undefined && !device.startsWith(`${host}/`) && facts.deviceRegisterKept && facts.device === undefined,
)
