import { coded, isCoded } from '../../kernel/errors.ts'
import { pipelineOf } from '../../kernel/event.ts'
import type { Clock, EventBus } from '../../kernel/ports.ts'
import { MINUTE } from '../../kernel/time.ts'
import type { Delivery, Intake, Outcome } from '../intake.ts'
import type { Quarantine, Refused } from '../quarantine.ts'
import { encodeWire, RECORDS } from '../wire.ts'
import type { KeptClocks } from './clock-file.ts'
import { addCounters, freshCounters, type IntakeCounters } from './counters.ts'
import { type JudgeOptions, OLDEST } from './judge.ts'
import { deliveryMark, type Pipeline, restartMark, settledMessage, tickMessage, type Unwatched } from './marks.ts'
import { type DeliveryReader, deliveryReader, type ReadDelivery } from './read-delivery.ts'
import { createSkews, type SavedClocks, type Skew } from './skew.ts'
import { unlessInVain } from './soon.ts'

export type IntakeLimits = {
  /** Longest line that is read, bytes. */
  readonly lineBytes: number
  /** Bytes that may be on their way to the disk at once; above it deliveries are put off. */
  readonly inFlightBytes: number
}

export const INTAKE_LIMITS: IntakeLimits = { lineBytes: 1024 * 1024, inFlightBytes: 64 * 1024 * 1024 }

export type IntakeOptions = Omit<JudgeOptions, 'lineBytes'> & {
  /** `unstored`: why nothing published has been stored for a while. */
  readonly bus: EventBus & { readonly unstored?: Error | undefined }
  readonly quarantine: Pick<Quarantine, 'put'>
  readonly clock: Clock
  readonly limits?: Partial<IntakeLimits>
  /** Reads deliveries elsewhere (`openPool`); in this thread unless told. */
  readonly reader?: DeliveryReader
  /** What was known of the machines' clocks when the product stopped. */
  readonly clocks?: SavedClocks
  /** Who this is among several that write the log; absent where it is alone. */
  readonly producer?: string
  /** Told before the first lines of a minute are stored that came over these pipelines; where it fails nothing is. */
  readonly onDelivery?: (pipelines: readonly Pipeline[], received: number) => Promise<void>
  /** Told of lines that are in quarantine now, before their sender is answered. */
  readonly onRefused?: (lines: readonly Refused[]) => Promise<void>
  /** Told when a parser threw: the line is in quarantine, the fault is ours. */
  readonly onParserError?: (error: unknown, parser: string) => void
  /** Told when a delivery could not be stored on a full disk, once until one could again: the senders were asked to wait. */
  readonly onDiskFull?: (error: unknown) => void
}

export type LocalIntake = Intake & {
  readonly counters: Readonly<IntakeCounters>
  /** The clocks of the machines heard since the start, the worst first. */
  skews(): readonly Skew[]
  /** What is known of them, to be kept over a restart, and from which offset of the log on it does not know what that says. */
  clocks(): Promise<KeptClocks>
  /** Why the last delivery was not stored, where the disk was full. */
  readonly full: Error | undefined
  /** Observations of which nobody will ever say whether they were late or their clock behind. */
  readonly unsettled: number
  /** Of how many machines, as each source tells of them. */
  readonly unsettledMachines: number
  /** Late lines that were forgotten before they could prove others late, since there were too many. */
  readonly forgottenLate: number
  /** Machines whose clock was forgotten, since there were too many: those heard longest ago. */
  readonly forgottenClocks: number
  /** At start: says of these pipelines that nobody watched them from `since` (epoch ms) to now, and that somebody does from here on. */
  announceRestart(pipelines: readonly Unwatched[], since: number): Promise<void>
  /** Lets time travel in band: nothing published later was received before `at`, epoch ms, lateness apart. */
  publishTick(at: number): Promise<void>
  /** Says that nothing comes of this producer after `at`, so that nobody waits for its time. */
  publishGoodbye(at: number): Promise<void>
  /** Marks the point from which this version of the directory is in force. */
  publishDirectory(version: string): Promise<void>
}

