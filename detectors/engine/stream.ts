import { byTime, type Observation } from '../../kernel/event.ts'
import type { Text } from '../../kernel/text.ts'
import { DAY, HOUR, SECOND } from '../../kernel/time.ts'
import { isImmediate } from '../immediate.ts'
import { REMEMBERED } from '../plan.ts'
import { isOfRule, targetsOfLate, targetsThrough } from '../target.ts'
import { UNLISTED_KEPT } from '../unlisted/register.ts'
import { between } from '../window.ts'
import type { Standing } from './standing.ts'

const reread: Text = { vi: 'nhật ký được đọc lại bằng bộ đọc đã sửa', en: 'a log was read again by a better parser' }

/** How long it is kept that an interval could not be judged: the year that reports look back on, and a month. */
const KEPT = 400 * DAY

/** A slice that is further behind reads the archive. */
const PASSED = 20_000

/** So many events are judged at a stretch. */
const PIECE = 250

/** What comes and goes by: events in any order, and the time. */
export const streamOf = (standing: Standing) => {
  const { rules, state, ledger, reorder, indeterminate, unlisted, counters, time, ask, heardBy, acts } = standing
  const { lateness } = standing.fixed
  const immediates = rules.filter(isImmediate)
  let lastSweep = time.watermark

  /** Ahead of the watermark only what never waits has spoken, and no register. */
  const targetsAhead = (o: Observation) => targetsThrough(o, immediates, heardBy).filter(isOfRule)

  /** Drops what nobody looks back on. */
  const sweep = (watermark: number): void => {
    ledger.forget(watermark)
    standing.core.pipelines.forget(watermark - REMEMBERED)
    counters.forgotten += indeterminate.forget(watermark - KEPT)
    unlisted.forget(watermark - UNLISTED_KEPT)
    lastSweep = watermark
  }

  /** Time passes, in pieces of some ms each. */
  const passing = function* (at: number): Generator<void> {
    const next = Math.floor((at - lateness) / SECOND) * SECOND
    if (next <= time.watermark) return
    const span = next - time.watermark
    const rows = between(standing.register, time.watermark, next)
    const released = reorder.release(next)
    const { passed } = standing
    if (passed && passed.events.length + released.length <= PASSED) passed.events.push(...released)
    else standing.passed = undefined
    let done = 0
    for (const o of rows.length > 0 ? [...released, ...rows].sort(byTime) : released) {
      standing.core.process(o)
      if (++done % PIECE === 0) yield
    }
    time.watermark = next
    standing.core.advance(next)
    state.set('engine', 'watermark', next)
    standing.core.forget(span)
    if (next - lastSweep >= HOUR) {
      yield
      sweep(next)
    }
  }

  return {
    accept(told: Observation): void {
      const o = standing.world.directory.identified(told)
      if (o.collector !== 'directory' && o.at < time.earliest) {
        time.earliest = o.at
        state.set('engine', 'earliest', time.earliest)
      }
      unlisted.accept(o)
      acts.hear(o)
      standing.lags.note(told)
      const fresh = standing.core.pipelines.mark(o)
      if (o.at < time.watermark) {
        ask(targetsOfLate(o, rules, heardBy))
        if (!fresh) return
        ask(indeterminate.reopen(o))
        standing.spoke(o.at)
        return
      }
      const how = reorder.put(o)
      if (how === 'new') standing.immediate(o)
      // What never waits has shown the later receipt.
      else if (how === 'earlier') ask(targetsAhead(o))
    },

    /** A better parser has taken back what an older one made of a line: what rests on it is computed again without it. */
    withdraw(told: Observation): void {
      reorder.remove(told)
      const o = standing.world.directory.identified(told)
      const targets = o.at < time.watermark ? targetsThrough(o, rules, heardBy) : targetsAhead(o)
      ask(targets.map((target) => ({ ...target, reason: reread, gone: [o.id] })))
    },

    /** After a restart: events that were in the reorder buffer, read from the log again. */
    refill(o: Observation): void {
      if (o.at >= time.watermark) reorder.put(standing.world.directory.identified(o))
    },
    /** The same for what was withdrawn from it. */
    unfill: reorder.remove,

    /** Time passes: the horizon is now `at`. What is due is judged. */
    tick(at: number): void {
      const pieces = passing(at)
      while (!pieces.next().done);
    },
    /** The same in pieces: whoever has other things to do does them between, and leaves the engine alone until it is through. */
    passing,
  }
}
