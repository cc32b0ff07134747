import type { z } from 'zod'
import { type Action, actions, type Observation, type Origin } from '../../../kernel/event.ts'
import { fold } from '../../../kernel/fold.ts'
import type { Refusal } from '../../../kernel/ports.ts'
import { ok, type Result } from '../../../kernel/result.ts'
import { classNamed } from '../../../kernel/secrecy.ts'
import { quotesOf } from '../../formats/csv.ts'
import { timeReader } from '../../formats/time.ts'
import type { LineContext, Source } from '../../source.ts'
import { lineId, lineSeq, observe, refuse } from '../observe.ts'
import { accountOf, addressOf, hostOf } from '../windows/names.ts'
import { PLACEHOLDER, patternOf, type TableMapping, type TableRule } from './mapping.ts'
import { headingBehind, type Row, rowReader } from './rows.ts'
import { LOOKED_AT } from './runaway.ts'
import { hideCells } from './secrets.ts'
import { BROKEN, ENDED, sayForeign, sayHeadless, sayTwice, TIMELESS } from './sentences.ts'
import { unmapped } from './unmapped.ts'

/** A condition made ready: both sides in NFC, patterns compiled once. Of a value they see the first `LOOKED_AT` characters. */
const matcher = (wanted: string | readonly string[]): ((value: string) => boolean) => {
  const tests = [wanted].flat().map((item): ((value: string) => boolean) => {
    const pattern = patternOf(item)
    const plain = fold(item)
    return pattern ? (value) => pattern.test(value.slice(0, LOOKED_AT)) : (value) => fold(value) === plain
  })
  return (value) => tests.some((test) => test(value))
}

type Holds = (row: Row) => boolean

const holdsOf = (rule: TableRule): Holds => {
  const conditions = Object.entries(rule.when).map(([field, wanted]) => [field, matcher(wanted)] as const)
  return (row) => conditions.every(([field, test]) => row[field] !== undefined && test(row[field]))
}

/** Which rule of a mapping decides a row: its place among `events`, -1 where none holds. */
export const ruleOf = ({ events }: Pick<TableMapping, 'events'>): ((row: Row) => number) => {
  const rules = events.map(holdsOf)
  return (row) => rules.findIndex((holds) => holds(row))
}

/** The fields of a row that are longer than patterns look at: what stands behind that may have made another action of the row. */
const overlong = ({ events }: TableMapping): ((row: Row) => readonly string[]) => {
  const looked = new Set(
    events.flatMap(({ when }) =>
      Object.entries(when).flatMap(([field, wanted]) =>
        [wanted].flat().some((item) => patternOf(item)) ? [field] : [],
      ),
    ),
  )
  return (row) => [...looked].filter((field) => (row[field]?.length ?? 0) > LOOKED_AT)
}

const ACCOUNTS = new Set(['user', 'by', 'target'])

/** A field as the vocabulary writes it: accounts with their realm, machines short and in lower case, addresses bare. */
const normal = (field: string, value: string, realm: string): string | undefined => {
  if (ACCOUNTS.has(field)) return accountOf(value, undefined, realm)
  if (field === 'host' || field === 'from') return hostOf(value)
  if (field === 'device') return value.toLowerCase()
  if (field === 'degree') return classNamed(value) ?? value
  return field === 'ip' ? addressOf(value) : value
}

const filled = (template: string, row: Row): string | undefined => {
  let complete = true
  const text = template.replace(PLACEHOLDER, (_, field: string) => {
    complete &&= row[field] !== undefined
    return row[field] ?? ''
  })
  return complete ? text : undefined
}

const fieldsOf = (rule: TableRule, row: Row, mapping: TableMapping): Record<string, unknown> => {
  const realm = (mapping.realm ?? mapping.system).toLowerCase()
  const fields: Record<string, unknown> = {}
  for (const field of Object.keys(actions[rule.action].shape)) {
    const fixed = rule.fields[field]
    const written = typeof fixed === 'string' ? filled(fixed, row) : (fixed ?? row[field])
    const value = typeof written === 'string' ? normal(field, written, realm) : written
    if (value !== undefined) fields[field] = value
    else if (field === 'system') fields[field] = mapping.system
  }
  return fields
}

