import { expect, test } from 'vitest'
import { pushCounters, pushFindings, pushStanding } from '../../../deploy/push/findings.ts'
import type { PushState } from '../../../deploy/push/state.ts'
import { DAY, localTime, MINUTE } from '../../../kernel/time.ts'

const NOW = localTime('2026-03-04', '10:00')
const fine = {
  ...{ id: 'pa05', name: 'PA05', isFile: false, n: 0, trouble: undefined, mismatches: [] },
  ...{ receipt: undefined, compared: undefined },
} as const
const stateOf = (receiver: object): PushState => ({
  failure: undefined,
  counters: { entered: 9, sealed: 0, sent: 7, requests: 3, resent: 0, purged: 0 },
  receivers: [{ ...fine, ...receiver }],
})
const said = (receiver: object) => pushFindings(stateOf(receiver), NOW).map(({ code, text }) => `${code} ${text.vi}`)

test('nothing is said of what is under way', () => {
  expect(said({})).toEqual([])
  expect(said({ n: 3, since: NOW - 9 * MINUTE })).toEqual([])
  expect(said({ n: 3, since: NOW - DAY, isFile: true })).toEqual([])
})

test('how many wait, since when, and why', () => {
  const trouble = { refused: false, text: 'không kết nối được', since: NOW }
  const [behind] = said({ n: 3, since: NOW - 11 * MINUTE, trouble })
  expect(behind).toMatch(/^PUSH_BEHIND 3 mục .* PA05, sớm nhất từ 09:49 04\/03\/2026.*không kết nối được/)
  expect(said({ n: 3, since: NOW - 3 * DAY, isFile: true })).toEqual([expect.stringContaining('vonggac push export')])
})

test('when it is tried next, and how it is tried at once', () => {
  const trouble = { refused: false, text: 'không kết nối được', since: NOW, next: NOW + 90_000 }
  expect(said({ n: 3, since: NOW - 11 * MINUTE, trouble })).toEqual([
    expect.stringContaining('Thử lại lúc 10:01:30; thử ngay: «vonggac push retry»'),
  ])
})

test('the page is shown what waits, the last receipt and the days compared', () => {
  const receipt = { through: 7, received: NOW - MINUTE }
  expect(pushStanding(stateOf({ n: 2, since: NOW, receipt, compared: '2026-03-03' }))).toEqual([
    { id: 'pa05', name: 'PA05', waiting: 2, since: NOW, receipt, compared: '2026-03-03', differing: 0 },
  ])
  const trouble = { refused: true, text: 'GAP', since: NOW, next: NOW + 1 }
  expect(pushStanding(stateOf({ trouble, mismatches: [{ day: '2026-03-03' }] }))).toEqual([
    { id: 'pa05', name: 'PA05', waiting: 0, differing: 1, trouble: 'GAP', next: NOW + 1 },
  ])
})

test('a refusal is said at once, once', () => {
  const trouble = { refused: true, text: 'ALTERED: khác', since: NOW }
  expect(said({ n: 3, since: NOW - DAY, trouble })).toEqual([expect.stringMatching(/^PUSH_REFUSED .*ALTERED: khác/)])
})

test('a day that differs', () => {
  expect(said({ mismatches: [{ day: '2026-03-03' }, { day: '2026-03-04' }] })).toEqual([
    expect.stringMatching(/^PUSH_MISMATCH .*03\/03\/2026.*1 ngày khác/),
  ])
})

test('alerts that are made anew hold everything back: said once it takes long', () => {
  const since = (at: number) =>
    pushFindings({ ...stateOf({}), held: at }, NOW).map(({ code, text }) => `${code} ${text.vi}`)
  expect(since(NOW - 9 * MINUTE)).toEqual([])
  expect(since(NOW - 11 * MINUTE)).toEqual([expect.stringMatching(/^PUSH_HELD Từ 09:49 04\/03\/2026/)])
})

test('a ledger that cannot be written', () => {
  const state = { ...stateOf({}), failure: new Error('disk I/O error') }
  expect(pushFindings(state, NOW)).toMatchObject([
    { code: 'PUSH_STUCK', text: { vi: expect.stringContaining('disk I/O') } },
  ])
})

test('counters are there only where something is pushed', () => {
  expect(pushCounters(undefined)).toEqual({})
  expect(pushCounters(stateOf({ n: 2 }))).toMatchObject({ 'push.entered': 9, 'push.sent': 7, 'push.waiting': 2 })
})
