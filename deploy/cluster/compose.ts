import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildApp } from '../../api/app.ts'
import { ruleInfos } from '../../api/rules.ts'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import { absencesOf } from '../../detectors/meta.ts'
import { checkOverrides } from '../../detectors/policy.ts'
import { createIntake } from '../../ingest/intake/local.ts'
import { RECORDS } from '../../ingest/wire.ts'
import type { Alert } from '../../kernel/alert.ts'
import { directoryData } from '../../kernel/directory/data.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import { coded } from '../../kernel/errors.ts'
import { SECOND } from '../../kernel/time.ts'
import { type Cleanup, cleanup } from '../cleanup.ts'
import { keepClocks, recallClocks } from '../clocks.ts'
import { defaultSources } from '../default-sources.ts'
import { watchOpenFiles } from '../gone-files.ts'
import { healthOf } from '../health.ts'
import { type Inputs, openInputs } from '../inputs.ts'
import { intakePool } from '../intake-pool.ts'
import { listen } from '../listen.ts'
import { maskFor } from '../mask-key.ts'
import { openPresence } from '../presence.ts'
import type { ProductOptions } from '../product.ts'
import { reevaluationOf } from '../reevaluation.ts'
import { assumedOf, detectInstance, instancesOf, yieldsOf } from '../sources.ts'
import { databasesIn, openStorage } from '../storage.ts'
import { startTicking } from '../ticking.ts'
import { openVersions } from '../versions.ts'
import { copyAlerts } from './alerts-copy.ts'
import { type Cluster, connectCluster } from './connect.ts'
import { openDetectPart } from './detect-part.ts'
import { openDirectories } from './directories.ts'
import { partsOf, type Role } from './roles.ts'
import { viewOf } from './view.ts'

export type ClusterProductOptions = ProductOptions & { readonly role: Role }

/** One process of the product on Kafka with several detectors: everything, or the part its role says. Throws coded errors; closes what it opened. */
export const openClusterProduct = async (options: ClusterProductOptions) => {
  const opened = cleanup()
  try {
    return await compose(options, opened)
  } catch (error) {
    await opened.run()
    throw error
  }
}

export type ClusterProduct = Awaited<ReturnType<typeof openClusterProduct>>

/** What tells Elasticsearch how the process stands, and (`tells`) of every slot's alerts, where the configuration names one; its client is loaded only then. */
const elasticOf = async (
  { config, clock, log }: ClusterProductOptions,
  { broker, topics }: Cluster,
  tells: boolean,
) => {
  const { elasticsearch: settings, folder, data } = config
  if (!settings) return undefined
  const { client, admin, brokers, prefix } = broker
  const topic = { client, admin, brokers, topic: topics.alerts, group: `${prefix}elastic` }
  return (await import('../elastic/open.ts')).openElastic({
    settings,
    folder,
    data,
    source: tells ? { topic } : undefined,
    clock,
    log,
  })
}

const NO_INPUTS: Pick<Inputs, 'counters' | 'trouble'> = { counters: () => ({}), trouble: () => undefined }

