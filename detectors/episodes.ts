import { entryOf } from '../kernel/entry.ts'
import type { Episode } from './fold.ts'
import type { State } from './state.ts'

const keyOf = (rule: string, entity: string): string => JSON.stringify([rule, entity])

/**
 * The last episode of each absence about each entity, in the saved state. Every expected event asks for one and hardly any finds one
 * open, so those that are open are known by rule and entity, without a key being composed.
 */
export const createEpisodes = (state: State) => {
  const episodes = state.space<Episode>('episode')
  const open = new Map<string, Set<string>>()
  const note = (rule: string, entity: string, episode: Episode | undefined): void => {
    const entities = entryOf(open, rule, () => new Set())
    if (episode && episode.end === undefined) entities.add(entity)
    else entities.delete(entity)
  }
  for (const [key, episode] of episodes.entries()) {
    // Only `keyOf` made it.
    const [rule, entity] = JSON.parse(key) as [string, string]
    note(rule, entity, episode)
  }

  return {
    last: (rule: string, entity: string): Episode | undefined => episodes.get(keyOf(rule, entity)),

    open: (rule: string, entity: string): Episode | undefined =>
      open.get(rule)?.has(entity) ? episodes.get(keyOf(rule, entity)) : undefined,

    set(rule: string, entity: string, episode: Episode | undefined): void {
      episodes.set(keyOf(rule, entity), episode)
      note(rule, entity, episode)
    },
  }
}
