import type { Refusal } from '../../../kernel/ports.ts'
import { ok, type Result } from '../../../kernel/result.ts'
import { readIso } from '../../formats/iso.ts'
import type { JsonObject } from '../../formats/json.ts'
import type { XmlElement } from '../../formats/xml.ts'
import { unknownOf } from '../known.ts'
import { refuse } from '../observe.ts'
import { xmlSystem } from './envelopes.ts'
import { unknownData } from './known.ts'
import { isSysmon, machineOf } from './names.ts'
import { lookup, outcomeOf, type WindowsRecord } from './record.ts'

const child = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((inner) => inner.name === name)

const textOf = (element: XmlElement | undefined): string | undefined => element?.text.trim() || undefined

/** Names come out of log lines: such an object has none by inheritance. */
const bare = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>

/** EventData: named values, and the unnamed ones in their order under `Data`. */
const eventData = (block: XmlElement | undefined): JsonObject => {
  const values = bare()
  const unnamed: string[] = []
  for (const { name, attributes, text } of block?.children ?? []) {
    const key = name === 'Data' ? attributes.get('Name') : name
    if (key === undefined) unnamed.push(text)
    else values[key] ??= text
  }
  if (unnamed.length > 0) values['Data'] ??= unnamed
  return values
}

/** An element of UserData: its text, or what its attributes and children hold. */
const contentOf = ({ attributes, children, text }: XmlElement): unknown => {
  if (attributes.size === 0 && children.length === 0) return text
  const values = bare()
  for (const [key, value] of attributes) values[key] ??= value
  for (const inner of children) values[inner.name] ??= contentOf(inner)
  if (children.length === 0 && text.trim() !== '') values['#text'] = text
  return values
}

const userData = (event: XmlElement): JsonObject => {
  const values = bare()
  for (const inner of child(event, 'UserData')?.children ?? []) values[inner.name] ??= contentOf(inner)
  const message = textOf(child(child(event, 'RenderingInfo'), 'Message'))
  if (message !== undefined) values['Message'] ??= message
  return values
}

/**
 * A Windows event as the event log itself writes it ([MS-EVEN6] 2.2.13; schema
 * http://schemas.microsoft.com/win/2004/08/events/event), rendered for forwarding or not. `SystemTime` is always UTC.
 */
export const readEventXml = (event: XmlElement): Result<WindowsRecord, Refusal> => {
  const system = child(event, 'System')
  const provider = child(system, 'Provider')?.attributes.get('Name')
  const code = textOf(child(system, 'EventID'))
  const computer = textOf(child(system, 'Computer'))
  // An event that a provider writes to no channel of its own has none; it stands in the log it was read from.
  const channel = textOf(child(system, 'Channel')) ?? textOf(child(child(event, 'RenderingInfo'), 'Channel'))
  if (!provider || !code || !computer || !channel) {
    const missing = !provider ? 'Provider' : !code ? 'EventID' : !computer ? 'Computer' : 'Channel'
    return refuse('schema', `Sự kiện XML của Windows thiếu phần tử «${missing}».`)
  }
  const get = lookup(eventData(child(event, 'EventData')), userData(event))
  const written = child(system, 'TimeCreated')?.attributes.get('SystemTime') ?? ''
  const sysmon = isSysmon(provider) ? readIso(get('UtcTime') ?? '', 'UTC') : undefined
  const at = sysmon ?? readIso(written, 'UTC')
  if (at === undefined) return refuse('time', 'Thuộc tính «SystemTime» không phải thời gian ISO 8601.')
  const { host, domain } = machineOf(computer)
  return ok({
    provider,
    channel,
    code,
    host,
    domain,
    at,
    recordId: textOf(child(system, 'EventRecordID')),
    task: () => textOf(child(system, 'Task')),
    outcome: () => outcomeOf(textOf(child(system, 'Keywords'))?.toLowerCase()),
    get,
  })
}

/** The names in an event that nobody reads or passes over: of `System`, and where the event is read of its data. */
export const unknownInXml = (event: XmlElement): readonly string[] => {
  const read = readEventXml(event)
  if (!read.ok) return []
  const system = child(event, 'System')?.children.map(({ name }) => name) ?? []
  return [
    ...unknownOf(system, xmlSystem),
    ...unknownData(read.value, eventData(child(event, 'EventData')), userData(event)),
  ]
}
