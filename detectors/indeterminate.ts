import type { Observation } from '../kernel/event.ts'
import type { Text } from '../kernel/text.ts'
import type { Indeterminate } from './machine.ts'
import { LONGEST_SILENCE } from './registers/pipelines.ts'
import type { State } from './state.ts'
import type { Target } from './target.ts'

const SPACE = 'indeterminate'

const caughtUp: Text = { vi: 'nguồn nhật ký đã gửi bù', en: 'the source caught up' }

export type StoredIndeterminate = Indeterminate & { readonly rule: string }

/** What a slice could not judge, of the absences of one entity that began in [from, to). */
type Judged = {
  readonly rule: string
  readonly entity: string
  readonly from: number
  readonly to: number
  readonly indeterminate: readonly Indeterminate[]
  /** Not all that was said before could be looked at again. */
  readonly incomplete?: boolean
}

/** What absences could not judge, in the saved state: it leaves the denominators, and is judged after all when its proof comes. */
export const createIndeterminate = (state: State, lateness: number) => {
  const stored = (): readonly StoredIndeterminate[] =>
    [...state.entries(SPACE)].map(([, value]) => value as StoredIndeterminate)
  const keyOf = ({ rule, entity, from }: StoredIndeterminate): string => JSON.stringify([rule, entity, from])
  const note = (what: StoredIndeterminate): void => state.set(SPACE, keyOf(what), what)

  return {
    stored,
    note,

    /** What slices say of the absences of a rule and entity that began in their span, in place of what was said before. */
    replace(judged: readonly Judged[]): void {
      const before = stored()
      const rules = new Set(before.map(({ rule }) => rule))
      const asked = judged.filter(({ rule }) => rules.has(rule)) // of everybody, for most rules nothing was said
      const spans = new Map(asked.map((one) => [JSON.stringify([one.rule, one.entity]), one]))
      for (const what of before) {
        const span = spans.get(JSON.stringify([what.rule, what.entity]))
        if (span && !span.incomplete && what.from >= span.from && what.from < span.to)
          state.set(SPACE, keyOf(what), undefined)
      }
      for (const { rule, indeterminate } of judged) for (const what of indeterminate) note({ rule, ...what })
    },

    /** Drops what began before `before`: nobody looks at it any more. Returns how many. */
    forget(before: number): number {
      const old = stored().filter(({ from }) => from < before)
      for (const what of old) state.set(SPACE, keyOf(what), undefined)
      return old.length
    },

    /** A carrier speaks about a time at which it was silent: what that may decide after all is taken out, to be judged again. */
    reopen: (o: Pick<Observation, 'at'>): readonly Target[] =>
      stored().flatMap((what): readonly Target[] => {
        const { rule, entity, from, to, reason } = what
        const [first, last] = [from - LONGEST_SILENCE, to + lateness + LONGEST_SILENCE]
        if (reason !== 'pipeline' || o.at < first || o.at > last) return []
        state.set(SPACE, keyOf(what), undefined)
        return [{ rule, scope: { kind: 'entity', value: entity }, from, to, reason: caughtUp }]
      }),
  }
}
