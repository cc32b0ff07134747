import type { MachineText } from '../machine.ts'
import type { Row } from '../scenario.ts'
import { cellsOf, HEADINGS } from '../table.ts'

export type StackRun = {
  readonly quick: boolean
  /** ISO date. */
  readonly date: string
  readonly machine: MachineText
  /** Load average over a minute, before and after: what others did on the machine. */
  readonly load: readonly [before: number, after: number]
  readonly rows: readonly Row[]
  /** What differs in the number of partitions alone. */
  readonly partitions: readonly Row[]
  /** CPU time of each server while a side ran, µs an event. */
  readonly servers: readonly { readonly what: string; readonly broker: number; readonly elastic: number }[]
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const HEAD = `# Bench of the stack

Written by \`npm run bench:stack -- --page\`; no figure here was typed by hand. A real Kafka broker and a real Elasticsearch node run on the same
cores as what is measured: compare ratios within the run. Lines are those of Winlogbeat in a district's morning, ~780 bytes, none late. Each
figure is made by a process of its own with its data in memory; what is compared runs in turns, and figures are medians over the rounds.
\`per CPU second\` counts all threads of the processes measured, not the servers: those stand below. Joining a consumer group is counted.
`

const PARTITIONS = `## By partitions

Lines as a collector writes them into a raw topic, each under the name of its machine. Of the raw topics the ingesters of a group share the partitions,
in order within each; that is what several are for. The ingester's lines are all there when it has joined: joining is not counted in those rows.`

/** A table of rows, and under it their notes. */
const tableOf = (rows: readonly Row[]): readonly string[] => {
  const notes = rows.flatMap(({ what, note }) => (note === undefined ? [] : [`- ${what}: ${note}`]))
  const table = [line(HEADINGS), line(HEADINGS.map((_, i) => (i === 0 ? '---' : '---:')))]
  return [
    [...table, ...rows.map((row) => line(cellsOf(row)))].join('\n'),
    ...(notes.length > 0 ? [notes.join('\n')] : []),
  ]
}

/** The page `docs/bench-stack.md` of a run. */
export const stackPage = ({ quick, date, machine, load, rows, partitions, servers }: StackRun): string => {
  const [before, after] = load.map((value) => value.toFixed(1))
  return `${[
    HEAD.trimEnd(),
    `${machine.cores} cores (${machine.model}), ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}; ${date}${
      quick ? '; **quick run, small inputs: not for quoting**' : ''
    }. Load average before ${before}, after ${after}.`,
    ...tableOf(rows),
    PARTITIONS,
    ...tableOf(partitions),
    '## CPU time of the servers meanwhile',
    [
      line(['what', 'broker, µs an event', 'Elasticsearch, µs an event']),
      line(['---', '---:', '---:']),
      ...servers.map(({ what, broker, elastic }) => line([what, broker.toFixed(1), elastic.toFixed(1)])),
    ].join('\n'),
  ].join('\n\n')}\n`
}
