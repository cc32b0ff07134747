import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readXml, type XmlElement } from '../formats/xml.ts'
import type { LineContext, Source } from '../source.ts'
import { refuse } from './observe.ts'
import { readEventXml, unknownInXml } from './windows/event-xml.ts'
import { xmlSamples } from './windows/xml-samples.ts'
import { windowsYields } from './windows/yields.ts'
import { readWindows } from './windows.ts'

const ID = 'windows-xml'

/** Of an export that wraps its events (`<Events>`), as of a line that is one. */
const eventsOf = (elements: readonly XmlElement[]): readonly XmlElement[] =>
  elements.flatMap((element) =>
    element.name === 'Event' ? [element] : element.children.filter(({ name }) => name === 'Event'),
  )

const eventsIn = (line: string): readonly XmlElement[] => {
  const start = line.indexOf('<Event')
  return start < 0 ? [] : eventsOf(readXml(line.slice(start)) ?? [])
}

/**
 * Windows events as the event log's own XML, one line an event or an export of several: forwarded (WEF) and read by a collector, out of
 * `wevtutil`, out of PowerShell's `ToXml()`. A syslog header before it is passed over: machine and time stand in the event.
 */
export const windowsXml: Source = {
  id: ID,
  title: { vi: 'Windows, XML của nhật ký sự kiện (WEF, wevtutil)', en: 'Windows event log XML (WEF, wevtutil)' },
  parser: 4,
  assumed: false,
  yields: windowsYields,

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const events = eventsIn(line)
    if (events.length === 0) return refuse('malformed', 'Dòng không chứa sự kiện XML hoàn chỉnh của Windows.')
    const observations: Observation[] = []
    for (const [index, element] of events.entries()) {
      const event = readEventXml(element)
      if (!event.ok) return event
      // The second of a line without a record number is not the first.
      const place = index === 0 ? context.place : `${context.place}#${index}`
      observations.push(readWindows(event.value, ID, { ...context, place }))
    }
    return ok(observations)
  },

  unknown: (line) => eventsIn(line).flatMap(unknownInXml),

  samples: xmlSamples,
}
