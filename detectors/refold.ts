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
  readonly at: number
  readonly by: LogEvent
  readonly before: number
}

/** What the machine of one rule said, by entity. */
type OfRule = {
  count: number
  readonly spoken: Map<string, Spoken[]>
  readonly ends: Map<string, Ending[]>
  readonly unsure: Map<string, Indeterminate[]>
}

/** Collects what the machines of a slice say, by rule and entity: it is asked for while the stream stands still. */
const listener = () => {
  const heard = new Map<string, OfRule>()
  const of = (rule: string): OfRule =>
    entryOf(heard, rule, (): OfRule => ({ count: 0, spoken: new Map(), ends: new Map(), unsure: new Map() }))
  const emit: Emit = {
    detection(detection) {
      const own = of(detection.rule.id)
      entryOf(own.spoken, detection.entity, (): Spoken[] => []).push({ index: own.count++, detection })
    },
    ended({ id }, entity, at, by) {
      const { count, ends } = of(id)
      entryOf(ends, entity, (): Ending[] => []).push({ at, by, before: count })
    },
    indeterminate({ id }, what) {
      entryOf(of(id).unsure, what.entity, (): Indeterminate[] => []).push(what)
    },
    // The stream counts these; a slice only computes.
    unjudged: () => undefined,
    capped: () => undefined,
  }
  return { emit, of }
}
export type Heard = Pick<ReturnType<typeof listener>, 'of'>

/** `aside`: what is said while `work` is done is heard apart. */
export const listen = () => {
  const all = listener()
  let now = all
  const emit: Emit = {
    detection: (detection) => now.emit.detection(detection),
    ended: (...said) => now.emit.ended(...said),
    indeterminate: (...said) => now.emit.indeterminate(...said),
    unjudged: (...said) => now.emit.unjudged(...said),
    capped: (...said) => now.emit.capped(...said),
  }
  return {
    ...{ emit, of: all.of },
    aside(work: () => void): Heard {
      const apart = listener()
      now = apart
      try {
        work()
      } finally {
        now = all
      }
      return apart
    },
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
