import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentOf, printOf } from '../../../api/push/content.ts'
import type { Entry } from '../../../api/push/wire.ts'
import { type Alert, type Level, levels } from '../../../kernel/alert.ts'
import { HOUR, localTime, MINUTE } from '../../../kernel/time.ts'
import { nightLogin, text } from '../../support/alerts.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { alertsHere, openHere, police } from '../../support/push-ledger.ts'

const NOW = localTime('2026-03-04', '10:00')

/** One of some alerts, as its first revision. */
const first = (n: number, level: Level, sample = false): Alert =>
  nightLogin(NOW - n * HOUR, { level, account: `nv${n}@tinh`, but: { id: `canh-bao-${n}`, sample } })

type Step =
  | { readonly do: 'change'; readonly alert: number; readonly to: Change }
  | { readonly do: 'round' }
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'kill'; readonly after: number }
type Change = 'grow' | 'withdraw' | 'restore' | 'silence' | 'speak' | Level

const changes: readonly Change[] = ['grow', 'grow', 'grow', 'withdraw', 'restore', 'silence', 'speak', ...levels]
const Steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('change' as const), alert: fc.nat(4), to: fc.constantFrom(...changes) }),
    },
    { weight: 3, arbitrary: fc.constant({ do: 'round' as const }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.nat(40) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const), after: fc.nat(2) }) },
  ),
  { minLength: 30, maxLength: 80 },
)

const changed = (alert: Alert, to: Change, now: number): Alert => {
  const next = { ...alert, revision: alert.revision + 1 }
  const { withdrawn: _w, silenced: _s, ...open } = next
  switch (to) {
    case 'grow':
      return { ...next, occurrences: next.occurrences + 1, last: next.last + MINUTE }
    case 'withdraw':
      return { ...next, withdrawn: { reason: text('dữ liệu đã thay đổi'), at: now } }
    case 'restore':
      return { ...open, ...(alert.silenced && { silenced: alert.silenced }) }
    case 'silence':
      return { ...next, silenced: { exception: 'ngoai-le-1', document: '12/QĐ-UBND' } }
    case 'speak':
      return { ...open, ...(alert.withdrawn && { withdrawn: alert.withdrawn }) }
    default:
      return { ...next, level: to }
  }
}

const isOpen = ({ withdrawn, silenced }: Alert): boolean => !withdrawn && !silenced

/** What the receiver believes after an entry; throws where the entry makes no sense to who was told what went before. */
const believe = (told: Map<string, Entry>, entry: Entry): void => {
  const before = told.get(entry.alert.id)
  const was = before && (before.alert.withdrawn ? 'withdrawn' : before.alert.level)
  const is = entry.alert.withdrawn ? 'withdrawn' : entry.alert.level
  const kind =
    was === undefined
      ? 'new'
      : is === 'withdrawn'
        ? 'withdraw'
        : was === 'withdrawn'
          ? 'restore'
          : was === is
            ? 'supplement'
            : 'relevel'
  expect(entry.kind).toBe(kind)
  if (before) expect(entry.at).toBeGreaterThanOrEqual(before.at)
  if (was === undefined || was === 'withdrawn') expect(is).not.toBe('withdrawn')
  if (kind === 'supplement') expect(printOf(entry.alert).all).not.toBe(printOf(before!.alert).all)
  told.set(entry.alert.id, entry)
}

