import type { Judged } from '../../detectors/witness.ts'
import { levelNames } from '../../kernel/alert.ts'
import { HOUR, localClock, localDate, sayDate } from '../../kernel/time.ts'
import type { Figures, UnjudgedFigures } from './figures.ts'
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

const saySpans = (spans: readonly Span[]): string => {
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

/** Never 0 for what nobody watched: a number where something was found, else what finding nothing means. */
export const sayCount = (count: number, judged: Judged, spans: readonly Span[]): string | number => {
  switch (judged) {
    case 'judged':
      return count > 0 ? count : NOTHING
    case 'partial':
      return count > 0 ? count : `${NOTHING} ${HEARD}`
    case 'silent':
      return count > 0 ? count : sayMissing(spans)
    case 'no-source':
      return count > 0 ? count : 'Không đánh giá được (không có nguồn nhật ký)'
  }
}

/** Of what is counted by somebody or something: a dash where nobody was named. */
export const some = (count: number): number | string => (count > 0 ? count : '–')

export const NOTHING = 'Không phát sinh'
const HEARD = 'trong thời gian có dữ liệu'
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

/** What a source is, for a reader who does not know its id. */
export const sourceNames: Readonly<Record<string, string>> = {
  winlogbeat: 'Nhật ký Windows (AD, máy trạm)',
  nxlog: 'Nhật ký Windows (NXLog)',
  'linux-auth': 'Nhật ký máy chủ Linux',
  bkav: 'EDR – Bkav Endpoint',
  ioffice: 'iOffice',
  tthc: 'Hệ thống TTHC',
}

/** The three inputs Thông tư 31 Điều 5.1.d asks for at least. */
export const mandatoryInputs = [
  'máy chủ web',
  'thiết bị quan trắc cơ sở (IDS/IPS/WAF)',
  'tường lửa kết nối Internet',
] as const

/** Nobody was heard at all: then nothing found is no zero. */
export const isDeaf = ({ sources }: Figures): boolean => sources.every(({ events }) => events === undefined)

/** Every source spoke as it owes, all period, and nothing of it was lost. */
export const isWholeHeard = ({ sources, lacks }: Figures): boolean =>
  lacks === undefined &&
  sources.length > 0 &&
  sources.every(({ state, valid }) => state === 'alive' && valid === undefined)

/** So heard, and all of it judged: only then does finding nothing need no reserve. */
export const isSteady = (figures: Figures): boolean => figures.pending === undefined && isWholeHeard(figures)

/** What finding nothing at all means: what could have shown something decides it. */
export const sayNothing = (figures: Figures): string =>
  figures.sources.length === 0
    ? NO_SOURCE
    : isDeaf(figures)
      ? `${UNKNOWN} (${sayDeaf(figures)})`
      : isSteady(figures)
        ? NOTHING
        : `${NOTHING} ${HEARD}`

/** A zero that rests on interrupted sources; `RESERVE` stands below the table. */
export const RESERVED = '0*'
export const reserved = (count: number, isWhole: boolean): number | string =>
  count === 0 && !isWhole ? RESERVED : count
export const RESERVE = `Dấu «*»: không phát sinh ${HEARD}; không phải nguồn nhật ký nào cũng có dữ liệu trong toàn kỳ nên không kết luận là không phát sinh.`

/** The same in a sentence. */
export const sayReserved = (count: number, isWhole: boolean): string =>
  `${sayNumber(count)}${count === 0 && !isWhole ? ` (${HEARD})` : ''}`

/** Said wherever no source is declared: nobody can then speak of sources that were lost, nor of ones that were heard. */
export const NO_SOURCE = 'Danh bạ chưa khai báo nguồn nhật ký nào trong kỳ, không kết luận được'

/** Why nobody was heard, as the middle of a sentence. */
export const sayDeaf = ({ sources }: Figures): string =>
  sources.every(({ state }) => state === 'silent')
    ? 'mọi nguồn nhật ký đều mất kết nối'
    : 'chưa nguồn nhật ký nào có bản ghi'
