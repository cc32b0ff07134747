import type { Alert } from '../kernel/alert.ts'
import type { Text } from '../kernel/text.ts'
import { DAY, foldDay, foldDayStart } from '../kernel/time.ts'
import type { Detection } from './detection.ts'
import { add, alertId, begin, type Episode, ended, episodeFold, episodeOf, type Folded, foldOf } from './fold.ts'
import type { LogEvent, Rule } from './meta.ts'
import type { State } from './state.ts'

const ALERT = 'alert'
const EPISODE = 'episode'

const episodeKey = (rule: string, entity: string): string => JSON.stringify([rule, entity])

const dayOf = ({ first }: Folded): number => foldDayStart(foldDay(first))
/** Begun on the same fold day, or on one and the next. */
const areNeighbours = (a: Folded, b: Folded): boolean => Math.abs(dayOf(a) - dayOf(b)) <= DAY

/** The same but for revision and what re-evaluation adds. */
const sameContent = (a: Folded, b: Alert): boolean => {
  const { revision: _r, withdrawn: _w, replaces: _p, ...content } = b
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(content))
}

const sorted = (value: object): object => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))

/**
 * The only writer of alerts: folds detections as they come, ends episodes, and replaces what a slice computed again.
 * Holds the alerts that can still grow; older ones live in the store alone.
 */
export const createLedger = (state: State, sample: boolean) => {
  let written = new Map<string, Alert>()
  const write = (alert: Alert): void => {
    state.set(ALERT, alert.id, alert)
    written.set(alert.id, alert)
  }

  const put = (content: Folded, previous: Alert | undefined): void =>
    write({
      ...content,
      revision: (previous?.revision ?? 0) + 1,
      ...(previous?.replaces !== undefined && { replaces: previous.replaces }),
    })

  const foldFor = (detection: Detection): string => {
    if (detection.rule.kind !== 'absence') return foldOf(detection)
    const key = episodeKey(detection.rule.id, detection.entity)
    const episode = episodeOf(detection, state.get<Episode>(EPISODE, key))
    state.set(EPISODE, key, episode)
    return episodeFold(episode)
  }

  return {
    fold(detection: Detection): void {
      const fold = foldFor(detection)
      const previous = state.get<Alert>(ALERT, alertId(detection.rule.id, detection.entity, fold))
      put(previous && !previous.withdrawn ? add(previous, detection, fold) : begin(detection, fold, sample), previous)
    },

    /** What was missing came at `at`: the open episode, if it waited for this, ends. */
    end(rule: Rule, entity: string, at: number, by: LogEvent): void {
      const key = episodeKey(rule.id, entity)
      const episode = state.get<Episode>(EPISODE, key)
      const next = episode && ended(rule, episode, at, by)
      if (!next || next === episode) return
      state.set(EPISODE, key, next)
      const alert = state.get<Alert>(ALERT, alertId(rule.id, entity, episodeFold(next)))
      if (alert && !alert.withdrawn) write({ ...alert, ended: at, revision: alert.revision + 1 })
    },

    /**
     * Puts the result of a slice in place of what was there: `previous` are the alerts of the same rule and entity in the
     * same folds. What is no longer found is withdrawn, keeps its history, and can come back under the same id.
     */
    replace(folded: readonly Folded[], previous: readonly Alert[], reason: Text, at: number): void {
      const known = new Map(previous.map((alert) => [alert.id, state.get<Alert>(ALERT, alert.id) ?? alert]))
      const found = new Set(folded.map(({ id }) => id))
      const withdrawn = [...known.values()].filter((alert) => !found.has(alert.id) && !alert.withdrawn)
      for (const alert of withdrawn) write({ ...alert, withdrawn: { reason, at }, revision: alert.revision + 1 })
      for (const content of folded) {
        const before = known.get(content.id) ?? state.get<Alert>(ALERT, content.id)
        if (before && !before.withdrawn && sameContent(content, before)) continue
        const stoodFor = before ? undefined : withdrawn.find((alert) => areNeighbours(alert, content))
        put(content, before ?? undefined)
        if (stoodFor) write({ ...written.get(content.id)!, replaces: stoodFor.id })
      }
    },

    setEpisode(rule: string, entity: string, episode: Episode | undefined): void {
      state.set(EPISODE, episodeKey(rule, entity), episode)
    },

    /** Alerts in memory that can no longer grow leave it; the store keeps them. */
    forget(watermark: number): void {
      for (const [id, value] of state.entries(ALERT)) {
        const alert = value as Alert
        const over = alert.ended ?? foldDayStart(foldDay(alert.last)) + DAY
        const open = state.get<Episode>(EPISODE, episodeKey(alert.rule.id, alert.entity.value))
        const growing =
          open !== undefined &&
          open.end === undefined &&
          alertId(alert.rule.id, alert.entity.value, episodeFold(open)) === id
        if (!growing && over + DAY < watermark) state.set(ALERT, id, undefined)
      }
    },

    drain(): readonly Alert[] {
      const alerts = [...written.values()]
      written = new Map()
      return alerts
    },
  }
}

export type Ledger = ReturnType<typeof createLedger>
