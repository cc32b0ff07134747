import type { Level } from '../../kernel/alert.ts'
import { columns } from '../lib/curves.ts'
import { colours, levelsDown, levelTitle, meanings, noneIsPlain, units } from '../lib/look.ts'
import { is, type Lucene } from '../lib/lucene.ts'
import { number, type Panel, type Period, type Words } from '../lib/panel.ts'
import { altogether, ask, count, daily, documents, type Target } from '../lib/query.ts'
import { type Source, sources } from '../lib/source.ts'
import { type Column, table } from '../lib/table.ts'
import { openAlert } from './links.ts'

/** Neither withdrawn nor silenced by a decision. */
export const open: Lucene = is('vonggac.state', 'open')

export type Some = {
  readonly where: readonly Lucene[]
  /** By their last act, unless told. */
  readonly source?: Source
  readonly period?: Period
}

/** How many there are of each level, four panels from the most serious down; `called` is added to each title. */
export const byLevel = (
  called: string,
  words: Omit<Words, 'title'>,
  { where, source = sources.alerts, period }: Some,
  size: { readonly width?: number; readonly height?: number } = {},
): readonly Panel[] =>
  levelsDown.map((level) =>
    number({
      ...words,
      ...size,
      title: `${levelTitle(level)}: ${called}`,
      period,
      ask: ask({ source, where: [open, is('vonggac.level', level), ...where], per: [altogether], measure: [count] }),
      steps: noneIsPlain(colours[level]),
    }),
  )

/** One number of alerts. */
export const howMany = (
  words: Words,
  { where, source = sources.alerts, period }: Some,
  worst: Level | undefined = undefined,
  width = 4,
): Panel =>
  number({
    ...words,
    period,
    width,
    ask: ask({ source, where, per: [altogether], measure: [count] }),
    steps: worst === undefined ? [colours.plain] : noneIsPlain(colours[worst]),
  })

/** Days, each with its alerts by level. */
export const trend = (words: Words, { where, source = sources.alerts }: Some, width = 24): Panel => {
  const of = (level: Level): Target =>
    ask({
      ...{ source, where: [open, is('vonggac.level', level), ...where], per: [daily], measure: [count] },
      called: levelTitle(level),
    })
  return columns({
    ...words,
    width,
    asks: [of('serious'), of('high'), of('medium'), of('low')],
    colour: Object.fromEntries(levelsDown.map((level) => [levelTitle(level), colours[level]])),
  })
}

const WHEN: Column = { from: '@timestamp', title: 'Lúc', width: 140, unit: units.moment }
const RAISED: Column = { from: 'vonggac.raised', title: 'Phát hiện lúc', width: 140, unit: units.moment }
const LEVEL: Column = { from: 'vonggac.level', title: 'Mức', width: 110, mapping: meanings.level, filled: true }

/** Alerts one by one, the newest first; each opens in the console. */
export const list = (
  words: Words,
  { where, source = sources.alerts, period }: Some,
  {
    height = 10,
    width = 24,
    extra = [],
  }: { readonly height?: number; readonly width?: number; readonly extra?: readonly Column[] } = {},
): Panel =>
  table({
    ...words,
    width,
    height,
    period,
    ask: documents({ source, where }),
    columns: [
      openAlert,
      source === sources.raised ? RAISED : WHEN,
      LEVEL,
      { from: 'vonggac.clause.id', title: 'Điều khoản', width: 100 },
      { from: 'vonggac.clause.standing', title: 'Tính chất', width: 175, mapping: meanings.standing },
      { from: 'message', title: 'Nội dung', wrapped: true },
      { from: 'organization.name', title: 'Đơn vị', width: 160 },
      { from: 'vonggac.occurrences', title: 'Số lần', width: 80, unit: units.number },
      { from: 'triage.state', title: 'Xử lý', width: 110, mapping: meanings.triage },
      ...extra,
    ],
  })
