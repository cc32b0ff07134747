import { type Duration, type Instant, ms } from '../time.ts'
import { directives as docs } from './documents.ts'
import type { About, Directory } from './facts.ts'
import { groupBy, perDay } from './pieces.ts'
import type { DirectoryData, Known, Row } from './rows.ts'
import { covers, moments, type Span, validity } from './span.ts'

/** The unit and what stands above it, root first; empty for a unit that is not in force. */
type PathAt = (unit: string, at: Instant) => readonly string[]
type Dated<R> = { readonly row: R; readonly span: Span }

const dated = <R>(rows: readonly R[], spanOf: (row: R) => Span): readonly Dated<R>[] =>
  rows.map((row) => ({ row, span: spanOf(row) }))

/** A register of rows that hold for a unit and all below it. */
const forSubtrees = <
  R extends { readonly unit: string; readonly from?: string | undefined; readonly to?: string | undefined },
>(
  rows: readonly R[],
  pathAt: PathAt,
): ((unit: string, at: Instant) => readonly R[]) => {
  const byUnit = groupBy(dated(rows, validity), ({ row }) => row.unit)
  // Trees and rows change at midnights only.
  return perDay((unit, at) =>
    pathAt(unit, at).flatMap((id) =>
      (byUnit.get(id) ?? []).filter(({ span }) => covers(span, at)).map(({ row }) => row),
    ),
  )
}

/** The shortest rhythm first; of equal ones what is expected always before working hours. */
const strictness = ({ rhythm, hours }: Row<'pipelines'>): number =>
  ms(rhythm as Duration) + (hours === 'always' ? 0 : 0.5)

/** What binds whom: texts, exceptions, approved changes, pipelines. */
export const scopedRegisters = (
  data: DirectoryData,
  pathAt: PathAt,
): Pick<Directory, 'bindings' | 'exceptions' | 'changes' | 'pipelines' | 'pipeline' | 'allPipelines'> => {
  const directives = forSubtrees(data.directives, pathAt)
  const pipelines = forSubtrees(data.pipelines, pathAt)
  const allPipelines = dated(data.pipelines, validity)
  const carriers = groupBy(allPipelines, ({ row: { collector, source } }) => `${collector}/${source}`)
  const changes = dated(data.changes, moments)
  const exceptions = groupBy(dated(data.exceptions, validity), ({ row }) => row.rule)
  const within = (unit: string, about: string | undefined, at: Instant): boolean =>
    about !== undefined && pathAt(about, at).includes(unit)

  const silences = ({ row, span }: Dated<Known<Row<'exceptions'>>>, about: About, at: Instant): boolean =>
    covers(span, at) &&
    (row.unit === undefined || within(row.unit, about.unit, at)) &&
    (row.person === undefined || row.person === about.person) &&
    (row.account === undefined || row.account.toLowerCase() === about.account) &&
    (row.machine === undefined || row.machine.toLowerCase() === about.machine) &&
    (row.device === undefined || row.device.toLowerCase() === about.device?.toLowerCase())

  return {
    bindings: perDay((unit, at) => {
      const bound = new Set(directives(unit, at).map(({ doc }) => doc))
      return docs.filter((doc) => bound.has(doc))
    }),
    exceptions: (rule, about, at) =>
      [...new Set([rule, clauseOf(rule)])]
        .flatMap((id) => exceptions.get(id) ?? [])
        .filter((exception) => silences(exception, about, at))
        .map(({ row }) => row),
    changes: ({ unit, person, machine }, at) =>
      changes
        .filter(
          ({ row, span }) =>
            covers(span, at) &&
            (row.unit === undefined || within(row.unit, unit, at)) &&
            (row.person === undefined || row.person === person) &&
            (row.machine === undefined || row.machine.toLowerCase() === machine),
        )
        .map(({ row }) => row),
    pipelines,
    pipeline: perDay((name, at) =>
      (carriers.get(name) ?? [])
        .filter(({ span }) => covers(span, at))
        .map(({ row }) => row)
        .sort((a, b) => strictness(a) - strictness(b) || (a.unit < b.unit ? -1 : 1)),
    ),
    allPipelines: (at) => allPipelines.filter(({ span }) => covers(span, at)).map(({ row }) => row),
  }
}

/** `ACC-03a` is a grade of the clause `ACC-03`. */
const clauseOf = (rule: string): string => rule.replace(/[a-z]$/, '')
