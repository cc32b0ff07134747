import { type Alert, higher } from '../kernel/alert.ts'
import { entryOf } from '../kernel/entry.ts'
import type { Text } from '../kernel/text.ts'
import { DAY, foldDay, foldDayStart } from '../kernel/time.ts'
import type { Detection } from './detection.ts'
import { createEpisodes } from './episodes.ts'
import {
  alertId,
  type Episode,
  episodeFold,
  episodeOf,
  type Folded,
  first,
  foldOf,
  grown,
  isEndedBy,
  told,
  whomOf,
} from './fold.ts'
import type { AbsenceState } from './kinds/absence.ts'
import type { LogEvent, Rule } from './meta.ts'
import type { State } from './state.ts'

const ALERT = 'alert'
const DOUBTFUL = 'unverifiable'

/** An alert that could not be evaluated again: of whom, and the event times of its findings. */
export type Doubtful = { readonly rule: string; readonly entity: string; readonly from: number; readonly to: number }

const NONE: ReadonlyMap<string, Text> = new Map()

const dayOf = ({ first }: Folded): number => foldDayStart(foldDay(first))
/** Begun on the same fold day, or on one and the next. */
const areNeighbours = (a: Folded, b: Folded): boolean => Math.abs(dayOf(a) - dayOf(b)) <= DAY

/** The same but for revision and what re-evaluation adds. */
const sameContent = (a: Folded, b: Alert): boolean => {
  const { revision: _r, withdrawn: _w, replaces: _p, unverifiable: _u, ...content } = b
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(content))
}

/** Says less than what stands: fewer detections, or a lower level. */
const isLess = (a: Folded, b: Alert): boolean => a.occurrences < b.occurrences || higher(a.level, b.level) !== a.level

/**
 * Which withdrawn alert each new one stands in for. Each is replaced once: by one that tells of the same person where there is one, then
 * in order of time, so that whoever comes first leaves the later one to the next.
 */
const standInsFor = (raised: readonly Folded[], withdrawn: readonly Alert[]): ReadonlyMap<string, Alert> => {
  const unreplaced = [...withdrawn].sort((a, b) => a.first - b.first)
  const found = new Map<string, Alert>()
  const isOfSame = (a: Folded, b: Folded): boolean =>
    whomOf(a.entity.value, a.subject) === whomOf(b.entity.value, b.subject)
  for (const fits of [isOfSame, () => true])
    for (const content of raised) {
      const at = found.has(content.id)
        ? -1
        : unreplaced.findIndex((alert) => areNeighbours(alert, content) && fits(alert, content))
      if (at >= 0) found.set(content.id, unreplaced.splice(at, 1)[0]!)
    }
  return found
}

const sorted = (value: object): object => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))

/** Whether a detection may still fall into its fold, but for one of an open absence. */
const canGrow = ({ ended, last }: Alert, watermark: number): boolean =>
  (ended ?? foldDayStart(foldDay(last)) + DAY) + DAY >= watermark

/** Alert ids, each kept until its rule and entity fall into another fold: a hash costs more than all else a fold does. */
const createIds = () => {
  const known = new Map<string, Map<string, { readonly fold: string; readonly id: string }>>()
  return (rule: string, entity: string, fold: string): string => {
    const ofRule = entryOf(known, rule, () => new Map())
    const last = ofRule.get(entity)
    if (last?.fold === fold) return last.id
    const id = alertId(rule, entity, fold)
    ofRule.set(entity, { fold, id })
    return id
  }
}

/**
 * The only writer of alerts: folds detections as they come, ends episodes, and replaces what a slice computed again.
 * Holds the alerts that can still grow; older ones live in the store alone.
 */
