import { stringify } from 'yaml'
import type { MappingDraft, MappingReadings, MappingWork } from '../../api/schemas-mappings.ts'
import { isZone } from '../../ingest/formats/zone.ts'
import {
  columnsIn,
  type Expected,
  expectationsOf,
  preview,
  rowsIn,
  rowsOf,
  TableMapping,
} from '../../ingest/sources/table.ts'

/** A draft without what says nothing: as a configuration has it. */
export const tidy = (draft: MappingDraft): Record<string, unknown> => {
  const { title, header, zone, realm, assumed, delimiter, format, columns, events, ...rest } = draft
  return {
    ...{ title: { vi: title.vi, en: title.en || title.vi }, assumed, format },
    ...(format === 'csv' && { delimiter }),
    ...(format === 'csv' && header && header.length > 0 && { header }),
    columns: Object.fromEntries(Object.entries(columns).filter(([, headings]) => headings.length > 0)),
    ...rest,
    ...(zone && { zone }),
    ...(realm && { realm }),
    events: events.map(({ when, action, fields }) => ({
      ...(Object.keys(when).length > 0 && { when }),
      action,
      ...(Object.keys(fields).length > 0 && { fields }),
    })),
  }
}

/** Longer lines are cut where they are shown. */
const SHOWN = 400

const eventOf = (expected: Expected | undefined) =>
  expected && 'action' in expected
    ? { event: { at: Date.parse(expected.at), action: expected.action, fields: expected.fields } }
    : {}

/**
 * What a draft makes of a sample that is masked already: by the code that reads lines of logs. With faults no line becomes an event, but
 * the rows and columns are told as far as they can be.
 */
export const readingsOf = ({
  mapping: draft,
  zone,
  sample,
}: MappingWork): Pick<MappingReadings, 'faults' | 'lines' | 'columns' | 'yaml'> => {
  const { id, ...mapping } = tidy(draft)
  const parsed = TableMapping.safeParse({ id, ...mapping })
  const usable = { ...draft, delimiter: draft.delimiter.length === 1 ? draft.delimiter : ',' }
  const texts = new Map(rowsIn(usable, sample))
  const textAt = (line: number): string => (texts.get(line) ?? '').slice(0, SHOWN)
  const base = { columns: [...columnsIn(usable, sample)], yaml: stringify(mapping, { lineWidth: 0 }) }
  const faults = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => ({ path: path.map(String), message })),
    ...(isZone(zone) ? [] : [{ path: ['zone'], message: 'Không có múi giờ này.' }]),
  ]
  if (!parsed.success || faults.length > 0) {
    const rows = rowsOf(usable, sample).map(({ line, fields, read }) => ({
      ...{ line, text: textAt(line), fields: { ...fields } },
      ...(read && { read }),
    }))
    return { ...base, faults, lines: rows }
  }
  const expected = new Map(expectationsOf(parsed.data, sample, zone).map((one) => [one.line, one]))
  const lines = preview(parsed.data, sample, zone).map(({ line, fields, rule, problem, read }) => ({
    ...{ line, text: textAt(line), fields: { ...fields } },
    ...(rule !== undefined && { rule }),
    ...(read ? { read } : problem !== undefined && { problem }),
    ...eventOf(expected.get(line)),
  }))
  return { ...base, faults, lines }
}

/** A mapping as something that can be edited; what it says of the zone stands where the source's does. `zone`: that of the source. */
export const workOf = (
  { zone: own, header, realm, ...mapping }: TableMapping,
  zone: string,
  sample: string,
): MappingWork => ({
  mapping: { ...mapping, ...(header !== undefined && { header }), ...(realm !== undefined && { realm }) },
  zone: own ?? zone,
  sample,
})