/** The intake of one process: reads lines, stores them on the bus, puts the unreadable ones into quarantine. */
export const createIntake = (options: IntakeOptions): LocalIntake => {
  const { bus, quarantine, clock } = options
  const by = options.producer === undefined ? {} : { by: options.producer }
  const limits = { ...INTAKE_LIMITS, ...options.limits }
  const reader = options.reader ?? deliveryReader({ oldest: OLDEST, ...options, lineBytes: limits.lineBytes })
  const counters = freshCounters()
  const skews = createSkews(options.clocks)
  const told = new Map<string, number>()
  const storing = new Set<Promise<unknown>>()
  let inFlight = 0
  let full: Error | undefined

  const store = async (delivery: Delivery, received: number, read: ReadDelivery) => {
    const minute = Math.floor(received / MINUTE)
    const delivered = delivery.again ? [] : read.pipelines
    const untold = delivered.filter((pipeline) => told.get(pipelineOf(pipeline)) !== minute)
    const marks = untold.map((pipeline) => deliveryMark(pipeline, received))
    if (untold.length > 0) await options.onDelivery?.(untold, received)
    await bus.publish(RECORDS, [...read.messages, ...marks])
    for (const pipeline of untold) told.set(pipelineOf(pipeline), minute)
    if (delivery.received !== undefined) return
    const settled = skews.note({ collector: delivery.collector, received, ...read })
    if (settled.length === 0) return
    await bus.publish(RECORDS, settled.map(settledMessage)).catch((error: unknown) => {
      skews.unstored(settled)
      throw error
    })
    skews.stored(settled)
  }

  const take = async (delivery: Delivery): Promise<Outcome> => {
    const received = delivery.received ?? clock.now()
    const live = delivery.received === undefined
    const clocks = live || delivery.quarantined ? { known: skews.known(delivery.collector), live } : undefined
    const read = await reader(delivery, received, clocks)
    const stored = store(delivery, received, read).finally(() => storing.delete(stored))
    storing.add(stored)
    await stored
    const { refused, heading, messages } = read
    // After the records: a sender that must repeat a delivery repeats it under the same ids.
    if (refused.length > 0 && !delivery.quarantined) {
      const lines = refused.map((one) => one.refused)
      quarantine.put(lines)
      await options.onRefused?.(lines)
    }
    addCounters(counters, read.counters)
    for (const { error, parser } of read.crashed) options.onParserError?.(error, parser)
    counters.bytes += bytesOf(delivery)
    return {
      accepted: messages.length,
      refused: refused.map(({ index, refused: { reason, detail } }) => ({ index, refusal: { reason, detail } })),
      ...(heading === undefined ? {} : { heading }),
    }
  }

  const putOff = (why: string, cause?: Error): Error => {
    counters.putOff += 1
    return coded('BACKPRESSURE', `${why}; hãy gửi lại sau.`, cause)
  }
  const inVain = (): Error | undefined => bus.unstored && putOff('Nhật ký chung chưa ghi được', bus.unstored)

  return {
    deliver: async (delivery) => {
      const bytes = bytesOf(delivery)
      if (inFlight > 0 && inFlight + bytes > limits.inFlightBytes) throw putOff(`Đang có ${inFlight} byte chờ ghi`)
      const away = delivery.soon && inVain()
      if (away) throw away
      inFlight += bytes
      const taking = take(delivery).finally(() => {
        inFlight -= bytes
      })
      try {
        const outcome = await (delivery.soon ? unlessInVain(taking, inVain) : taking)
        if (delivery.lines.length > 0) full = undefined
        return outcome
      } catch (error) {
        if (isCoded(error) && error.code === 'DISK_FULL') {
          if (full === undefined) options.onDiskFull?.(error)
          full = error
        }
        throw error
      }
    },
    get pressed() {
      return inFlight >= limits.inFlightBytes || bus.unstored !== undefined
    },
    get full() {
      return full
    },
    counters,
    skews: skews.list,
    async clocks() {
      const from = await bus.end(RECORDS)
      // What is in the log by now may not be taken note of yet.
      await Promise.allSettled([...storing])
      return { from, machines: skews.saved() }
    },
    get unsettled() {
      return skews.counters.unsettled
    },
    get unsettledMachines() {
      return skews.counters.unsettledMachines
    },
    get forgottenLate() {
      return skews.counters.forgotten
    },
    get forgottenClocks() {
      return skews.counters.evicted
    },
    announceRestart: (pipelines, since) => {
      const now = clock.now()
      const marks = pipelines.map((pipeline) => restartMark(pipeline, since, now))
      // Without the tick a start that ends before its first one would have the next count this absence again. Last, since without
      // the marks it would hide the absence.
      return bus.publish(RECORDS, [...marks, tickMessage({ tick: now, ...by })])
    },
    publishTick: (at) => bus.publish(RECORDS, [tickMessage({ tick: at, ...by })]),
    publishGoodbye: (at) => bus.publish(RECORDS, [tickMessage({ tick: at, ...by, gone: true })]),
    publishDirectory: (directory) => bus.publish(RECORDS, [{ key: 'directory', value: encodeWire({ directory }) }]),
  }
}

const bytesOf = ({ lines }: Delivery): number => lines.reduce((sum, line) => sum + line.length, 0)
