import pino from 'pino'
import { expect, test } from 'vitest'
import { openSlotFile, slotFileOf } from '../../../deploy/cluster/slot-file.ts'
import { neededSlot, slotHere } from '../../../deploy/cluster/slot-here.ts'
import { commit } from '../../support/commit.ts'
import { temporaryFolder } from '../../support/folder.ts'

const detector = { slots: 4 }

/** A data folder in which slots were taken up, each judged up to a time or not at all. */
const folderWith = (slots: Readonly<Record<number, number | undefined>>): string => {
  const data = temporaryFolder()
  for (const [index, watermark] of Object.entries(slots)) {
    const file = openSlotFile({ file: slotFileOf(data, Number(index)), log: pino({ level: 'silent' }) })
    const changes = watermark === undefined ? [] : [{ space: 'engine', key: 'watermark', value: watermark }]
    commit(file.checkpoint, { alerts: [], changes }, { offset: 1, refill: 0, directory: 'v1' })
    file.close()
  }
  return data
}

test('of the slots that were here the one that has come furthest speaks for all', () => {
  expect(slotHere({ data: folderWith({ 0: 5, 2: 9, 3: undefined }), detector })).toEqual({ index: 2, of: 4 })
})

test('where none was taken up nobody speaks for all, and who needs one says so', () => {
  const data = folderWith({ 1: undefined })
  expect(slotHere({ data, detector })).toBeUndefined()
  expect(() => neededSlot({ data, detector }, 'backtest')).toThrow(/^backtest: .*ở máy có tiến trình detect hoặc all$/)
})

test('one detector that has everything has no slots', () => {
  expect(neededSlot({ data: temporaryFolder(), detector: undefined }, 'backtest')).toBeUndefined()
})
