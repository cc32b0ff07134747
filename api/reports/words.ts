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

export const sayHours = (span: number): string => sayNumber(Math.round((span / HOUR) * 10) / 10)

const SHOWN = 3

const saySpans = (spans: readonly Span[]): string => {
  const said = spans.slice(0, SHOWN).map(({ from, to }) => `từ ${sayShort(from)} đến ${sayShort(to)}`)
  const more = spans.length - SHOWN
  return `${said.join('; ')}${more > 0 ? `; và ${more} lần khác` : ''}`
}

/** What stands in place of a number nobody can know. */
export const sayMissing = (spans: readonly Span[]): string =>
  spans.length === 0 ? 'Không có dữ liệu' : `Không có dữ liệu (mất kết nối ${saySpans(spans)})`

/** Never 0 for what nobody watched: a number where something was found, else what finding nothing means. */
export const sayCount = (count: number, judged: Judged, spans: readonly Span[]): string | number => {
  switch (judged) {
    case 'judged':
      return count > 0 ? count : NOTHING
    case 'partial':
      return count > 0 ? count : 'Không phát sinh trong thời gian có dữ liệu'
    case 'silent':
      return count > 0 ? count : sayMissing(spans)
    case 'no-source':
      return count > 0 ? count : 'Không đánh giá được (không có nguồn nhật ký)'
  }
}

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

/** Every source spoke as it owes, all period: only then does finding nothing need no reserve. */
export const isSteady = ({ sources }: Figures): boolean =>
  sources.length > 0 && sources.every(({ state, valid }) => state === 'alive' && valid === undefined)

/** Said wherever no source is declared: nobody can then speak of sources that were lost, nor of ones that were heard. */
export const NO_SOURCE = 'Danh bạ chưa khai báo nguồn nhật ký nào trong kỳ, không kết luận được'

/** Why nobody was heard, as the middle of a sentence. */
export const sayDeaf = ({ sources }: Figures): string =>
  sources.every(({ state }) => state === 'silent')
    ? 'mọi nguồn nhật ký đều mất kết nối'
    : 'chưa nguồn nhật ký nào có bản ghi'
