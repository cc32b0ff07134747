import { expect, test } from 'vitest'
import { readCalendars } from '../../../ingest/directory/calendars.ts'
import { createCalendar } from '../../../kernel/directory/calendar.ts'
import { ancestorsDay, tet } from '../../../kernel/directory/lunar.ts'
import { folderOf } from './folder.ts'

const { years, problems } = await readCalendars('no-such-folder')
const calendar = createCalendar(years)

test('the years that come with the product have no mistakes', () => {
  expect(problems).toEqual([])
  expect(years.map(({ year, status }) => [year, status])).toEqual([
    [2025, 'chinh_thuc'],
    [2026, 'chinh_thuc'],
    [2027, 'du_kien'],
  ])
})

test.each([
  ['2025-01-27', 'holiday', false],
  ['2025-01-31', 'holiday', false],
  ['2025-02-03', 'working', false],
  ['2025-04-26', 'swapped-on', false],
  ['2025-05-02', 'swapped-off', false],
  ['2025-05-03', 'weekend', false],
  ['2025-09-01', 'holiday', false],
  ['2025-11-24', 'working', false],
  ['2026-01-02', 'swapped-off', false],
  ['2026-01-10', 'swapped-on', false],
  ['2026-02-16', 'holiday', false],
  ['2026-02-20', 'holiday', false],
  ['2026-04-27', 'holiday', false],
  ['2026-08-22', 'swapped-on', true],
  ['2026-08-31', 'swapped-off', true],
  ['2026-11-23', 'working', true],
  ['2026-11-24', 'holiday', false],
  ['2027-02-04', 'working', true],
  ['2027-02-05', 'holiday', true],
  ['2027-02-10', 'holiday', true],
  ['2027-02-12', 'working', true],
  ['2027-05-03', 'holiday', false],
  ['2027-09-01', 'working', true],
  ['2027-09-02', 'holiday', false],
  ['2027-09-03', 'working', true],
  ['2027-09-04', 'weekend', true],
  // No file: reckoned from the law.
  ['2030-02-02', 'holiday', true],
])('%s is a %s day, uncertain: %s', (date, kind, uncertain) => {
  expect(calendar(date)).toMatchObject({ kind, uncertain })
})

test.each(years.map((year) => [year.year, year] as const))(
  'in %i the lunar days agree with the moon',
  (year, { days }) => {
    expect(days.find(({ name }) => name.includes('mùng 1'))?.date).toBe(tet(year))
    expect(days.find(({ name }) => name === 'Giỗ Tổ Hùng Vương')?.date).toBe(ancestorsDay(year))
  },
)

test('every day that is not official says why', () => {
  for (const { days } of years)
    for (const day of days) if (day.status === 'du_kien') expect(day.source).toContain('cần xác nhận')
})

test('two files for one year are a mistake', async () => {
  const text = 'year: 2028\nstatus: chinh_thuc\ndays: []\n'
  const folder = await folderOf({ 'calendar/2028.yaml': text, 'calendar/nam-2028.yml': text })
  expect((await readCalendars(folder)).problems).toMatchObject([{ file: 'calendar/nam-2028.yml', value: '2028' }])
})
