import {
  type FieldColor,
  FieldColorModeId,
  MappingType,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { type Level, levelNames, levels } from '../../kernel/alert.ts'

/** One meaning, one colour, on every board. */
export const colours = {
  calm: 'green',
  low: 'blue',
  medium: 'yellow',
  high: 'orange',
  serious: 'red',
  /** A number that is neither good nor bad. Not Grafana's `text`: that fills a cell with white, or with black. */
  plain: 'transparent',
  /** Nobody knows. */
  faint: 'rgb(128, 128, 128)',
} as const
export type Colour = (typeof colours)[keyof typeof colours]

const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1)

export const levelTitle = (level: Level): string => capital(levelNames[level])
/** The most serious first, as everywhere a reader sees them. */
export const levelsDown: readonly Level[] = levels.toReversed()

type Meaning = { readonly text: string; readonly color?: Colour }

/** What stands for a value on the board. */
export const meaning = (words: Readonly<Record<string, Meaning>>): ValueMapping => ({
  type: MappingType.ValueToText,
  options: Object.fromEntries(Object.entries(words).map(([value, one], index) => [value, { ...one, index }])),
})

export const meanings = {
  level: meaning(
    Object.fromEntries(levelsDown.map((level) => [level, { text: levelTitle(level), color: colours[level] }])),
  ),
  standing: meaning({ violation: { text: 'Vi phạm' }, sign: { text: 'Dấu hiệu cần xác minh' } }),
  pipeline: meaning({
    silent: { text: 'Ngưng gửi', color: colours.serious },
    never: { text: 'Chưa từng gửi', color: colours.high },
    alive: { text: 'Đang gửi', color: colours.calm },
    undeclared: { text: 'Không khai trong sổ', color: colours.medium },
  }),
  /** `vonggac.trouble`. */
  trouble: meaning({
    2: { text: 'Đang hỏng', color: colours.serious },
    1: { text: 'Có việc cần xem', color: colours.medium },
    0: { text: 'Tốt', color: colours.calm },
  }),
  product: meaning({
    failing: { text: 'Đang hỏng', color: colours.serious },
    degraded: { text: 'Có việc cần xem', color: colours.medium },
    ok: { text: 'Tốt', color: colours.calm },
  }),
  coverage: meaning({
    violated: { text: 'Có vi phạm hoặc dấu hiệu', color: colours.serious },
    'not-assessable': { text: 'Không đánh giá được', color: colours.faint },
    partly: { text: 'Đánh giá một phần', color: colours.medium },
    assessed: { text: 'Đã đánh giá, không có cảnh báo', color: colours.calm },
  }),
  reason: meaning({
    'not-bound': { text: 'Chưa có văn bản ràng buộc' },
    'no-source': { text: 'Thiếu nguồn nhật ký' },
    silent: { text: 'Nguồn ngưng gửi' },
    policy: { text: 'Đơn vị chưa khai là có gửi nhật ký cần thiết' },
    rule: { text: 'Luật chỉ xét một phần của quy định' },
    indeterminate: { text: 'Có khoảng không xác định' },
  }),
  triage: meaning({
    new: { text: 'Chưa xử lý' },
    assigned: { text: 'Đã giao' },
    closed: { text: 'Đã đóng' },
  }),
  weekday: meaning({
    1: { text: 'Thứ Hai' },
    2: { text: 'Thứ Ba' },
    3: { text: 'Thứ Tư' },
    4: { text: 'Thứ Năm' },
    5: { text: 'Thứ Sáu' },
    6: { text: 'Thứ Bảy' },
    7: { text: 'Chủ nhật' },
  }),
} as const

/** What stands for any value: the words of a link. */
export const alwaysSaid = (text: string): ValueMapping => ({
  type: MappingType.RegexToText,
  options: { pattern: '.+', result: { text, index: 0 } },
})

/** A colour from each number on; the first holds from below, and where there is no number. */
export type Steps = readonly [first: Colour, ...rest: readonly (readonly [from: number, colour: Colour])[]]

export const thresholds = ([first, ...rest]: Steps): ThresholdsConfigBuilder =>
  new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: first }, ...rest.map(([value, color]) => ({ value, color }))])

/** One is one too many, none is well; where nobody knows it is grey. */
export const noneIsCalm = (colour: Colour): Steps => [colours.faint, [0, colours.calm], [1, colour]]
/** One is one too many; none says nothing: perhaps nobody looked. */
export const noneIsPlain = (colour: Colour): Steps => [colours.plain, [1, colour]]

export const fixed = (fixedColor: Colour): FieldColor => ({ mode: FieldColorModeId.Fixed, fixedColor })

export const units = {
  number: 'locale',
  /** Hours, minutes, seconds: Grafana has no Vietnamese words for spans. */
  seconds: 'dthms',
  days: 'suffix:ngày',
  bytes: 'bytes',
  rate: 'suffix:sự kiện/giây',
  lines: 'suffix:dòng',
  moment: 'time:HH:mm DD/MM/YYYY',
  day: 'time:DD/MM/YYYY',
  /** As it is: digits may be a code, a serial number or a name. */
  text: 'string',
} as const
