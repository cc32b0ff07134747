import { expect, test } from 'vitest'
import { type Heard, pipelinesOf, readByOlder, undeclared, unreadable } from '../../../deploy/findings/sources.ts'
import { directoryData } from '../../../kernel/directory/data.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import { DAY, HOUR, localTime, MINUTE } from '../../../kernel/time.ts'

const NOW = localTime('2026-03-04', '10:00')
const row = (collector: string, source: string) => ({
  ...{ collector, source, unit: 'xa-a', rhythm: '1h', hours: 'always' as const },
})
const directory = createDirectory(
  directoryData({
    units: [{ id: 'xa-a', name: 'Xã A', monitored: '2026-01-01' }],
    pipelines: [row('c1', 'windows'), { ...row('c1', 'bkav'), to: '2026-03-02' }],
  }),
)
const heard = (but: Partial<Heard>): Heard => ({
  ...{ directory, last: new Map(), counters: { bySource: {}, refusedOf: {} }, detects: true },
  ...{ started: NOW - DAY, now: NOW, ...but },
})

test('a source that delivers and stands in no row is told beside those that do', () => {
  const { pipelines, overdue } = pipelinesOf(
    heard({
      last: new Map([
        ['c1/windows', NOW - MINUTE],
        ['c9/squid', NOW - 5 * MINUTE],
      ]),
      counters: { bySource: { 'c1/windows': 90, 'c8/unread': 4 }, refusedOf: { 'c1/windows': 10, 'c7/broken': 3 } },
    }),
  )
  expect(pipelines).toEqual([
    { id: 'c1/windows', state: 'alive', last: NOW - MINUTE, rhythm: HOUR, read: 90, refused: 10 },
    // Of what no event is known, or nothing could be read, the lines are counted.
    { id: 'c7/broken', state: 'undeclared', read: 0, refused: 3 },
    { id: 'c8/unread', state: 'undeclared', read: 4, refused: 0 },
    { id: 'c9/squid', state: 'undeclared', last: NOW - 5 * MINUTE },
  ])
  expect(overdue).toEqual([])
  const [said, ...more] = undeclared(pipelines)
  expect(said).toMatchObject({ code: 'SOURCE_UNDECLARED' })
  expect(said?.text.vi).toMatch(/không có trong pipelines\.csv: c7\/broken, c8\/unread, c9\/squid\. /)
  expect(more).toEqual([])
})

test('a row that ended makes no stranger of what spoke while it was in force', () => {
  const last = (at: number) => pipelinesOf(heard({ last: new Map([['c1/bkav', at]]) })).pipelines
  expect(last(localTime('2026-03-02', '15:00')).map(({ id }) => id)).toEqual(['c1/windows'])
  expect(last(localTime('2026-03-03', '08:00')).map(({ id }) => id)).toEqual(['c1/windows', 'c1/bkav'])
})

test('who judges nothing does not know the register, and calls nobody a stranger', () => {
  const counters = { bySource: { 'c9/squid': 4 }, refusedOf: {} }
  expect(pipelinesOf(heard({ counters, detects: false })).pipelines.map(({ id }) => id)).toEqual(['c1/windows'])
  expect(undeclared([{ id: 'c1/windows', state: 'never' }])).toEqual([])
})

test('of many the first are named and the others counted', () => {
  const many = Array.from({ length: 7 }, (_, i) => ({ id: `c${i}/squid`, state: 'undeclared' as const }))
  expect(undeclared(many)[0]?.text.vi).toContain('c3/squid, c4/squid, số nguồn khác: 2.')
})

test('a source of which nothing can be read is told, one with some bad lines is not', () => {
  const one = (read: number | undefined, refused: number) =>
    unreadable([{ id: 'c1/bkav', state: 'never', ...(read !== undefined && { read }), refused }]).map(
      ({ code }) => code,
    )
  expect([one(0, 19), one(1, 500), one(0, 20), one(undefined, 32)]).toEqual([
    [],
    [],
    ['SOURCE_UNREADABLE'],
    ['SOURCE_UNREADABLE'],
  ])
})

test('sources that an older parser has read are told where they deliver', () => {
  const heard = [
    { id: 'c1/nxlog', state: 'alive' as const, last: NOW },
    { id: 'c2/nxlog', state: 'alive' as const, last: NOW },
    { id: 'c1/bkav', state: 'never' as const },
  ]
  expect(readByOlder(['bkav', 'nxlog', 'squid'], heard)).toMatchObject([
    { code: 'PARSER_NEWER', text: { vi: expect.stringMatching(/^Nhật ký đã lưu của nxlog có thể/) } },
  ])
  expect(readByOlder(['bkav', 'squid'], heard)).toEqual([])
})
