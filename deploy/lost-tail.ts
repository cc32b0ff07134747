import type { Logger } from 'pino'
import { tellLost } from '../ingest/archive/lost.ts'
import { readSealed } from '../ingest/archive/records.ts'
import { FUTURE } from '../ingest/intake/judge.ts'
import { encodeWire, RECORDS } from '../ingest/wire.ts'
import { coded } from '../kernel/errors.ts'
import type { EventBus } from '../kernel/ports.ts'
import { MINUTE } from '../kernel/time.ts'
import type { Position } from './checkpoint.ts'

export type LostTailOptions = {
  readonly bus: EventBus
  /** Where the detector stood, at its last commit. */
  readonly position: Position | undefined
  /** The archive's folder, and the offset of the first message that the archive does not have. */
  readonly folder: string
  readonly archived: number
  readonly lateness: number
  readonly log: Logger
}

/**
 * At start: where a bad disk has spoiled the end of the log, messages are gone that were read before. Their places are filled, so that
 * nothing is ever stored where something else was read: with the archive's own records where it has them, so that the detector takes
 * what it had not read yet; otherwise with the detector's last tick once more, and then the archive says that it lacks them. Says
 * how many were lost. Throws LOG_CORRUPT where the whole log is gone: that is another folder, or a deleted one.
 */
export const fillLostTail = async (options: LostTailOptions): Promise<void> => {
  const { bus, position, folder, archived, lateness, log } = options
  const end = await bus.end(RECORDS)
  const reached = Math.max(position?.offset ?? 0, archived)
  if (reached <= end) return
  if (end === 0 || position?.watermark === undefined)
    throw coded(
      'LOG_CORRUPT',
      `trạng thái đã xử lý đến vị trí ${reached} nhưng nhật ký chỉ có đến ${end}: nhật ký đã bị mất`,
    )
  const ticked = position.watermark + lateness
  // Before the places are filled, since nothing shows the loss from then on. What was received after the last tick is not a minute younger.
  if (archived < position.offset)
    await tellLost(folder, {
      first: Math.max(end, archived),
      next: position.offset,
      to: ticked + MINUTE + FUTURE,
    })

  const tick = { key: 'tick', value: encodeWire({ tick: ticked }) }
  const ticksTo = async (next: number): Promise<void> => {
    for (let at = await bus.end(RECORDS); at < next; at += PAGE)
      await bus.publish(
        RECORDS,
        Array.from({ length: Math.min(PAGE, next - at) }, () => tick),
      )
  }
  // The ticks come first: no record stands before its own place, and a start that is cut off here is gone on with by the next one.
  for await (const { next, records } of readSealed(folder, end)) {
    await ticksTo(next - records.length)
    await bus.publish(
      RECORDS,
      records.map((record) => ({ key: record.digest, value: encodeWire(record) })),
    )
  }
  await ticksTo(reached)
  log.error(
    { from: end, to: reached },
    'the end of the log is damaged: messages that were judged before are gone from it',
  )
}

const PAGE = 10_000
