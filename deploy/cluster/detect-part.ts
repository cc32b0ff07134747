import { join } from 'node:path'
import type { Catalogue } from '../../detectors/catalogue.ts'
import type { Rule } from '../../detectors/meta.ts'
import { encodeWire, RECORDS } from '../../ingest/wire.ts'
import { type ArchiveState, openArchiving } from '../archive.ts'
import type { ProductBus } from '../bus.ts'
import type { Cleanup } from '../cleanup.ts'
import { type DirectoryWatch, directoryWatch } from '../directory-watch.ts'
import { openArchive } from '../open-archive.ts'
import { printsOf } from '../prints.ts'
import type { ProductOptions } from '../product.ts'
import { ruleCode } from '../rule-code.ts'
import { type instancesOf, yieldsOf } from '../sources.ts'
import type { Versions } from '../versions.ts'
import { caughtUp } from './caught-up.ts'
import type { Cluster } from './connect.ts'
import { startDetecting } from './detect.ts'
import type { Directories } from './directories.ts'
import { viewOf } from './view.ts'

export type DetectPartOptions = ProductOptions & {
  readonly rules: readonly Rule[]
  readonly catalogue: Catalogue
  readonly instances: ReturnType<typeof instancesOf>
  readonly absences: ReadonlySet<string>
  readonly slots: number
  readonly bus: ProductBus
  readonly cluster: Cluster
  readonly directories: Directories
  readonly versions: Versions
  /** Whether the copy of all alerts has come to where they stood at the start. */
  readonly isWhole: () => boolean
  readonly onTrouble: (error: unknown) => void
}

/** What a process does that detects: slots, the archive they read, and with slot 0 the clerk's folder. What is opened is closed by `opened`. */
export const openDetectPart = async (options: DetectPartOptions, opened: Cleanup) => {
  const { config, clock, log, sample, rules, catalogue, bus, directories, versions } = options
  const { data, policy, lateness, confirmAbove } = config
  const folder = join(config.folder, 'directory')
  let watch: DirectoryWatch | undefined

  const accepted = (): number => options.knownAt ?? clock.now()
  const publishDirectory = async (version: string): Promise<void> => {
    await directories.publish(await versions.dataOf(version), clock.now())
    await bus.publish(RECORDS, [{ key: 'directory', value: encodeWire({ directory: version }) }])
  }

  const detecting = startDetecting({
    ...{ cluster: options.cluster, slots: options.slots, bus, directories, versions, absences: options.absences },
    engine: { rules, overrides: policy, yields: yieldsOf(options.instances), lateness, sample },
    prints: printsOf(rules, { catalogue, code: ruleCode() }),
    slicing: { config, sample },
    ...{ clock, log, onTrouble: options.onTrouble },
    async begin() {
      const at = accepted()
      if (!versions.latest) await versions.accept(await versions.propose(at), at)
      await directories.publish(versions.latest!, at)
    },
    onFirstSlot({ detector, slicer, checkpoint }) {
      const { propose, preview } = slicer
      const isCaughtUp = caughtUp({
        end: () => bus.end(RECORDS),
        isSaved: (end) => !detector.state.lost && (checkpoint.position()?.offset ?? 0) >= end && options.isWhole(),
      })
      const looking = directoryWatch({
        ...{ versions, intake: { publishDirectory }, clock, log, confirmAbove, data, folder, propose, preview },
        ...{ inForce: detector.directory, isCaughtUp },
      })
      watch = looking
      void looking.look()
      return async () => {
        watch = undefined
        await looking.stop()
      }
    },
  })
  opened.add(detecting.stop)
  const running = () => [...detecting.slots.values()]

  const archive = await openArchive(config)
  opened.add(archive.close)
  const archiving = await openArchiving({
    ...{ bus, data, months: config.archive.months, gaps: archive.gaps, clock, log },
    // What a slot that comes from elsewhere may need beyond that it reads on the cluster; but one that is being taken up may be reading.
    durable: async () =>
      detecting.isSettled ? Math.min(...running().map(({ checkpoint }) => checkpoint.position()?.refill ?? 0)) : 0,
    onRestored: async () => {
      for (const { detector } of running()) await detector.restored()
    },
  })
  opened.add(archiving.stop)

  return {
    detecting,
    view: viewOf(
      () => running().map(({ detector }) => detector),
      () => detecting.slots.size === detecting.assigned,
    ),
    /** What each slot of this process knows of its own entities. */
    slots: {
      of: options.slots,
      running: () =>
        [...detecting.slots].map(([slot, { detector }]) => {
          const { watermark, engine } = detector
          return { slot, watermark, indeterminate: engine.indeterminate() }
        }),
    },
    archive: (): Promise<ArchiveState> => archiving.state(),
    /** What is wrong with the clerk's folder, where this process looks after it. */
    problem: () => watch?.problem,
  }
}
