import type { Observation, Origin } from '../../../kernel/event.ts'
import { ofForm } from '../../formats/form.ts'
import { isObject, type JsonObject, text } from '../../formats/json.ts'
import { remember } from '../../formats/remember.ts'

/** A Windows event whatever envelope brought it. */
export type WindowsRecord = {
  readonly provider: string
  /** As written; compared in lower case. */
  readonly channel: string
  readonly code: string
  /** The machine the event is of: lower case, first label. */
  readonly host: string
  /** Second label of the machine's full name: its AD domain, where the name is a full one. */
  readonly domain: string | undefined
  /** Epoch ms. */
  readonly at: number
  readonly recordId: string | undefined
  /** Task number or its (localised) name. */
  readonly task: () => string | undefined
  /** Of an audit. */
  readonly outcome: () => 'success' | 'failure' | undefined
  /** The person's account under which it was written (`System/Security`), where the envelope tells its name. */
  readonly writer?: () => string | undefined
  /** A value of EventData or UserData by name; spaces, underscores and case do not count. `-` is absent. */
  readonly get: (name: string) => string | undefined
}

/** What one event id means. `undefined`: nothing to us, only a sign of life. */
export type Reader = (origin: Origin, event: WindowsRecord) => Observation | undefined

/** The readers of one channel of a provider, by id. */
export type Readers = Readonly<Record<string, Reader>>

/** The name by which a value is looked up: `Threat Name`, `Threat_Name`, `threatName` and `@threatName` are one. */
const dataKey = remember((name) => name.replace(/^@|[\s_]/g, '').toLowerCase())

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

/** Look-up over EventData and UserData, both flattened (children and attributes); the first block wins. Made ready on first use. */
export const lookup = (data: unknown, userData?: unknown): WindowsRecord['get'] => {
  let find: WindowsRecord['get'] | undefined
  return (name) => {
    find ??= finder(data, userData)
    const value = find(name)
    return value === '-' || value === '' ? undefined : value
  }
}

const finder = (data: unknown, userData: unknown): WindowsRecord['get'] => {
  const ofBlock = isObject(data) && !isObject(userData) ? finderOfForm(data)?.find : undefined
  if (ofBlock) return ofBlock
  const values = flatten([data, userData])
  return (name) => values.get(dataKey(name))
}

/** Finds in whatever line of the form is being read; undefined where values decide what is found: below others, or twice of a name. */
const finderOfForm = ofForm((block): { readonly find: WindowsRecord['get'] | undefined } => {
  const plain = new Map(Object.entries(block).map(([name, value]) => [dataKey(name), value]))
  const nested = Object.values(block).some((value) => typeof value === 'object' && value !== null)
  if (nested || plain.size < Object.keys(block).length) return { find: undefined }
  // There are only so many names that are asked for.
  const asked = new Map<string, unknown>()
  const firstAsked = (name: string): unknown => {
    const value = plain.get(dataKey(name)) ?? null
    asked.set(name, value)
    return value
  }
  return { find: (name) => text(asked.get(name) ?? firstAsked(name))?.trim() }
})

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
export const outcomeOf = (keywords: unknown, ...words: readonly unknown[]): ReturnType<WindowsRecord['outcome']> => {
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
