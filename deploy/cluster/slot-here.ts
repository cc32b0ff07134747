import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { coded } from '../../kernel/errors.ts'
import { openCheckpoint } from '../checkpoint.ts'
import type { Config } from '../config.ts'
import { slotFileOf } from './slot-file.ts'
import type { Slot } from './slots.ts'

type Here = Pick<Config, 'data' | 'detector'>

/**
 * Where detectors share the entities, the slot whose file in this data folder has come furthest: its registers and its watermark speak for all
 * entities, as every engine hears every log. `undefined` where no slot was ever taken up here, and where one detector has everything.
 */
export const slotHere = ({ data, detector }: Here): Slot | undefined => {
  const of = detector?.slots ?? 0
  const found = Array.from({ length: of }, (_, index) => ({ index, watermark: watermarkIn(slotFileOf(data, index)) }))
  const furthest = found.toSorted((a, b) => b.watermark - a.watermark)[0]
  return furthest && furthest.watermark > -Infinity ? { index: furthest.index, of } : undefined
}

/** The same for whoever can do nothing without it. Throws `BAD_ARGUMENT` where detectors share the entities and none ever ran here. */
export const neededSlot = (config: Here, command: string): Slot | undefined => {
  const slot = slotHere(config)
  if (config.detector && !slot)
    throw coded(
      'BAD_ARGUMENT',
      `${command}: ${config.data} chưa giữ phần việc nào của các bộ phát hiện: hãy chạy lệnh này ở máy có tiến trình detect hoặc all`,
    )
  return slot
}

const watermarkIn = (file: string): number => {
  if (!existsSync(file)) return -Infinity
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const watermark = openCheckpoint(db, { readOnly: true }).value('engine', 'watermark')
    return typeof watermark === 'number' ? watermark : -Infinity
  } finally {
    db.close()
  }
}