/** Composes; what is opened last is closed first. */
const compose = async (options: ClusterProductOptions, opened: Cleanup) => {
  const { config, clock, sample, log, role, tickEvery = SECOND } = options
  const parts = partsOf(role)
  if (!config.kafka || !config.detector)
    throw coded('CONFIG_INVALID', `--role ${role}: cần các mục kafka và detector trong cấu hình`)
  const { slots } = config.detector
  const [rules, catalogue] = [await loadRules(), loadCatalogue()]
  const wrong = checkOverrides(rules, config.policy)
  if (wrong.length > 0) throw coded('CONFIG_INVALID', wrong.join('\n'))
  const instances = instancesOf(config.sources)
  const assumed = assumedOf(instances)
  mkdirSync(config.data, { recursive: true, mode: 0o700 })

  const absences = absencesOf(rules)
  const storage = await openStorage({ config, absences, clock, log, reads: parts.detects, tells: false }, opened)
  const { bus, broken, aside, db, store, quarantine } = storage
  const files = watchOpenFiles(databasesIn(config.data), log)
  opened.add(files.stop)
  const cluster = await connectCluster({ config: config.kafka, folder: config.folder, slots, log }, opened)
  const versions = await openVersions(config.data, join(config.folder, 'directory'), { catalogue, assumed })
  const directories = await openDirectories({ ...cluster.broker, topic: cluster.topics.directory, versions })
  opened.add(directories.stop)

  const listeners = new Set<(alerts: readonly Alert[]) => void>()
  const onAlerts = (alerts: readonly Alert[]): void => {
    for (const listener of listeners) listener(alerts)
  }
  const elastic = await elasticOf(options, cluster, parts.shows)
  if (elastic) opened.add(elastic.stop)
  if (parts.detects || parts.shows) {
    const copying = await copyAlerts({ ...cluster.broker, topic: cluster.topics.alerts, db, onAlerts })
    opened.add(copying.stop)
  }

  const troubles = new Map<'detector' | 'tick', unknown>()
  const trouble = (what: 'detector' | 'tick', error: unknown): void => {
    if (error === undefined) troubles.delete(what)
    else troubles.set(what, error)
  }
  const detect = parts.detects
    ? await openDetectPart(
        {
          ...{ ...options, rules, catalogue, instances, absences, slots, bus, cluster, directories, versions },
          onTrouble: (error) => trouble('detector', error),
        },
        opened,
      )
    : undefined

  const presence = parts.takes ? await openPresence({ bus, data: config.data, clock, log }) : undefined
  if (presence) opened.add(presence.close)
  const pool = parts.takes ? intakePool(config, log) : undefined
  if (pool) opened.add(pool.close)
  const intake = createIntake({
    ...{ bus, quarantine, clock, instances, detect: detectInstance, mask: maskFor(config.data) },
    ...(presence && { clocks: await recallClocks(config.data, bus, log), ...presence.intake }),
    ...(pool && { reader: pool.read }),
    onDiskFull: (error) => log.warn({ err: error }, 'the disk is full: no log is taken, senders are asked to wait'),
  })
  let inputs: Inputs | undefined
  if (presence) {
    opened.add(keepClocks(config.data, intake, log))
    await Promise.race([presence.begin(intake), broken.then((error) => Promise.reject(error))])
    inputs = await openInputs({ config, intake, log })
    opened.add(inputs.close)
  }

  const view = detect?.view ?? viewOf(() => [])
  const nobody = createDirectory(directoryData({}))
  const known = {
    /** Whose logs were heard only a detector knows: elsewhere nobody is missed. */
    get directory() {
      return detect && versions.latest ? versions.directory : nobody
    },
    get latest() {
      return versions.latest
    },
  }
  const started = clock.now()
  const health = async () =>
    healthOf({
      ...{
        detector: view,
        intake,
        inputs: inputs ?? NO_INPUTS,
        quarantine,
        troubles,
        started,
        clock,
        rules,
        catalogue,
      },
      versions: known,
      watch: { problem: detect?.problem() },
      archive: (await detect?.archive()) ?? { damaged: 0, next: 0 },
      ...{ gone: await files.gone(), aside, elastic: elastic?.state(), bus },
    })
  const app = buildApp({
    store,
    rules: ruleInfos(rules, catalogue),
    units: () =>
      (versions.latest?.units ?? []).map(({ id, name, parent }) => ({
        id,
        name,
        ...(parent !== undefined && { parent }),
      })),
    health,
    indeterminate: view.engine.indeterminate,
    reevaluation: () => reevaluationOf(view),
    ...(presence && {
      quarantine: {
        list: (limit: number) => quarantine.list({ limit }),
        counters: () => quarantine.counters,
        replay: (ids: readonly number[]) =>
          quarantine.replay(ids.length > 0 ? ids : 'all', intake, defaultSources(config)),
      },
    }),
    onAlerts(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    ...{ sample, clock },
  })
  opened.add(() => app.close())
  const url = await listen(app, config)
  if (detect) elastic?.archive(bus)
  elastic?.watch({
    ...{ health, intake, versions: known, detector: view, store, rules, catalogue, yields: yieldsOf(instances) },
    async stages() {
      if (!detect) return { lags: [] }
      const [end, { next, damaged }] = [await bus.end(RECORDS), await detect.archive()]
      const waiting = await elastic.recordsWaiting()
      const lags = [
        { name: 'records', count: end - view.offset },
        { name: 'archive', count: end - next },
        ...(waiting === undefined ? [] : [{ name: 'archive-elastic', count: waiting }]),
      ]
      return { lags, damaged }
    },
    ...{ data: config.data, isSample: sample, clock, node: role },
    slots: detect?.slots,
  })
  if (presence) {
    const onTrouble = (error: unknown): void => trouble('tick', error)
    opened.add(startTicking({ intake: presence, clock, every: tickEvery, log, onTrouble }))
  }
  return {
    ...{ url, store, intake, detecting: detect?.detecting },
    /** Moves the minute hand; undefined where no logs are taken. */
    tick: presence?.publishTick,
    /** Where logs are taken; undefined where none are. */
    port: inputs?.port,
    /** Resolves with the reason when the process cannot go on: it must be stopped. */
    broken,
    close: opened.run,
  }
}
