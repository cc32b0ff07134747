import type { LocalDate } from '../../kernel/time.ts'
import { addDays, HOUR, localTime, MINUTE } from '../../kernel/time.ts'
import { datesFrom, isPlainWorkday, weeksOf } from './calendar.ts'
import type { Province } from './model.ts'
import { addTruth, type Planting } from './planting.ts'
import { random } from './random.ts'

type Outage = {
  readonly date: LocalDate
  readonly clock: string
  readonly until: LocalDate
  readonly untilClock: string
}

const hold = (planting: Planting, pipeline: Pipeline, { date, clock, until, untilClock }: Outage): void => {
  const from = localTime(date, clock)
  planting.held.push({ collector: pipeline.collector, from, to: localTime(until, untilClock) })
  addTruth(planting, {
    clause: 'SRC-01',
    rule: 'SRC-01',
    entity: { kind: 'pipeline', id: `${pipeline.collector}/${pipeline.source}` },
    unit: pipeline.unit,
    at: from + pipeline.rhythm,
    what: `bộ thu ngưng từ ${clock} ${date} đến ${untilClock} ${until}, sau đó gửi bù đủ`,
  })
}

type Pipeline = { readonly collector: string; readonly source: string; readonly unit: string; readonly rhythm: number }

/**
 * Each week one unit's collector stops for some hours of a working day, another's for a night or two in the middle of the
 * week, and the console of the agents for two hours and a half. Each hands over everything afterwards. That a source was
 * silent is then true and must be said; of people and machines nothing may be.
 */
export const holdCollectors = (province: Province, planting: Planting, from: LocalDate, days: number): void => {
  for (const dates of weeksOf(datesFrom(from, days))) {
    const dice = random(province.seed, 'outages', dates[0]!)
    const pairs = dates.filter((date) => isPlainWorkday(date) && isPlainWorkday(addDays(date, 1)))
    const [first, second, third] = [dice.pick(pairs), dice.pick(pairs), dice.pick(pairs)]
    const [one, other] = dice.shuffle(province.units.filter(({ id }) => id !== 'tinh'))
    if (!one || !other) throw new Error('a province of one unit')
    const unitPipeline = ({ id: unit, collector, source }: typeof one): Pipeline => ({
      collector,
      source,
      unit,
      rhythm: HOUR,
    })
    hold(planting, unitPipeline(one), { date: first, clock: '08:40', until: first, untilClock: '11:10' })
    hold(planting, unitPipeline(other), {
      date: second,
      clock: '14:10',
      until: addDays(second, isPlainWorkday(addDays(second, 2)) ? 2 : 1),
      untilClock: '09:30',
    })
    const agents = { collector: 'c-bkav', source: 'bkav', unit: 'tinh', rhythm: 30 * MINUTE }
    hold(planting, agents, { date: third, clock: '09:05', until: third, untilClock: '11:35' })
  }
}
