import { localTime, MINUTE } from '../../../kernel/time.ts'
import type { Traffic } from '../acts.ts'
import { sessionOf } from '../desk.ts'
import type { Unit } from '../model.ts'
import { addTruth } from '../planting.ts'
import { networksOf, oneStops } from '../segments.ts'
import { type Plot, plant, takeOne } from './plot.ts'

type Planted = {
  readonly clause: string
  readonly grade?: string
  readonly what: string
  traffic(unit: Unit, i: number): Omit<Traffic, 'allowed'>
}

/** The firewall of a one-stop centre lets through what the three networks must not see of one another. */
const letThrough =
  ({ clause, grade, what, traffic }: Planted) =>
  (plot: Plot, i: number): void => {
    const rule = grade ?? clause
    const units = oneStops(plot.province)
    const unit = units[i % units.length]!
    const date = plot.workdays[i % plot.workdays.length]!
    const at = localTime(date, '14:05') + (i * 7 + plot.dice.int(0, 5)) * MINUTE
    const seen = traffic(unit, i)
    plant(plot, [{ do: 'traffic', at, machine: plot.province.dc, allowed: true, ...seen }])
    addTruth(plot.planting, {
      ...{ clause, rule, entity: { kind: 'ip', id: seen.ip }, unit: unit.id, at, count: 1 },
      what: `${what}: ${seen.ip} → ${seen.name ?? `${seen.to}:${seen.port}`}`,
    })
  }

const own = ({ prefix, firstHost }: Unit, i: number): string => `${prefix}${firstHost + 20 + i}`

/** NET-09b: a program at an officer's machine asks for what is warned of; Sysmon tells. */
const infected = (plot: Plot, i: number): void => {
  const { date, officer } = takeOne(plot, { day: i + 2 })
  const { pc: machine, unit } = officer
  const at = localTime(date, '10:15') + plot.dice.int(0, 30) * MINUTE
  const session = sessionOf(plot.province, officer, machine, date)
  plant(plot, [{ do: 'resolve', at, machine, session, name: 'a.c2.example' }])
  addTruth(plot.planting, {
    ...{ clause: 'NET-09', rule: 'NET-09b', entity: { kind: 'host', id: machine.id }, unit: unit.id, at, count: 1 },
    what: `${machine.id} tìm đến a.c2.example`,
  })
}

export const networks = [
  letThrough({
    ...{ clause: 'NET-02', what: 'mạng camera thông với mạng một cửa' },
    traffic: (unit, i) =>
      i === 0
        ? { ip: own(unit, i), to: networksOf(unit).camera(14), port: 80 }
        : { ip: networksOf(unit).camera(15), to: networksOf(unit).guest(40), port: 554 },
  }),
  letThrough({
    ...{ clause: 'NET-03', what: 'camera tìm đến dịch vụ tên miền động' },
    traffic: (unit, i) => ({
      ip: networksOf(unit).camera(20 + i),
      to: '203.0.113.53',
      port: 53,
      name: 'cam.no-ip.com',
    }),
  }),
  letThrough({
    ...{ clause: 'NET-07', what: 'camera bị truy cập từ Internet' },
    traffic: (unit, i) => ({
      ip: `203.0.113.${90 + i}`,
      to: networksOf(unit).camera(25 + i),
      port: i === 0 ? 554 : 37_777,
    }),
  }),
  letThrough({
    ...{ clause: 'NET-09', grade: 'NET-09a', what: 'tìm đến tên miền đang bị cảnh báo' },
    traffic: (unit, i) => ({ ip: own(unit, 4 + i), to: '203.0.113.53', port: 53, name: 'a.c2.example' }),
  }),
  infected,
  letThrough({
    ...{ clause: 'NET-04', what: 'từ mạng công cộng vào mạng một cửa' },
    traffic: (unit, i) => ({ ip: networksOf(unit).guest(50 + i), to: own(unit, i), port: i === 0 ? 445 : 3_389 }),
  }),
]
