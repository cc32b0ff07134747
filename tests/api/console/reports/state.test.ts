import { expect, test } from 'vitest'
import { dateIn } from '../../../../api/console/reports/state.ts'

test('a date is typed day first, whatever language the browser speaks, or as the standard writes it', () => {
  expect(dateIn('05/03/2026')).toBe('2026-03-05')
  expect(dateIn(' 5-3-2026 ')).toBe('2026-03-05')
  expect(dateIn('2026-03-05')).toBe('2026-03-05')
  for (const wrong of ['', '13/13/2026', '31/02/2026', '03/2026', '2026-03', '2026-W10', 'ngày 5'])
    expect(dateIn(wrong), wrong).toBeUndefined()
})
