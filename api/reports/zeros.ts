import { DAY, foldDayStart } from '../../kernel/time.ts'
import type { ClauseFigures, Figures, UnitFigures, Zero } from './figures.ts'
import { isUnsettled } from './pending.ts'
import type { Span } from './spans.ts'
import { NOTHING, sayMissing, sayNumber, UNKNOWN } from './words.ts'

/* What finding nothing means on paper: no zero is written that nobody can know, nor one that looks surer than it is. */

/** Nobody was heard at all: then nothing found is no zero. */
export const isDeaf = ({ sources }: Pick<Figures, 'sources'>): boolean =>
  sources.every(({ events }) => events === undefined)

/** Every source spoke as it owes, all period, and nothing of it was lost. */
export const isWholeHeard = ({ sources, lacks }: Figures): boolean =>
  lacks === undefined &&
  sources.length > 0 &&
  sources.every(({ state, valid }) => state === 'alive' && valid === undefined)

const isUnjudged = ({ pending }: Figures): boolean => pending !== undefined && isUnsettled(pending)

/** What a zero of the whole report means. */
export const zeroOf = (figures: Figures): Zero =>
  isUnjudged(figures) ? 'unjudged' : figures.pending === undefined && isWholeHeard(figures) ? 'certain' : 'while-heard'

/** What a zero in the row of a unit means that had a source which was heard. */
export const zeroIn = (figures: Figures, state: UnitFigures['state'] | undefined): Zero =>
  isUnjudged(figures)
    ? 'unjudged'
    : state === 'heard' && figures.pending === undefined && figures.lacks === undefined
      ? 'certain'
      : 'while-heard'

const RESERVES = { 'while-heard': 'trong thời gian có dữ liệu', unjudged: 'trong phần đã đánh giá' } as const

/** «không phát sinh cảnh báo», as the middle of a sentence, with what it must not be taken for. */
export const sayNone = (what: string, zero: Zero): string =>
  zero === 'certain'
    ? `không phát sinh ${what}`
    : zero === 'unjudged'
      ? `chưa thấy ${what} ${RESERVES.unjudged}`
      : `không phát sinh ${what} ${RESERVES['while-heard']}`

const sayZero = (zero: Zero): string =>
  zero === 'certain'
    ? NOTHING
    : zero === 'unjudged'
      ? `Chưa thấy phát sinh ${RESERVES.unjudged}`
      : `${NOTHING} ${RESERVES['while-heard']}`

/** Said wherever no source is declared: nobody can then speak of sources that were lost, nor of ones that were heard. */
export const NO_SOURCE = 'Danh bạ chưa khai báo nguồn nhật ký nào trong kỳ, không kết luận được'

/** Why nobody was heard, as the middle of a sentence. */
export const sayDeaf = ({ sources }: Figures): string =>
  sources.every(({ state }) => state === 'silent')
    ? 'mọi nguồn nhật ký đều mất kết nối'
    : 'chưa nguồn nhật ký nào có bản ghi'

/** What finding nothing at all means: what could have shown something decides it. */
export const sayNothing = (figures: Figures): string =>
  figures.sources.length === 0
    ? NO_SOURCE
    : isDeaf(figures)
      ? `${UNKNOWN} (${sayDeaf(figures)})`
      : sayZero(zeroOf(figures))

const IN_PART = 'trong phần quy định mà luật xét được'

/** Never 0 for what nobody watched: a number where something was found, else what finding nothing means. */
export const sayCount = (
  { alerts, judged, silences, leftOut }: Pick<ClauseFigures, 'alerts' | 'judged' | 'silences' | 'leftOut'>,
  zero: Zero,
): string | number => {
  if (alerts > 0) return alerts
  switch (judged) {
    case 'judged':
      return NOTHING
    case 'partial': {
      if (leftOut?.isAll && zero !== 'unjudged') return `${NOTHING} ${IN_PART}`
      const said = sayZero(zero === 'certain' ? 'while-heard' : zero)
      return leftOut ? `${said}, ${IN_PART}` : said
    }
    case 'silent':
      return sayMissing(silences)
    case 'no-source':
      return 'Không đánh giá được (không có nguồn nhật ký)'
  }
}

/** A zero that is not certain; `sayReserve` stands below the table. */
export const RESERVED = '0*'
export const reserved = (count: number, zero: Zero): number | string =>
  count === 0 && zero !== 'certain' ? RESERVED : count

const sayReserve = (figures: Figures): string =>
  isUnjudged(figures)
    ? 'Dấu «*»: chưa thấy trong phần đã đánh giá; còn phần của kỳ chờ đánh giá lại nên không kết luận là không phát sinh.'
    : 'Dấu «*»: không phát sinh trong thời gian có dữ liệu; không phải nguồn nhật ký nào cũng có dữ liệu trong toàn kỳ nên không kết luận là không phát sinh.'

/** What «*» means, below a table in which one stands. */
export const reserveNotes = (rows: readonly (readonly unknown[])[], figures: Figures): readonly string[] =>
  rows.some((row) => row.includes(RESERVED)) ? [sayReserve(figures)] : []

/** The same in a sentence. */
export const sayReserved = (count: number, zero: Zero): string =>
  `${sayNumber(count)}${count === 0 && zero !== 'certain' ? ` (${RESERVES[zero]})` : ''}`

/**
 * Of each day of the report whether logs of it are missing: `none` where no source could have told of it, or nobody has judged so far,
 * `part` where one of them was silent or the archive has lost some.
 */
export const lackingDays = (figures: Figures): readonly ('none' | 'part' | undefined)[] => {
  const { days, sources, judgedTo, lacks = [], period } = figures
  const overlap = (spans: readonly Span[], { from, to }: Span): number =>
    spans.reduce((sum, span) => sum + Math.max(0, Math.min(span.to, to) - Math.max(span.from, from)), 0)
  return days.map(({ date }) => {
    const from = foldDayStart(date)
    const day = { from, to: from + DAY }
    const heard = sources.filter(
      ({ events, valid = [period], silences }) => events !== undefined && overlap(valid, day) > overlap(silences, day),
    )
    if (from >= judgedTo || heard.length === 0) return 'none'
    const isPart =
      judgedTo < day.to || [lacks, ...sources.map(({ silences }) => silences)].some((spans) => overlap(spans, day) > 0)
    return isPart ? 'part' : undefined
  })
}
