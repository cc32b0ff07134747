import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readIso } from '../formats/iso.ts'
import { field, isObject, type JsonObject, passing, readObject, text } from '../formats/json.ts'
import { resolveEntities } from '../formats/xml.ts'
import type { LineContext, Source } from '../source.ts'
import { jsonNames } from './known.ts'
import { lineOrigin, observe, refuse } from './observe.ts'
import { wazuhEnvelope, wazuhSystem } from './windows/envelopes.ts'
import { unknownData } from './windows/known.ts'
import { isSysmon, machineOf } from './windows/names.ts'
import { lookup, outcomeOf, type WindowsRecord } from './windows/record.ts'
import { wazuhSamples } from './windows/wazuh-samples.ts'
import { windowsYields } from './windows/yields.ts'
import { readWindows } from './windows.ts'

const ID = 'wazuh'

const DATA_WIN = field('data.win')
const DECODER = field('decoder.name')

/** The manager writes JSON out of JSON text it did not unescape, with the entities of the event's XML: `C:\\a`, `\"`, `&amp;`. */
const plain = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : resolveEntities(value.replace(/\\(["\\])/g, '$1')).trim()

/** What stands beside `system` and `eventdata` is UserData under its own name (`logFileCleared`), and the message. */
const find = (win: JsonObject, system: JsonObject): WindowsRecord['get'] => {
  const { system: _system, eventdata, ...userData } = win
  const found = lookup(eventdata, { ...userData, Message: text(system['message'])?.replace(/^"|"$/g, '') })
  return (name) => plain(found(name))
}

const read = (win: JsonObject): Result<WindowsRecord, Refusal> => {
  const system = isObject(win['system']) ? win['system'] : {}
  const provider = text(system['providerName'])
  const channel = text(system['channel'])
  const code = text(system['eventID'])
  const { host, domain } = machineOf(text(system['computer']) ?? '')
  if (!provider || !channel || !code || !host) {
    const missing = !provider ? 'providerName' : !channel ? 'channel' : !code ? 'eventID' : 'computer'
    return refuse('schema', `Bản ghi Wazuh của Windows thiếu trường «win.system.${missing}».`)
  }
  const get = find(win, system)
  const sysmon = isSysmon(provider) ? readIso(get('UtcTime') ?? '', 'UTC') : undefined
  const at = sysmon ?? readIso(passing(system['systemTime']) ?? '', 'UTC')
  if (at === undefined) return refuse('time', 'Trường «win.system.systemTime» không phải thời gian ISO 8601.')
  return ok({
    provider,
    channel,
    code,
    host,
    domain,
    at,
    recordId: text(system['eventRecordID']),
    task: () => text(system['task']),
    outcome: () => outcomeOf(text(system['keywords']), system['severityValue']),
    get,
  })
}

/**
 * An alert that is no Windows event. It names no machine: the manager writes some of them about agents that are off (vulnerabilities), and
 * what they say of Linux machines those deliver themselves.
 */
const sign = (object: JsonObject, context: LineContext): Result<readonly Observation[], Refusal> => {
  const at = readIso(passing(object['timestamp']) ?? '', context.zone)
  if (at === undefined) return refuse('time', 'Trường «timestamp» không phải thời gian ISO 8601.')
  return ok([observe(lineOrigin(ID, at, context), 'other', { provider: text(DECODER(object)) })])
}

/**
 * Events of Windows as a Wazuh manager writes them (alerts.json, archives.json) or hands them on (`{"win":…}`). All values are strings.
 * An event that is in both files is one: it is known by its own record number.
 */
export const wazuh: Source = {
  id: ID,
  title: {
    vi: 'Windows qua Wazuh (alerts.json, archives.json)',
    en: 'Windows through Wazuh (alerts.json, archives.json)',
  },
  parser: 4,
  assumed: false,
  yields: windowsYields,

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const object = context.json ?? readObject(line)
    if (!object) return refuse('malformed', 'Dòng không phải một đối tượng JSON hoàn chỉnh.')
    const win = object['win'] ?? DATA_WIN(object)
    if (isObject(win)) {
      const event = read(win)
      return event.ok ? ok([readWindows(event.value, ID, context)]) : event
    }
    if (object['manager'] === undefined && object['rule'] === undefined)
      return refuse('schema', 'Bản ghi Wazuh thiếu cả «win», «rule» và «manager».')
    return sign(object, context)
  },

  unknown(line) {
    const object = readObject(line)
    const win = object && (object['win'] ?? DATA_WIN(object))
    // What a manager tells of anything but Windows is not read.
    if (!isObject(win)) return []
    const { system, ...data } = win
    const event = read(win)
    return [
      ...jsonNames(object ?? {}, wazuhEnvelope),
      ...(isObject(system) ? jsonNames(system, wazuhSystem) : []),
      ...(event.ok ? unknownData(event.value, data) : []),
    ]
  },

  samples: wazuhSamples,
}
