import type { Action } from '../../kernel/event.ts'
import { type Condition, is, type LogEvent } from '../meta.ts'

/*
 * A machine whose clock is hours behind tells of a morning as of a night (ADR 0011). Where its clock is known to be wrong, a rule about
 * one event excuses what is no violation at the time by our clock; what counts events or sets them in order leaves its events out.
 */

/** The event as it would be had the machine's clock been right. */
const corrected = <A extends Action>(event: LogEvent<A>): LogEvent<A> | undefined => {
  const { facts, clock, at, received } = event
  if (clock === undefined || facts.corrected === undefined) return undefined
  // The same event at another time.
  return { ...event, at: clock === 'open' ? received : at + clock, facts: facts.corrected } as unknown as LogEvent<A>
}

const said = 'đồng hồ máy ghi sai giờ'
const saidEn = 'the clock of the machine is wrong'

/** Excuses: at the time by our clock, what is sought does not hold. */
export const notByOurClock = <A extends Action, P>(sought: Condition<A, P>): Condition<A, P> => ({
  ...sought,
  vi: `${said}; theo giờ đúng thì không phải là «${sought.vi}»`,
  en: `${saidEn}; by ours, not so: ${sought.en}`,
  test(e, policy) {
    const event = corrected(e)
    return event !== undefined && !sought.test(event, policy)
  },
})

/** Excuses: the excuse holds at the time by our clock. */
export const byOurClock = <A extends Action, P>(excuse: Condition<A, P>): Condition<A, P> => ({
  ...excuse,
  vi: `${said}; theo giờ đúng thì ${excuse.vi}`,
  en: `${saidEn}; by ours: ${excuse.en}`,
  test(e, policy) {
    const event = corrected(e)
    return event !== undefined && excuse.test(event, policy)
  },
})

/** Excuses until the machine was heard long enough. */
export const clockOpen = is(
  'chưa rõ nhật ký đến muộn hay đồng hồ máy chậm',
  'nobody can say yet whether the log is late or the clock behind',
  ({ clock }) => clock === 'open',
)

/** Sought by what counts attempts and accuses nobody: an attack is not kept waiting until it is clear why a log is late. */
export const clockNotBehind = is(
  'đồng hồ của máy ghi không chậm',
  'the clock of the machine is not known to be behind',
  ({ clock }) => typeof clock !== 'number',
)

/** Sought by what counts events or sets them in order: a wrong clock puts them where they do not belong. */
export const clockRight = is(
  'đồng hồ của máy ghi đã rõ là không sai',
  'the clock of the machine is not known to be wrong',
  ({ clock }) => clock === undefined,
)
