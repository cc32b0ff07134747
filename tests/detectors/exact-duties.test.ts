import fc from 'fast-check'
import { expect, test } from 'vitest'
import { town } from '../../detectors/timeline.ts'
import { directoryData, type Rows } from '../../kernel/directory/data.ts'
import type { DirectoryData, Register } from '../../kernel/directory/rows.ts'
import type { Observation } from '../../kernel/event.ts'
import { addDays, DAY, HOUR, localTime } from '../../kernel/time.ts'
import { rules, type Step, walk } from '../support/drive.ts'

/*
 * As exact.test.ts, for what registers alone tell: months of nothing but registers that are entered, corrected and taken back. Whatever
 * they were meanwhile, in the end the alerts are those of the last of them.
 */

const FIRST = '2026-01-05'
const START = localTime(FIRST, '06:00')
const DAYS = 120
const UNTIL = START + DAYS * DAY
const own = rules.filter(({ by }) => by === 'duty')
const runs = { numRuns: Number(process.env['RUNS'] ?? 150), endOnFailure: true }

const date = fc.integer({ min: -30, max: DAYS - 30 }).map((days) => addDays(FIRST, days))
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })
const unit = fc.constantFrom('xa-a', 'xa-a', 'xa-a', 'xa-b', 'tinh')
const watcher = fc.constantFrom(undefined, '-', 'c1/windows', 'c3/nginx')
/** When it was entered: the day that it tells of, or some day. */
const known = fc.constantFrom(...[-30, -20, -10, 0, 5, 20, 60].map((days) => START + days * DAY + 3 * HOUR))
const span = { from: maybe(date), to: fc.option(date, { nil: undefined, freq: 2 }), known }
const set = (row: fc.Arbitrary<object>) =>
  fc.array(
    row.map((one) => JSON.parse(JSON.stringify(one)) as object),
    { minLength: 1, maxLength: 4 },
  )

/** Rows of the registers that tell of what is owed, and a long holiday. */
const drawn = fc.record({
  systems: set(
    fc.record({
      ...{ id: fc.constantFrom('s1', 's2'), name: fc.constantFrom('A', 'B'), unit, ...span },
      ...{ level: fc.constantFrom(undefined, '2', '3'), web: watcher, firewall: watcher },
    }),
  ),
  records: set(
    fc.record({
      ...{ kind: fc.constantFrom('regulation', 'restore-test', 'restore-test', 'wipe'), unit, known },
      ...{ due: maybe(date), done: fc.oneof(maybe(date), fc.constant('2025-02-01')) },
      ...{ system: fc.constantFrom('s1', 's2'), machine: fc.constantFrom('mat-01', 'mat-09') },
    }),
  ),
  machines: set(
    fc.record({
      ...{ id: fc.constantFrom('mat-09', 'pc-09'), unit, ...span, to: maybe(date) },
      ...{ person: fc.constantFrom('p-an', 'p-roi'), secrets: fc.constantFrom(true, true, false) },
    }),
  ),
  devices: set(
    fc.record({ id: fc.constantFrom('tk-1', 'tk-2'), unit, person: fc.constantFrom('p-an', 'p-roi'), ...span }),
  ),
  people: set(
    fc.record({
      ...{ id: fc.constant('p-roi'), name: fc.constant('R'), unit, ...span },
      ...{ status: fc.constantFrom('working', 'retired', 'transferred'), reported: maybe(date), handover: maybe(date) },
    }),
  ),
  networks: set(
    fc.record({
      ...{ cidr: fc.constantFrom('10.1.0.0/24', '10.2.0.0/24', '10.3.0.0/24'), unit, monitor: watcher, ...span },
      ...{ segment: fc.constantFrom('camera', 'one-stop', 'public'), line: fc.constantFrom('l1', 'l1', 'l1', 'l2') },
    }),
  ),
  pipelines: set(fc.record({ collector: fc.constant('c3'), source: fc.constant('nginx'), unit, ...span })),
  units: fc.option(fc.record({ id: unit, name: unit, parent: fc.constant('tinh'), monitored: date }), {
    nil: undefined,
  }),
  holiday: fc.tuple(date, fc.constantFrom(0, 5, 15)),
  /** Since when, or until when, the texts bind. */
  binding: fc.constantFrom('always', 'always', 'from', 'to').chain((how) => date.map((day) => [how, day] as const)),
})
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

