import type { Asked } from '../../kernel/ports.ts'

type Span = { readonly from: number; readonly to: number }
/** What is asked for, as far as it says of which times. */
export type Times = Pick<Asked, 'from' | 'to' | 'within'>

/** The first of the stretches, in order and apart, that does not end before a time. */
const firstFrom = (within: readonly Span[], at: number): Span | undefined => {
  let [low, high] = [0, within.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (within[middle]!.to < at) low = middle + 1
    else high = middle
  }
  return within[low]
}

/** Whether something that tells of times from `first` to `last` may tell of one that is asked for. */
export const meetsTimes = ({ from, to, within }: Times, first: number, last: number): boolean => {
  if (first > to || last < from) return false
  return within === undefined || (firstFrom(within, first)?.from ?? Infinity) <= last
}

/** Whether a time is asked for. */
export const isAsked = (times: Times, at: number): boolean => meetsTimes(times, at, at)

const AT = Buffer.from('"at":')
const [ZERO, NINE, COMMA, CLOSE] = [0x30, 0x39, 0x2c, 0x7d]

/**
 * Whether the head of a record, as `encodeWire` writes it, has a time that is asked for, by its bytes alone: to parse it costs four times as
 * much, and of a block whose records came in no order of time most are of other times. Of a number that is written otherwise it says yes.
 */
export const mayTellOf = (plain: Buffer, start: number, end: number, times: Times): boolean => {
  for (let found = plain.indexOf(AT, start); found >= 0 && found < end; found = plain.indexOf(AT, found + AT.length)) {
    let [at, value] = [found + AT.length, 0]
    for (; at < end && plain[at]! >= ZERO && plain[at]! <= NINE; at++) value = value * 10 + plain[at]! - ZERO
    const isWhole = at > found + AT.length && (plain[at] === COMMA || plain[at] === CLOSE)
    if (!isWhole || isAsked(times, value)) return true
  }
  return false
}
