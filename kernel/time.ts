/** Epoch milliseconds, UTC. Every time inside the product is one of these. */
export type Instant = number

/** `'90s'`, `'10m'`, `'8h'`, `'7d'`. */
export type Duration = `${number}${'s' | 'm' | 'h' | 'd'}`

/** A civil date in Asia/Ho_Chi_Minh: `'2026-07-03'`. */
export type LocalDate = string

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

export const SECOND = UNITS.s
export const MINUTE = UNITS.m
export const HOUR = UNITS.h
export const DAY = UNITS.d

/** Vietnam keeps UTC+7 all year (Asia/Ho_Chi_Minh has had no change of offset since 1975). */
export const VN_OFFSET = 7 * HOUR

/** Milliseconds of a duration; throws on anything that is not one. */
export const ms = (duration: Duration): number => {
  const parts = /^(\d+(?:\.\d+)?)([smhd])$/.exec(duration)
  if (!parts) throw new Error(`not a duration: «${duration}» (expected such as 90s, 10m, 8h, 7d)`)
  return Number(parts[1]) * UNITS[parts[2] as keyof typeof UNITS]
}

/** The instant at which the clocks of Vietnam show `clock` (`HH:MM` or `HH:MM:SS`) on `date`. */
export const localTime = (date: LocalDate, clock: string): Instant =>
  Date.parse(`${date}T${clock.length === 5 ? `${clock}:00` : clock}Z`) - VN_OFFSET

/** Names of days by their number since 1970-01-01: a year of logs asks for a few hundred of them, millions of times. */
const dates = new Map<number, LocalDate>()
const MOST_DATES = 5_000

const dateOfDay = (day: number): LocalDate => {
  const known = dates.get(day)
  if (known !== undefined) return known
  const date = new Date(day * DAY).toISOString().slice(0, 10)
  if (dates.size >= MOST_DATES) dates.clear()
  dates.set(day, date)
  return date
}

const dayNumbers = new Map<LocalDate, number>()

const dayOfDate = (date: LocalDate): number => {
  const known = dayNumbers.get(date)
  if (known !== undefined) return known
  const day = Date.parse(`${date}T00:00:00Z`) / DAY
  if (dayNumbers.size >= MOST_DATES) dayNumbers.clear()
  dayNumbers.set(date, day)
  return day
}

/** The civil date in Vietnam at an instant. */
export const localDate = (at: Instant): LocalDate => dateOfDay(Math.floor((at + VN_OFFSET) / DAY))

/** `'17:05:09'` in Vietnam. */
export const localClock = (at: Instant): string => new Date(at + VN_OFFSET).toISOString().slice(11, 19)

/** Minutes since local midnight, 0 to 1439. */
export const localMinute = (at: Instant): number => Math.floor(((((at + VN_OFFSET) % DAY) + DAY) % DAY) / MINUTE)

/** 1 = Monday … 7 = Sunday, in Vietnam. */
export const localWeekday = (at: Instant): number => ((new Date(at + VN_OFFSET).getUTCDay() + 6) % 7) + 1

/** `'17:05 03/07/2026'`: how a Vietnamese reader expects a moment. */
export const sayInstant = (at: Instant): string => {
  const [year, month, day] = localDate(at).split('-')
  return `${localClock(at).slice(0, 5)} ${day}/${month}/${year}`
}

/** `'03/07/2026'`. */
export const sayDate = (date: LocalDate): string => date.split('-').reverse().join('/')

/** The next (or same) day, `days` later. */
export const addDays = (date: LocalDate, days: number): LocalDate => dateOfDay(dayOfDate(date) + days)

const FOLD_HOUR = 5 * HOUR

/** The fold day of an instant: 05:00 to 05:00 Asia/Ho_Chi_Minh, for every unit (architecture 2). */
export const foldDay = (at: Instant): LocalDate => localDate(at - FOLD_HOUR)

/** First instant of a fold day. */
export const foldDayStart = (day: LocalDate): Instant => localTime(day, '00:00') + FOLD_HOUR

const SAY_UNITS: readonly (readonly [number, string, string])[] = [
  [UNITS.d, 'ngày', 'd'],
  [UNITS.h, 'giờ', 'h'],
  [UNITS.m, 'phút', 'min'],
  [UNITS.s, 'giây', 's'],
]

/** A length of time for a reader: `{ vi: '10 phút', en: '10 min' }`. */
export const saySpan = (span: number): { vi: string; en: string } => {
  const [unit, vi, en] = SAY_UNITS.find(([size]) => span >= size && span % size === 0) ?? SAY_UNITS[3]!
  return { vi: `${span / unit} ${vi}`, en: `${span / unit} ${en}` }
}

/** A length of time to the minute: «26 giờ», «3 giờ 10 phút». */
export const sayMinutes = (span: number): { vi: string; en: string } => {
  const minutes = Math.round(span / MINUTE)
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  const say = (hour: string, minute: string): string =>
    [...(hours > 0 ? [`${hours} ${hour}`] : []), ...(rest > 0 || hours === 0 ? [`${rest} ${minute}`] : [])].join(' ')
  return { vi: say('giờ', 'phút'), en: say('h', 'min') }
}
