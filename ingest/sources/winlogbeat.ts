import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readIso } from '../formats/iso.ts'
import { field, isObject, type JsonObject, readObject, text } from '../formats/json.ts'
import type { LineContext, Source } from '../source.ts'
import { refuse } from './observe.ts'
import { hostOf } from './windows/names.ts'
import { lookup, outcomeOf, type WindowsRecord } from './windows/record.ts'
import { winlogbeatSamples } from './windows/samples.ts'
import { readWindows, windowsYields } from './windows.ts'

const ID = 'winlogbeat'

const fields = (...paths: readonly string[]): readonly ((object: JsonObject) => unknown)[] => paths.map(field)

/** Where each shape keeps what we read: Winlogbeat 7 and 8 and Elastic Agent under `winlog`, Winlogbeat 6 at the top. */
const ECS = {
  provider: fields('winlog.provider_name', 'event.provider'),
  channel: fields('winlog.channel'),
  code: fields('winlog.event_id', 'event.code'),
  computer: fields('winlog.computer_name'),
  record: fields('winlog.record_id'),
  task: fields('winlog.task'),
  keywords: field('winlog.keywords'),
  data: field('winlog.event_data'),
  userData: field('winlog.user_data'),
}
const FLAT: typeof ECS = {
  provider: fields('source_name'),
  channel: fields('log_name'),
  code: fields('event_id'),
  computer: fields('computer_name'),
  record: fields('record_number'),
  task: fields('task'),
  keywords: field('keywords'),
  data: field('event_data'),
  userData: field('user_data'),
}
const outcome = field('event.outcome')

const first = (object: JsonObject, readers: readonly ((object: JsonObject) => unknown)[]): string | undefined => {
  for (const read of readers) {
    const value = text(read(object))
    if (value !== undefined) return value
  }
  return undefined
}

/** Sysmon tells the time of the act; what the channel stamps may be hours off. Always UTC, without saying so. */
const sysmonTime = (provider: string, data: unknown): number | undefined =>
  provider.toLowerCase() === 'microsoft-windows-sysmon' && isObject(data)
    ? readIso(text(data['UtcTime']) ?? '', 'UTC')
    : undefined

const read = (object: JsonObject, zone: string): Result<WindowsRecord, Refusal> => {
  const shape = isObject(object['winlog']) || 'winlog.channel' in object ? ECS : FLAT
  const provider = first(object, shape.provider)
  const channel = first(object, shape.channel)
  const code = first(object, shape.code)
  const computer = first(object, shape.computer)
  if (!provider || !channel || !code || !computer) {
    const missing = !provider ? 'provider_name' : !channel ? 'channel' : !code ? 'event_id' : 'computer_name'
    return refuse('schema', `Bản ghi Winlogbeat thiếu trường «${missing}».`)
  }
  const data = shape.data(object)
  const get = lookup(data, shape.userData(object))
  const time = sysmonTime(provider, data) ?? readIso(text(object['@timestamp']) ?? '', zone)
  if (time === undefined) return refuse('time', 'Trường «@timestamp» không phải thời gian ISO 8601.')
  const recordId = first(object, shape.record)
  const task = first(object, shape.task)
  const domain = computer.split('.')[1]?.toLowerCase()
  const result = outcomeOf(shape.keywords(object), outcome(object))
  return ok({
    provider,
    channel,
    code,
    host: hostOf(computer),
    at: time,
    get,
    ...(recordId === undefined ? {} : { recordId }),
    ...(task === undefined ? {} : { task }),
    ...(domain ? { domain } : {}),
    ...(result === undefined ? {} : { outcome: result }),
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
    const object = readObject(line)
    if (!object) return refuse('malformed', 'Dòng không phải một đối tượng JSON hoàn chỉnh.')
    const event = read(object, context.zone)
    return event.ok ? ok([readWindows(event.value, ID, context)]) : event
  },

  samples: winlogbeatSamples,
}
