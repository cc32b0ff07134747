import { expect, test } from 'vitest'
import { differenceOf, digestOf, isSame } from '../../../api/reports/closed.ts'
import { figuresOf } from '../../../api/reports/make.ts'
import { periodOf } from '../../../api/reports/period.ts'
import type { Alert } from '../../../kernel/alert.ts'
import { DAY, localTime } from '../../../kernel/time.ts'
import { nightLogin, text } from '../../support/alerts.ts'
import { materialOf } from '../../support/report.ts'

const at = localTime('2026-02-10', '20:00')
const [first, late] = [nightLogin(at), nightLogin(at + DAY, { account: 'b@tinh', person: ['p-b', 'Trần B'] })]
const withdrawn: Alert = {
  ...first,
  revision: 2,
  withdrawn: { reason: text('lịch trực nhập bổ sung'), at: at + 40 * DAY },
}

const close = (name: string, alerts: readonly Alert[], closed: Parameters<typeof figuresOf>[0]['closed'] = []) => {
  const period = periodOf(name)!
  const made = figuresOf(materialOf({ period, alerts, closed }))
  return { period, ...made }
}

test('what comes and goes after closing is a correction of the next report, once', () => {
  const february = close('2026-02', [first])
  expect(february.figures.levels.low.alerts).toBe(1)

  const march = close('2026-03', [withdrawn, late], [february])
  expect(march.figures.levels.low.alerts).toBe(0)
  expect(march.figures.corrections).toMatchObject([
    {
      period: '2026-02',
      said: 'tháng 2 năm 2026',
      clause: 'ACC-01',
      added: 1,
      removed: 1,
      addedDays: 1,
      removedDays: 1,
    },
  ])

  const april = close('2026-04', [withdrawn, late], [february, march])
  expect(april.figures.corrections).toEqual([])

  // The withdrawn one comes back: that is news again.
  const back = close('2026-04', [{ ...first, revision: 3 }, late], [february, march])
  expect(back.figures.corrections).toMatchObject([{ period: '2026-02', added: 1, removed: 0 }])
})

test('a closed period keeps its digest, and the difference lists what is otherwise today', () => {
  const then = close('2026-02', [first])
  const today = close('2026-02', [withdrawn, late])
  const difference = differenceOf(then, today)
  expect(difference.added.map(({ id }) => id)).toEqual([late.id])
  expect(difference.removed.map(({ id }) => id)).toEqual([first.id])
  expect(digestOf(then.figures)).not.toBe(digestOf(today.figures))
  expect(digestOf(close('2026-02', [first]).figures)).toBe(digestOf(then.figures))
  expect(isSame(differenceOf(then, then))).toBe(true)
})

test('a change of level is a change, not a coming and going', () => {
  const then = close('2026-02', [first])
  const { added, removed, changed } = differenceOf(then, close('2026-02', [{ ...first, level: 'medium' }]))
  expect([added, removed]).toEqual([[], []])
  expect(changed).toMatchObject([{ before: { level: 'low' }, after: { level: 'medium' } }])
})
