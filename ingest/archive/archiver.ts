import { coded } from '../../kernel/errors.ts'
import type { Delivered, EventBus } from '../../kernel/ports.ts'
import { MINUTE } from '../../kernel/time.ts'
import { type LogFileOptions, writeAt } from '../bus/log-file.ts'
import { RECORDS } from '../wire.ts'
import { createColumns, type Pending, pendingFrom } from './block.ts'
import { catalogueOf } from './catalogue.ts'
import { type Damage, damagesIn } from './damage.ts'
import { archiveFolderOf } from './embedded.ts'
import type { Opening } from './resume.ts'
import { removeOldest } from './tombstone.ts'
import { openWriter } from './writer.ts'

export type ArchiverOptions = {
  readonly bus: EventBus
  /** The folder of the bus; the archive lies beside it. */
  readonly folder: string
  readonly onOpening: (what: Opening) => void
  /** Sealing failed and is tried again, nothing lost; `undefined`: it went on. */
  readonly onTrouble: (error: unknown) => void
  /** A block was sealed whose index or head could not be written: nothing is lost, and nothing waits. */
  readonly onBehind: (error: unknown) => void
  readonly limits?: Partial<Limits>
  readonly write?: LogFileOptions['write']
}

/** When a block is sealed, and a segment closed. */
export type Limits = {
  readonly records: number
  readonly bytes: number
  /** Messages of any kind: ticks of a quiet night are not read again and again. */
  readonly messages: number
  /** How long a record may wait for company, ms by the ticks of the bus. */
  readonly wait: number
  readonly segmentBytes: number
}

const LIMITS: Limits = {
  // Larger blocks compress no better and are skipped less often.
  records: 4096,
  bytes: 8 * 1024 * 1024,
  messages: 65_536,
  wait: 60 * MINUTE,
  segmentBytes: 256 * 1024 * 1024,
}

/**
 * Takes the records of the bus into the archive, block by block. Its position is what the last whole block says, so nothing else has
 * to be kept and a `kill -9` costs only the reading of a block's records again. Throws LOG_CORRUPT where the archive is ahead of
 * the bus.
 */
export const startArchiver = async (options: ArchiverOptions) => {
  const { bus, folder: busFolder, onOpening, onTrouble, onBehind, limits, write = writeAt } = options
  const { segmentBytes, ...until } = { ...LIMITS, ...limits }
  const folder = archiveFolderOf(busFolder)
  const writer = await openWriter(folder, { segmentBytes, onOpening, onBehind, write })
  const end = await bus.end(RECORDS)
  if (writer.next > end)
    throw coded(
      'LOG_CORRUPT',
      `Kho lưu trữ đã có đến vị trí ${writer.next} nhưng nhật ký chỉ có đến ${end}: nhật ký đã bị mất.`,
    )
  // What the archive lacks and the bus no longer has is a gap in the archive, and shows there.
  const columns = createColumns()
  let pending = pendingFrom(Math.max(writer.next, await bus.begin(RECORDS)), columns)
  // Ticks since the last block: the oldest record waits no longer than from the first of them to the last.
  let since: number | undefined
  let now: number | undefined
  const waited = (): number => (since === undefined || now === undefined ? 0 : now - since)

  const isDue = (one: Pending): boolean =>
    one.records >= until.records ||
    one.bytes >= until.bytes ||
    one.messages >= until.messages ||
    (one.records > 0 && waited() >= until.wait)

  const seal = async (): Promise<void> => {
    await writer.append(await pending.seal(writer.digest))
    pending = pendingFrom(pending.next, columns)
    since = now
  }

  let troubled = false
  const take = async (batch: readonly Delivered[]): Promise<void> => {
    try {
      if (isDue(pending)) await seal() // what a full disk refused before
      for (const { offset, value } of batch) {
        if (offset < pending.next) continue // offered again
        const heard = pending.add(value)
        if ('tick' in heard) {
          // The furthest of several clocks.
          now = Math.max(now ?? heard.tick, heard.tick)
          since ??= now
        }
        if (isDue(pending)) await seal()
      }
      if (troubled) onTrouble(undefined)
      troubled = false
    } catch (error) {
      troubled = true
      onTrouble(error)
      throw error
    }
  }
  const subscription = await bus.subscribe(RECORDS, pending.next, take)
  const catalogue = catalogueOf(folder)
  const damages = damagesIn(folder)

  return {
    /** Offset of the first message that is not in the archive. */
    get next() {
      return writer.next
    },
    /** Removes the oldest segment where its records were all received before this (epoch ms). Returns its path. */
    retain: (before: number) => removeOldest(folder, before),
    /** Blocks that readers could not read and that still cannot be. */
    async damages(): Promise<readonly Damage[]> {
      const met = await damages.all()
      if (met.length === 0) return met
      await damages.recheck((await catalogue.all()).flatMap(({ blocks }) => blocks))
      return damages.all()
    },
    stop: () => subscription.stop(),
  }
}

export type Archiver = Awaited<ReturnType<typeof startArchiver>>
