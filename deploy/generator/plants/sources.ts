import { HOUR, localTime } from '../../../kernel/time.ts'
import { addTruth } from '../planting.ts'
import { type Plot, takeOne } from './plot.ts'

/** EPP-01: the agent is stopped in the morning; the machine goes on until the end of the day. */
const agentStopped = (plot: Plot, i: number): void => {
  const { date, officer } = takeOne(plot, { day: i + 1 })
  const { pc: machine, unit } = officer
  const from = localTime(date, '08:30')
  plot.planting.muted.push({ machine, from, to: localTime(date, '20:00') })
  addTruth(plot.planting, {
    clause: 'EPP-01',
    rule: 'EPP-01',
    entity: { kind: 'host', id: machine.id },
    unit: unit.id,
    at: from + 4 * HOUR,
    what: 'tác tử Bkav dừng từ 08:30, máy vẫn hoạt động',
  })
}

/** SRC-01: the collector of the Linux hosts, then that of the one-stop system, is silent for most of a day; nothing is made up for. */
const collectorSilent = (plot: Plot, i: number): void => {
  const date = plot.workdays[(i + 2) % plot.workdays.length]!
  const [collector, source] = i === 0 ? (['c-linux', 'linux-auth'] as const) : (['c-app', 'tthc'] as const)
  const from = localTime(date, '08:30')
  const to = localTime(date, '16:10')
  plot.planting.lost.push({ collector, source, from, to })
  addTruth(plot.planting, {
    clause: 'SRC-01',
    rule: 'SRC-01',
    entity: { kind: 'pipeline', id: `${collector}/${source}` },
    unit: 'tinh',
    // Rhythms of an hour, and of four hours of working time (two of them after the noon break).
    at: i === 0 ? from + HOUR : localTime(date, '14:30'),
    what: 'nguồn nhật ký ngưng gửi từ 08:30 đến 16:10',
  })
}

export const sources = [agentStopped, collectorSilent]
