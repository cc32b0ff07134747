import type { Instant, LocalDate } from '../../kernel/time.ts'
import { addDays, DAY, foldDay, foldDayStart, HOUR, localTime, MINUTE, SECOND } from '../../kernel/time.ts'
import type { World } from './day.ts'
import type { Machine, Province } from './model.ts'
import { random } from './random.ts'

type Stop = { readonly from: Instant; readonly to: Instant }

/** A collector that stands still sends nothing; then it hands over what waited, twenty times as fast, oldest first. */
const afterStop = (at: Instant, { from, to }: Stop): Instant =>
  at < from ? at : Math.max(at, to + Math.floor((at - from) / 20))

/** Now and then a collector stops for some twenty minutes; shorter than any rhythm. */
const pauseOf = (province: Province, collector: string, day: LocalDate): Stop | undefined => {
  const dice = random(province.seed, 'pause', collector, day)
  if (!dice.chance(0.1)) return undefined
  const from = localTime(day, '08:00') + dice.int(0, 420) * MINUTE
  return { from, to: from + dice.int(15, 25) * MINUTE }
}

/** The fold day of a time, asked for in nearly rising order. */
const dayReader = () => {
  let day = ''
  let [from, to] = [0, 0]
  return (at: Instant): LocalDate => {
    if (at >= from && at < to) return day
    day = foldDay(at)
    from = foldDayStart(day)
    to = from + DAY
    return day
  }
}

/** Figures of the last days, by name: each is drawn from its labels once a day instead of once a line. */
const daily = <T>(draw: (name: string, day: LocalDate) => T) => {
  const days = new Map<LocalDate, Map<string, T>>()
  return (name: string, day: LocalDate): T => {
    let known = days.get(day)
    if (!known) {
      known = new Map()
      days.set(day, known)
      const [oldest] = days.keys()
      if (days.size > 3 && oldest !== undefined) days.delete(oldest)
    }
    const value = known.get(name) ?? draw(name, day)
    known.set(name, value)
    return value
  }
}

/** When lines of a world reach the product: a function of the world alone. */
export const createRoad = ({ province, planting }: World) => {
  const dayOf = dayReader()
  const delays = daily((name, day) => random(province.seed, 'delay', name, day).int(1_500, 12_000))
  const pauses = daily((collector, day): { readonly stop: Stop | undefined } => ({
    stop: pauseOf(province, collector, day),
  }))
  const onlines = daily((id, day) => random(province.seed, 'online', id, day).int(0, 5 * HOUR))
  const held = Map.groupBy(planting.held, ({ collector }) => collector)

  const pass = (collector: string, sent: Instant): Instant => {
    const { stop } = pauses(collector, dayOf(sent))
    const paused = stop ? afterStop(sent, stop) : sent
    return (held.get(collector) ?? []).reduce(
      (at, outage) => (sent < outage.to + DAY ? afterStop(at, outage) : at),
      paused,
    )
  }

  /** Hosts seldom on line hand over a day's log some days later, in order, within ten minutes of some hour. */
  const days = ({ id, lateDays, unit }: Machine, at: Instant): Instant => {
    const day = dayOf(at)
    const online = localTime(addDays(day, lateDays), '08:20') + onlines(id, day)
    const sent = online + Math.floor(((at - foldDayStart(day)) * 10 * MINUTE) / DAY) + SECOND
    return pass(unit.collector, sent)
  }

  return {
    /** A machine's own log: what it writes at `at` by the right clock. Its lines are as long on their way all day, and stay in order. */
    ofMachine: (machine: Machine, at: Instant): Instant =>
      machine.lateDays > 0 ? days(machine, at) : pass(machine.unit.collector, at + delays(machine.id, dayOf(at))),
    /** What a console or a server sends. */
    ofCollector: (collector: string, at: Instant): Instant => pass(collector, at + delays(collector, dayOf(at))),
  }
}

export type Road = ReturnType<typeof createRoad>
