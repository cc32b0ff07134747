import type { LocalDate } from '../../../kernel/time.ts'
import { addDays, localTime } from '../../../kernel/time.ts'
import { isCounterSaturday, isWorkday } from '../calendar.ts'
import type { Account } from '../model.ts'
import { addTruth } from '../planting.ts'
import { departed } from './leaver.ts'
import type { Plot } from './plot.ts'

/** The `days`th working day of the unit after a departure (a one-stop centre works on Saturdays); its own day does not count. */
export const deadline = (since: LocalDate, saturday: boolean, days = 3): LocalDate => {
  let date = since
  for (let left = days; left > 0; ) {
    date = addDays(date, 1)
    if (isWorkday(date) || (saturday && isCounterSaturday(date))) left -= 1
  }
  return date
}

/** ACC-04 about an account that stays open. */
export const overdue = (plot: Plot, account: Account, since: LocalDate): void => {
  const saturday = plot.province.units.find(({ id }) => id === account.unit)?.saturday === true
  addTruth(plot.planting, {
    clause: 'ACC-04',
    rule: 'ACC-04',
    entity: { kind: 'user', id: account.id },
    unit: account.unit,
    at: localTime(deadline(since, saturday), '17:00'),
    what: `tài khoản chưa khóa sau khi người giữ nghỉ từ ${since}`,
  })
}

/** ACC-04: an account whose holder left some days before the week, still open in the register; its deadline falls into the week. */
export const forgotten = (plot: Plot, i: number): void => {
  const since = addDays(plot.dates[0]!, -1 - i)
  const unit = plot.dice.pick(plot.province.units)
  overdue(plot, departed(plot, unit, `f${i}${since}`, { since, closed: false }), since)
}
