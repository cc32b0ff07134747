import type { Logger } from 'pino'
import { encodeWire, RECORDS } from '../ingest/wire.ts'
import { coded } from '../kernel/errors.ts'
import type { EventBus } from '../kernel/ports.ts'
import type { Position } from './checkpoint.ts'

export type LostTailOptions = {
  readonly bus: EventBus
  /** Where the detector stood, at its last commit. */
  readonly position: Position | undefined
  /** Offset of the first message that the archive does not have. */
  readonly archived: number
  readonly lateness: number
  readonly log: Logger
}

/**
 * At start: where a bad disk has spoiled the end of the log, messages are gone that were read before. The detector goes on from what it
 * made of them, and their places are filled with its last tick once more, so that nothing is ever stored where something else was
 * read. Says how many were lost. Throws LOG_CORRUPT where the whole log is gone: that is another folder, or a deleted one.
 */
export const fillLostTail = async (options: LostTailOptions): Promise<void> => {
  const { bus, position, archived, lateness, log } = options
  const end = await bus.end(RECORDS)
  const reached = Math.max(position?.offset ?? 0, archived)
  if (reached <= end) return
  if (end === 0 || position?.watermark === undefined)
    throw coded(
      'LOG_CORRUPT',
      `trạng thái đã xử lý đến vị trí ${reached} nhưng nhật ký chỉ có đến ${end}: nhật ký đã bị mất`,
    )
  const tick = { key: 'tick', value: encodeWire({ tick: position.watermark + lateness }) }
  for (let at = end; at < reached; at += PAGE)
    await bus.publish(
      RECORDS,
      Array.from({ length: Math.min(PAGE, reached - at) }, () => tick),
    )
  log.error(
    { from: end, to: reached },
    'the end of the log is damaged: messages that were judged before are gone from it',
  )
}

const PAGE = 10_000