const versionOf = ({ holiday: [first, length], binding: [how, day], units, ...own }: Drawn): DirectoryData => {
  // Drawn as the schemas want them, which read them.
  const given = { ...own, units: units && units.id !== 'tinh' ? [units] : [] } as unknown as Required<Rows>
  const rows = Object.entries(given).map(([register, added]) => [
    register,
    [...(town[register as Register] ?? []), ...added],
  ])
  const days = Array.from({ length }, (_, i) => {
    return { date: addDays(first, i), name: 'nghỉ', kind: 'L' as const, status: 'chinh_thuc' as const }
  })
  const directives = town.directives!.map((row) => ({ ...row, ...(how !== 'always' && { [how]: day }) }))
  return directoryData({ ...town, directives, ...(Object.fromEntries(rows) as Rows) }, 0, {
    calendar: length === 0 ? [] : [{ year: 2026, status: 'chinh_thuc', days }],
  })
}

/** Two versions that differ in a few registers, often in nothing but the holiday. */
const versions = fc
  .tuple(
    drawn,
    drawn,
    fc.subarray(['systems', 'records', 'machines', 'people', 'networks', 'units'] as const, { maxLength: 2 }),
  )
  .map(([one, other, differing]) => {
    const changed = Object.fromEntries(differing.map((register) => [register, other[register]]))
    return [one, { ...one, ...changed, holiday: other.holiday, binding: other.binding } as Drawn].map(versionOf)
  })

/** Somebody was heard: the product was there. */
const heard = {
  ...{ id: 'x', at: START, received: START, source: 'windows', collector: 'c1', digest: 'd', action: 'other' },
} as Observation

const walked = async (steps: readonly Step[], first: DirectoryData) => {
  const shell = await walk([{ kind: 'arrive', event: heard }, ...steps], first, { rules: own })
  return {
    stored: shell.stored(),
    essence: {
      alerts: shell.alerts().map(({ revision: _, replaces: __, ...alert }) => alert),
      unjudged: shell.engine
        .indeterminate()
        .map((what) => JSON.stringify(what))
        .sort(),
    },
  }
}

const fired = new Map<string, number>()
const counts = { withdrawn: 0, back: 0 }

test('registers that are entered, corrected and taken back: the same alerts as by the last of them', async () => {
  await fc.assert(
    fc.asyncProperty(
      versions,
      fc.array(fc.tuple(fc.integer({ min: 0, max: DAYS * 24 }), fc.constantFrom(0, 1, 'restart' as const)), {
        minLength: 2,
        maxLength: 6,
      }),
      async (drawn, changes) => {
        const steps: Step[] = []
        let clock = START
        const tickTo = (at: number): void => {
          for (; clock + 12 * HOUR <= at; clock += 12 * HOUR) steps.push({ kind: 'tick', at: clock + 12 * HOUR })
        }
        let last = 0
        for (const [hour, what] of changes.toSorted(([a], [b]) => a - b)) {
          tickTo(START + hour * HOUR)
          if (what !== 'restart') last = what
          steps.push(what === 'restart' ? { kind: 'restart' } : { kind: 'directory', data: drawn[what]! })
        }
        tickTo(UNTIL)
        const { stored, essence } = await walked(steps, drawn[0]!)
        const truth = await walked(
          [
            { kind: 'tick', at: START },
            { kind: 'tick', at: UNTIL },
          ],
          drawn[last]!,
        )
        for (const id of new Set(truth.essence.alerts.map(({ rule }) => rule.id)))
          fired.set(id, (fired.get(id) ?? 0) + 1)
        if (stored.some(({ withdrawn }) => withdrawn)) counts.withdrawn++
        if (stored.some(({ withdrawn, revision }) => !withdrawn && revision > 2)) counts.back++
        expect(essence).toEqual(truth.essence)
      },
    ),
    runs,
  )
  console.table([...fired])
  if (runs.numRuns < 60) return
  for (const { id } of own) expect([id, (fired.get(id) ?? 0) >= 3]).toEqual([id, true])
  expect(counts.withdrawn).toBeGreaterThan(runs.numRuns / 20)
  expect(counts.back).toBeGreaterThan(3)
})
