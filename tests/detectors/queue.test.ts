import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createQueue } from '../../detectors/queue.ts'
import { type Change, createState } from '../../detectors/state.ts'
import type { Target } from '../../detectors/target.ts'
import { DAY } from '../../kernel/time.ts'
import { rules } from '../support/drive.ts'

const T = 1_000 * DAY
const reason = { vi: 'x', en: 'x' }
const target = (rule: string, from: number, to: number, who = 'a'): Target => ({
  ...{ rule, scope: { kind: 'entity', value: who }, from: T + from * DAY, to: T + to * DAY, reason },
})
const queueOf = (saved: Iterable<Change> = [], earliest = T - 100 * DAY) => {
  const state = createState(saved)
  const queue = createQueue(state, rules, { watermark: () => T + 100 * DAY, earliest: () => earliest })
  return { queue, saved: () => state.drain().filter(({ value }) => value !== undefined) }
}
const briefly = (targets: readonly Target[]) =>
  targets.map(({ rule, from, to }) => [rule, (from - T) / DAY, (to - T) / DAY])

test('what is quickly done goes first, what is old and long part by part', () => {
  const { queue } = queueOf()
  queue.ask([target('ACC-11a', 0, 20), target('ACC-01a', 99, 99), target('ACC-02a', 30, 31)])
  expect(briefly(queue.next('newest'))).toEqual([['ACC-01a', 99, 99]])
  const part = queue.next('oldest')
  expect(briefly(part)).toEqual([['ACC-11a', 0, 8]])
  queue.begin(part)
  expect(briefly(queue.waiting())).toEqual([
    ['ACC-11a', 8, 20],
    ['ACC-02a', 30, 31],
    ['ACC-01a', 99, 99],
  ])
})

test('a long target of all rules is spread over the rules; an absence goes whole, by itself', () => {
  const { queue } = queueOf()
  queue.ask([{ ...target('*', 0, 60), scope: { kind: 'all' } }])
  const seen = new Map<string, number>()
  let slices = 0
  for (let next = queue.next('newest'); next.length > 0; next = queue.next('newest')) {
    const kinds = new Set(next.map(({ rule }) => rules.find(({ id }) => id === rule)!.kind === 'absence'))
    expect(kinds.size).toBe(1)
    for (const { rule, from, to } of next) seen.set(rule, (seen.get(rule) ?? 0) + (to - from) / DAY)
    queue.begin(next)
    queue.done(next)
    slices++
  }
  expect(new Map(rules.map(({ id }) => [id, 60]))).toEqual(seen)
  expect(slices).toBe(1 + Math.ceil(60 / 8))
})

test('time before anything was received makes nothing long', () => {
  const { queue } = queueOf([], T + 95 * DAY)
  queue.ask([target('ACC-11a', 0, 99)])
  expect(briefly(queue.next('newest'))).toEqual([['ACC-11a', 0, 99]])
})

test('a target names the logs that came late as long as they are few and nothing else asks for it', () => {
  const came = (n: number): Target => {
    const log = { id: `l${n}`, at: T, received: T + n, action: 'login' } as const
    return { ...target('ACC-11a', 1, 1), late: [log] }
  }
  const asked = (...targets: readonly Target[]) => {
    const { queue } = queueOf()
    for (const one of targets) queue.ask([one])
    return queue.waiting()[0]?.late?.map(({ id }) => id)
  }
  expect(asked(came(1), came(2))).toEqual(['l1', 'l2'])
  expect(asked(came(1), target('ACC-11a', 1, 1), came(2))).toBeUndefined()
  expect(asked(target('ACC-11a', 1, 1), came(1))).toBeUndefined()
  const many = Array.from({ length: 101 }, (_, n) => came(n))
  expect(asked(...many.slice(1))).toHaveLength(100)
  expect(asked(...many)).toBeUndefined()
})

