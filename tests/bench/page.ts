import type { MachineText } from './machine.ts'
import type { Row, Scenario } from './scenario.ts'
import { cellsOf, HEADINGS, reached } from './table.ts'

/** What a run measured, as `--out` keeps it. */
export type Run = {
  readonly quick: boolean
  /** How often what is compared ran in turns. */
  readonly rounds: number
  /** ISO date. */
  readonly date: string
  readonly machine: MachineText
  /** Scenarios that were not asked for. */
  readonly left: readonly string[]
  readonly results: readonly {
    readonly name: string
    readonly section: Scenario['section']
    readonly title: string
    /** Seconds. */
    readonly took: number
    readonly rows: readonly Row[]
    /** Why there are none. */
    readonly failed?: string
  }[]
}

const escaped = (cell: string): string => cell.replaceAll('|', '\\|')
const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`

const headOf = (rounds: number): string => `# Bench

Written by \`npm run bench -- --page\`; no figure here was typed by hand. Compare ratios within one run, not figures of two runs:
neighbours on the machine move the latter by 10 to 25 %.

How it is measured: each figure is made by a process of its own, which has its data in memory before the clock starts; what is
compared runs in turns, ${rounds === 1 ? 'in one round, and figures are of that round' : `round after round, and figures are medians over ${rounds} rounds`}. \`per CPU second\` counts the CPU time of all
threads of that process and of no sender; ratios are by wall time, by CPU time in brackets; a ratio is to the row named beside it.
\`peak\` is the process's resident memory with the data of the bench in it, but for the loads «from arrival to alert» and UDP, where the
product alone is in it. From arrival to alert is counted from the moment a line was due to be sent, so that a product that makes its
senders wait does not look faster for it. Re-evaluation of what comes late is always in the figure.
`

/** The page `docs/bench.md` of a run. */
export const pageOf = ({ quick, rounds, date, machine, left, results }: Run): string => {
  const rows = results.flatMap((result) => result.rows)
  const missed = rows.filter((row) => reached(row) === false)
  const aimed = rows.filter((row) => row.aim).length
  const summary = [
    `${machine.cores} cores (${machine.model}), ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}; ${date}${quick ? '; **quick run, small inputs: not for quoting**' : ''}.`,
    `Aims: ${aimed}; reached: ${aimed - missed.length}; missed: ${missed.length}.`,
    ...(left.length > 0 ? [`Not run this time: ${left.join(', ')}.`] : []),
    ...(missed.length > 0 ? [`Missed: ${missed.map(({ what }) => what).join(' · ')}.`] : []),
  ]
  const sections = Map.groupBy(results, ({ section }) => section)
  const text = [...sections].map(([section, all]) => [`## ${section}`, ...all.map(sectionOf)].join('\n\n'))
  return `${[headOf(rounds).trimEnd(), ...summary, ...text].join('\n\n')}\n`
}

const sectionOf = ({ title, rows, took, failed }: Run['results'][number]): string => {
  const notes = rows.flatMap(({ what, note }) => (note === undefined ? [] : [`- ${what}: ${note}`]))
  const table = [
    line(HEADINGS),
    line(HEADINGS.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...rows.map((row) => line(cellsOf(row))),
  ]
  return [
    `### ${title}`,
    ...(failed === undefined ? [] : [`**Not measured:** ${failed}`]),
    ...(rows.length > 0 ? [table.join('\n')] : []),
    ...(notes.length > 0 ? [notes.join('\n')] : []),
    `Took ${Math.round(took)} s.`,
  ].join('\n\n')
}
