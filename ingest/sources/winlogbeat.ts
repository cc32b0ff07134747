import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { ofForm } from '../formats/form.ts'
import { readIso } from '../formats/iso.ts'
import { field, isObject, type JsonObject, passing, readObject, text } from '../formats/json.ts'
import type { LineContext, Source } from '../source.ts'
import { jsonNames } from './known.ts'
import { refuse } from './observe.ts'
import { winlogbeatEnvelope } from './windows/envelopes.ts'
import { unknownData } from './windows/known.ts'
import { isSysmon, machineOf, personOf } from './windows/names.ts'
import { lookup, outcomeOf, type WindowsRecord } from './windows/record.ts'
import { winlogbeatSamples } from './windows/samples.ts'
import { windowsYields } from './windows/yields.ts'
import { readWindows } from './windows.ts'

const ID = 'winlogbeat'

/** Where a record keeps what we read of it: values for `text`. */
type Shape = {
  readonly at: unknown
  readonly provider: unknown
  /** Where the provider and the code stand too, should they be missing. */
  readonly otherProvider?: unknown
  readonly channel: unknown
  readonly code: unknown
  readonly otherCode?: unknown
  readonly computer: unknown
  readonly record: unknown
  readonly task: unknown
  readonly keywords: unknown
  readonly outcome: unknown
  readonly data: unknown
  readonly userData: unknown
  readonly user?: unknown
}

const EVENT_CODE = field('event.code')
const EVENT_PROVIDER = field('event.provider')
const OUTCOME = field('event.outcome')

const EMPTY: JsonObject = {}

/** Winlogbeat 7 and 8 and Elastic Agent: a value under `winlog`, nested or with a dotted name, as Elastic agents do both. */
const ecsShape = (object: JsonObject, winlog: JsonObject = EMPTY): Shape => {
  const {
    provider_name: provider = object['winlog.provider_name'],
    channel = object['winlog.channel'],
    event_id: code = object['winlog.event_id'],
    computer_name: computer = object['winlog.computer_name'],
    record_id: record = object['winlog.record_id'],
    task = object['winlog.task'],
    keywords = object['winlog.keywords'],
    event_data: data = object['winlog.event_data'],
    user_data: userData = object['winlog.user_data'],
    user,
  } = winlog
  const more = { otherProvider: EVENT_PROVIDER(object), otherCode: EVENT_CODE(object), outcome: OUTCOME(object) }
  return {
    at: object['@timestamp'],
    provider,
    channel,
    code,
    computer,
    record,
    task,
    keywords,
    data,
    userData,
    user,
    ...more,
  }
}

/** Winlogbeat 6, at the top. */
const flatShape = (object: JsonObject): Shape => ({
  at: object['@timestamp'],
  provider: object['source_name'],
  channel: object['log_name'],
  code: object['event_id'],
  computer: object['computer_name'],
  record: object['record_number'],
  task: object['task'],
  keywords: object['keywords'],
  outcome: OUTCOME(object),
  data: object['event_data'],
  userData: object['user_data'],
})

const shapeOf = (object: JsonObject): Shape => {
  const winlog = object['winlog']
  const nested = isObject(winlog)
  return nested || 'winlog.channel' in object ? ecsShape(object, nested ? winlog : undefined) : flatShape(object)
}
const shapeOfForm = ofForm(shapeOf)

/** Sysmon tells the time of the act; what the channel stamps may be hours off. Always UTC, without saying so. */
const sysmonTime = (provider: string, data: unknown): number | undefined =>
  isSysmon(provider) && isObject(data) ? readIso(text(data['UtcTime']) ?? '', 'UTC') : undefined

/** `winlog.user`: whose account wrote the event. */
const writerOf = (user: unknown, host: string): string | undefined =>
  isObject(user) ? personOf(text(user['name']), text(user['domain']), text(user['identifier']), host) : undefined

const read = (shape: Shape, zone: string): Result<WindowsRecord, Refusal> => {
  const provider = text(shape.provider) ?? text(shape.otherProvider)
  const channel = text(shape.channel)
  const code = text(shape.code) ?? text(shape.otherCode)
  const { host, domain } = machineOf(text(shape.computer) ?? '')
  if (!provider || !channel || !code || !host) {
    const missing = !provider ? 'provider_name' : !channel ? 'channel' : !code ? 'event_id' : 'computer_name'
    return refuse('schema', `Bản ghi Winlogbeat thiếu trường «${missing}».`)
  }
  const { data, userData, task, keywords, outcome } = shape
  const time = sysmonTime(provider, data) ?? readIso(passing(shape.at) ?? '', zone)
  if (time === undefined) return refuse('time', 'Trường «@timestamp» không phải thời gian ISO 8601.')
  return ok({
    provider,
    channel,
    code,
    host,
    domain,
    at: time,
    recordId: text(shape.record),
    task: () => text(task),
    outcome: () => outcomeOf(keywords, outcome),
    writer: () => writerOf(shape.user, host),
    get: lookup(data, userData),
  })
}

/**
 * Windows events as Winlogbeat 6, 7, 8 and Elastic Agent write them, one JSON object a line. The machine is
 * `winlog.computer_name`: `host.name` is the collector's for forwarded events.
 */
export const winlogbeat: Source = {
  id: ID,
  title: { vi: 'Windows qua Winlogbeat hoặc Elastic Agent', en: 'Windows through Winlogbeat or Elastic Agent' },
  parser: 5,
  assumed: false,
  yields: windowsYields,

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const object = context.json ?? readObject(line)
    if (!object) return refuse('malformed', 'Dòng không phải một đối tượng JSON hoàn chỉnh.')
    const event = read(shapeOfForm(object) ?? shapeOf(object), context.zone)
    return event.ok ? ok([readWindows(event.value, ID, context)]) : event
  },

  unknown(line) {
    const object = readObject(line)
    if (!object) return []
    const shape = shapeOf(object)
    const event = read(shape, 'UTC')
    return [
      ...jsonNames(object, winlogbeatEnvelope),
      ...(event.ok ? unknownData(event.value, shape.data, shape.userData) : []),
    ]
  },

  samples: winlogbeatSamples,
}
