import { entryOf } from '../kernel/entry.ts'
import type { Episode } from './fold.ts'
import type { State } from './state.ts'

/** Of each person, account or machine that alerts about one entity tell of, its open episode. */
type Open = Map<string | undefined, Episode>

const keyOf = (rule: string, entity: string, { whom }: Episode): string =>
  JSON.stringify(whom === undefined ? [rule, entity] : [rule, entity, whom])

const NONE: readonly Episode[] = []

/**
 * The open episodes of each absence about each entity, one for everybody its alerts tell of, in the saved state. Every expected event
 * asks for them and hardly any finds one, so they are known by rule and entity, without a key being composed.
 */
export const createEpisodes = (state: State) => {
  const episodes = state.space<Episode & { readonly end?: number }>('episode')
  const open = new Map<string, Map<string, Open>>()
  const ofEntity = (rule: string, entity: string): Open =>
    entryOf(
      entryOf(open, rule, () => new Map<string, Open>()),
      entity,
      () => new Map(),
    )
  for (const [key, episode] of [...episodes.entries()]) {
    // Only `keyOf` made it.
    const [rule, entity] = JSON.parse(key) as [string, string]
    // A state of version 0.1 keeps those, too, that have ended.
    if (episode.end === undefined) ofEntity(rule, entity).set(episode.whom, episode)
    else episodes.set(key, undefined)
  }
  const close = (rule: string, entity: string, episode: Episode): void => {
    const left = ofEntity(rule, entity)
    left.delete(episode.whom)
    if (left.size === 0) open.get(rule)!.delete(entity)
    episodes.set(keyOf(rule, entity, episode), undefined)
  }
  const begin = (rule: string, entity: string, episode: Episode): void => {
    ofEntity(rule, entity).set(episode.whom, episode)
    episodes.set(keyOf(rule, entity, episode), episode)
  }
  const all = (rule: string, entity: string): readonly Episode[] => {
    const found = open.get(rule)?.get(entity)
    return found ? [...found.values()] : NONE
  }

  return {
    all,
    of: (rule: string, entity: string, whom: string | undefined): Episode | undefined =>
      open.get(rule)?.get(entity)?.get(whom),
    begin,
    close,
    /** Puts the open episodes of one rule about one entity in place of those that were. */
    replace(rule: string, entity: string, now: readonly Episode[]): void {
      for (const episode of all(rule, entity))
        if (!now.some(({ whom }) => whom === episode.whom)) close(rule, entity, episode)
      for (const episode of now) begin(rule, entity, episode)
    },
  }
}
