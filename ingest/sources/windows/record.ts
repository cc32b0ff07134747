import type { Observation, Origin } from '../../../kernel/event.ts'
import { isObject, type JsonObject, text } from '../../formats/json.ts'

/** A Windows event whatever envelope brought it. */
export type WindowsRecord = {
  readonly provider: string
  /** As written; compared in lower case. */
  readonly channel: string
  readonly code: string
  /** The machine the event is of: lower case, first label. */
  readonly host: string
  /** Second label of the machine's full name: its AD domain, where the name is a full one. */
  readonly domain?: string
  /** Epoch ms. */
  readonly at: number
  readonly recordId?: string
  /** Task number or its (localised) name. */
  readonly task?: string
  readonly outcome?: 'success' | 'failure'
  /** A value of EventData or UserData by name; spaces, underscores and case do not count. `-` is absent. */
  readonly get: (name: string) => string | undefined
}

/** What one event id means. `undefined`: nothing to us, only a sign of life. */
export type Reader = (origin: Origin, event: WindowsRecord) => Observation | undefined

/** The name by which a value is looked up: `Threat Name`, `Threat_Name`, `threatName` and `@threatName` are one. */
export const dataKey = (name: string): string => {
  const known = keys.get(name)
  if (known !== undefined) return known
  const key = name.replace(/^@|[\s_]/g, '').toLowerCase()
  if (keys.size < MAX_KEYS) keys.set(name, key)
  return key
}

/** The few hundred names that Windows uses, folded once; names out of the lines cannot fill it beyond this. */
const keys = new Map<string, string>()
const MAX_KEYS = 4_096

const put = (values: Map<string, string>, name: string, value: unknown, depth: number): void => {
  const scalar = text(value)
  const key = dataKey(name)
  if (scalar !== undefined) {
    if (!values.has(key)) values.set(key, scalar.trim())
  } else if (Array.isArray(value)) {
    if (name === 'Data') putUnnamed(values, value)
  } else if (isObject(value) && depth < 4) {
    for (const [inner, content] of Object.entries(value)) put(values, inner, content, depth + 1)
  }
}

/** Unnamed values (`EventData.Data` is an array) are `param1` to `paramN`, as Winlogbeat names them. */
const putUnnamed = (values: Map<string, string>, items: readonly unknown[]): void => {
  items.forEach((item, index) => {
    const value = text(item)
    if (value !== undefined && !values.has(`param${index + 1}`)) values.set(`param${index + 1}`, value.trim())
  })
}

/** Look-up over EventData and UserData, both flattened (children and attributes); the first block wins. Built on first use. */
export const lookup = (...blocks: readonly unknown[]): WindowsRecord['get'] => {
  let values: Map<string, string> | undefined
  return (name) => {
    values ??= flatten(blocks)
    const value = values.get(dataKey(name))
    return value === '-' || value === '' ? undefined : value
  }
}

const flatten = (blocks: readonly unknown[]): Map<string, string> => {
  const values = new Map<string, string>()
  for (const block of blocks) {
    if (!isObject(block)) continue
    for (const [name, value] of Object.entries(block as JsonObject)) put(values, name, value, 0)
  }
  return values
}

const FAILURE_BIT = 0x10n
const SUCCESS_BIT = 0x20n

/** Audit outcome from keywords as hexadecimal (`0x8010000000000000`) or as words; words may be localised, bits are not. */
export const outcomeOf = (keywords: unknown, ...words: readonly unknown[]): WindowsRecord['outcome'] => {
  const all = [...(Array.isArray(keywords) ? keywords : [keywords]), ...words]
  for (const item of all) {
    const word = text(item)?.toLowerCase()
    if (word === undefined) continue
    if (/^0x[0-9a-f]{16}$/.test(word)) {
      const bits = BigInt(word) >> 48n
      if (bits & FAILURE_BIT) return 'failure'
      if (bits & SUCCESS_BIT) return 'success'
    }
    if (word === 'audit failure' || word === 'audit_failure' || word === 'failure') return 'failure'
    if (word === 'audit success' || word === 'audit_success' || word === 'success') return 'success'
  }
  return undefined
}
