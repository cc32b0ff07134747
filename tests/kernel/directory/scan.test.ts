import fc from 'fast-check'
import { expect, test } from 'vitest'
import { directoryData, type Rows } from '../../../kernel/directory/data.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import { addDays, HOUR, type Instant, localDate } from '../../../kernel/time.ts'
import { at } from './town.ts'

/* The look-ups held against a plain scan over all rows, by civil dates alone. */

const START = '2026-03-01'
const date = fc.integer({ min: 0, max: 12 }).map((days) => addDays(START, days))
const span = fc.record({ from: date, to: date }, { requiredKeys: [] })
const unit = fc.constantFrom('u0', 'u1', 'u2', 'u3')
const status = fc.constantFrom(
  'working' as const,
  'seconded' as const,
  'maternity' as const,
  'retired' as const,
  'transferred' as const,
)
const several = <T>(row: fc.Arbitrary<T>) => fc.array(row, { maxLength: 8 })
const optional = <T, K extends string>(key: K, value: fc.Arbitrary<T>) =>
  fc
    .option(value, { nil: undefined })
    .map((one) => (one === undefined ? {} : { [key]: one }) as { readonly [P in K]?: T })
const merged = <A extends object, B extends object>(a: fc.Arbitrary<A>, b: fc.Arbitrary<B>) =>
  fc.tuple(a, b).map(([x, y]) => ({ ...x, ...y }))

const rows: fc.Arbitrary<Rows> = fc.record({
  units: several(
    merged(
      merged(fc.record({ id: unit, name: unit }), span),
      merged(optional('parent', unit), optional('monitored', date)),
    ),
  ),
  people: several(
    merged(
      fc.record({
        id: fc.constantFrom('p1', 'p2'),
        name: fc.constant('N'),
        unit,
        status,
        it: fc.boolean(),
        known: fc.nat(9),
      }),
      merged(span, optional('handover', date)),
    ),
  ),
  machines: several(
    merged(
      fc.record({
        id: fc.constantFrom('m1', 'm2'),
        unit,
        role: fc.constant('workstation' as const),
        secrets: fc.boolean(),
        agent: fc.boolean(),
      }),
      span,
    ),
  ),
  directives: several(merged(fc.record({ doc: fc.constantFrom('PT' as const, 'CB' as const), unit }), span)),
})

type Dated = { readonly from?: string | undefined; readonly to?: string | undefined }
const inForce = (row: Dated, when: Instant): boolean =>
  (row.from ?? '') <= localDate(when) && localDate(when) <= (row.to ?? '9999')
/** The one that began last; of several, any. */
const candidates = <R extends Dated>(all: readonly R[] | undefined, when: Instant): readonly R[] => {
  const now = (all ?? []).filter((row) => inForce(row, when))
  const last = now
    .map(({ from }) => from ?? '')
    .sort()
    .at(-1)
  return now.filter(({ from }) => (from ?? '') === last)
}
const gone = (status: string): boolean => status === 'retired' || status === 'transferred'

test('every look-up equals a scan over all rows', () => {
  let departures = 0
  let ties = 0
  fc.assert(
    fc.property(
      rows,
      fc.array(fc.integer({ min: -24, max: 15 * 24 }), { minLength: 1, maxLength: 12 }),
      (given, hours) => {
        const directory = createDirectory(directoryData(given))
        for (const when of hours.map((hour) => at(START) + hour * HOUR)) {
          for (const id of ['m1', 'm2']) {
            const expected = candidates(
              given.machines?.filter((row) => row.id === id),
              when,
            )
            const found = directory.machine(id, when)
            if (expected.length === 0) expect(found).toBeUndefined()
            else expect(expected.map((row) => ({ ...row, known: 0 }))).toContainEqual(found)
          }
          for (const id of ['p1', 'p2']) {
            const posts = (given.people ?? []).filter((row) => row.id === id && inForce(row, when))
            const found = directory.person(id, when)
            const active = posts.filter((row) => !gone(row.status))
            const left = posts.length > 0 && active.length === 0
            if (left) departures++
            expect(found === undefined).toBe(posts.length === 0)
            expect(found?.active ?? false).toBe(active.length > 0)
            expect(found?.departed !== undefined).toBe(left)
            const units = candidates(left ? posts : active, when).map((row) => row.unit)
            if (units.length > 1) ties++
            if (found) expect(units).toContain(found.unit)
            if (found?.departed) {
              expect(found.departed.handover).toBe(posts.some(({ handover }) => (handover ?? '') >= localDate(when)))
              // Departed without a break since then, and not the day before.
              for (let day = found.departed.since; day !== '' && day <= localDate(when); day = addDays(day, 1)) {
                expect(directory.person(id, at(day))?.departed).toBeDefined()
              }
              if (found.departed.since !== '')
                expect(directory.person(id, at(addDays(found.departed.since, -1)))?.departed).toBeUndefined()
            }
          }
          for (const id of ['u0', 'u1', 'u2', 'u3']) {
            const fact = directory.units.at(id, when)
            const own = candidates(
              given.units?.filter((row) => row.id === id),
              when,
            )
            expect(fact === undefined).toBe(own.length === 0)
            if (!fact) continue
            expect(own.map(({ name }) => name)).toContain(fact.name)
            expect(fact.path.at(-1)).toBe(id)
            const bound = (given.directives ?? []).filter((row) => inForce(row, when) && fact.path.includes(row.unit))
            expect(new Set(directory.bindings(id, when))).toEqual(new Set(bound.map(({ doc }) => doc)))
            for (const child of directory.units.children(id, when)) {
              expect(given.units?.some((row) => row.id === child && row.parent === id && inForce(row, when))).toBe(true)
            }
          }
        }
      },
    ),
    { numRuns: 250 },
  )
  expect(departures).toBeGreaterThan(60)
  expect(ties).toBeGreaterThan(20)
})

test('the order of rows in a file says nothing', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: 0, max: 12 * 24 }), (given, hour) => {
      const turned = Object.fromEntries(Object.entries(given).map(([name, all]) => [name, [...all].reverse()])) as Rows
      const [a, b] = [createDirectory(directoryData(given)), createDirectory(directoryData(turned))]
      const when = at(START) + hour * HOUR
      for (const id of ['p1', 'p2']) expect(a.person(id, when)).toEqual(b.person(id, when))
      for (const id of ['u0', 'u1', 'u2']) expect(a.units.at(id, when)).toEqual(b.units.at(id, when))
    }),
    { numRuns: 200 },
  )
})
