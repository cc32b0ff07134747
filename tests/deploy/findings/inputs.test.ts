import { expect, test } from 'vitest'
import { crowded } from '../../../deploy/findings/inputs.ts'

const counters = { lines: 1, bytes: 1, dropped: 0, droppedBytes: 0, full: 0 }

test('a quarantine that fills is told before lines give way, and after', () => {
  expect(crowded({ ...counters, full: 0.5 })).toEqual([])
  expect(crowded({ ...counters, full: 0.51 })).toMatchObject([
    { code: 'QUARANTINE_FILLING', text: { vi: expect.stringContaining('51 %') } },
  ])
  expect(crowded({ ...counters, full: 0.1, dropped: 7 })).toMatchObject([
    { code: 'QUARANTINE_FULL', text: { vi: expect.stringContaining('7 dòng') } },
  ])
})
