import type { Space } from './state.ts'

/** What a producer says of time: nothing it publishes later was received before `tick`, epoch ms. */
export type Tick = {
  readonly tick: number
  /** Who says it; absent where there is one producer alone. */
  readonly by?: string
  /** It leaves: nothing of it comes after this. */
  readonly gone?: true
}

/** What is remembered of a producer: the round in which it spoke last, and its tick, epoch ms, unless that was a goodbye. */
export type Kept = { readonly round: number; readonly at?: number }

/**
 * A producer that was silent for so many rounds has vanished. Ticks are a second apart, so that is a minute. It is counted in ticks and
 * not in the time they tell: a clock that leaps makes nobody vanish.
 */
export const LEASE = 60

/** The name of a producer that does not give any: of a log that one process alone writes. */
const ALONE = ''

/**
 * How far time has come, with several producers in one log: as far as the one that is least far, of those that live. A new round begins
 * when one speaks a second time in the round, so the rounds follow whoever ticks fastest; one that is silent for `LEASE` of them has vanished,
 * and is a new one when it speaks again. The log alone decides, and what is remembered is in `kept`: so every reader and every restart decides alike.
 */
export const createProducers = (kept: Pick<Space<Kept>, 'get' | 'set' | 'entries'>) => {
  /** What those who live said last. */
  const ticks = (): readonly number[] => [...kept.entries()].flatMap(([, { at }]) => at ?? [])

  const note = ({ tick, by = ALONE, gone }: Tick): void => {
    const last = Math.max(0, ...[...kept.entries()].map(([, { round }]) => round))
    const round = kept.get(by)?.round === last ? last + 1 : last
    kept.set(by, gone ? { round } : { round, at: tick })
    for (const [name, one] of [...kept.entries()]) if (round - one.round > LEASE) kept.set(name, undefined)
  }

  return {
    /** Hears a tick and says up to when nothing earlier is to come, epoch ms: from a lone producer, what it says itself. */
    hear(said: Tick): number {
      note(said)
      const all = ticks()
      // The last to leave has said how far time came.
      return all.length === 0 ? said.tick : Math.min(...all)
    },
    /** The latest that any of them has said: nothing heard so far was received after it, but for what came since its producer's last tick. */
    get latest(): number {
      return Math.max(-Infinity, ...ticks())
    },
    /** How many live. */
    get count(): number {
      return ticks().length
    },
  }
}
