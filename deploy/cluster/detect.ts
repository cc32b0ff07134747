import type { Logger } from 'pino'
import type { Alert } from '../../kernel/alert.ts'
import { coded } from '../../kernel/errors.ts'
import type { Clock } from '../../kernel/ports.ts'
import type { ProductBus } from '../bus.ts'
import type { DetectorOptions } from '../detector/loop.ts'
import type { ReadingOptions } from '../detector/reading.ts'
import { openArchive } from '../open-archive.ts'
import type { Versions } from '../versions.ts'
import type { Cluster } from './connect.ts'
import type { Directories } from './directories.ts'
import { joinGroup } from './member.ts'
import { openSlot, type RunningSlot } from './slot.ts'
import { slotBus } from './slot-bus.ts'
import { runSlots } from './slots-run.ts'

export type DetectOptions = {
  readonly cluster: Cluster
  readonly slots: number
  readonly bus: ProductBus
  readonly directories: Directories
  readonly versions: Versions
  readonly absences: ReadonlySet<string>
  readonly engine: DetectorOptions['engine']
  readonly prints: DetectorOptions['prints']
  readonly slicing: Omit<ReadingOptions, 'slot'>
  readonly clock: Clock
  readonly log: Logger
  /** Accepts the first version of the directory, where nobody has one yet; the owner of slot 0 is asked. */
  readonly begin: () => Promise<void>
  /** Slot 0 is ours: whoever has it looks after the clerk's folder until it is let go. */
  readonly onFirstSlot: (slot: RunningSlot) => () => Promise<void>
  readonly onTrouble: (error: unknown) => void
}

const NOBODY_IS_TOLD = (_alerts: readonly Alert[]): void => undefined

/** This process's part of the detectors' work: a member of their group, with an engine for each slot it is given. */
export const startDetecting = (options: DetectOptions) => {
  const { cluster, slots, bus, directories, versions, clock, log, onTrouble } = options
  const { broker, topics } = cluster
  const { data } = options.slicing.config
  const troubles = new Map<number, unknown>()
  const trouble = (slot: number, error: unknown): void => {
    if (error === undefined) troubles.delete(slot)
    else troubles.set(slot, error)
    onTrouble(troubles.values().next().value)
  }

  const run = runSlots<RunningSlot>({
    log,
    onTrouble: trouble,
    async open(index, opened, signal) {
      if (index === 0 && directories.isEmpty) await options.begin()
      const first = await directories.first(signal)
      if (first === undefined)
        throw coded(
          'DIRECTORY_INVALID',
          'chưa có phiên bản danh bạ nào: phần việc số 0 chưa công bố phiên bản đầu tiên',
        )
      const archive = await openArchive(options.slicing.config)
      opened.add(archive.close)
      const slot = await openSlot(
        {
          ...{ slot: { index, of: slots }, topics, broker, clock, signal },
          ...{ data, absences: options.absences, slicing: options.slicing },
          archive,
          latest: versions.latest?.version ?? first,
          log: log.child({ slot: index }),
          detector: {
            bus: slotBus(bus, signal),
            ...{ engine: options.engine, prints: options.prints, first },
            version: (id) => directories.version(id, signal),
            async changes(before, after) {
              for (const id of [before, after]) if (id !== undefined) await directories.version(id, signal)
              return versions.changes(before, after)
            },
            // Console and Elasticsearch hear of alerts once they stand on Kafka.
            onAlerts: NOBODY_IS_TOLD,
            onTrouble: (error) => trouble(index, error),
          },
        },
        opened,
      )
      if (index === 0) opened.add(options.onFirstSlot(slot))
      return slot
    },
  })
  let assigned: () => void = () => undefined
  let isMember = false
  /** Resolves when the group has said for the first time what is ours. */
  const joined = new Promise<void>((resolve) => {
    assigned = resolve
  })
  const member = joinGroup({
    ...{ client: broker.client, brokers: broker.brokers, group: `${broker.prefix}detect`, topic: topics.state },
    onAssigned(partitions) {
      log.info({ slots: [...partitions] }, 'slots assigned')
      run.assign(partitions)
      isMember = true
      assigned()
    },
    onLost: (error) => log.warn({ err: error }, 'the group of the detectors was lost; it is joined again'),
  })

  return {
    joined,
    slots: run.running,
    /** Whether the group has said what is ours and nothing of that is being taken up or let go: what `slots` says is all that is read. */
    get isSettled(): boolean {
      return isMember && run.isSettled
    },
    get assigned(): number {
      return run.assigned
    },
    /** Whether a slot is ours, running or not. */
    has: run.has,
    /** Lets go of the slots, saved, and then leaves the group: others go on at once. */
    async stop(): Promise<void> {
      await run.stop()
      await member.stop()
    },
  }
}
