import type { LocalDate } from '../../../kernel/time.ts'
import { addDays, MINUTE, SECOND } from '../../../kernel/time.ts'
import type { Act, Session } from '../acts.ts'
import { openSession } from '../desk.ts'
import type { Account, Machine, Person, Province } from '../model.ts'
import { addActs, type Planting } from '../planting.ts'
import type { Random } from '../random.ts'
import { atWork, counterShift, leavesLocked, worksOvertime } from '../schedule.ts'
import { restartsForUpdate } from '../updates.ts'

/** One week of a run, and who is still free for something to happen to. */
export type Plot = {
  readonly province: Province
  readonly planting: Planting
  /** All dates of the week, and its working days, shuffled. */
  readonly dates: readonly LocalDate[]
  readonly workdays: readonly LocalDate[]
  /** The first day after the run. */
  readonly until: LocalDate
  readonly dice: Random
  /** `person/date` already taken in this run. */
  readonly used: Set<string>
}

export type Officer = Person & { readonly pc: Machine }

const hasPlainPc = ({ pc, it }: Person, secrets: boolean): boolean =>
  pc?.role === 'workstation' && pc.skew === 0 && pc.secrets === secrets && !it

/** An officer at the own machine all that day, to whom nothing else happens. */
const isFree = ({ province, used }: Plot, person: Officer, date: LocalDate): boolean =>
  !used.has(`${person.id}/${date}`) &&
  atWork(province, person, date) &&
  !restartsForUpdate(province, person.pc, date) &&
  !worksOvertime(province, person, date) &&
  counterShift(province, person, date) === undefined &&
  !leavesLocked(province, person, date) &&
  !leavesLocked(province, person, addDays(date, -1))

export type Wanted = {
  /** Which working day to try first. */
  readonly day: number
  /** How many officers, and whether of one unit. */
  readonly officers: number
  readonly oneUnit?: boolean
  /** Holders of machines for secrets instead of plain ones. */
  readonly secrets?: boolean
  fits?(officer: Officer, date: LocalDate): boolean
}

type Taken = { readonly date: LocalDate; readonly officers: readonly Officer[] }

/** The first day from `day` on, round and round, on which so many officers are free, and who they are; `undefined` where there is none. */
export const find = (plot: Plot, wanted: Wanted): Taken | undefined => {
  const { day, officers: count, oneUnit = false, secrets = false, fits = () => true } = wanted
  const { province, workdays, dice, used } = plot
  const holders = dice.shuffle(province.people.filter((one): one is Officer => hasPlainPc(one, secrets)))
  for (let i = 0; i < workdays.length; i++) {
    const date = workdays[(day + i) % workdays.length]!
    const free = holders.filter((one) => isFree(plot, one, date) && fits(one, date))
    const first = oneUnit ? free.find((one) => sameUnit(free, one).length >= count) : free[0]
    const officers = (oneUnit && first ? sameUnit(free, first) : free).slice(0, count)
    if (officers.length < count) continue
    for (const { id } of officers) used.add(`${id}/${date}`)
    return { date, officers }
  }
  return undefined
}

/** As `find`; throws where there is none. */
export const take = (plot: Plot, wanted: Wanted): Taken => {
  const taken = find(plot, wanted)
  if (!taken) throw new Error(`no day with ${wanted.officers} free officers for a planted violation`)
  return taken
}

/** One officer who is free on so many working days within a week, and those days in order; `undefined` where there is nobody. */
export const takeDays = (
  plot: Plot,
  count: number,
  fits: (officer: Officer) => boolean,
): { readonly dates: readonly LocalDate[]; readonly officer: Officer } | undefined => {
  const { province, workdays, dice, used } = plot
  const holders = dice.shuffle(province.people.filter((one): one is Officer => hasPlainPc(one, false))).filter(fits)
  for (const officer of holders) {
    const free = workdays.filter((date) => isFree(plot, officer, date)).toSorted()
    const first = free.findIndex((date, i) => (free[i + count - 1] ?? '9') <= addDays(date, 6))
    if (first < 0) continue
    const dates = free.slice(first, first + count)
    for (const date of dates) used.add(`${officer.id}/${date}`)
    return { dates, officer }
  }
  return undefined
}

const sameUnit = (all: readonly Officer[], { unit }: Officer): readonly Officer[] =>
  all.filter((one) => one.unit.id === unit.id)

/** One officer, on a day. */
export const takeOne = (plot: Plot, wanted: Omit<Wanted, 'officers'>): { date: LocalDate; officer: Officer } => {
  const { date, officers } = take(plot, { ...wanted, officers: 1 })
  return { date, officer: officers[0]! }
}

/** The next day is free and worked, too, and lies within the run. */
export const freeTomorrow = ({ province, used, dates }: Plot, one: Officer, date: LocalDate): boolean => {
  const tomorrow = addDays(date, 1)
  return (
    atWork(province, one, tomorrow) &&
    !counterShift(province, one, tomorrow) &&
    !used.has(`${one.id}/${tomorrow}`) &&
    dates.includes(tomorrow)
  )
}

/** The officer is elsewhere that day: the machine is free. */
export const vacate = ({ planting }: Plot, { id }: Officer, date: LocalDate): void => {
  planting.away.add(`${id}/${date}`)
}

/** A short stay at a machine that is off: switched on, signed in, something done, signed out, switched off. */
export const stay = (plot: Plot, account: Account, machine: Machine, at: number, length: number): Session => {
  const session = openSession(plot.dice, account, machine, 2)
  const end = at + length
  plant(plot, [
    { do: 'boot', at: at - 90 * SECOND, machine },
    { do: 'logon', at, machine, session },
    { do: 'process', at: at + 4 * MINUTE, machine, session, image: 'C:\\Windows\\explorer.exe' },
    { do: 'logoff', at: end, machine, session },
    { do: 'shutdown', at: end + 15 * SECOND, machine, by: account },
  ])
  return session
}

export const plant = ({ planting }: Plot, acts: readonly Act[]): void => addActs(planting, acts)
