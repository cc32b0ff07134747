import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { makeDataset } from './data/datasets.ts'
import { describeMachine } from './machine.ts'
import { pageOf, type Run } from './page.ts'
import type { Context, Scenario } from './scenario.ts'
import { runJob } from './spawn.ts'
import { tableText } from './table.ts'

/** In this order they run, and stand on the page. */
const NAMES = [
  'parse',
  'disk',
  'floor',
  'http',
  'engine',
  'whole',
  'stages',
  'udp',
  'storm',
  'late',
  'month',
  'year',
  'growth',
  'esper',
] as const

const HELP = `Measures the product against its limits and peers, in one run.

  npm run bench -- [--quick] [--rounds 3] [--only parse,engine,…] [--page] [--out .bench]

  --quick  small inputs, some minutes; without it three quarters of an hour on a quiet machine
  --rounds how often what is compared runs in turns; figures are medians
  --only   these scenarios alone: ${NAMES.join(', ')}
  --page   writes docs/bench.md too
  --out    where data sets are kept and results are written as JSON
`

const contextFor = (scratch: string, quick: boolean, rounds: number): Context => ({
  ...{ quick, scratch, rounds },
  say: (line) => void process.stderr.write(`${line}\n`),
  dataset: (name) => makeDataset(scratch, name, quick),
  job: runJob,
})

const one = async (scenario: Scenario, context: Context): Promise<Run['results'][number]> => {
  const { name, section, title } = scenario
  process.stderr.write(`\n${name}: ${title}\n`)
  const start = performance.now()
  const took = (): number => (performance.now() - start) / 1000
  try {
    const rows = await scenario.run(context)
    process.stdout.write(`\n${section} · ${title} (${took().toFixed(0)} s)\n${tableText(rows)}\n`)
    return { name, section, title, took: took(), rows }
  } catch (error) {
    // The others are worth having all the same; the page says what is missing, and the exit code too.
    process.exitCode = 1
    const failed = error instanceof Error ? error.message : String(error)
    process.stdout.write(`\n${section} · ${title}: NOT MEASURED: ${failed}\n`)
    return { name, section, title, took: took(), rows: [], failed }
  }
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
      only: { type: 'string' },
      page: { type: 'boolean', default: false },
      out: { type: 'string', default: '.bench' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return void process.stdout.write(HELP)
  const wanted = values.only?.split(',') ?? NAMES
  const unknown = wanted.filter((name) => !NAMES.some((known) => known === name))
  if (unknown.length > 0) throw new Error(`no scenario is called ${unknown.join(', ')}; there are ${NAMES.join(', ')}`)

  const out = resolve(values.out)
  mkdirSync(out, { recursive: true })
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds: a whole number from 1, not «${values.rounds}»`)
  const context = contextFor(out, values.quick, rounds)
  const results: Run['results'][number][] = []
  for (const name of NAMES) {
    if (!wanted.includes(name)) continue
    const { scenario } = (await import(`./scenarios/${name}.ts`)) as { readonly scenario: Scenario }
    results.push(await one(scenario, context))
  }
  const date = new Date().toISOString()
  const left = NAMES.filter((name) => !wanted.includes(name))
  const run: Run = { quick: values.quick, rounds, date: date.slice(0, 10), machine: describeMachine(), left, results }
  const file = join(out, `${date.slice(0, 19).replaceAll(':', '')}${values.quick ? '-quick' : ''}.json`)
  writeFileSync(file, `${JSON.stringify(run, undefined, 2)}\n`)
  process.stdout.write(`\n${file}\n`)
  if (values.page) writeFileSync(join(import.meta.dirname, '../../docs/bench.md'), pageOf(run))
}

await main()