const originOf = (mapping: TableMapping, row: Row, at: number, context: LineContext): Origin => ({
  id:
    row['record'] === undefined
      ? lineId(context)
      : `${mapping.id}/${row['host'] ?? ''}/${row['record']}/${Math.floor(at / 1000)}`,
  at,
  received: context.received,
  source: mapping.id,
  collector: context.collector,
  digest: context.digest,
  ...lineSeq(context.place),
  ...(row['action'] === undefined ? {} : { code: row['action'] }),
})

/** Reads one row; what it cannot read it refuses with the field and what was expected. */
const rowParser = (mapping: TableMapping) => {
  const readers = mapping.times.flatMap((form) => timeReader(form) ?? [])
  const decides = ruleOf(mapping)
  return (row: Row, context: LineContext): Result<Observation, Refusal> => {
    const written = [row['date'], row['time']].filter(Boolean).join(' ')
    const zone = mapping.zone ?? context.zone
    const at = readers.map((read) => read(written, zone)).find((instant) => instant !== undefined)
    if (at === undefined)
      return refuse(
        'time',
        written === ''
          ? TIMELESS
          : `Cột thời gian có giá trị «${written}», không đúng dạng nào trong: ${mapping.times.join('; ')}.`,
      )
    const origin = originOf(mapping, row, at, context)
    const rule = mapping.events[decides(row)]
    // Without the machine: what a console says of one («Ngoại tuyến») does not show that it lives.
    if (!rule) return ok(observe(origin, 'other', { code: row['action'], provider: mapping.id }))
    // One schema out of the table of schemas: the union of them has no common call signature.
    const schema: z.ZodType = actions[rule.action]
    const fields = schema.safeParse(fieldsOf(rule, row, mapping))
    if (fields.success) return ok({ ...origin, action: rule.action, ...(fields.data as object) } as Observation)
    const missing = String(fields.error.issues[0]?.path[0] ?? '')
    return refuse('schema', `Hành động «${rule.action}» thiếu hoặc sai trường «${missing}».`)
  }
}

/** A source made of a mapping: JSON, CSV or key=value rows with any headings. */
export const tableSource = (mapping: TableMapping, samples: Source['samples'] = {}): Source => {
  const read = rowReader(mapping)
  const parseRow = rowParser(mapping)
  const unread = unmapped(mapping)
  const cut = overlong(mapping)
  return {
    id: mapping.id,
    title: mapping.title,
    parser: 6,
    assumed: mapping.assumed,
    yields: [...new Set<Action>([...mapping.events.map(({ action }) => action), 'other'])],
    parse(line, context) {
      const found = read(line, context.heading, context.above)
      switch (found.kind) {
        case 'heading':
        case 'empty':
        case 'note':
          return ok([])
        case 'headless':
          return refuse('schema', sayHeadless(line, mapping.delimiter))
        case 'foreign':
          return found.isTable
            ? refuse('time', sayForeign(found.begins))
            : refuse('schema', sayHeadless(line, mapping.delimiter))
        case 'ended':
          return refuse('schema', ENDED)
        case 'twice':
        case 'ambiguous':
          return refuse('schema', sayTwice(found.twice, mapping.format))
        case 'broken':
          return refuse('malformed', found.why ? BROKEN[found.why] : `Dòng không đọc được theo dạng ${mapping.format}.`)
        case 'row': {
          const observation = parseRow(found.row, context)
          return observation.ok ? ok([observation.value]) : observation
        }
        default:
          return found satisfies never
      }
    },
    isHeading: (line) => mapping.format === 'csv' && read(line, undefined).kind === 'heading',
    endsTable: (line, heading) => {
      const behind = headingBehind(line, heading, read(line, heading))
      return behind === heading ? undefined : behind
    },
    // Counted with the columns nobody reads: it is a part of one that nobody reads.
    unknown: (line, heading) => {
      const found = read(line, heading)
      const long = found.kind === 'row' ? cut(found.row) : []
      return [...unread(line, heading), ...long.map((field) => `${field} (phần quá dài)`)]
    },
    hide: hideCells(mapping),
    ...(mapping.format === 'csv' && { quotes: (text: string) => quotesOf(text, mapping.delimiter) }),
    picks: true,
    samples,
  }
}
