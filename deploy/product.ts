import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { buildApp } from '../api/app.ts'
import { ruleInfos } from '../api/rules.ts'
import { loadCatalogue, loadRules } from '../detectors/load.ts'
import { absencesOf } from '../detectors/meta.ts'
import { checkOverrides } from '../detectors/policy.ts'
import { archiveOf } from '../ingest/archive/embedded.ts'
import { createIntake } from '../ingest/intake/local.ts'
import { RECORDS } from '../ingest/wire.ts'
import type { Alert } from '../kernel/alert.ts'
import { coded } from '../kernel/errors.ts'
import type { Clock } from '../kernel/ports.ts'
import { SECOND } from '../kernel/time.ts'
import { openArchiving } from './archive.ts'
import { type Cleanup, cleanup } from './cleanup.ts'
import { keepClocks, recallClocks } from './clocks.ts'
import type { Config } from './config.ts'
import { placeAnew } from './database.ts'
import { defaultSources } from './default-sources.ts'
import { startDetector } from './detector/loop.ts'
import { threadSlicer } from './detector/thread-slicer.ts'
import { directoryWatch } from './directory-watch.ts'
import { announceDowntime } from './downtime.ts'
import { watchOpenFiles } from './gone-files.ts'
import { healthOf } from './health.ts'
import { openInputs } from './inputs.ts'
import { intakePool } from './intake-pool.ts'
import { listen } from './listen.ts'
import { maskFor } from './mask-key.ts'
import { openPresence } from './presence.ts'
import { printsOf } from './prints.ts'
import { reevaluationOf } from './reevaluation.ts'
import { ruleCode } from './rule-code.ts'
import { assumedOf, detectInstance, instancesOf, yieldsOf } from './sources.ts'
import { watchStandstill } from './standstill.ts'
import { databasesIn, openStorage } from './storage.ts'
import { startTicking } from './ticking.ts'
import { openVersions } from './versions.ts'
import { wakeful } from './wakeful.ts'

export type ProductOptions = {
  readonly config: Config
  /** One that says when it does not follow the machine's is shown in health. */
  readonly clock: Clock & { readonly jumped?: boolean }
  readonly sample: boolean
  readonly log: Logger
  /** Since when the registers of a first start count as known; now, unless history is shown as if it had been watched. */
  readonly knownAt?: number
  /** How often the product's own minute hand moves, ms of real time; 1 s unless a test or the sample says otherwise. */
  readonly tickEvery?: number
}

/** Everything composed on the embedded pair: bus, intake, detector, store, API, inputs. Throws coded errors; closes what it opened. */
export const openProduct = async (options: ProductOptions) => {
  const opened = cleanup()
  try {
    return await compose(options, opened)
  } catch (error) {
    await opened.run()
    throw error
  }
}

export type Product = Awaited<ReturnType<typeof openProduct>>