test('whatever happens to alerts, and however often it is killed: no gap, once in effect, and whoever was told knows how it stands', () => {
  const seen = { new: 0, supplement: 0, relevel: 0, withdraw: 0, restore: 0, killed: 0, never: 0 }
  fc.assert(
    fc.property(Steps, (steps) => {
      const [product, folder] = [alertsHere(), temporaryFolder()]
      let now = NOW
      let left = Number.POSITIVE_INFINITY
      const onAppend = (): void => {
        if (left-- <= 0) throw new Error('killed')
      }
      const open = () => openHere({ folder, db: product.db, now: () => now, onAppend })
      let here = open()
      /** Open and as the policy asks when a round had looked: whoever was told of it is told on. */
      const due = new Set<string>()
      const alerts = [0, 1, 2, 3, 4].map((n) => first(n, n === 0 ? 'low' : 'high', n === 4))
      for (const alert of alerts) product.put(alert, now)
      const look = (): void => {
        for (const alert of alerts)
          if (isOpen(alert) && !alert.sample && (alert.level === 'high' || alert.level === 'serious')) due.add(alert.id)
      }
      for (const step of steps) {
        now += 1_000
        if (step.do === 'change') {
          alerts[step.alert] = changed(alerts[step.alert]!, step.to, now)
          product.put(alerts[step.alert]!, now)
        } else if (step.do === 'wait') now += step.minutes * MINUTE
        else if (step.do === 'round') {
          here.drain()
          look()
        } else {
          left = step.after
          try {
            here.drain()
            look()
          } catch (error) {
            expect(error).toMatchObject({ message: 'killed' })
            seen.killed++
          }
          left = Number.POSITIVE_INFINITY
          here.close()
          here = open()
        }
      }
      here.drain()
      look()
      now += HOUR
      here.drain()

      const told = new Map<string, Entry>()
      for (const entry of here.entries()) {
        believe(told, entry)
        seen[entry.kind]++
      }
      expect(new Set(told.keys())).toEqual(due)
      for (const alert of alerts) {
        const last = told.get(alert.id)
        if (!last) {
          seen.never++
          continue
        }
        expect(last.alert.withdrawn === undefined).toBe(isOpen(alert))
        if (isOpen(alert))
          expect(printOf(last.alert)).toEqual(printOf(contentOf(alert, 'full', { seal: (given) => given, now })))
      }
      here.close()
    }),
    { numRuns: 40 },
  )
  for (const [what, n] of Object.entries(seen)) expect(n, what).toBeGreaterThan(4)
}, 120_000)

const setUp = () => {
  const [product, folder] = [alertsHere(), temporaryFolder()]
  const clock = { now: NOW, elapsed: 0 }
  const open = (more: Partial<Parameters<typeof openHere>[0]> = {}) =>
    openHere({ folder, db: product.db, now: () => clock.now, elapsed: () => clock.elapsed, ...more })
  return { ...product, clock, open }
}
const kindsOf = (entries: readonly Entry[]) => entries.map(({ kind, alert }) => `${kind} ${alert.id} ${alert.level}`)

test('who was told of an alert is told of its withdrawal, though the policy asks for something else by then', () => {
  const { put, open } = setUp()
  const alert = first(1, 'high')
  put(alert, NOW)
  const before = open()
  before.drain()
  before.close()
  put(changed(alert, 'withdraw', NOW), NOW)
  put(first(2, 'high'), NOW)
  const after = open({ receivers: [{ ...police, policy: [{ from: '2026-01-01', levels: ['serious'] }] }] })
  after.drain()
  expect(kindsOf(after.entries())).toEqual(['new canh-bao-1 high', 'withdraw canh-bao-1 high'])
})

test('a withdrawal goes to everyone who was told, and to nobody else', () => {
  const { put, open } = setUp()
  const told = { ...police, policy: [{ from: '2026-01-01' }] }
  const only = (id: string, level: Level) => ({ ...told, id, policy: [{ from: '2026-01-01', levels: [level] }] })
  const here = open({ receivers: [told, only('pa06', 'serious'), only('pa07', 'high')] })
  const alert = first(1, 'high')
  put(alert, NOW)
  here.drain()
  put(changed(alert, 'withdraw', NOW), NOW)
  here.drain()
  const both = ['new canh-bao-1 high', 'withdraw canh-bao-1 high']
  expect(['pa05', 'pa06', 'pa07'].map((id) => kindsOf(here.entries(id)))).toEqual([both, [], both])
})

test('an alert that was never told is not withdrawn, and one from before the agreed day not told', () => {
  const { put, open } = setUp()
  put(changed(first(1, 'high'), 'withdraw', NOW), NOW)
  put(first(2, 'high'), NOW)
  const here = open({ receivers: [{ ...police, policy: [{ from: '2026-03-05' }] }] })
  here.drain()
  expect(here.entries()).toEqual([])
})

