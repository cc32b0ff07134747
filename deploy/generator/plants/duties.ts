import { departed } from './leaver.ts'
import { before, owing, someDay } from './owing.ts'
import { papers } from './papers.ts'
import type { Plot } from './plot.ts'

/* What registers alone show: no log is written for any of these. */

/** HRS-04: somebody left five working days ago, the account closed in time, and a token or a laptop is still theirs by the register. */
const notReturned = (plot: Plot, i: number): void => {
  const { due, unit } = someDay(plot, i + 1)
  const since = before(due, unit, 5)
  const { person } = departed(plot, unit, `h${i}${due}`, { since, closed: true })
  const [kind, id] = i % 2 === 0 ? ['device', `ck-${person}-h`] : ['machine', `lap-${person}-h`]
  if (kind === 'device') plot.planting.rows.devices.push({ id, unit: unit.id, person, kind: 'token' })
  else plot.planting.rows.machines.push({ id, unit: unit.id, person, role: 'laptop', agent: false })
  owing(plot, {
    ...{ rule: 'HRS-04', sort: 'return', of: `${kind}/${id}`, unit, due },
    what: `${id} còn giao cho người nghỉ từ ${since}`,
  })
}

/** ACC-17: a departure that the unit reported twenty days after it took effect: Tết takes nine of them. */
const reportedLate = (plot: Plot, i: number): void => {
  const { due, unit } = someDay(plot, i + 2)
  const since = before(due, unit, 3)
  const { person } = departed(plot, unit, `b${i}${due}`, { since, closed: true, reportedAfter: 20 })
  owing(plot, {
    ...{ rule: 'ACC-17', sort: 'report', of: `${person}/${since}`, unit, due },
    what: `báo cáo sau 20 ngày việc người nghỉ từ ${since}`,
  })
}

export const duties = [notReturned, reportedLate, ...papers]
