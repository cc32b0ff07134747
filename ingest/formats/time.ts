import type { Instant } from '../../kernel/time.ts'
import { readIso } from './iso.ts'
import { instantOf } from './zone.ts'

/** Reads one written form of a time; `undefined` when the text is not in that form. */
export type TimeReader = (written: string, zone: string) => Instant | undefined

const TOKENS: readonly (readonly [token: string, name: string, pattern: string])[] = [
  ['yyyy', 'year', '\\d{4}'],
  ['yy', 'shortYear', '\\d{2}'],
  ['MM', 'month', '\\d{2}'],
  ['M', 'month', '\\d{1,2}'],
  ['dd', 'day', '\\d{2}'],
  ['d', 'day', '\\d{1,2}'],
  ['HH', 'hour', '\\d{2}'],
  ['H', 'hour', '\\d{1,2}'],
  ['hh', 'half', '\\d{2}'],
  ['h', 'half', '\\d{1,2}'],
  ['mm', 'minute', '\\d{2}'],
  ['ss', 'second', '\\d{2}'],
  ['SSS', 'fraction', '\\d{1,9}'],
  ['tt', 'noon', 'AM|PM|SA|CH|sáng|chiều'],
]

const quoted = (literal: string): string =>
  /\s/.test(literal) ? '\\s+' : literal.replace(/[$()*+.?[\\\]^{|}/]/g, '\\$&')

/** A pattern such as `dd/MM/yyyy HH:mm:ss` as a regular expression with one named group a part; `undefined` for an unusable one. */
const compile = (format: string): RegExp | undefined => {
  const names = new Set<string>()
  let source = ''
  for (let rest = format; rest !== ''; ) {
    const token = TOKENS.find(([text]) => rest.startsWith(text))
    if (token && names.has(token[1])) return undefined
    if (token) names.add(token[1])
    source += token ? `(?<${token[1]}>${token[2]})` : quoted(rest[0] ?? '')
    rest = rest.slice(token ? token[0].length : 1)
  }
  const dated = (names.has('year') || names.has('shortYear')) && names.has('month') && names.has('day')
  const halved = names.has('half') === names.has('noon') && !(names.has('half') && names.has('hour'))
  return dated && halved ? new RegExp(`^${source}$`, 'iu') : undefined
}

/** 12-hour clock: SA (sáng) and AM are before noon, CH (chiều) and PM after; 12 is the first hour of either half. */
const fullHour = (half: string, noon: string): number => (Number(half) % 12) + (/^(pm|ch|chiều)$/iu.test(noon) ? 12 : 0)

const patterned =
  (pattern: RegExp): TimeReader =>
  (written, zone) => {
    const part = pattern.exec(written.normalize('NFC').trim())?.groups
    if (!part) return undefined
    if (part['half'] !== undefined && (Number(part['half']) < 1 || Number(part['half']) > 12)) return undefined
    return instantOf(
      {
        year: part['year'] === undefined ? 2000 + Number(part['shortYear']) : Number(part['year']),
        month: Number(part['month']),
        day: Number(part['day']),
        hour: part['half'] === undefined ? Number(part['hour'] ?? 0) : fullHour(part['half'], part['noon'] ?? ''),
        minute: Number(part['minute'] ?? 0),
        second: Number(part['second'] ?? 0),
        ms: Number((part['fraction'] ?? '').padEnd(3, '0').slice(0, 3)),
      },
      zone,
    )
  }

const epoch =
  (scale: number): TimeReader =>
  (written) => {
    const number = /^\d{1,16}(\.\d{1,9})?$/.test(written.trim()) ? Number(written) * scale : Number.NaN
    return number < 253_402_300_800_000 ? Math.floor(number) : undefined
  }

/**
 * The reader of a named form: `iso`, `epoch-s`, `epoch-ms`, or a pattern of yyyy yy MM M dd d HH H hh h mm ss SSS tt (`tt` is
 * AM/PM or SA/CH). `undefined` when the form is none of these or does not fix a date.
 */
export const timeReader = (format: string): TimeReader | undefined => {
  if (format === 'iso') return readIso
  if (format === 'epoch-s') return epoch(1000)
  if (format === 'epoch-ms') return epoch(1)
  const pattern = compile(format)
  return pattern && patterned(pattern)
}