test('the alert that takes the place of one that was told is told too', () => {
  const { put, open } = setUp()
  const alert = first(1, 'high')
  put(alert, NOW)
  const here = open()
  here.drain()
  put(changed(alert, 'withdraw', NOW), NOW)
  put({ ...first(2, 'low'), replaces: alert.id }, NOW)
  here.drain()
  expect(kindsOf(here.entries()).slice(1)).toEqual(['withdraw canh-bao-1 high', 'new canh-bao-2 low'])
})

test('what only grows is told again a quarter of an hour later, once, as it stands then', () => {
  const { put, open, clock } = setUp()
  const here = open()
  let alert = first(1, 'high')
  put(alert, NOW)
  here.drain()
  for (let n = 0; n < 5; n++) {
    clock.now += MINUTE
    alert = changed(alert, 'grow', clock.now)
    put(alert, clock.now)
    here.drain()
  }
  expect(here.entries()).toHaveLength(1)
  clock.now += 10 * MINUTE
  here.drain()
  expect(here.entries().slice(1)).toMatchObject([{ kind: 'supplement', alert: { occurrences: 6 } }])
})

test('a wider policy tells what it would have told, a narrower one takes nothing back', () => {
  const { put, open } = setUp()
  put(first(1, 'high'), NOW)
  put(first(2, 'low'), NOW)
  const before = open()
  before.drain()
  before.close()
  const after = open({ receivers: [{ ...police, policy: [{ from: '2026-01-01', levels: ['low'] }] }] })
  after.drain()
  expect(kindsOf(after.entries())).toEqual(['new canh-bao-1 high', 'new canh-bao-2 low'])
})

test('a database that was made anew tells only what stands otherwise, and not before it is whole', () => {
  const { put, open, clock } = setUp()
  const [one, two] = [first(1, 'high'), first(2, 'high')]
  for (const alert of [one, two, changed(one, 'withdraw', NOW)]) put(alert, NOW)
  for (let n = 0, alert = two; n < 3; n++) {
    alert = changed(alert, 'serious', NOW)
    put(alert, NOW)
  }
  const before = open()
  before.drain()
  const told = kindsOf(before.entries())
  before.close()

  const anew = alertsHere()
  const after = open({ db: anew.db })
  anew.put(one, NOW)
  after.drain()
  clock.elapsed += 31_000
  anew.put(two, NOW)
  after.drain()
  anew.put(changed(one, 'withdraw', NOW), NOW)
  after.drain()
  expect(kindsOf(after.entries())).toEqual(told)
  clock.elapsed += 31_000
  after.drain()
  // One of them stands as it was told: nothing; the other was never told.
  expect(kindsOf(after.entries())).toEqual(['new canh-bao-2 serious', 'relevel canh-bao-2 high'])
})

test('a database that is emptied and filled anew under way is looked through again: what was withdrawn meanwhile is withdrawn there too', () => {
  const { db, put, open, clock } = setUp()
  const here = open()
  for (const n of [1, 2, 3]) put(first(n, 'high'), NOW)
  here.drain()
  expect(here.entries()).toHaveLength(3)
  db.exec('DELETE FROM alerts; DELETE FROM alert_history')
  // Fewer revisions than were looked through before: none of them is beyond the place that was reached.
  put(changed(first(2, 'high'), 'withdraw', NOW), NOW)
  here.drain()
  expect(here.entries()).toHaveLength(3)
  clock.elapsed += 31_000
  here.drain()
  expect(kindsOf(here.entries()).slice(3)).toEqual(['withdraw canh-bao-2 high'])
})

test('while alerts are being made anew nobody is told', () => {
  const { put, open } = setUp()
  let isSettled = false
  const here = open({ settled: () => isSettled })
  put(first(1, 'high'), NOW)
  here.drain()
  expect(here.entries()).toEqual([])
  isSettled = true
  here.drain()
  expect(here.entries()).toHaveLength(1)
})

test('a clock that is set back does not set entries back', () => {
  const { put, open, clock } = setUp()
  const here = open()
  put(first(1, 'high'), NOW)
  here.drain()
  clock.now -= 26 * HOUR
  put(first(2, 'high'), NOW)
  here.drain()
  expect(here.entries().map(({ at }) => at)).toEqual([NOW, NOW])
})
