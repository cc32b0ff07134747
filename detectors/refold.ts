import { entryOf } from '../kernel/entry.ts'
import type { Detection } from './detection.ts'
import { add, begin, type Episode, episodeFold, episodeOf, type Folded, foldOf, isEndedBy, whomOf } from './fold.ts'
import type { Indeterminate } from './machine.ts'
import type { LogEvent, Rule } from './meta.ts'
import type { Emit } from './raise.ts'

/** A detection and its place in the order in which its rule's machine spoke. */
type Spoken = { readonly index: number; readonly detection: Detection }

/** An expected event, and how many detections had been spoken before it. */
type Ending = {
  readonly entity: string
  readonly at: number
  readonly by: LogEvent
  readonly before: number
}

/** What the machine of one rule said. */
type OfRule = { readonly spoken: Spoken[]; readonly ends: Ending[]; readonly unsure: Indeterminate[] }

/** Collects what the machines of a slice say, rule by rule: it is asked for while the stream stands still. */
export const listen = () => {
  const heard = new Map<string, OfRule>()
  const of = (rule: string): OfRule => entryOf(heard, rule, (): OfRule => ({ spoken: [], ends: [], unsure: [] }))
  const emit: Emit = {
    detection(detection) {
      const { spoken } = of(detection.rule.id)
      spoken.push({ index: spoken.length, detection })
    },
    ended({ id }, entity, at, by) {
      const { spoken, ends } = of(id)
      ends.push({ entity, at, by, before: spoken.length })
    },
    indeterminate: ({ id }, what) => void of(id).unsure.push(what),
    // The stream counts these; a slice only computes.
    unjudged: () => undefined,
    capped: () => undefined,
  }
  return { emit, of }
}
export type Heard = ReturnType<typeof listen>

/** What was heard of one rule, by entity. */
export const spokenOf = (rule: Rule, { of }: Heard) => {
  const { spoken, ends, unsure } = of(rule.id)
  return {
    spoken: Map.groupBy(spoken, ({ detection }) => detection.entity),
    ends: Map.groupBy(ends, ({ entity }) => entity),
    unsure: Map.groupBy(unsure, ({ entity }) => entity),
  }
}

/** Detections folded by day. */
export const foldDays = (spoken: readonly Spoken[], sample: boolean): readonly Folded[] => {
  const alerts = new Map<string, Folded>()
  for (const { detection } of spoken) foldInto(alerts, detection, foldOf(detection), sample)
  return [...alerts.values()]
}

/** Detections and ends of one absence about one entity, in the order in which the machine spoke them; and the episodes that stay open. */
export const foldEpisodes = (
  rule: Rule,
  spoken: readonly Spoken[],
  ends: readonly Ending[],
  sample: boolean,
): { readonly folded: readonly Folded[]; readonly open: readonly Episode[] } => {
  const alerts = new Map<string, Folded>()
  const open = new Map<string | undefined, Episode>()
  let next = 0
  const endUpTo = (index: number): void => {
    for (; next < ends.length && ends[next]!.before <= index; next++) {
      const { at, by } = ends[next]!
      for (const [whom, episode] of open) {
        if (!isEndedBy(rule, episode, by)) continue
        open.delete(whom)
        const fold = episodeFold(episode)
        alerts.set(fold, { ...alerts.get(fold)!, ended: at })
      }
    }
  }
  for (const { index, detection } of spoken) {
    endUpTo(index)
    const whom = whomOf(detection.entity, detection.subject)
    const episode = open.get(whom) ?? episodeOf(detection)
    open.set(whom, episode)
    foldInto(alerts, detection, episodeFold(episode), sample)
  }
  endUpTo(Infinity)
  return { folded: [...alerts.values()], open: [...open.values()] }
}

const foldInto = (alerts: Map<string, Folded>, detection: Detection, fold: string, sample: boolean): void => {
  const alert = alerts.get(fold)
  alerts.set(fold, alert ? add(alert, detection, fold) : begin(detection, fold, sample))
}
