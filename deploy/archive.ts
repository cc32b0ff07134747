import { join } from 'node:path'
import type { Logger } from 'pino'
import { startArchiver } from '../ingest/archive/archiver.ts'
import { type Damage, damagesIn } from '../ingest/archive/damage.ts'
import { archiveFolderOf } from '../ingest/archive/embedded.ts'
import { RECORDS } from '../ingest/wire.ts'
import type { Archive, Clock } from '../kernel/ports.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../kernel/time.ts'
import type { ProductBus } from './bus.ts'

export type ArchivingOptions = {
  readonly bus: ProductBus
  readonly data: string
  /** How long records are kept after their receipt. */
  readonly months: number
  /** How far the saved state would be after a power failure: as the checkpoint's. */
  readonly durable: () => Promise<number | undefined>
  readonly gaps: Archive['gaps']
  readonly clock: Clock
  readonly log: Logger
  /** A block that could not be read can be read again. */
  readonly onRestored: () => Promise<void>
}

/** What may be wrong with the archive, for health. */
export type ArchiveState = {
  /** Blocks that cannot be read. */
  readonly damaged: number
  /** It lacks logs that it once had, though every block that is there can be read. */
  readonly lacking?: boolean
  /** Everything on the bus before it is sealed. */
  readonly next: number
  /** Why sealing waits; absent when it does not. */
  readonly trouble?: unknown
}

/** A damaged block that a reader met is in the log within so many ms. */
const LOOK = 5 * SECOND

/** A year of logs and a month for those that came late. */
export const keptFor = (months: number): number => Math.ceil((months * 365) / 12) * DAY + 35 * DAY

/**
 * The archiver beside the product: seals what comes, removes what is older than the law asks, and trims the bus of what is both
 * sealed and behind the detector.
 */
export const openArchiving = async (options: ArchivingOptions) => {
  const { bus, data, months, durable, gaps, clock, log, onRestored } = options
  let trouble: unknown
  const archiver = await startArchiver({
    bus,
    folder: join(data, 'bus'),
    onOpening: (what) =>
      what.kind === 'torn'
        ? log.warn(what, 'an unfinished block at the end of the archive was cut off after a crash')
        : log.error(what, 'the end of the archive is gone; what the log still holds is archived again'),
    onTrouble: (error) => {
      if (error !== undefined && trouble === undefined)
        log.error({ err: error }, 'a block could not be archived; it is tried again')
      trouble = error
    },
    onBehind: (error) => log.warn({ err: error }, 'index or head of the archive could not be written; made anew later'),
  })
  const met = damagesIn(archiveFolderOf(join(data, 'bus')))
  let damages: readonly Damage[] = []
  const note = (next: readonly Damage[]): void => {
    for (const { first, next: end, from, to } of next)
      if (!damages.some((one) => one.first === first))
        log.error({ first, next: end, from, to }, 'a block of the archive cannot be read; `archive verify` says where')
    damages = next
  }
  /** Readers are other threads and processes: what they met stands in the folder. What can be read again is for `upkeep` to say. */
  const look = async (): Promise<void> => {
    const found = await met.all()
    note([...damages, ...found.filter(({ first }) => !damages.some((one) => one.first === first))])
  }
  // What an earlier run met is damaged until it is restored.
  note(await archiver.damages())
  /** Of damaged blocks that is said elsewhere. */
  const isLacking = async (): Promise<boolean> =>
    damages.length === 0 &&
    (await gaps({ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY })).some(
      ({ reason }) => reason === 'damaged',
    )
  let lacking = await isLacking()
  let retained = Number.NEGATIVE_INFINITY

  const upkeep = async (): Promise<void> => {
    const before = damages
    note(await archiver.damages())
    if (before.some(({ first }) => !damages.some((one) => one.first === first))) await onRestored()
    // The detector may have to read again what its reorder buffer held.
    const trimmed = await bus.trim?.(RECORDS, Math.min(archiver.next, (await durable()) ?? 0))
    if (trimmed) log.info({ segments: trimmed }, 'archived parts of the log were removed')
    // One segment an hour: more than ever comes, and a clock that is wrong for an hour costs no more.
    if (performance.now() - retained >= HOUR) {
      retained = performance.now()
      lacking = await isLacking()
      const removed = await archiver.retain(clock.now() - keptFor(months))
      if (removed) log.info({ segment: removed }, 'a part of the archive has outlived its time and was removed')
    }
  }
  const failed = (error: unknown): void =>
    log.error({ err: error }, 'the upkeep of the archive failed; it is tried again')
  let running: Promise<void> = Promise.resolve()
  const next = (work: () => Promise<void>) => (): void => {
    running = running.then(work).catch(failed)
  }
  const timers = [setInterval(next(look), LOOK), setInterval(next(upkeep), MINUTE)]

  return {
    /** As it stands now. */
    async state(): Promise<ArchiveState> {
      await look().catch(failed)
      return {
        damaged: damages.length,
        ...(lacking && { lacking }),
        next: archiver.next,
        ...(trouble !== undefined && { trouble }),
      }
    },
    async stop(): Promise<void> {
      for (const timer of timers) clearInterval(timer)
      await running
      await archiver.stop()
    },
  }
}
