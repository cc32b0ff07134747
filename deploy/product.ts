import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Logger } from 'pino'
import { buildApp } from '../api/app.ts'
import { ruleInfos } from '../api/rules.ts'
import { sqliteAlertStore } from '../api/store/sqlite.ts'
import { loadCatalogue, loadRules } from '../detectors/load.ts'
import { checkOverrides } from '../detectors/policy.ts'
import { archiveOf } from '../ingest/archive/embedded.ts'
import { openEmbeddedBus } from '../ingest/bus/embedded.ts'
import { createIntake } from '../ingest/intake/local.ts'
import { openQuarantine } from '../ingest/quarantine.ts'
import type { Alert } from '../kernel/alert.ts'
import { coded } from '../kernel/errors.ts'
import type { Clock } from '../kernel/ports.ts'
import { SECOND } from '../kernel/time.ts'
import { openCheckpoint } from './checkpoint.ts'
import type { Config } from './config.ts'
import { startDetector } from './detector/loop.ts'
import { directoryWatch } from './directory-watch.ts'
import { healthOf } from './health.ts'
import { openInputs } from './inputs.ts'
import { maskFor } from './mask-key.ts'
import { assumedOf, detectInstance, instancesOf, yieldsOf } from './sources.ts'
import { openVersions } from './versions.ts'

export type ProductOptions = {
  readonly config: Config
  readonly clock: Clock
  readonly sample: boolean
  readonly log: Logger
  /** Since when the registers of a first start count as known; now, unless history is shown as if it had been watched. */
  readonly knownAt?: number
  /** How often the product's own minute hand moves, ms of real time; 1 s unless a test or the sample says otherwise. */
  readonly tickEvery?: number
}

/** Everything composed on the embedded pair: bus, intake, detector, store, API, inputs. Throws coded errors; closes what it opened. */
export const openProduct = async ({ config, clock, sample, log, knownAt, tickEvery = SECOND }: ProductOptions) => {
  const [rules, catalogue] = [await loadRules(), loadCatalogue()]
  const wrong = checkOverrides(rules, config.policy)
  if (wrong.length > 0) throw coded('CONFIG_INVALID', wrong.join('\n'))
  const instances = instancesOf(config.sources)
  mkdirSync(config.data, { recursive: true, mode: 0o700 })

  const bus = await openEmbeddedBus(join(config.data, 'bus'), {
    onRepair: (repair) => log.warn(repair, 'an unfinished record at the end of the log was cut off after a crash'),
    onTrouble: ({ error, ...trouble }) =>
      log.error({ ...trouble, err: error }, 'the detector could not take a batch; it is offered again'),
  })
  const archive = archiveOf(join(config.data, 'bus'))
  const db = new DatabaseSync(join(config.data, 'vonggac.db'))
  const store = sqliteAlertStore(db)
  const checkpoint = openCheckpoint(db)
  const quarantine = openQuarantine(config.data, { clock })
  const versions = await openVersions(config.data, join(config.folder, 'directory'), {
    catalogue,
    assumed: assumedOf(instances),
  })
  const first = knownAt ?? clock.now()
  if (!versions.latest) await versions.accept(await versions.propose(first), first)

  const intake = createIntake({ bus, quarantine, clock, instances, detect: detectInstance, mask: maskFor(config.data) })
  const listeners = new Set<(alerts: readonly Alert[]) => void>()
  const engineOptions = {
    rules,
    overrides: config.policy,
    yields: yieldsOf(instances),
    lateness: config.lateness,
    sample,
  }
  let failure: unknown
  const detector = await startDetector({
    bus,
    archive,
    checkpoint,
    log,
    engine: engineOptions,
    version: versions.version,
    changes: versions.changes,
    first: versions.latest!.version,
    onAlerts(alerts) {
      for (const listener of listeners) listener(alerts)
    },
    onFailure(error) {
      failure = error
    },
  })

  await intake.announceRestart(versions.latest!.pipelines.map(({ collector, source }) => ({ collector, source })))
  const watch = directoryWatch({
    versions,
    checkpoint,
    archive,
    intake,
    clock,
    log,
    engine: engineOptions,
    confirmAbove: config.confirmAbove,
    data: config.data,
  })
  const inputs = await openInputs({ config, intake, log })
  const health = () => healthOf({ detector, intake, inputs, quarantine, versions, watch, failure, clock })
  const app = buildApp({
    store,
    rules: ruleInfos(rules, catalogue),
    units: () =>
      versions.latest!.units.map(({ id, name, parent }) => ({ id, name, ...(parent !== undefined && { parent }) })),
    health,
    indeterminate: () => detector.engine.indeterminate(),
    onAlerts(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    sample,
    clock,
  })
  await app.listen({ host: config.console.host, port: config.console.port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw coded(
      'PORT_IN_USE',
      `console: cổng ${config.console.port} đang có chương trình khác dùng; hãy đặt cổng khác (--port hoặc config.yaml)`,
      error,
    )
  })

  const ticking = setInterval(() => {
    intake.publishTick(clock.now()).catch((error: unknown) => log.error({ err: error }, 'a tick could not be written'))
  }, tickEvery)

  return {
    detector,
    intake,
    store,
    inputs,
    quarantine,
    watch,
    url: `http://${config.console.host}:${portOf(app.server.address())}`,
    /** Stops taking, finishes what was taken, closes. */
    async close(): Promise<void> {
      clearInterval(ticking)
      await inputs.close()
      await watch.stop()
      await app.close()
      await detector.stop()
      await bus.close()
      quarantine.close()
      await store.close()
      db.close()
    },
  }
}

export type Product = Awaited<ReturnType<typeof openProduct>>

const portOf = (address: ReturnType<import('node:net').Server['address']>): number =>
  typeof address === 'object' && address ? address.port : 0
