import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readIso } from '../formats/iso.ts'
import { field, isObject, type JsonObject, readObject, text } from '../formats/json.ts'
import type { LineContext, Source } from '../source.ts'
import { refuse } from './observe.ts'
import { domainOf, hostOf, isSysmon } from './windows/names.ts'
import { lookup, outcomeOf, type WindowsRecord } from './windows/record.ts'
import { winlogbeatSamples } from './windows/samples.ts'
import { readWindows, windowsYields } from './windows.ts'

const ID = 'winlogbeat'

/** Where a record keeps what we read of it. */
type Shape = {
  readonly provider: unknown
  readonly channel: unknown
  readonly code: unknown
  readonly computer: unknown
  readonly record: unknown
  readonly task: unknown
  readonly keywords: unknown
  readonly data: unknown
  readonly userData: unknown
}

/** A value under `winlog`, nested or with a dotted name, as Elastic agents do both. */
const under = (winlog: JsonObject | undefined, name: string, object: JsonObject, dotted: string): unknown => {
  const value = winlog?.[name]
  return value === undefined ? object[dotted] : value
}

const EVENT_CODE = field('event.code')
const EVENT_PROVIDER = field('event.provider')
const OUTCOME = field('event.outcome')

/** Winlogbeat 7 and 8 and Elastic Agent, under `winlog`. */
const ecsShape = (object: JsonObject, winlog: JsonObject | undefined): Shape => ({
  provider: text(under(winlog, 'provider_name', object, 'winlog.provider_name')) ?? EVENT_PROVIDER(object),
  channel: under(winlog, 'channel', object, 'winlog.channel'),
  code: text(under(winlog, 'event_id', object, 'winlog.event_id')) ?? EVENT_CODE(object),
  computer: under(winlog, 'computer_name', object, 'winlog.computer_name'),
  record: under(winlog, 'record_id', object, 'winlog.record_id'),
  task: under(winlog, 'task', object, 'winlog.task'),
  keywords: under(winlog, 'keywords', object, 'winlog.keywords'),
  data: under(winlog, 'event_data', object, 'winlog.event_data'),
  userData: under(winlog, 'user_data', object, 'winlog.user_data'),
})

/** Winlogbeat 6, at the top. */
const flatShape = (object: JsonObject): Shape => ({
  provider: object['source_name'],
  channel: object['log_name'],
  code: object['event_id'],
  computer: object['computer_name'],
  record: object['record_number'],
  task: object['task'],
  keywords: object['keywords'],
  data: object['event_data'],
  userData: object['user_data'],
})

/** Sysmon tells the time of the act; what the channel stamps may be hours off. Always UTC, without saying so. */
const sysmonTime = (provider: string, data: unknown): number | undefined =>
  isSysmon(provider) && isObject(data) ? readIso(text(data['UtcTime']) ?? '', 'UTC') : undefined

const read = (object: JsonObject, zone: string): Result<WindowsRecord, Refusal> => {
  const winlog = object['winlog']
  const nested = isObject(winlog)
  const shape = nested || 'winlog.channel' in object ? ecsShape(object, nested ? winlog : undefined) : flatShape(object)
  const provider = text(shape.provider)
  const channel = text(shape.channel)
  const code = text(shape.code)
  const computer = text(shape.computer)
  if (!provider || !channel || !code || !computer) {
    const missing = !provider ? 'provider_name' : !channel ? 'channel' : !code ? 'event_id' : 'computer_name'
    return refuse('schema', `Bản ghi Winlogbeat thiếu trường «${missing}».`)
  }
  const { data, userData, keywords } = shape
  const time = sysmonTime(provider, data) ?? readIso(text(object['@timestamp']) ?? '', zone)
  if (time === undefined) return refuse('time', 'Trường «@timestamp» không phải thời gian ISO 8601.')
  return ok({
    provider,
    channel,
    code,
    host: hostOf(computer),
    domain: domainOf(computer) || undefined,
    at: time,
    recordId: text(shape.record),
    task: text(shape.task),
    outcome: () => outcomeOf(keywords, OUTCOME(object)),
    get: lookup(code, data, userData),
  })
}

/**
 * Windows events as Winlogbeat 6, 7, 8 and Elastic Agent write them, one JSON object a line. The machine is
 * `winlog.computer_name`: `host.name` is the collector's for forwarded events.
 */
export const winlogbeat: Source = {
  id: ID,
  title: { vi: 'Windows qua Winlogbeat hoặc Elastic Agent', en: 'Windows through Winlogbeat or Elastic Agent' },
  parser: 1,
  assumed: false,
  yields: windowsYields,

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const object = context.json ?? readObject(line)
    if (!object) return refuse('malformed', 'Dòng không phải một đối tượng JSON hoàn chỉnh.')
    const event = read(object, context.zone)
    return event.ok ? ok([readWindows(event.value, ID, context)]) : event
  },

  samples: winlogbeatSamples,
}