test('what is asked while it is computed waits; what is done is only what was begun', () => {
  const { queue } = queueOf()
  queue.ask([target('ACC-11a', 1, 1)])
  const begun = queue.next('newest')
  queue.begin(begun)
  queue.ask([target('ACC-11a', 2, 2)])
  queue.done(begun)
  expect(queue.isRunning()).toBe(false)
  expect(briefly(queue.waiting())).toEqual([['ACC-11a', 2, 2]])
})

test('what was under way or set aside when it ended waits again after a restart, its failures forgotten', () => {
  const { queue, saved } = queueOf()
  queue.ask([target('ACC-11a', 0, 20), target('ACC-01a', 1, 1, 'b')])
  const [aside, ...others] = queue.next('oldest').toReversed()
  expect(others).toHaveLength(1)
  queue.begin([aside!, ...others])
  queue.giveUp([aside!], 'no')
  queue.setAside(aside!)
  expect([queue.waiting().length, queue.running().length, queue.aside()]).toMatchObject([
    1,
    1,
    [{ tries: 1, error: 'no' }],
  ])
  const { queue: again } = queueOf(saved())
  expect(briefly(again.waiting())).toEqual([
    ['ACC-11a', 0, 20],
    ['ACC-01a', 1, 1],
  ])
  expect(again.waiting().every(({ tries }) => tries === undefined)).toBe(true)
})

test('what was computed over damage is kept aside as what it is, until that is restored or a restart', () => {
  const { queue, saved } = queueOf()
  const late = [{ id: 'l', at: T, received: T, action: 'login' }] as const
  queue.ask([{ ...target('ACC-11a', 1, 1), late, fresh: true }])
  const begun = queue.next('newest')
  queue.begin(begun)
  queue.done(begun)
  queue.keep(begun)
  queue.keep([target('ACC-11a', 3, 3)])
  expect([queue.isWaiting(), queue.isRunning()]).toEqual([false, false])
  expect(queue.aside()).toMatchObject([{ from: T + DAY, to: T + 3 * DAY, gap: true }])
  expect(queueOf(saved()).queue.waiting()).toHaveLength(1)
  queue.recall() // nothing failed
  expect(queue.aside()).toHaveLength(1)
  queue.restored()
  expect(queue.aside()).toEqual([])
  const [again] = queue.waiting()
  expect(again).toMatchObject({ from: T + DAY, to: T + 3 * DAY })
  // Asked whatever the archive had of the late log, and with what the stream remembers since.
  expect([again!.late, again!.fresh, again!.gap]).toEqual([undefined, undefined, undefined])
})

test('what comes to nothing through its own fault counts its attempts; through no fault, none', () => {
  const { queue } = queueOf()
  queue.ask([target('ACC-11a', 1, 1)])
  for (const error of ['a', undefined, 'b']) {
    const next = queue.next('newest')
    queue.begin(next)
    queue.giveUp(next, error)
  }
  expect(queue.waiting()).toMatchObject([{ tries: 2, error: 'b' }])
})

test('as long as something waits, whoever asks is given something, and all of it is given once', () => {
  const wide = fc.record({
    rule: fc.constantFrom('*', '@', 'ACC-11a', 'EPP-01', 'ACC-09a', 'gone'),
    who: fc.constantFrom('a', 'b'),
    from: fc.integer({ min: -200, max: 99 }),
    days: fc.integer({ min: 0, max: 300 }),
  })
  fc.assert(
    fc.property(fc.array(wide, { minLength: 1, maxLength: 12 }), fc.infiniteStream(fc.boolean()), (asked, turns) => {
      const { queue } = queueOf()
      queue.ask(asked.map(({ rule, who, from, days }) => target(rule, from, from + days, who)))
      for (let slices = 0; queue.isWaiting(); slices++) {
        const next = queue.next(turns.next().value ? 'newest' : 'oldest')
        expect(next.length).toBeGreaterThan(0)
        expect(slices).toBeLessThan(1_000)
        queue.begin(next)
        queue.done(next)
      }
    }),
  )
})
