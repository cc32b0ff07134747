import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readIso } from '../formats/iso.ts'
import { type JsonObject, passing, readObject, text } from '../formats/json.ts'
import type { LineContext, Source } from '../source.ts'
import { refuse } from './observe.ts'
import { nxlogEnvelope } from './windows/envelopes.ts'
import { unknownData } from './windows/known.ts'
import { isSysmon, machineOf, personOf } from './windows/names.ts'
import { nxlogSamples } from './windows/nxlog-samples.ts'
import { lookup, outcomeOf, type WindowsRecord } from './windows/record.ts'
import { windowsYields } from './windows/yields.ts'
import { readWindows } from './windows.ts'

const ID = 'nxlog'

/**
 * The time of the act: Sysmon's own UtcTime; else EventTime, which is the sender's local time and says no zone (the source's
 * configured one); else TimeCreated of exports that have no EventTime.
 */
const timeOf = (object: JsonObject, provider: string, zone: string): number | undefined => {
  const sysmon = isSysmon(provider) ? readIso(text(object['UtcTime']) ?? '', 'UTC') : undefined
  return sysmon ?? readIso(passing(object['EventTime']) ?? passing(object['TimeCreated']) ?? '', zone)
}

const read = (object: JsonObject, zone: string): Result<WindowsRecord, Refusal> => {
  const provider = text(object['SourceName'])
  const channel = text(object['Channel'])
  const code = text(object['EventID'])
  const { host, domain } = machineOf(text(object['Hostname']) ?? '')
  if (!provider || !channel || !code || !host) {
    const missing = !provider ? 'SourceName' : !channel ? 'Channel' : !code ? 'EventID' : 'Hostname'
    return refuse('schema', `Bản ghi NXLog thiếu trường «${missing}».`)
  }
  const time = timeOf(object, provider, zone)
  if (time === undefined)
    return refuse('time', 'Trường «EventTime» không phải thời gian (năm-tháng-ngày giờ:phút:giây).')
  return ok({
    provider,
    channel,
    code,
    host,
    domain,
    at: time,
    recordId: text(object['RecordNumber']),
    task: () => text(object['Task']),
    outcome: () => outcomeOf(object['Keywords'], object['EventType']),
    writer: () => personOf(text(object['AccountName']), text(object['Domain']), text(object['UserID']), host),
    get: lookup(object),
  })
}

/**
 * Windows events as NXLog's im_msvistalog writes them with to_json(): flat, every EventData name at the top. `host` and
 * `port` are the relay's; the machine is `Hostname`.
 */
export const nxlog: Source = {
  id: ID,
  title: { vi: 'Windows qua NXLog (JSON)', en: 'Windows through NXLog (JSON)' },
  parser: 5,
  assumed: false,
  yields: windowsYields,

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const object = context.json ?? readObject(line)
    if (!object) return refuse('malformed', 'Dòng không phải một đối tượng JSON hoàn chỉnh.')
    const event = read(object, context.zone)
    return event.ok ? ok([readWindows(event.value, ID, context)]) : event
  },

  unknown(line) {
    const object = readObject(line)
    const event = object && read(object, 'UTC')
    // All stands at the top: of an event that is not read nobody can say whose a name is.
    return event?.ok ? unknownData(event.value, object).filter((name) => !nxlogEnvelope(name)) : []
  },

  samples: nxlogSamples,
}
