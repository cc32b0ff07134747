import { canonical } from '../../kernel/canonical.ts'
import type { Change as DirectoryChange } from '../../kernel/directory/diff.ts'
import { asTold } from '../../kernel/directory/names.ts'
import type { Observation } from '../../kernel/event.ts'
import type { Text } from '../../kernel/text.ts'
import { DAY } from '../../kernel/time.ts'
import type { World } from '../detection.ts'
import { isImmediate } from '../immediate.ts'
import type { Rule } from '../meta.ts'
import { asTheyCome, targetsOfNames } from '../namesakes.ts'
import { changesOf, type Numbers, numbersOf } from '../numbers.ts'
import { PRESENCE, PRESENCE_STEP } from '../registers/presence.ts'
import { apartOf } from '../state.ts'
import { targetsOfDirectory } from '../takeover.ts'
import { bothReasons, EVERYTHING, type Target } from '../target.ts'
import type { Standing } from './standing.ts'

const RULES = 'rule'
/** Registers whose rows decide whom a name means. */
const NAMING: ReadonlySet<DirectoryChange['register']> = new Set(['machines', 'pipelines', 'units'])
/** Says in the saved state that it was kept by whom names mean. */
const NAMED = 'named'

const tried: Text = { vi: 'kho lưu trữ được đọc lại', en: 'the archive was read again' }
/** An older build did not save by which numbers it judged. */
const otherRule: Text = { vi: 'quy tắc hoặc tham số đã thay đổi', en: 'the rule or its numbers have changed' }
const otherCode: Text = { vi: 'quy tắc đã thay đổi', en: 'the rule has changed' }
const noRule: Text = { vi: 'quy tắc không còn được dùng', en: 'the rule is no longer in use' }
const stateLost: Text = { vi: 'trạng thái đã lưu không đọc được', en: 'the saved state could not be read' }

/** A rule as the saved state knows it: what tells its code from every other, and its numbers. */
type Known = { readonly print: string; readonly numbers: Numbers }

/** What changes f itself, or loses what it came to: the past is asked for again. */
export const renewalOf = (standing: Standing) => {
  const { rules, state, ledger, time, ask, heardBy, lived } = standing

  /** The first time a rule can say anything about: an absence waits from registers' rows that are older than every log, too. */
  const since = (id: string): number => {
    const absent = rules.some((rule) => rule.id === id && rule.kind === 'absence')
    const first = standing.register[0]
    return Math.min(time.earliest, time.watermark, ...(absent && first ? [first.at] : []))
  }
  const rebuild = (): void => {
    standing.rebuild()
    standing.core.advance(time.watermark)
  }
  /** Names may mean other machines than by the directory `before`: what is remembered by them is put right. */
  const rename = (before: Parameters<typeof targetsOfNames>[0]): void => {
    const { directory } = standing.world
    standing.reorder.change((o) => directory.identified(asTold(o)))
    if (!Number.isFinite(time.watermark)) return
    const span = { watermark: time.watermark, latest: lived() }
    const { targets, shown } = targetsOfNames(before, directory, rules, state, span)
    ask(targets)
    // Of the five minutes that the stream is in, the sign of life may have been another's: the next one counts.
    const step = Math.floor(time.watermark / PRESENCE_STEP)
    for (const host of shown) if (state.get<number>(PRESENCE, host)! >= step) state.set(PRESENCE, host, step - 1)
  }
  /** Everything about a rule, from a time on. */
  const allOf = (rule: string, from: number, reason: Text): Target => {
    return { rule, scope: { kind: 'all' }, from, to: lived(), reason, fresh: true }
  }
  /** Why all is asked of a rule that is not what the saved state knows. `before`: as it is saved, by an older build as its print alone. */
  const reasonOf = (id: string, before: unknown, now: Known | undefined): Text => {
    if (now === undefined) return noRule
    if (typeof before !== 'object' || before === null) return otherRule
    const { print, numbers } = before as Known // written below alone
    const { units } = standing.world.directory
    const changed = changesOf(id, numbers, now.numbers, (unit) => units.at(unit, time.watermark))
    if (print === now.print) return changed ?? otherRule
    return changed ? bothReasons(otherCode, changed) : otherCode
  }

  return {
    /** A new version of the directory: what it changes is queued, what comes from now on is joined with it. */
    takeOver(next: World, rows: readonly Observation[], changes: readonly DirectoryChange[]): void {
      const span = { from: time.earliest, to: lived(), lags: standing.lags.all() }
      ask(targetsOfDirectory(changes, standing.register, rows, rules, heardBy, span))
      for (const { known = -Infinity } of changes) standing.entered = Math.max(standing.entered, known)
      const before = standing.world.directory
      standing.world = next
      standing.register = rows
      if (changes.some(({ register }) => NAMING.has(register))) rename(before)
      standing.unlisted.relist()
      rebuild()
    },

    /** At a start: what could not be evaluated again is tried again, since a file may have been restored. */
    recheck(): void {
      ask(
        ledger.doubtful().map(({ rule, entity, from, to }): Target => {
          return { rule, scope: { kind: 'entity', value: entity }, from, to, reason: tried }
        }),
      )
    },

    /**
     * The rules as they are told apart: id → what tells its code from that of every other version; its numbers are told apart here. Of a
     * rule that is not what the saved state knows, or is new, or is no more, everything is asked again; its own state was another's and is
     * forgotten. Where nothing was lived through yet, nothing is asked.
     */
    activate(prints: ReadonlyMap<string, string>): readonly string[] {
      if (state.get('engine', NAMED) === undefined) {
        state.set('engine', NAMED, 1)
        rename(asTheyCome)
      }
      const { overrides, lateness } = standing.fixed
      const now = new Map(
        rules.flatMap((rule): [string, Known][] => {
          const print = prints.get(rule.id)
          return print === undefined ? [] : [[rule.id, { print, numbers: numbersOf(rule, overrides, lateness) }]]
        }),
      )
      const saved = new Map(state.entries(RULES))
      const changed = [...new Set([...now.keys(), ...saved.keys()])].filter(
        (id) => canonical(saved.get(id)) !== canonical(now.get(id)),
      )
      if (changed.length === 0) return []
      for (const id of changed) {
        state.set(RULES, id, now.get(id))
        for (const space of [id, apartOf(id)])
          for (const [entity] of state.entries(space)) state.set(space, entity, undefined)
      }
      if (!Number.isFinite(time.watermark)) return []
      ask(changed.map((id) => allOf(id, since(id), reasonOf(id, saved.get(id), now.get(id)))))
      rebuild()
      return changed
    },

    /** What all that is remembered can be made of anew, where none of it can be read. */
    everything(): readonly Target[] {
      const { watermark } = time
      const scope = { kind: 'register', space: EVERYTHING, key: EVERYTHING } as const
      const from = (rule: Rule): number => {
        const reach = isImmediate(rule) ? 0 : standing.core.machineOf(rule.id)!.reach
        return Math.max(since(rule.id), Number.isFinite(reach) ? watermark - reach - 2 * DAY : -Infinity)
      }
      return [
        { rule: '@', scope, from: watermark, to: watermark, reason: stateLost, fresh: true },
        ...rules.map((rule) => allOf(rule.id, from(rule), stateLost)),
      ]
    },
  }
}
