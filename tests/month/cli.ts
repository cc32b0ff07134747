import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { sizes } from '../../deploy/generator/model.ts'
import { alikeIn, type Cluster, clusterRide } from './cluster.ts'
import { alertsIn, differences } from './compare.ts'
import { ride } from './feed.ts'
import { linesLost } from './kept.ts'
import { type Month, writeMonth } from './month.ts'
import { rides } from './rides.ts'
import { scratch } from './scratch.ts'
import { standstillIn } from './standstill.ts'

const HELP = `One month of a generated province with planted violations, handed over in six ways: in order; in order, killed (kill -9) and resumed;
shuffled within the lateness; whole machines a week late, killed too; every tenth line twice; rows of the directory days late. Every
way must come to the same alerts: exit code 1 and a line for each difference where one does not, or where a line was lost.

  npm run month -- [--size small] [--seed 7] [--from 2026-03-02] [--days 30] [--kills 50] [--machines 1] [--out folder]

What stands there holds where nothing is said.

  --size   small (60 officers, 70 machines) · district (2,000 machines) · province (10,000 machines)
  --seed   another province and other habits
  --from, --days  the first day, and how many, 7 to 366
  --kills  how often what is killed is killed; what comes a week late a tenth as often
  --machines  which part of the machines writes logs, of 1
  --live   lines are handed over every minute, and the product gives them their receipt: only what comes with the same receipts is ridden
  --wrong-clocks  some machines' clocks are hours wrong
  --cluster  instead of the six ways: on a Kafka and an Elasticsearch of their own, with one detector, with three, and with three while everything is killed
  --out    where lines and data go; a temporary folder, removed afterwards, where it is not given
`

const Options = z.object({
  seed: z.coerce.number().int().default(7),
  size: z.enum(sizes).default('small'),
  from: z.iso.date().default('2026-03-02'),
  days: z.coerce.number().int().min(7).max(366).default(30),
  machines: z.coerce.number().min(0).max(1).default(1),
  kills: z.coerce.number().int().min(1).default(50),
  live: z.boolean().default(false),
  'wrong-clocks': z.boolean().default(false),
  cluster: z.boolean().default(false),
  out: z.string().optional(),
})

/** Rides the month every way and prints what each took and where it differs. Returns the exit code: 1 where anything differs. */
const runMonth = async (args: readonly string[]): Promise<number> => {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ seed: text, size: text, from: text, days: text, machines: text, kills: text, out: text },
      ...{ live: flag, 'wrong-clocks': flag, cluster: flag },
    },
  })
  const { out, kills, cluster, 'wrong-clocks': wrongClocks, ...asked } = Options.parse(values)
  const options = { ...asked, ...(wrongClocks && { clocks: 'hours' as const }) }
  const folder = out ?? scratch()
  try {
    const month = writeMonth(options, folder)
    console.log(`${month.length} lines of ${options.days} days, ${month.truth.length} violations planted`)
    if (cluster) return await runCluster(month, folder, kills)
    let wrong = 0
    const reference = join(folder, 'in order')
    for (const { name, variant, killed } of rides(month)) {
      const data = join(folder, name)
      const coming = variant()
      const { cpu, memory, seconds, killed: where } = await ride(month, coming, data, killed?.(kills))
      const found = alertsIn(data)
      const differ = differences(alertsIn(reference), found, coming.alike)
      const lost = killed ? await linesLost(reference, data, month) : []
      wrong += differ.length + lost.length
      console.log(
        `${name}: ${found.size} alerts, ${differ.length} differences, ${lost.length} days with lines lost; ` +
          `${seconds.toFixed(0)} s, ${cpu.toFixed(0)} s of CPU, ${(memory / 2 ** 20).toFixed(0)} MiB${killed ? `, killed ${JSON.stringify(where)}` : ''}`,
      )
      for (const one of [...differ, ...lost]) console.log(one)
      if (out === undefined && data !== reference) rmSync(data, { recursive: true })
    }
    return wrong > 0 ? 1 : 0
  } finally {
    if (out === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

/** The same on Kafka and Elasticsearch. */
const runCluster = async (month: Month, folder: string, kills: number): Promise<number> => {
  const [{ variant }] = rides(month)
  const reference = join(folder, 'in order')
  await ride(month, variant(), reference)
  const expected = alertsIn(reference)
  const ways: Readonly<Record<string, Cluster>> = {
    'one detector': { detectors: 1, kills: 0 },
    'three detectors': { detectors: 3, kills: 0 },
    'three detectors while everything is killed': {
      ...{ detectors: 3, kills },
      standstill: standstillIn(month, expected.values()),
    },
  }
  let wrong = 0
  for (const [name, cluster] of Object.entries(ways)) {
    const { alerts, doubled, killed, wiped, seconds } = await clusterRide(month, variant(), join(folder, name), cluster)
    const differ = Object.entries(alerts).flatMap(([where, found]) =>
      differences(expected, found, alikeIn(cluster)).map((one) => `${where}: ${one}`),
    )
    wrong += differ.length + doubled.length
    console.log(
      `${name}: ${alerts['topic']?.size} alerts, ${differ.length} differences, ${doubled.length} revisions twice; ` +
        `${seconds.toFixed(0)} s, killed ${JSON.stringify({ ...killed, wiped })}`,
    )
    for (const one of [...differ, ...doubled]) console.log(one)
  }
  return wrong > 0 ? 1 : 0
}

if (process.argv.includes('--help')) process.stdout.write(HELP)
else process.exitCode = await runMonth(process.argv.slice(2))
