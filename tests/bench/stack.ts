import { mkdirSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureJars } from '../../deploy/stack/jars.ts'
import { compare, type Side } from './compare.ts'
import { makeDataset } from './data/datasets.ts'
import { freshFolder } from './folder.ts'
import { describeMachine } from './machine.ts'
import type { Context, Measured, Row } from './scenario.ts'
import { runJob } from './spawn.ts'
import { type StackRun, stackPage } from './stack/page.ts'
import { partitionSides, WHOLE_LOG } from './stack/partitions.ts'
import { prepare } from './stack/prepare.ts'
import { type Servers, startServers } from './stack/servers.ts'
import { BULK, type Given, sidesOf, WHOLE } from './stack/sides.ts'
import { tableText } from './table.ts'

const HELP = `Measures ingest → Kafka → detection → Elasticsearch beside what the servers and their clients give alone, in one run.

  npm run bench:stack -- [--quick] [--rounds 3] [--detectors 1,2,3] [--partitions 1,3,6] [--only text] [--page] [--out .bench]

  --quick      40,000 lines instead of 300,000: reading them takes so little that those rates are rough
  --rounds     how often what is compared runs in turns; figures are medians
  --detectors  numbers of detectors to compare
  --partitions numbers of partitions of a raw topic to compare; the first is what the others are set against
  --only       sides whose name holds the text
  --page       writes docs/bench-stack.md too
  --out        where data sets are kept and results are written as JSON

Starts a real Kafka and a real Elasticsearch by itself, without Docker (docs/kafka.md).
`

const POM = join(import.meta.dirname, 'stack/pom.xml')

/** Runs jobs and counts what the servers used meanwhile, as `extra`. */
const counted =
  (servers: Servers): Context['job'] =>
  async (name, params, options): Promise<Measured> => {
    const before = servers.cpu()
    const measured = await runJob(name, params, options).catch((error: unknown): Measured => {
      // The others are worth having all the same; the figure is then none, and the exit code says so.
      process.exitCode = 1
      process.stderr.write(`${error}\n`)
      return { events: Number.NaN, wall: Number.NaN, cpu: Number.NaN, rss: 0 }
    })
    const after = servers.cpu()
    const used = { broker: after.broker - before.broker, elastic: after.elastic - before.elastic }
    return { ...measured, extra: { ...measured.extra, ...used } }
  }

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
      detectors: { type: 'string', default: '1,2,3' },
      partitions: { type: 'string', default: '1,3,6' },
      only: { type: 'string', default: '' },
      page: { type: 'boolean', default: false },
      out: { type: 'string', default: '.bench' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return void process.stdout.write(HELP)
  const whole = (name: string, text: string): number => {
    const number = Number(text)
    if (!Number.isInteger(number) || number < 1) throw new Error(`--${name}: whole numbers from 1, not «${text}»`)
    return number
  }
  const { quick } = values
  const rounds = whole('rounds', values.rounds)
  const several = (name: 'detectors' | 'partitions') => values[name].split(',').map((text) => whole(name, text))
  const [detectors, partitions] = [several('detectors'), several('partitions')]
  const scratch = resolve(values.out)
  mkdirSync(scratch, { recursive: true })
  const say = (line: string): void => void process.stderr.write(`${line}\n`)
  const [folder, jars] = [
    await makeDataset(scratch, quick ? 'district' : 'trimmed', false),
    await ensureJars(POM, 'kafka-tools'),
  ]

  const run = freshFolder(scratch)
  const servers = await startServers(run.folder)
  try {
    const before = loadavg()[0]!
    const { prefix, records, lines, stored } = await prepare(servers, folder, scratch, [...new Set([1, ...partitions])])
    const given: Given = { servers, folder, scratch, jars, prefix, records, lines, detectors, partitions }
    const wanted = (all: readonly Side[]) => all.filter(({ what }) => what.includes(values.only))
    const [first, byPartitions] = [wanted(sidesOf(given)), wanted(partitionSides(given))]
    const sides = [...first, ...byPartitions]
    const dataset: Context['dataset'] = (name) => makeDataset(scratch, name, false)
    const context: Context = { quick, rounds, scratch, say, dataset, job: counted(servers) }
    const { rows, extra, middle } = await compare(context, sides)
    const kept = (what: string, value: number): Row => ({ what, value, unit: 'bytes/event' })
    const all: readonly Row[] = [
      ...rows.slice(0, first.length),
      kept('a line as it came', stored.came),
      kept('a line in Kafka, as a collector writes it (zstd)', stored.lines(1)),
      kept('a record in Kafka (zstd): the line and what was read of it', stored.records),
      ...sides.flatMap(({ what }): readonly Row[] => {
        const events = middle(what, (one) => one.events)
        if (what === BULK)
          return [kept('a line as a document in Elasticsearch, one copy', extra(what, 'stored') / events)]
        if (what !== WHOLE) return []
        return [
          kept('a record in the archive', extra(what, 'archive') / events),
          {
            what: 'revisions of alerts that went to Elasticsearch meanwhile',
            value: extra(what, 'sent'),
            unit: 'count',
          },
        ]
      }),
      { what: 'the broker at the end', value: servers.brokerMemory() / 2 ** 20, unit: 'MiB' },
    ]
    const ofPartitions: readonly Row[] = [
      ...rows.slice(first.length),
      WHOLE_LOG,
      ...partitions.map((n) => kept(`a line in Kafka (zstd), of ${n} partition${n === 1 ? '' : 's'}`, stored.lines(n))),
    ]
    const used = sides.map(({ what }) => {
      const events = middle(what, (one) => one.events)
      return {
        what,
        broker: (extra(what, 'broker') * 1000) / events,
        elastic: (extra(what, 'elastic') * 1000) / events,
      }
    })
    const result: StackRun = {
      ...{ quick, date: new Date().toISOString().slice(0, 10), machine: describeMachine() },
      ...{ load: [before, loadavg()[0]!], rows: all, partitions: ofPartitions, servers: used },
    }
    const file = join(scratch, `stack-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.json`)
    writeFileSync(file, `${JSON.stringify(result, undefined, 2)}\n`)
    process.stdout.write(
      `\n${tableText(all)}\n\n${tableText(ofPartitions)}\n\n${used.map(({ what, broker, elastic }) => `${what}: broker ${broker.toFixed(1)}, Elasticsearch ${elastic.toFixed(1)} µs an event`).join('\n')}\n\n${file}\n`,
    )
    if (values.page) writeFileSync(join(import.meta.dirname, '../../docs/bench-stack.md'), stackPage(result))
  } finally {
    await servers.stop()
    run.remove()
  }
}

await main()
