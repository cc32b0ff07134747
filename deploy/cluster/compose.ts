import { join } from 'node:path'
import { directoryData } from '../../kernel/directory/data.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import { coded } from '../../kernel/errors.ts'
import { SECOND } from '../../kernel/time.ts'
import { type Cleanup, cleanup } from '../cleanup.ts'
import { watchOpenFiles } from '../gone-files.ts'
import { type Inputs, openInputs } from '../inputs.ts'
import { maskFor } from '../mask-key.ts'
import { openPages } from '../pages.ts'
import type { ProductOptions } from '../product.ts'
import { type Desk, openDesk } from '../reports/desk.ts'
import { openRules, openSignals, openTelling, stagesOf } from '../shell.ts'
import { yieldsOf } from '../sources.ts'
import { databasesIn, openStorage } from '../storage.ts'
import { openTaking } from '../taking.ts'
import { startTicking } from '../ticking.ts'
import { openVersions, type Versions } from '../versions.ts'
import { type Cluster, connectCluster } from './connect.ts'
import { openDetectPart } from './detect-part.ts'
import { openDirectories } from './directories.ts'
import { mayCommit } from './may-commit.ts'
import { LOOK, watchPlaces } from './places.ts'
import { partsOf, type Role } from './roles.ts'
import { elasticOf, openShown } from './shown.ts'
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

/** Composes; what is opened last is closed first. */
const compose = async (options: ClusterProductOptions, opened: Cleanup) => {
  const { config, clock, sample, log, role, tickEvery = SECOND } = options
  const parts = partsOf(role)
  if (!config.kafka || !config.detector)
    throw coded('CONFIG_INVALID', `--role ${role}: cần các mục kafka và detector trong cấu hình`)
  const { slots } = config.detector
  const { rules, catalogue, instances, older, assumed, absences } = await openRules(config)
  const storage = await openStorage({ config, absences, clock, log, reads: parts.detects, tells: false }, opened)
  const { bus, broken, aside, quarantine } = storage
  const files = watchOpenFiles(databasesIn(config), log)
  opened.add(files.stop)
  const cluster = await connectCluster({ config: config.kafka, folder: config.folder, slots, log }, opened)
  if (parts.detects) await mayCommit(cluster.broker)
  const versions = await openVersions(config.data, join(config.folder, 'directory'), { catalogue, assumed })
  const directories = await openDirectories({ ...cluster.broker, topic: cluster.topics.directory, versions })
  opened.add(directories.stop)

  const { troubles, trouble, tell, onAlerts } = openSignals()
  const elastic = await elasticOf(options, cluster, parts.shows)
  if (elastic) opened.add(elastic.stop)
  const mask = maskFor(config.data)
  let isSettled = (): boolean => false
  const push = parts.shows
    ? await openTelling({ config, sample, bus, db: storage.db, mask, settled: () => isSettled(), clock, log }, opened)
    : undefined
  const { store, isWhole } = await openShown(options, cluster, { ...storage, push, tell }, opened)

  const detect = parts.detects
    ? await openDetectPart(
        {
          ...{ ...options, rules, catalogue, instances, absences, slots, bus, cluster, directories, versions, isWhole },
          onTrouble: (error) => trouble('detector', error),
        },
        opened,
      )
    : undefined

  const takes = parts.takes ? 'beside-others' : 'not'
  const { intake, presence } = await openTaking(
    { config, bus, quarantine, instances, mask, takes, tickEvery, clock, log },
    opened,
  )
  let inputs: Inputs | undefined
  if (presence) {
    await Promise.race([presence.begin(intake), broken.then((error) => Promise.reject(error))])
    inputs = await openInputs({ config, intake, log })
    opened.add(inputs.close)
  }

  const view = detect?.view ?? viewOf(() => [])
  isSettled = () => !view.state.lost && isWhole()
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
  // Where all logs can be read: beside the archive of whoever detects, unless Elasticsearch has one for those who show.
  const reads = config.elasticsearch?.archive ? parts.shows : parts.detects
  const reports = reads ? openReports(options, { cluster, slots, versions }, opened) : undefined
  const yields = yieldsOf(instances)
  const { url, health } = await openPages(
    {
      ...{
        config,
        store,
        onAlerts,
        sample,
        clock,
        log,
        rules,
        catalogue,
        yields,
        older,
        versions: known,
        detector: view,
      },
      ...{ intake, inputs },
      ...{ quarantine, files, aside, elastic, push, bus, troubles, ...(reports && { reports }) },
      watch: {
        get problem() {
          return detect?.problem()
        },
      },
      archive: async () => (await detect?.archive()) ?? { damaged: 0, next: 0 },
    },
    opened,
  )
  // Each has the whole log; one of them is enough.
  if (detect) elastic?.archive(bus, () => detect.detecting.has(0))
  elastic?.watch({
    ...{ health, intake, versions: known, detector: view, store, rules, catalogue, yields },
    overrides: config.policy,
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

/** Periodic reports of what all slots have judged. */
const openReports = (
  { config, clock, log }: ClusterProductOptions,
  { cluster, slots, versions }: { readonly cluster: Cluster; readonly slots: number; readonly versions: Versions },
  opened: Cleanup,
): Desk => {
  const { broker, topics } = cluster
  const places = watchPlaces({ ...broker, topics, slots }, log)
  opened.add(places.stop)
  const desk = openDesk({ config, versions, watermark: () => places.watermark, clock, log, every: LOOK })
  opened.add(desk.close)
  return desk
}
