import { join } from 'node:path'
import type { Logger } from 'pino'
import { startArchiver } from '../ingest/archive/archiver.ts'
import type { EmbeddedBus } from '../ingest/bus/embedded.ts'
import { RECORDS } from '../ingest/wire.ts'
import type { Clock } from '../kernel/ports.ts'
import { DAY, HOUR, MINUTE } from '../kernel/time.ts'

export type ArchivingOptions = {
  readonly bus: EmbeddedBus
  readonly data: string
  /** How long records are kept after their receipt. */
  readonly months: number
  /** How far the saved state would be after a power failure: as the checkpoint's. */
  readonly durable: () => Promise<number | undefined>
  readonly clock: Clock
  readonly log: Logger
  /** A block that could not be read can be read again. */
  readonly onRestored: () => Promise<void>
}

/** What may be wrong with the archive, for health. */
export type ArchiveState = {
  /** Blocks that cannot be read. */
  readonly damaged: number
  /** Why sealing waits; absent when it does not. */
  readonly trouble?: unknown
}

/** A year of logs and a month for those that came late. */
export const keptFor = (months: number): number => Math.ceil((months * 365) / 12) * DAY + 35 * DAY

/**
 * The archiver beside the product: seals what comes, removes what is older than the law asks, and trims the bus of what is both
 * sealed and behind the detector.
 */
export const openArchiving = async ({ bus, data, months, durable, clock, log, onRestored }: ArchivingOptions) => {
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
  // What an earlier run met is damaged until it is restored.
  let damages = await archiver.damages()
  let retained = Number.NEGATIVE_INFINITY

  const upkeep = async (): Promise<void> => {
    const before = damages
    damages = await archiver.damages()
    if (before.some(({ first }) => !damages.some((one) => one.first === first))) await onRestored()
    // The detector may have to read again what its reorder buffer held.
    const trimmed = await bus.trim(RECORDS, Math.min(archiver.next, (await durable()) ?? 0))
    if (trimmed > 0) log.info({ segments: trimmed }, 'archived parts of the log were removed')
    // One segment an hour: more than ever comes, and a clock that is wrong for an hour costs no more.
    if (performance.now() - retained >= HOUR) {
      retained = performance.now()
      const removed = await archiver.retain(clock.now() - keptFor(months))
      if (removed) log.info({ segment: removed }, 'a part of the archive has outlived its time and was removed')
    }
  }
  let running: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    running = running
      .then(upkeep)
      .catch((error: unknown) => log.error({ err: error }, 'the upkeep of the archive failed; it is tried again'))
  }, MINUTE)

  return {
    state: (): ArchiveState => ({ damaged: damages.length, ...(trouble !== undefined && { trouble }) }),
    async stop(): Promise<void> {
      clearInterval(timer)
      await running
      await archiver.stop()
    },
  }
}
