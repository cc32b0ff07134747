import { mkdirSync } from 'node:fs'
import { buildApp } from '../api/app.ts'
import type { Deps } from '../api/deps.ts'
import { ruleInfos } from '../api/rules.ts'
import type { Catalogue } from '../detectors/catalogue.ts'
import { loadCatalogue, loadRules } from '../detectors/load.ts'
import { absencesOf, type Rule } from '../detectors/meta.ts'
import { checkOverrides } from '../detectors/policy.ts'
import type { LocalIntake } from '../ingest/intake/local.ts'
import type { Quarantine } from '../ingest/quarantine.ts'
import { RECORDS } from '../ingest/wire.ts'
import type { Alert } from '../kernel/alert.ts'
import { coded } from '../kernel/errors.ts'
import type { EventBus } from '../kernel/ports.ts'
import type { ArchiveState } from './archive.ts'
import type { Cleanup } from './cleanup.ts'
import type { Config } from './config.ts'
import { defaultSources } from './default-sources.ts'
import type { Elastic } from './elastic/open.ts'
import type { StandingOptions } from './elastic/standing.ts'
import { listen } from './listen.ts'
import { reevaluationOf } from './reevaluation.ts'
import { assumedOf, instancesOf } from './sources.ts'
import type { Versions } from './versions.ts'

/*
 * What stands around the detectors of a process, one or several of them: what they judge by, who hears of them, their console.
 */

/** What the product judges by, beside the directory; the data folder is made. Throws `CONFIG_INVALID`. */
export const openRules = async ({ policy, sources, data }: Config) => {
  const [rules, catalogue] = [await loadRules(), loadCatalogue()]
  const wrong = checkOverrides(rules, policy)
  if (wrong.length > 0) throw coded('CONFIG_INVALID', wrong.join('\n'))
  const instances = instancesOf(sources)
  mkdirSync(data, { recursive: true, mode: 0o700 })
  return { rules, catalogue, instances, assumed: assumedOf(instances), absences: absencesOf(rules) }
}

type Passing = 'detector' | 'tick'
type Listener = (alerts: readonly Alert[]) => void

/** What goes wrong by itself and may pass, for health; and who hears of alerts just written. */
export const openSignals = () => {
  const troubles = new Map<Passing, unknown>()
  const listeners = new Set<Listener>()
  return {
    troubles,
    /** `undefined`: it goes on. */
    trouble(what: Passing, error: unknown): void {
      if (error === undefined) troubles.delete(what)
      else troubles.set(what, error)
    },
    tell(alerts: readonly Alert[]): void {
      for (const listener of listeners) listener(alerts)
    },
    onAlerts(listener: Listener): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

export type ConsoleOptions = Pick<Deps, 'store' | 'health' | 'onAlerts' | 'reports' | 'sample' | 'clock'> & {
  readonly config: Config
  readonly rules: readonly Rule[]
  readonly catalogue: Catalogue
  readonly versions: Pick<Versions, 'latest'>
  readonly detector: Parameters<typeof reevaluationOf>[0] & { readonly engine: Pick<Deps, 'indeterminate'> }
  /** Where lines are taken: those nobody could read, and who reads them again. */
  readonly refused?: { readonly quarantine: Quarantine; readonly intake: LocalIntake } | undefined
}

/** Console and API of a process, where they listen. Throws `PORT_IN_USE`. */
export const openConsole = async (options: ConsoleOptions, opened: Cleanup): Promise<string> => {
  const { config, rules, catalogue, versions, detector, refused, reports, store, health, onAlerts, sample, clock } =
    options
  const app = buildApp({
    ...{ store, health, onAlerts, sample, clock, ...(reports && { reports }) },
    rules: ruleInfos(rules, catalogue),
    units: () =>
      (versions.latest?.units ?? []).map(({ id, name, parent }) => ({
        id,
        name,
        ...(parent !== undefined && { parent }),
      })),
    indeterminate: () => detector.engine.indeterminate(),
    reevaluation: () => reevaluationOf(detector),
    ...(refused && {
      quarantine: {
        list: (limit: number) => refused.quarantine.list({ limit }),
        counters: () => refused.quarantine.counters,
        replay: (ids: readonly number[]) =>
          refused.quarantine.replay(ids.length > 0 ? ids : 'all', refused.intake, defaultSources(config)),
      },
    }),
  })
  opened.add(() => app.close())
  return listen(app, config)
}

export type StagesOptions = {
  readonly bus: EventBus
  readonly detector: { readonly offset: number }
  readonly archive: () => Promise<ArchiveState>
  readonly elastic: Elastic
}

/** What waits between the stages of a process that detects. */
export const stagesOf =
  ({ bus, detector, archive, elastic }: StagesOptions): StandingOptions['stages'] =>
  async () => {
    const [end, { next, damaged }] = [await bus.end(RECORDS), await archive()]
    const waiting = await elastic.recordsWaiting()
    const lags = [
      { name: 'records', count: end - detector.offset },
      { name: 'archive', count: end - next },
      ...(waiting === undefined ? [] : [{ name: 'archive-elastic', count: waiting }]),
    ]
    return { lags, damaged }
  }
