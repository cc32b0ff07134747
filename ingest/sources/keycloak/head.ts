import { DAY, MINUTE } from '../../../kernel/time.ts'
import { readIso } from '../../formats/iso.ts'
import { readSyslog } from '../../formats/syslog.ts'
import type { LineContext } from '../../source.ts'

const LOGGER = /\[org\.keycloak\.events\] (?:\([^()]{0,128}\) )?/
const DATED = /(?:^|\s)(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}[.,]\d{1,9}(?:Z|[+-]\d{2}:?\d{2})?)(?=\s)/
const CLOCK = /(?:^|\s)(\d{2}:\d{2}:\d{2}),(\d{3}) /

/** A clock without a day (WildFly) shows the last such time before receipt; a clock that is a little ahead is no day behind. */
const clockTime = (clock: string, received: number, zone: string): number | undefined => {
  for (const day of [received + DAY, received, received - DAY]) {
    const midnight = new Date(day).toISOString().slice(0, 10)
    const at = readIso(`${midnight} ${clock}`, zone)
    if (at !== undefined && at <= received + 5 * MINUTE) return at
  }
  return undefined
}

/** `, key=value` of an event; quoted from version 22 on, `\"` inside. */
const PAIR = /(?:^|, )([A-Za-z_]{1,64})=(?:"((?:[^"\\]|\\.)*)"|([^,]*))/g

/** Where a key stands twice, a caller wrote one of them (older versions do not quote): then only what comes first, the type, is sure. */
const pairsOf = (message: string): ReadonlyMap<string, string> => {
  const pairs = new Map<string, string>()
  let forged = false
  for (const [, key = '', quoted, plain] of message.matchAll(PAIR)) {
    const value = quoted === undefined ? (plain ?? '').trim() : quoted.replace(/\\(.)/g, '$1')
    if (pairs.has(key)) forged = true
    else pairs.set(key, value)
  }
  return forged ? new Map([...pairs].slice(0, 1)) : pairs
}

/** A line of Keycloak's log about an event: its time, and its values by name (`null` is absent). Undefined for another line. */
export const headOf = (line: string, { received, zone }: LineContext) => {
  const logger = LOGGER.exec(line)
  if (!logger) return undefined
  const head = line.slice(0, logger.index + 1)
  const [, dated] = DATED.exec(head) ?? []
  const [, clock, ms] = CLOCK.exec(head) ?? []
  const own = dated === undefined ? clock && clockTime(`${clock}.${ms}`, received, zone) : readIso(dated, zone)
  const pairs = pairsOf(line.slice(logger.index + logger[0].length))
  if (!pairs.has('type') && !pairs.has('operationType')) return undefined
  return {
    at: own || readSyslog(line, received, zone).at,
    get: (name: string): string | undefined => {
      const value = pairs.get(name)
      return value === '' || value === 'null' ? undefined : value
    },
  }
}
