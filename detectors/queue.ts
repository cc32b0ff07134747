import { DAY } from '../kernel/time.ts'
import { absencesOf, type Rule } from './meta.ts'
import type { State } from './state.ts'
import { bothReasons, type Target, targetKey } from './target.ts'

/** Spaces of the saved state in which targets lie. */
export const [WAITING, RUNNING, ASIDE] = ['target', 'target/running', 'target/aside']

/** So much changed time, and what lies around it, is one slice: what asks for more is computed part by part. */
const PART = 8 * DAY

/** A target names so many late logs; where there are more, it is computed whether they came before or not. */
const MOST_LATE = 100

const bothLate = ({ late: a }: Target, { late: b }: Target): Target['late'] =>
  a && b && a.length + b.length <= MOST_LATE ? [...a, ...b] : undefined

/** A target in the queue. */
export type Queued = Target & {
  /** How far the stream had come when it was first asked for, epoch ms. */
  readonly asked: number
  /** How often computing it alone has failed, and what was said the last time. */
  readonly tries?: number
  readonly error?: string
  /** It was computed, but over damage of the archive: what is restored may answer it otherwise. Without an `error`, nothing failed. */
  readonly gap?: boolean
}

/**
 * What is to be computed again, in the saved state: a restart forgets none of it. A thousand late lines of one machine are one target.
 * What a slice has taken stays saved beside what waits, so that what is asked meanwhile waits for the next one, and what a
 * crash cut off waits again.
 */
export const createQueue = (
  state: State,
  rules: readonly Rule[],
  /** How far the stream has come, and the time before which nothing was ever received, epoch ms. */
  lived: { readonly watermark: () => number; readonly earliest: () => number },
) => {
  const all = (space: string): readonly Queued[] =>
    [...state.entries(space)].map(([, value]) => value as Queued).sort((a, b) => a.from - b.from)

  const put = (target: Queued, space = WAITING): void => {
    const key = targetKey(target)
    const waiting = state.get<Queued>(space, key)
    const from = Math.min(target.from, waiting?.from ?? target.from)
    const to = Math.max(target.to, waiting?.to ?? target.to)
    const gone = [...new Set([...(waiting?.gone ?? []), ...(target.gone ?? [])])]
    const late = waiting ? bothLate(waiting, target) : target.late
    const reason = waiting ? bothReasons(waiting.reason, target.reason) : target.reason
    state.set(space, key, { ...target, ...waiting, from, to, reason, ...(gone.length > 0 && { gone }), late })
  }

  const back = (space: string, which: (target: Queued) => boolean = () => true): void => {
    for (const target of all(space).filter(which)) {
      state.set(space, targetKey(target), undefined)
      const { tries: _t, error: _e, gap: _g, ...fresh } = target
      put(fresh)
    }
  }

  const known: ReadonlySet<string> = new Set(rules.map(({ id }) => id))
  const absences = absencesOf(rules)
  const beginOf = ({ from }: Target): number => Math.max(from, lived.earliest())
  const isLong = (target: Target): boolean =>
    target.to - beginOf(target) > PART && (target.rule === '*' || known.has(target.rule))
  /** An absence is judged up to the watermark whatever part of its time is asked for: there is nothing to be gained by parts. */
  const isWhole = (target: Target): boolean => isLong(target) && absences.has(target.rule)

  /** The rules of a long target of all rules, one by one: some go by parts, some do not. */
  const spread = (): void => {
    for (const target of all(WAITING)) {
      if (target.rule !== '*' || !isLong(target)) continue
      state.set(WAITING, targetKey(target), undefined)
      for (const rule of known) put({ ...target, rule })
    }
  }

  back(RUNNING)
  back(ASIDE)

  return {
    ask(targets: readonly Target[]): void {
      for (const target of targets) put({ ...target, asked: lived.watermark() })
    },

    /** Oldest first. */
    waiting: () => all(WAITING),
    running: () => all(RUNNING),
    isRunning: (): boolean => !state.entries(RUNNING).next().done,
    isWaiting: (): boolean => !state.entries(WAITING).next().done,
    /** What cannot be computed, or not wholly: kept until it is called back or the product starts again, and shown. */
    aside: () => all(ASIDE),

    /**
     * What one slice should take: `newest`, what is quickly done about the latest past; `oldest`, the next part of what has the longest
     * way to go. The owner takes turns, so that neither waits for all of the other.
     */
    next(which: 'newest' | 'oldest'): readonly Queued[] {
      const short = which === 'newest' ? all(WAITING).filter((target) => !isLong(target)) : []
      if (short.length > 0) {
        const latest = short.reduce((most, { to }) => Math.max(most, to), -Infinity)
        // By their ends: an entry of a register cannot be computed by parts, however far it reaches back.
        return short.filter(({ to }) => to >= latest - PART)
      }
      spread()
      const waiting = all(WAITING)
      const [first] = waiting
      if (first === undefined || isWhole(first)) return waiting.filter(isWhole)
      const end = beginOf(first) + PART
      return waiting
        .filter((target) => target.from <= end && !isWhole(target))
        .map((target) => ({ ...target, to: Math.min(target.to, end) }))
    },

    /** A slice takes these, as `next` gave them: what is left of each goes on waiting. */
    begin(targets: readonly Queued[]): void {
      for (const target of targets) {
        const key = targetKey(target)
        const waiting = state.get<Queued>(WAITING, key)
        state.set(RUNNING, key, target)
        state.set(WAITING, key, waiting && waiting.to > target.to ? { ...waiting, from: target.to } : undefined)
      }
    },

    /** The slice came to nothing: they wait again. With `error` it failed; where it failed alone, that counts. */
    giveUp(targets: readonly Queued[], error?: string): void {
      for (const target of targets) {
        state.set(RUNNING, targetKey(target), undefined)
        put(target)
        if (error === undefined) continue
        const key = targetKey(target)
        const tries = (target.tries ?? 0) + (targets.length === 1 ? 1 : 0)
        state.set(WAITING, key, { ...state.get<Queued>(WAITING, key), ...(tries > 0 && { tries }), error })
      }
    },

    /** Takes out of the way what fails again and again. */
    setAside(target: Queued): void {
      const key = targetKey(target)
      put(state.get<Queued>(WAITING, key) ?? target, ASIDE)
      state.set(WAITING, key, undefined)
    },

    /**
     * Was computed over damage, and is asked again when that is restored: whatever the archive had of the logs that came late, and
     * with what the stream remembers since.
     */
    keep(targets: readonly (Target & Partial<Queued>)[]): void {
      for (const { late: _l, fresh: _f, tries: _t, error: _e, ...target } of targets)
        put({ ...target, asked: lived.watermark(), gap: true }, ASIDE)
    },

    /** What failed and was set aside waits again. */
    recall: () => back(ASIDE, ({ gap, error }) => !gap || error !== undefined),

    /** Part of the archive can be read again: what was computed without it waits again. */
    restored: () => back(ASIDE, ({ gap }) => gap === true),

    done(targets: readonly Target[]): void {
      for (const target of targets) {
        const key = targetKey(target)
        state.set(state.get(RUNNING, key) === undefined ? WAITING : RUNNING, key, undefined)
      }
    },
  }
}