/** Composes; what is opened last is closed first. */
const compose = async (
  { config, clock, sample, log, knownAt, tickEvery = SECOND }: ProductOptions,
  opened: Cleanup,
) => {
  const [rules, catalogue] = [await loadRules(), loadCatalogue()]
  const wrong = checkOverrides(rules, config.policy)
  if (wrong.length > 0) throw coded('CONFIG_INVALID', wrong.join('\n'))
  const instances = instancesOf(config.sources)
  const assumed = assumedOf(instances)
  mkdirSync(config.data, { recursive: true, mode: 0o700 })

  const absences = absencesOf(rules)
  const { bus, broken, aside, store, elastic, checkpoint, quarantine, writer } = await openStorage(
    { config, absences, clock, log },
    opened,
  )
  const files = watchOpenFiles(databasesIn(config.data), log)
  opened.add(files.stop)
  const folder = join(config.folder, 'directory')
  const versions = await openVersions(config.data, folder, { catalogue, assumed })
  const first = knownAt ?? clock.now()
  if (!versions.latest) await versions.accept(await versions.propose(first), first)

  const { lateness } = config
  const directory = versions.latest!.version
  await placeAnew(checkpoint, bus, archiveOf(join(config.data, 'bus')), { now: clock.now(), lateness, directory })

  const mask = maskFor(config.data)
  const pool = intakePool(config, log)
  if (pool) opened.add(pool.close)
  const reader = pool && { reader: pool.read }
  const clocks = await recallClocks(config.data, bus, log)
  const presence =
    config.kafka && (await openPresence({ bus, data: config.data, clock, log, standstill: watchStandstill(tickEvery) }))
  if (presence) opened.add(presence.close)
  const intake = createIntake({
    ...{ bus, quarantine, clock, instances, detect: detectInstance, mask, clocks, ...reader, ...presence?.intake },
    onDiskFull: (error) => log.warn({ err: error }, 'the disk is full: no log is taken, senders are asked to wait'),
  })
  opened.add(keepClocks(config.data, intake, log))
  const listeners = new Set<(alerts: readonly Alert[]) => void>()
  const engine = { rules, overrides: config.policy, yields: yieldsOf(instances), lateness: config.lateness, sample }
  const troubles = new Map<'detector' | 'tick', unknown>()
  const trouble = (what: 'detector' | 'tick', error: unknown): void => {
    if (error === undefined) troubles.delete(what)
    else troubles.set(what, error)
  }
  const slicer = threadSlicer({ config, sample })
  opened.add(slicer.close)
  const starting = startDetector({
    bus,
    slicer,
    checkpoint: { ...checkpoint, commit: writer.commit },
    clock,
    log,
    engine,
    prints: printsOf(rules, { overrides: config.policy, catalogue, lateness: config.lateness, code: ruleCode() }),
    version: versions.version,
    changes: versions.changes,
    first: versions.latest!.version,
    onAlerts: (alerts) => {
      for (const listener of listeners) listener(alerts)
      elastic?.wake()
    },
    onTrouble: (error) => trouble('detector', error),
  })
  // A log that cannot be read while it starts would otherwise be waited for in vain.
  const detector = await Promise.race([starting, broken.then((error) => Promise.reject(error))])
  opened.add(detector.stop)

  const { months } = config.archive
  const archiving = await openArchiving({
    ...{ bus, data: config.data, months, durable: writer.durable, clock, log },
    onRestored: detector.restored,
  })
  opened.add(archiving.stop)
  const sayUnwatched = (): Promise<void> =>
    announceDowntime({ rules, checkpoint, intake, bus, detector, clock, lateness: config.lateness })
  const announcing = presence ? presence.begin(intake) : sayUnwatched()
  await Promise.race([announcing, broken.then((error) => Promise.reject(error))])
  const { confirmAbove, data } = config
  const inForce = detector.directory
  const watch = directoryWatch({
    ...{ versions, intake, clock, log, confirmAbove, data, inForce, folder },
    propose: slicer.propose,
    preview: slicer.preview,
  })
  opened.add(watch.stop)
  const inputs = await openInputs({ config, intake, log })
  opened.add(inputs.close)
  const started = clock.now()
  const health = async () =>
    healthOf({
      ...{ detector, intake, inputs, quarantine, versions, watch, troubles, started, clock, rules, catalogue },
      ...{ archive: await archiving.state(), gone: await files.gone(), aside, elastic: elastic?.state(), bus },
    })
  const app = buildApp({
    store,
    rules: ruleInfos(rules, catalogue),
    units: () =>
      versions.latest!.units.map(({ id, name, parent }) => ({ id, name, ...(parent !== undefined && { parent }) })),
    health,
    indeterminate: () => detector.engine.indeterminate(),
    reevaluation: () => reevaluationOf(detector),
    quarantine: {
      list: (limit) => quarantine.list({ limit }),
      counters: () => quarantine.counters,
      replay: (ids) => quarantine.replay(ids.length > 0 ? ids : 'all', intake, defaultSources(config)),
    },
    onAlerts(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    sample,
    clock,
  })
  opened.add(() => app.close())
  const url = await listen(app, config)
  // Only what is wrong with it is of interest here; it says so itself.
  void watch.look()

  elastic?.archive(bus)
  elastic?.watch({
    ...{ health, intake, versions, detector, store, rules, catalogue, yields: engine.yields },
    stages: async () => {
      const [end, { next, damaged }] = [await bus.end(RECORDS), await archiving.state()]
      const waiting = await elastic.recordsWaiting()
      const lags = [
        { name: 'records', count: end - detector.offset },
        { name: 'archive', count: end - next },
        ...(waiting === undefined ? [] : [{ name: 'archive-elastic', count: waiting }]),
      ]
      return { lags, damaged }
    },
    ...{ data: config.data, isSample: sample, clock, node: 'all' },
  })
  const onTrouble = (error: unknown): void => trouble('tick', error)
  const standstill = watchStandstill(tickEvery)
  const hand = presence ?? wakeful({ intake, announce: sayUnwatched, log, standstill })
  opened.add(startTicking({ intake: hand, clock, every: tickEvery, log, onTrouble }))

  return {
    ...{ detector, intake, store, inputs, quarantine, watch },
    url,
    /** Resolves with the reason when the product cannot go on (its log cannot be read): it must be stopped. */
    broken,
    /** Stops taking, finishes what was taken, closes. */
    close: opened.run,
  }
}
