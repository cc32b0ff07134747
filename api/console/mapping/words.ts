import type { MappingReadings } from '../../schemas-mappings.ts'
import { nameOfField } from '../labels.ts'

/** What columns may be besides the fields of actions: rules look at these. */
const own: Readonly<Record<string, string>> = {
  time: 'thời gian',
  date: 'ngày (khi ngày và giờ ở hai cột)',
  action: 'việc, loại sự kiện',
  result: 'kết quả',
  object: 'đối tượng bị tác động',
  record: 'mã của bản ghi',
  error: 'lỗi',
}

/** Fields most tables have, in the order in which people look for them. */
export const usual = ['time', 'date', 'user', 'action', 'result', 'host', 'ip', 'what', 'object', 'device', 'record']

/** `tài khoản (user)`: the word, and what stands in the file. */
export const fieldLabel = (field: string): string => {
  const word = own[field] ?? nameOfField(field)
  return word === field ? field : `${word} (${field})`
}
export const fieldWord = (field: string): string => own[field] ?? nameOfField(field)

export const formatName = {
  csv: 'Bảng có dấu tách (CSV, TSV)',
  json: 'JSON, mỗi dòng một bản ghi',
  'key-value': 'tên=giá trị',
  cef: 'CEF',
  leef: 'LEEF',
} as const

export const delimiterName: readonly (readonly [sign: string, name: string])[] = [
  [',', 'dấu phẩy  ,'],
  [';', 'dấu chấm phẩy  ;'],
  ['\t', 'dấu tab'],
  ['|', 'dấu gạch đứng  |'],
]

const places: Readonly<Record<string, string>> = {
  id: 'Mã nguồn',
  title: 'Tên gọi',
  system: 'Mã hệ thống',
  realm: 'Miền của tài khoản',
  zone: 'Múi giờ',
  times: 'Dạng thời gian',
  columns: 'Cột',
  delimiter: 'Dấu tách',
  events: 'Quy tắc',
}

/** A fault with its place in the words of the page. */
export const sayFault = ({ path, message }: MappingReadings['faults'][number]): string => {
  const [first = '', index, ...rest] = path
  const place = places[first]
  if (place === undefined) return message
  if (first === 'events' && index === undefined) return 'Quy tắc: cần ít nhất một quy tắc.'
  const number = index !== undefined && /^\d+$/.test(index) ? ` ${Number(index) + 1}` : ''
  const field = rest.length > 1 && rest[0] !== 'action' ? `, ${fieldLabel(rest.at(-1) ?? '')}` : ''
  return `${place}${number}${field}: ${message}`
}