export const createLedger = (state: State, sample: boolean) => {
  const alerts = state.space<Alert>(ALERT)
  const episodes = createEpisodes(state)
  let written = new Map<string, Alert>()
  /** A withdrawn absence comes back under its id when the stream judges the same wait by a later deadline: until then it is remembered. */
  const isWaitedFor = ({ id, rule, entity: { value }, subject, withdrawn }: Alert): boolean => {
    if (!withdrawn) return false
    const { waits = [] } = state.get<Partial<AbsenceState>>(rule.id, value) ?? {}
    const whom = whomOf(value, subject)
    return waits.some(({ after }) => alertId(rule.id, value, episodeFold({ trigger: after, whom })) === id)
  }
  /** Alerts whose sentence and evidence are told only when somebody looks: a storm folds thousands into one between two drains. */
  const growing = new Set<string>()
  const doubtful = state.space<Doubtful>(DOUBTFUL)
  const write = (alert: Alert): void => {
    alerts.set(alert.id, alert)
    written.set(alert.id, alert)
    const marked = alert.unverifiable !== undefined && !alert.withdrawn
    if (marked === (doubtful.get(alert.id) !== undefined)) return
    const { rule, entity, first, last } = alert
    doubtful.set(alert.id, marked ? { rule: rule.id, entity: entity.value, from: first, to: last } : undefined)
  }
  const tellAll = (): void => {
    for (const id of growing) write(told(written.get(id)!))
    growing.clear()
  }
  let idOf = createIds()

  const put = (content: Folded, previous: Alert | undefined, unverifiable?: Alert['unverifiable']): void =>
    write({
      ...content,
      revision: (previous?.revision ?? 0) + 1,
      ...(previous?.replaces !== undefined && { replaces: previous.replaces }),
      ...(unverifiable && { unverifiable }),
    })

  const foldFor = (detection: Detection): string => {
    if (detection.rule.kind !== 'absence') return foldOf(detection)
    const { rule, entity, subject } = detection
    const open = episodes.of(rule.id, entity, whomOf(entity, subject))
    if (open) return episodeFold(open)
    const episode = episodeOf(detection)
    episodes.begin(rule.id, entity, episode)
    return episodeFold(episode)
  }

  return {
    fold(detection: Detection): void {
      const fold = foldFor(detection)
      const id = idOf(detection.rule.id, detection.entity, fold)
      const previous = alerts.get(id)
      const standing = previous && !previous.withdrawn ? previous : undefined
      put(standing ? grown(standing, detection, id) : first(detection, id, sample), previous, standing?.unverifiable)
      growing.add(id)
    },

    /** What was missing came at `at`: the open episodes that waited for this end. */
    end(rule: Rule, entity: string, at: number, by: LogEvent): void {
      for (const episode of episodes.all(rule.id, entity)) {
        if (!isEndedBy(rule, episode, by)) continue
        episodes.close(rule.id, entity, episode)
        const alert = alerts.get(alertId(rule.id, entity, episodeFold(episode)))
        if (alert && !alert.withdrawn) write({ ...alert, ended: at, revision: alert.revision + 1 })
      }
    },

    /**
     * Puts the result of a slice in place of what was there: `previous` are the alerts of the same rule and entity in the
     * same folds. What is no longer found is withdrawn, keeps its history, and can come back under the same id. What the slice could
     * not read completely (`doubted`: alert ids, each with the reason) is neither withdrawn nor lowered, but marked. `at`: how far the
     * stream has come; `now`: what it was told last of the time, which is what a person is told of when that was.
     */
    replace(
      folded: readonly Folded[],
      previous: readonly Alert[],
      reason: Text,
      at: number,
      doubted: ReadonlyMap<string, Text> = NONE,
      now = at,
    ): void {
      if (folded.length + previous.length === 0) return
      tellAll()
      const known = new Map(previous.map((alert) => [alert.id, alerts.get(alert.id) ?? alert]))
      // Where the state was lost: what may still grow or come back must be found here.
      for (const alert of previous)
        if (!alerts.get(alert.id) && (canGrow(alert, at) || isWaitedFor(alert))) alerts.set(alert.id, alert)
      const found = new Set(folded.map(({ id }) => id))
      const doubt = (alert: Alert): void => {
        const why = doubted.get(alert.id)!
        if (!alert.unverifiable)
          write({ ...alert, unverifiable: { reason: why, at: now }, revision: alert.revision + 1 })
      }
      const lost = [...known.values()].filter((alert) => !found.has(alert.id) && !alert.withdrawn)
      const withdrawn = lost.filter(({ id }) => !doubted.has(id))
      const standIns = standInsFor(
        folded.filter(({ id }) => !known.has(id) && !alerts.get(id)),
        withdrawn,
      )
      for (const alert of lost) if (doubted.has(alert.id)) doubt(alert)
      for (const { unverifiable: _, ...alert } of withdrawn)
        write({ ...alert, withdrawn: { reason, at: now }, revision: alert.revision + 1 })
      for (const content of folded) {
        const before = known.get(content.id) ?? alerts.get(content.id)
        const standing = before && !before.withdrawn ? before : undefined
        const doubtful = doubted.has(content.id)
        if (standing && sameContent(content, standing) && (doubtful || !standing.unverifiable)) continue
        if (standing && doubtful && isLess(content, standing)) {
          doubt(standing)
          continue
        }
        const stoodFor = standIns.get(content.id)
        put(content, before ?? undefined)
        if (doubtful && standing?.unverifiable)
          write({ ...written.get(content.id)!, unverifiable: standing.unverifiable })
        if (stoodFor) write({ ...written.get(content.id)!, replaces: stoodFor.id })
      }
    },

    /** The alerts that stand unverifiable. */
    doubtful: (): readonly Doubtful[] => [...doubtful.entries()].map(([, one]) => one),

    /** The open episodes that a slice came to take the place of those of the stream. */
    setEpisodes(rule: string, entity: string, now: readonly Episode[]): void {
      episodes.replace(rule, entity, now)
    },

    /** Alerts in memory that can no longer grow leave it; the store keeps them. */
    forget(watermark: number): void {
      tellAll()
      idOf = createIds()
      for (const [id, alert] of alerts.entries()) {
        const { rule, entity } = alert
        const open = episodes.all(rule.id, entity.value)
        const isOpen = open.some((episode) => alertId(rule.id, entity.value, episodeFold(episode)) === id)
        if (!isOpen && !canGrow(alert, watermark) && !isWaitedFor(alert)) alerts.set(id, undefined)
      }
    },

    /** Whether there is something to drain. */
    isWritten: (): boolean => written.size > 0,

    drain(): readonly Alert[] {
      tellAll()
      const drained = [...written.values()]
      written = new Map()
      return drained
    },
  }
}
