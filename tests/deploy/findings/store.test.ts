import { expect, test } from 'vitest'
import { remaking } from '../../../deploy/findings/store.ts'
import type { Progress } from '../../../detectors/sources.ts'
import { HOUR, localTime } from '../../../kernel/time.ts'

const from = localTime('2026-03-02', '00:00')
const step = (but: Partial<Progress>): Progress => ({
  ...{ stage: 'computing', from, to: from + 24 * HOUR, reached: from, events: 0 },
  ...but,
})

test.each<[string, Progress | undefined, RegExp, RegExp]>([
  ['nothing is known yet', undefined, /kho lưu trữ\. Nhật ký vẫn được nhận/, /from the archive\. Logs are taken/],
  [
    'those concerned are looked for',
    step({ stage: 'looking', from: -Infinity, reached: -Infinity, events: 12 }),
    /kho lưu trữ \(đang tìm ai liên quan, đã đọc 12 sự kiện\)\./,
    /\(looking who is concerned, 12 events read\)\./,
  ],
  [
    'it is computed',
    step({ reached: from + 6 * HOUR, events: 3_456 }),
    /kho lưu trữ \(được 25 %, đến 06:00 02\/03\/2026, đã đọc 3456 sự kiện\)\./,
    /\(25 %, up to 06:00 02\/03\/2026, 3456 events read\)\./,
  ],
])('state that is made anew says how far that has come: %s', (_, progress, vi, en) => {
  const { code, text } = remaking(progress)
  expect([code, text.vi, text.en]).toEqual(['STATE_REMAKING', expect.stringMatching(vi), expect.stringMatching(en)])
})
