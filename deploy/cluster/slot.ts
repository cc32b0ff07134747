import type { Logger } from 'pino'
import type { Drained } from '../../detectors/engine.ts'
import { YIELDS } from '../../detectors/yields.ts'
import { brokerTrouble } from '../../ingest/kafka/trouble.ts'
import { RECORDS } from '../../ingest/wire.ts'
import type { Alert } from '../../kernel/alert.ts'
import { coded } from '../../kernel/errors.ts'
import type { Archive, Clock } from '../../kernel/ports.ts'
import { type Position, type Row, rowOf } from '../checkpoint.ts'
import type { Cleanup } from '../cleanup.ts'
import { positionAnew } from '../database.ts'
import { type DetectorOptions, startDetector } from '../detector/loop.ts'
import type { ReadingOptions } from '../detector/reading.ts'
import { threadSlicer } from '../detector/thread-slicer.ts'
import { STATE_VERSION } from '../migrations.ts'
import { threadWriter } from '../write-thread.ts'
import { catchUp } from './catch-up.ts'
import { type Changelog, openChangelog } from './changelog.ts'
import type { Place } from './changelog-record.ts'
import type { ReadingBroker } from './read-partition.ts'
import { noteOf, openSlotFile, type SlotFile, slotFileOf } from './slot-file.ts'
import { onlyOf, type Slot } from './slots.ts'
import type { ClusterTopics } from './topics.ts'

export type SlotOptions = {
  readonly slot: Slot
  readonly topics: ClusterTopics
  readonly broker: ReadingBroker
  readonly data: string
  /** Ids of the `absence` rules. */
  readonly absences: ReadonlySet<string>
  /** What the engine is and reads, but for whose work it does. */
  readonly detector: Omit<DetectorOptions, 'checkpoint' | 'slicer' | 'clock' | 'log'>
  readonly slicing: Omit<ReadingOptions, 'slot'>
  readonly archive: Archive
  /** The version of the directory that was accepted last. */
  readonly latest: string
  readonly clock: Clock
  readonly log: Logger
  /** The slot is not ours any more. */
  readonly signal: AbortSignal
}

/**
 * Takes a slot up: fences whoever had it, brings its file up to what Kafka holds, and goes on exactly there. What is opened is closed by
 * `opened`. Kafka is the truth: a commit counts when its transaction does, and the file follows.
 */
export const openSlot = async (options: SlotOptions, opened: Cleanup) => {
  const { slot, topics, broker, data, absences, clock, log, signal } = options
  const { engine, first, ...rest } = options.detector
  const { lateness } = engine
  const { promise: failed, resolve: fail } = Promise.withResolvers<unknown>()
  const transactionalId = `${broker.prefix}detect.${slot.index}`
  const told = (error: unknown): never => {
    throw brokerTrouble(error, { brokers: broker.brokers, topic: topics.state, transaction: transactionalId })
  }
  const changelog = await openChangelog({ client: broker.client, topics, transactionalId, slot: slot.index }).catch(
    told,
  )
  opened.add(changelog.close)
  const owner = await changelog.take().catch(told)
  const path = slotFileOf(data, slot.index)
  const file = openSlotFile({ file: path, log, absences, clock })
  opened.add(file.close)
  const { markAlerts } = changelog
  const { place, ...read } = await catchUp({ ...broker, topics, slot: slot.index, owner, file, markAlerts, signal })
  changelog.from(read.alertsEnd)
  if (place) ofThisBuild(place)
  const begin = await rest.bus.begin(RECORDS)
  const anew = () =>
    positionAnew(begin, options.archive, {
      ...{ now: clock.now(), lateness },
      // What the log said of versions before its beginning nobody hears again.
      directory: begin > 0 ? options.latest : first,
    })
  // What the log has forgotten in the meantime nobody can judge: state from before it would be wrong about all that comes.
  if (place && place.position.refill < begin) {
    log.error(
      { refill: place.position.refill, begin },
      'the log has forgotten where the slot stood: made anew from the archive',
    )
    await forget(file, changelog, await anew())
  } else if (place) await align(file, changelog)
  // Where Kafka has lost it, or never had it, and the log or the alerts have gone on: it is made anew from the archive.
  else if (begin > 0 || read.alertsEnd > 0) file.checkpoint.discard(await anew())
  log.info(read, 'the state of the slot was restored')

  const writer = threadWriter(path, clock)
  opened.add(writer.close)
  const slicer = threadSlicer({ ...options.slicing, slot })
  opened.add(slicer.close)
  let dead: unknown
  const commit = async (drained: Drained, position: Position): Promise<readonly Alert[]> => {
    if (dead !== undefined) throw dead
    try {
      const written = clock.now()
      const committed = await changelog.commit({
        rows: drained.changes.map(rowOf),
        alerts: drained.alerts.map((alert) => ({ alert, written })),
        place: { version: STATE_VERSION, position },
      })
      return await writer.commit({ ...drained, changes: [...drained.changes, noteOf(committed)] }, position)
    } catch (error) {
      // Whether it counts is known only to whoever reads it there: this engine is of no more use.
      dead = error ?? new Error('a commit failed without saying why')
      fail(dead)
      throw dead
    }
  }
  const detector = await startDetector({
    ...{ ...rest, first, slicer, clock, log },
    engine: { ...engine, only: onlyOf(slot) },
    checkpoint: { ...file.checkpoint, commit },
  })
  opened.add(detector.stop)
  return {
    detector,
    checkpoint: file.checkpoint,
    slicer,
    /** Resolves with the reason when the slot cannot go on; it must be closed, and may be opened again. */
    failed,
  }
}

export type RunningSlot = Awaited<ReturnType<typeof openSlot>>

const ofThisBuild = ({ version }: Place): void => {
  if (version > STATE_VERSION)
    throw coded(
      'STORE_VERSION',
      `trạng thái của phần việc do bản Vọng Gác mới hơn ghi (${version}, bản này là ${STATE_VERSION}): hãy nâng cấp máy này`,
    )
}

/** State is forgotten, on Kafka too, but for what no archive can tell; alerts stay. */
const forget = async (file: SlotFile, changelog: Changelog, position: Position): Promise<void> => {
  const rows = file.keys().flatMap(([space, key]): Row[] => (space === YIELDS ? [] : [[space, key, undefined]]))
  const committed = await changelog.commit({ rows, alerts: [], place: { version: 0, position } })
  file.checkpoint.discard(position)
  file.take([], committed)
}

/** State that another build wrote is made this build's, on Kafka too: there it may not stand half in one version and half in the other. */
const align = async (file: SlotFile, changelog: Changelog): Promise<void> => {
  const keys = file.keys()
  const { found, position, saved } = file.checkpoint.restore()
  if (found === 'current' || position === undefined) return
  const kept = file.ownOf(saved).map(rowOf)
  const known = new Set(kept.map(([space, key]) => JSON.stringify([space, key])))
  const gone = keys.flatMap(([space, key]): Row[] =>
    known.has(JSON.stringify([space, key])) ? [] : [[space, key, undefined]],
  )
  const readable = found === 'migrated'
  const place = { version: readable ? STATE_VERSION : 0, position }
  const committed = await changelog.commit({ rows: [...kept, ...gone], alerts: [], place })
  if (!readable) file.checkpoint.discard(position)
  file.take([], committed)
}
