import { levelNames } from '../../kernel/alert.ts'
import { HOUR, localClock, localDate, sayDate } from '../../kernel/time.ts'
import type { UnjudgedFigures } from './figures.ts'
import type { Span } from './spans.ts'

/** «1.234», as Vietnamese readers write it. Not left to the machine's locale data. */
export const sayNumber = (value: number): string => {
  const [whole, part] = String(Math.abs(value)).split('.')
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, '.')
  return `${value < 0 ? '-' : ''}${grouped}${part === undefined ? '' : `,${part}`}`
}

/** «05 giờ 00 ngày 01/03/2026», as an official paper says a moment. */
export const sayMoment = (at: number): string => {
  const [hour, minute] = localClock(at).split(':')
  return `${hour} giờ ${minute} ngày ${sayDate(localDate(at))}`
}

/** «05:00 01/03», for tables. */
export const sayShort = (at: number): string => `${localClock(at).slice(0, 5)} ${sayDate(localDate(at)).slice(0, 5)}`

/** When something was done, first and last. */
export const sayActs = ({ first, last }: { readonly first: number; readonly last: number }): string =>
  first === last ? sayShort(first) : `${sayShort(first)}; ${sayShort(last)}`

/** Lines of a list as an official paper ends them: a semicolon, the last one a full stop. */
export const listed = (lines: readonly string[]): readonly string[] =>
  lines.map((line, i) => line.replace(/[.;]$/, '') + (i === lines.length - 1 ? '.' : ';'))

export const sayHours = (span: number): string => sayNumber(Math.round((span / HOUR) * 10) / 10)

const SHOWN = 3

/** «từ 05:00 01/03 đến 07:00 02/03; … và 2 lần khác». */
export const saySpans = (spans: readonly Span[]): string => {
  const said = spans.slice(0, SHOWN).map(({ from, to }) => `từ ${sayShort(from)} đến ${sayShort(to)}`)
  const more = spans.length - SHOWN
  return `${said.join('; ')}${more > 0 ? `; và ${more} lần khác` : ''}`
}

/** Said where the archive has lost logs of the period: then a source that was not heard need not have been silent. */
export const sayLacks = (spans: readonly Span[]): string =>
  `Kho lưu trữ thiếu hoặc hỏng một phần nhật ký (${saySpans(spans)}): số bản ghi của thời gian đó chưa đủ, và nguồn ghi là gián đoạn hoặc mất kết nối trong thời gian đó có thể đã gửi`

/** What stands in place of a number nobody can know. */
export const sayMissing = (spans: readonly Span[]): string =>
  spans.length === 0 ? 'Không có dữ liệu' : `Không có dữ liệu (mất kết nối ${saySpans(spans)})`

/** Of what is counted by somebody or something: a dash where nobody was named. */
export const some = (count: number): number | string => (count > 0 ? count : '–')

export const NOTHING = 'Không phát sinh'
export const UNKNOWN = 'Không có dữ liệu'
/** Of what the product does not keep: not even what was watched says anything about it. */
export const NO_FIGURES = 'Chưa có số liệu'

export const levelTitle = (level: keyof typeof levelNames): string => {
  const name = levelNames[level]
  return name[0]!.toUpperCase() + name.slice(1)
}

export const standingNames = { violation: 'Vi phạm', sign: 'Dấu hiệu cần xác minh' } as const

export const stateNames = {
  alive: 'Liên tục',
  interrupted: 'Gián đoạn',
  silent: 'Mất kết nối',
  undue: 'Chưa đến hạn gửi',
} as const

export const reasonNames: Readonly<Record<UnjudgedFigures['reason'], string>> = {
  pipeline: 'nguồn nhật ký bị gián đoạn',
  'no-carrier': 'đơn vị không có nguồn nhật ký cần thiết',
  'no-life': 'không có dấu hiệu máy hoặc tài khoản còn hoạt động',
  gap: 'nhật ký lưu trữ bị thiếu hoặc hỏng',
}
