import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  everything,
  type Filter,
  narrowed,
  queryOf,
  readRoute,
  stateChoices,
  timeChoices,
  writeRoute,
} from '../../../api/console/route.ts'
import { DAY, localTime } from '../../../kernel/time.ts'

const date = fc.constantFrom('', '2026-03-01', '2026-12-31')
const filters: fc.Arbitrary<Filter> = fc
  .record({
    level: fc.subarray(['serious', 'high', 'medium', 'low'] as const),
    clause: fc.constantFrom('', 'ACC-01'),
    unit: fc.string(),
    text: fc.string(),
    state: fc.constantFrom(...stateChoices),
    time: fc.constantFrom(...timeChoices),
    from: date,
    to: date,
  })
  .map((filter) => (filter.time === 'dates' ? filter : { ...filter, from: '', to: '' }))

test('the address bar gives back every filter and alert that was put into it', () => {
  fc.assert(
    fc.property(filters, fc.option(fc.string({ minLength: 1 }), { nil: undefined }), (filter, id) => {
      expect(readRoute(writeRoute({ filter, id }))).toEqual({ filter, id })
    }),
  )
})

test('the plain list has a plain address, and nonsense falls back to it', () => {
  expect(writeRoute({ filter: everything, id: undefined })).toBe('#/')
  for (const hash of ['', '#', '#/', '#/?muc=cao&trang-thai=x&thoi-gian=y', '#/gi-do']) {
    expect(readRoute(hash)).toEqual({ filter: everything, id: undefined })
  }
  expect(narrowed(everything)).toBe(false)
  expect(narrowed({ ...everything, level: ['low'] })).toBe(true)
})

test('a deep link names its alert', () => {
  expect(readRoute('#/canh-bao/a%2Fb?muc=high')).toMatchObject({ id: 'a/b', filter: { level: ['high'] } })
})

const NOW = localTime('2026-03-04', '10:00')

test('days are civil days of Vietnam, both whole', () => {
  const query = queryOf({ ...everything, time: 'dates', from: '2026-03-01', to: '2026-03-02' }, NOW)
  expect(query.get('from')).toBe(String(Date.parse('2026-03-01T00:00:00+07:00')))
  expect(query.get('to')).toBe(String(Date.parse('2026-03-02T23:59:59.999+07:00')))
})

test('a span counts back from now; what is not asked is not sent', () => {
  expect(queryOf({ ...everything, time: '7d' }, NOW).get('from')).toBe(String(NOW - 7 * DAY))
  expect(queryOf({ ...everything, text: '  ' }, NOW).toString()).toBe('state=open')
})
