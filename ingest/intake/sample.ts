import { entityOf, type Observation } from '../../kernel/event.ts'
import { MINUTE } from '../../kernel/time.ts'

/** A line: the time it tells, and when it was received, epoch ms. */
export type Sample = { readonly received: number; readonly at: number }

/** How long after the time it tells a line was received, ms. */
export const lagOf = ({ received, at }: Sample): number => received - at

/** A line that comes later than this after its time is late, or its machine's clock is wrong; up to it, neither matters. */
export const WRONG = 5 * MINUTE
/** What proves a line late is received so near to it. */
export const TOGETHER = 5 * MINUTE
/** Lines of one machine are on their way equally long, within this. */
export const SPREAD = 2 * MINUTE

/** One machine may be told of by several sources, each with a clock of its own. */
export const keyOf = (source: string, host: string): string => `${source} ${host}`

/** The machine an observation is of, for `keyOf`; empty where it names none. */
export const hostOf = (o: Observation): string => entityOf(o, 'host') ?? ''
