import { addDays, DAY, type Instant, type LocalDate } from '../time.ts'
import { createCalendar } from './calendar.ts'
import { registers, rowKey, rowText } from './data.ts'
import type { DirectoryData, HoursRule, Register, Row } from './rows.ts'
import { moments, type Span, validity } from './span.ts'
import { type Touch, type Touched, touching } from './touched.ts'

/** A row that came or went (a changed row does both), with the event times it can influence: both ends included, epoch ms, finite. */
export type Change = {
  readonly register: Register | 'calendar' | 'hours'
  readonly key: string
  readonly kind: 'added' | 'removed'
  readonly from: Instant
  readonly to: Instant
  readonly scope: Touched
  /** When a row that came was entered, epoch ms. */
  readonly known?: Instant
}

/**
 * How long before a day an event may lie whose deadline falls on it: rules wait for working days, and no rule waits longer than
 * this. Also covers the day's end that an overtime order of the evening moves.
 */
const DEADLINE_REACH = 92 * DAY
/** JSON knows no infinity, and queues of what to re-evaluate are JSON. */
const FIRST = 0
const LAST = 8.64e15

/**
 * What differs between two versions, as spans of event time and whom they touch: what must be evaluated again. It may name too
 * much, never too little. When a row became known is no difference.
 */
export const diffDirectory = (before: DirectoryData, after: DirectoryData): readonly Change[] => {
  const touch = touching(before, after)
  const registered = registers.flatMap((register) =>
    register === 'corrections'
      ? []
      : differing<AnyRow>(before[register], after[register]).map(({ row, kind }): Change => {
          const { span, scope } = influence(register, row, touch)
          const entered = kind === 'added' ? { known: row.known } : {}
          return { register, key: rowKey(register, row), kind, ...span, scope, ...entered }
        }),
  )
  return [...registered, ...hoursChanges(before, after, touch), ...calendarChanges(before, after)]
}

type AnyRow = DirectoryData[Register][number]

/**
 * Rows of the one that the other lacks, equal rows counted. A province has a hundred thousand, nearly all of them where they were: those at
 * the beginning and at the end are set apart first, of the others a text is made.
 */
const differing = <R extends object>(before: readonly R[], after: readonly R[]): { row: R; kind: Change['kind'] }[] => {
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && isSame(before[start]!, after[start]!)) start++
  let end = 0
  while (end < most - start && isSame(before.at(-1 - end)!, after.at(-1 - end)!)) end++
  const [old, now] = [before, after].map((rows) =>
    rows.slice(start, rows.length - end).map((row) => ({ row, text: rowText(row) })),
  )
  return [
    ...without(old!, now!).map(({ row }) => ({ row, kind: 'removed' as const })),
    ...without(now!, old!).map(({ row }) => ({ row, kind: 'added' as const })),
  ]
}

/** Whether two rows are surely of one text. */
const isSame = (one: object, other: object): boolean => {
  const [a, b] = [one as AnyFields, other as AnyFields] // a row is its fields
  for (const name in a) if (name !== 'known' && a[name] !== b[name]) return false
  for (const name in b) if (name !== 'known' && a[name] !== b[name]) return false
  return true
}
type AnyFields = Readonly<Record<string, unknown>>

type Told<R> = { readonly row: R; readonly text: string }

const without = <R>(rows: readonly Told<R>[], others: readonly Told<R>[]): readonly Told<R>[] => {
  const left = new Map<string, number>()
  for (const { text } of others) left.set(text, (left.get(text) ?? 0) + 1)
  return rows.filter(({ text }) => {
    const count = left.get(text) ?? 0
    left.set(text, count - 1)
    return count <= 0
  })
}

const finite = ({ from, to }: Span): Span => ({ from: Math.max(from, FIRST), to: Math.min(to, LAST) })
/** Deadlines of earlier events may look at the span. */
const reachingBack = ({ from, to }: Span): Span => finite({ from: from - DEADLINE_REACH, to })

const influence = (register: Register, row: AnyRow, touch: Touch): { span: Span; scope: Touched } => {
  // The row comes from the register named.
  const as = <R extends Register>(_: R): Row<R> => row as Row<R>
  switch (register) {
    case 'units':
      return { span: reachingBack(validity(as('units'))), scope: touch.subtree(as('units').id) }
    case 'people':
      // Since when a person has left depends on the rows before: no end.
      return { span: finite({ from: validity(as('people')).from, to: Infinity }), scope: touch.person(as('people').id) }
    case 'accounts':
      return { span: finite(validity(as('accounts'))), scope: { accounts: [as('accounts').id] } }
    case 'machines':
      return { span: finite(validity(as('machines'))), scope: { hosts: [as('machines').id] } }
    case 'devices': {
      // The first device of a unit makes it keep a register, and every unlisted device say something.
      const { id, unit } = as('devices')
      return {
        span: finite(validity(as('devices'))),
        scope: { devices: [id], ...(unit === undefined ? {} : touch.subtree(unit)) },
      }
    }
    case 'networks':
      return { span: finite(validity(as('networks'))), scope: { everything: true } }
    case 'roster':
      return { span: reachingBack(moments(as('roster'))), scope: touch.person(as('roster').person) }
    case 'changes':
      return { span: finite(moments(as('changes'))), scope: touch.scoped(as('changes')) }
    case 'exceptions':
      return { span: finite(validity(as('exceptions'))), scope: touch.scoped(as('exceptions')) }
    case 'directives':
      return { span: finite(validity(as('directives'))), scope: touch.subtree(as('directives').unit) }
    case 'pipelines':
      return { span: reachingBack(validity(as('pipelines'))), scope: touch.subtree(as('pipelines').unit) }
    case 'lists':
      return { span: finite(validity(as('lists'))), scope: { lists: [as('lists').list] } }
    // What they say is said by observations, which are held against one another.
    case 'systems':
    case 'records':
    case 'corrections':
      return { span: { from: FIRST, to: FIRST }, scope: {} }
    default:
      throw new Error(`no such register: ${String(register satisfies never)}`)
  }
}

const hoursChanges = (before: DirectoryData, after: DirectoryData, touch: Touch): Change[] =>
  differing<HoursRule>(before.hours, after.hours).map(({ row, kind }) => ({
    register: 'hours',
    key: row.unit,
    kind,
    ...reachingBack(validity(row)),
    scope: touch.subtree(row.unit),
  }))

/** Every civil day that either version answers differently, in the years that either version has a file for. */
const calendarChanges = (before: DirectoryData, after: DirectoryData): Change[] => {
  const [old, now] = [createCalendar(before.calendar), createCalendar(after.calendar)]
  const years = new Set([...before.calendar, ...after.calendar].map(({ year }) => year))
  return [...years].flatMap(daysOf).flatMap((date): Change[] =>
    JSON.stringify(old(date)) === JSON.stringify(now(date))
      ? []
      : [
          {
            register: 'calendar',
            key: date,
            kind: 'added',
            ...reachingBack(validity({ from: date, to: date })),
            scope: { everything: true },
          },
        ],
  )
}

const daysOf = (year: number): LocalDate[] => {
  const days: LocalDate[] = []
  for (let date = `${year}-01-01`; date.startsWith(`${year}-`); date = addDays(date, 1)) days.push(date)
  return days
}
