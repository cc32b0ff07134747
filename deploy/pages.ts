import type { Logger } from 'pino'
import { buildApp } from '../api/app.ts'
import { ruleCards } from '../api/catalogue.ts'
import type { Deps, UnlistedDeps } from '../api/deps.ts'
import { ruleInfos } from '../api/rules.ts'
import type { Health } from '../api/schemas.ts'
import { blindRules } from '../detectors/blind.ts'
import { loadPrecision } from '../detectors/load.ts'
import type { ArchiveState } from './archive.ts'
import type { Cleanup } from './cleanup.ts'
import type { Config } from './config.ts'
import { openCoverage } from './coverage/desk.ts'
import { defaultSources } from './default-sources.ts'
import type { Elastic } from './elastic/open.ts'
import type { watchOpenFiles } from './gone-files.ts'
import { type HealthDetector, type HealthOptions, healthOf } from './health.ts'
import { listen } from './listen.ts'
import { openMappingDesk } from './mappings/desk.ts'
import type { Push } from './push/state.ts'
import { reevaluationOf } from './reevaluation.ts'
import type { Desk } from './reports/desk.ts'

export type PagesOptions = Pick<Deps, 'store' | 'onAlerts' | 'sample'> &
  Pick<
    HealthOptions,
    | 'intake'
    | 'quarantine'
    | 'versions'
    | 'rules'
    | 'catalogue'
    | 'yields'
    | 'older'
    | 'watch'
    | 'troubles'
    | 'bus'
    | 'aside'
    | 'clock'
  > & {
    readonly config: Config
    readonly detector: HealthDetector &
      Parameters<typeof reevaluationOf>[0] & {
        readonly engine: Pick<Deps, 'indeterminate'> & { readonly unlisted: UnlistedDeps }
      }
    /** Where lines are taken: what nobody could read is shown, and read again. */
    readonly inputs: HealthOptions['inputs'] | undefined
    readonly archive: () => Promise<ArchiveState>
    readonly files: ReturnType<typeof watchOpenFiles>
    readonly elastic: Pick<Elastic, 'state'> | undefined
    readonly push: Pick<Push, 'state'> | undefined
    readonly reports?: Desk
    readonly log: Logger
  }

/** A process that takes no lines. */
const NO_INPUTS: HealthOptions['inputs'] = { counters: () => ({}), trouble: () => undefined }

/** Console and API of a process, where they listen, and what they say of its health. Throws `PORT_IN_USE`. */
export const openPages = async (options: PagesOptions, opened: Cleanup) => {
  const { config, rules, catalogue, yields, older, versions, detector, inputs, quarantine, intake, reports } = options
  const { log, store, onAlerts, sample, clock, watch, troubles, bus, aside, archive, files, elastic, push } = options
  const started = clock.now()
  const health = async (): Promise<Health> =>
    healthOf({
      ...{ detector, intake, inputs: inputs ?? NO_INPUTS, quarantine, versions, watch, troubles, started, clock },
      ...{ rules, catalogue, yields, older, bus, aside, elastic: elastic?.state(), push: push?.state() },
      ...{ archive: await archive(), gone: await files.gone() },
      ...(reports && { reports: reports.findings() }),
    })
  const mappings = openMappingDesk({ config, sample, log })
  opened.add(mappings.close)
  // It reads what a report reads.
  const coverage = reports && openCoverage(config, clock, log)
  if (coverage) opened.add(coverage.close)
  const infos = ruleInfos(rules, catalogue)
  const measured = loadPrecision()
  const app = buildApp({
    ...{ store, health, onAlerts, sample, clock, mappings, ...(reports && { reports }), ...(coverage && { coverage }) },
    rules: infos,
    catalogue: () => {
      const acts = detector.engine.acts()
      const blind = blindRules(rules, acts, yields, clock.now())
      return {
        rules: ruleCards({ rules, infos, overrides: config.policy, measured, acts, blind }),
        clauses: catalogue.size,
        measured: measured.map(({ month }) => month),
      }
    },
    units: () =>
      (versions.latest?.units ?? []).map(({ id, name, parent }) => ({
        id,
        name,
        ...(parent !== undefined && { parent }),
      })),
    indeterminate: () => detector.engine.indeterminate(),
    unlisted: { list: () => detector.engine.unlisted.list(), counts: () => detector.engine.unlisted.counts() },
    reevaluation: () => reevaluationOf(detector),
    ...(inputs && {
      quarantine: {
        list: (limit: number) => quarantine.list({ limit }),
        counters: () => quarantine.counters,
        replay: (ids: readonly number[]) =>
          quarantine.replay(ids.length > 0 ? ids : 'all', intake, defaultSources(config)),
      },
    }),
  })
  opened.add(() => app.close())
  return { health, url: await listen(app, config) }
}
