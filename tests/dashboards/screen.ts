import { sources } from '../../dashboards/lib/source.ts'
import { DAY, HOUR, localClock, localDate } from '../../kernel/time.ts'
import { type Answer, type Hit, linesOf } from './grafana/answer.ts'
import type { Choices } from './grafana/interpolate.ts'
import { interpolate } from './grafana/interpolate.ts'
import type { Board, Panel, Target, Variable } from './grafana/model.ts'
import { type Asked, chosenIn, type Range, type Request, requestOf } from './grafana/request.ts'
import type { Chosen, Expected } from './plain.ts'

/* A board as a reader has it open: what is chosen, which time is looked at, and what comes back in a form that can be compared. */

const byUid = new Map<string, (typeof sources)[keyof typeof sources]>(
  Object.values(sources).map((one) => [one.uid, one]),
)

/** Where the provisioned data source asks; `prefix` stands for `vonggac`. */
export const placeOf = (uid: string, prefix: string, range: Range): Asked => {
  const { index, timeField } = byUid.get(uid)!
  return { index: `${prefix}-${index}`, timeField, range }
}

const spanOf = (text: string): number => {
  const [, n, unit] = /^(\d+)([hd])$/.exec(text)!
  return Number(n) * (unit === 'h' ? HOUR : DAY)
}

export const rangeOf = (board: Board, now: number): Range => ({
  from: now - spanOf(board.time.from.replace('now-', '')),
  to: now,
})

/** The time of a panel of its own, if it has one. */
const rangeIn = (panel: Panel, board: Board, choices: Choices, now: number): Range => {
  const said = (text: string): number => spanOf(interpolate(text, choices, 'glob'))
  const back = panel.timeShift === undefined ? 0 : said(panel.timeShift)
  const own = panel.timeFrom === undefined ? rangeOf(board, now) : { from: now - said(panel.timeFrom), to: now }
  return { from: own.from - back, to: own.to - back }
}

/** What stands in the variables of a board when a reader has chosen so. */
export const choicesOf = (variables: readonly Variable[], chosen: Chosen): Choices => {
  const some = { don_vi: chosen.units, may: chosen.machines, dieu_khoan: chosen.clauses, muc: chosen.levels } as const
  return Object.fromEntries(
    variables.map((variable) => {
      const { name, query, allValue } = variable
      if (name === 'console') return [name, { one: query }]
      if (name === 'ky') return [name, { one: `${chosen.ky / DAY}d` }]
      if (name === 'mot_don_vi') return [name, { one: chosen.unit }]
      const values = some[name as keyof typeof some] // the names of the boards' variables; a new one fails below
      if (values === undefined && allValue === undefined) throw new Error(`nobody chose anything in ${name}`)
      return [name, values === undefined ? { every: allValue! } : { some: values }]
    }),
  )
}

export const targetsOf = (panel: Panel, board: Board, chosen: Chosen): readonly Target[] =>
  panel.targets.map((target) => chosenIn(target, choicesOf(board.templating.list, chosen)))

export const requestsOf = (
  panel: Panel,
  board: Board,
  chosen: Chosen,
  { prefix, now }: { prefix: string; now: number },
): readonly Request[] => {
  const range = rangeIn(panel, board, choicesOf(board.templating.list, chosen), now)
  return targetsOf(panel, board, chosen).map((target) =>
    requestOf(target, placeOf(target.datasource.uid, prefix, range)),
  )
}

const rounded = (number: number | null): number => Math.round((number ?? 0) * 1e6) / 1e6

const idIn = ({ _source }: Hit): string => {
  const at = (path: string): unknown =>
    path.split('.').reduce<unknown>((within, name) => (within as Record<string, unknown> | undefined)?.[name], _source)
  const id = ['event.id', 'vonggac.pipeline.id', 'vonggac.finding.code', 'service.node.name']
    .map(at)
    .find((one) => one !== undefined)
  return String(id)
}

/** Elasticsearch gives every step of time, also where there is nothing; else each that it gives is a point of the curve. */
const isFilled = ({ bucketAggs }: Target): boolean =>
  bucketAggs.at(-1)?.type === 'date_histogram' && bucketAggs.at(-1)?.settings['min_doc_count'] === '0'

/** An answer in the form of what is expected: what is filled in between is left out. */
export const shownOf = (target: Target, answer: Answer): Expected => {
  if (target.metrics[0]!.type === 'raw_data') return { documents: (answer.hits?.hits ?? []).map(idIn), inOrder: true }
  const last = target.bucketAggs.at(-1)!
  const lines = linesOf(target, answer).map(({ keys, numbers }) => {
    const named =
      last.type === 'date_histogram' ? [...keys.slice(0, -1), momentOf(Number(keys.at(-1)), last.settings)] : keys
    return [named.join(' | '), ...numbers.map(rounded)] as const
  })
  const isEmpty = ([, ...numbers]: (typeof lines)[number]): boolean => numbers.every((number) => number === 0)
  return { lines: isFilled(target) ? lines.filter((line) => !isEmpty(line)) : lines }
}

/** A day begins at midnight in Vietnam, or so long after it, whatever the server's zone. */
const momentOf = (at: number, { interval, offset = '0h' }: Readonly<Record<string, string>>): string => {
  if (interval !== '1d') return new Date(at).toISOString()
  if (localClock(at) !== `0${offset.replace('h', '')}:00:00`) throw new Error(`a day that begins at ${localClock(at)}`)
  return localDate(at)
}

/** Comparable: lines in the order of their keys, documents that may come in any order in theirs; steps without anything left out. */
export const comparable = (shown: Expected, expected: Expected): unknown => {
  if ('documents' in shown) {
    const isOrdered = 'documents' in expected && expected.inOrder
    return isOrdered ? shown.documents : shown.documents.toSorted()
  }
  return shown.lines
    .map(([key, ...numbers]) => [key, ...numbers.map(rounded)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** Without the points that say nothing, where the answer is filled in with such. */
export const withoutNothing = (target: Target, expected: Expected): Expected =>
  'lines' in expected && isFilled(target)
    ? { lines: expected.lines.filter(([, ...numbers]) => numbers.some((number) => rounded(number) !== 0)) }
    : expected
