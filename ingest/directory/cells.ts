import { err, ok, type Result } from '../../kernel/result.ts'
import { type Choices, type Column, plain } from './columns.ts'

type Cell = string | boolean

const yesWords = new Set(['co', 'true', '1', 'x', 'yes', 'dung'])
const noWords = new Set(['khong', 'false', '0', 'no', 'sai'])

/** The value of a cell in the form the schemas ask for, or what was expected of it. An empty cell never comes here. */
export const readCell = (text: string, { kind }: Column): Result<Cell, string> => {
  if (kind === 'text') return ok(text)
  if (kind === 'yes') return readYes(text)
  if (kind === 'date') return orElse(readDate(text), 'ngày có thật, dạng dd/mm/yyyy hoặc yyyy-mm-dd')
  if (kind === 'moment') return orElse(readMoment(text, '00:00'), MOMENT)
  if (kind === 'last-moment') return orElse(readMoment(text, '23:59:59'), MOMENT)
  return readChoice(text, kind)
}

const MOMENT = 'ngày giờ, dạng dd/mm/yyyy HH:MM hoặc yyyy-mm-dd HH:MM'

const orElse = (value: string | undefined, expected: string): Result<Cell, string> =>
  value === undefined ? err(expected) : ok(value)

const readYes = (text: string): Result<Cell, string> => {
  const word = plain(text)
  if (yesWords.has(word)) return ok(true)
  return noWords.has(word) ? ok(false) : err('«có» hoặc «không»')
}

const readChoice = (text: string, choices: Choices): Result<Cell, string> => {
  const word = plain(text)
  const found = Object.entries(choices).find(([value, vi]) => [value, ...vi].some((name) => plain(name) === word))
  return found
    ? ok(found[0])
    : err(
        `một trong: ${Object.values(choices)
          .map(([vi]) => vi)
          .join(', ')}`,
      )
}

/** ISO, or day first as Vietnam writes it; a day that does not exist is none. */
const readDate = (text: string): string | undefined => {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  const vietnamese = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text)
  const [year, month, day] = iso ? iso.slice(1) : vietnamese ? vietnamese.slice(1).reverse() : []
  if (year === undefined || month === undefined || day === undefined) return undefined
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const read = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(date) ? date : undefined
}

/** A date alone stands for its first or last moment; a zone, where written, is kept. */
const readMoment = (text: string, whole: string): string | undefined => {
  const [, day, clock, zone] = /^(\S+?)(?:[T\s]+(\d{1,2}:\d{2}(?::\d{2})?)\s*(Z|[+-]\d\d:\d\d)?)?$/i.exec(text) ?? []
  const date = day === undefined ? undefined : readDate(day)
  if (date === undefined) return undefined
  const time = (clock ?? whole).padStart(clock?.length === 4 || clock?.length === 7 ? clock.length + 1 : 0, '0')
  const full = time.length === 5 ? `${time}:00` : time
  return Number.isNaN(Date.parse(`${date}T${full}Z`)) ? undefined : `${date}T${full}${zone?.toUpperCase() ?? ''}`
}
