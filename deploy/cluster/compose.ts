import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Deps } from '../../api/deps.ts'
import { createIntake } from '../../ingest/intake/local.ts'
import type { Alert } from '../../kernel/alert.ts'
import { directoryData } from '../../kernel/directory/data.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import { coded } from '../../kernel/errors.ts'
import { SECOND } from '../../kernel/time.ts'
import { type Cleanup, cleanup } from '../cleanup.ts'
import { keepClocks, recallClocks } from '../clocks.ts'
import { watchOpenFiles } from '../gone-files.ts'
import { healthOf } from '../health.ts'
import { type Inputs, openInputs } from '../inputs.ts'
import { intakePool } from '../intake-pool.ts'
import { maskFor } from '../mask-key.ts'
import { openPresence } from '../presence.ts'
import type { ProductOptions } from '../product.ts'
import { openPush, type Push } from '../push/open.ts'
import { openConsole, openRules, openSignals, stagesOf } from '../shell.ts'
import { detectInstance, yieldsOf } from '../sources.ts'
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
  const { client, admin, brokers } = broker
  const topic = { client, admin, brokers, topic: topics.alerts, group: tellers(broker) }
  return (await import('../elastic/open.ts')).openElastic({
    settings,
    folder,
    data,
    source: tells ? { topic } : undefined,
    clock,
    log,
  })
}

/** The group of those who tell Elasticsearch. */
const tellers = ({ prefix }: Cluster['broker']): string => `${prefix}elastic`

type AlertsParts = Pick<Awaited<ReturnType<typeof openStorage>>, 'store' | 'db'> & {
  readonly push: Pick<Push, 'wake'> | undefined
  /** Those who look at the pages. */
  readonly tell: (alerts: readonly Alert[]) => void
}

/**
 * The alerts that the pages show: those on Elasticsearch, where that is configured and nobody detects here; else a copy of all that detectors
 * raise. A preview of the registers (who detects) and the push ledger read the copy. An ingester has neither.
 */
const openAlerts = async (
  { config, role }: ClusterProductOptions,
  { broker, topics }: Cluster,
  { store, db, push, tell }: AlertsParts,
  opened: Cleanup,
): Promise<Deps['store']> => {
  const parts = partsOf(role)
  const topic = { ...broker, topic: topics.alerts }
  const settings = parts.shows && !parts.detects ? config.elasticsearch : undefined
  if (parts.detects || push || (parts.shows && !settings)) {
    const onAlerts = (alerts: readonly Alert[]): void => {
      if (!settings) tell(alerts)
      push?.wake()
    }
    opened.add((await copyAlerts({ ...topic, db, onAlerts })).stop)
  }
  if (!settings) return store
  const reader = (await import('../elastic/store.ts')).openElasticStore(settings, config.folder)
  opened.add(reader.close)
  const own = (): string => `${broker.prefix}alerts.${randomUUID()}`
  const { liveAlerts } = await import('../elastic/live.ts')
  opened.add(liveAlerts({ ...topic, group: tellers(broker), own, settle: reader.settle, onAlerts: tell }).stop)
  return reader
}

const NO_INPUTS: Pick<Inputs, 'counters' | 'trouble'> = { counters: () => ({}), trouble: () => undefined }

/** Composes; what is opened last is closed first. */
const compose = async (options: ClusterProductOptions, opened: Cleanup) => {
  const { config, clock, sample, log, role, tickEvery = SECOND } = options
  const parts = partsOf(role)
  if (!config.kafka || !config.detector)
    throw coded('CONFIG_INVALID', `--role ${role}: cần các mục kafka và detector trong cấu hình`)
  const { slots } = config.detector
  const { rules, catalogue, instances, assumed, absences } = await openRules(config)
  const storage = await openStorage({ config, absences, clock, log, reads: parts.detects, tells: false }, opened)
  const { bus, broken, aside, quarantine } = storage
  const files = watchOpenFiles(databasesIn(config.data), log)
  opened.add(files.stop)
  const cluster = await connectCluster({ config: config.kafka, folder: config.folder, slots, log }, opened)
  const versions = await openVersions(config.data, join(config.folder, 'directory'), { catalogue, assumed })
  const directories = await openDirectories({ ...cluster.broker, topic: cluster.topics.directory, versions })
  opened.add(directories.stop)

  const { troubles, trouble, tell, onAlerts } = openSignals()
  const elastic = await elasticOf(options, cluster, parts.shows)
  if (elastic) opened.add(elastic.stop)
  const mask = maskFor(config.data)
  let isSettled = (): boolean => false
  // Before anything is added to the database; what is made from the sample province is told to nobody.
  const push =
    config.push && parts.shows && !sample
      ? openPush({ ...config, settings: config.push, db: storage.db, mask, settled: () => isSettled(), clock, log })
      : undefined
  if (push) opened.add(push.stop)
  const store = await openAlerts(options, cluster, { ...storage, push, tell }, opened)

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
    ...{ bus, quarantine, clock, instances, detect: detectInstance, mask },
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
  isSettled = () => !view.state.lost
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
      ...{ gone: await files.gone(), aside, elastic: elastic?.state(), push: push?.state(), bus },
    })
  const refused = presence && { quarantine, intake }
  const url = await openConsole(
    { config, store, health, onAlerts, sample, clock, rules, catalogue, versions, detector: view, refused },
    opened,
  )
  // Each has the whole log; one of them is enough.
  if (detect) elastic?.archive(bus, () => detect.detecting.has(0))
  elastic?.watch({
    ...{ health, intake, versions: known, detector: view, store, rules, catalogue, yields: yieldsOf(instances) },
    stages: detect ? stagesOf({ bus, detector: view, archive: detect.archive, elastic }) : async () => ({ lags: [] }),
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
