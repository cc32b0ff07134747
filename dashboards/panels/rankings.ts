import { colours, units } from '../lib/look.ts'
import type { Panel, Words } from '../lib/panel.ts'
import { ask, count, each, type Part } from '../lib/query.ts'
import { type Field, sources } from '../lib/source.ts'
import { type Column, table } from '../lib/table.ts'
import { open, type Some } from './alerts.ts'
import { clauseColumn, unitColumn } from './links.ts'

const COUNT: Column = { from: 'Count', title: 'Cảnh báo', unit: units.number, bar: true, steps: [colours.low] }

/** The same for all: parts with their number of open alerts, the largest first. */
const ranked = (
  words: Words,
  { where, source = sources.alerts, period }: Some,
  per: readonly [Part, ...Part[]],
  columns: readonly [Column, ...Column[]],
  width: number,
): Panel =>
  table({
    ...words,
    width,
    period,
    ask: ask({ source, where: [open, ...where], per, measure: [count] }),
    columns: [...columns, COUNT],
  })

/** Clauses by their alerts; each links to them in the console. */
export const clausesByAlerts = (words: Words, some: Some, width = 12): Panel =>
  ranked(
    words,
    some,
    [each('vonggac.clause.id'), each('vonggac.clause.title', { size: 1, missing: '' })],
    [clauseColumn, { from: 'vonggac.clause.title', title: 'Tên', wrapped: true }],
    width,
  )

const NO_UNIT = 'không rõ'

/** Units by their alerts; each links to its board. */
export const unitsByAlerts = (words: Words, some: Some, width = 12): Panel =>
  ranked(
    words,
    some,
    [each('organization.id', { missing: NO_UNIT }), each('organization.name', { size: 1, missing: 'Không rõ đơn vị' })],
    [unitColumn, { from: 'organization.name', title: 'Đơn vị' }],
    width,
  )

/** The values of one field by their alerts: machines, accounts, devices. What lacks it is left out. */
export const thingsByAlerts = (words: Words, some: Some, field: Field, title: string, width = 8): Panel =>
  ranked(words, some, [each(field)], [{ from: field, title }], width)
