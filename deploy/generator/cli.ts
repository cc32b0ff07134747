import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { localDate, SECOND } from '../../kernel/time.ts'
import { generate } from './generate.ts'
import { HELP, type Job, readOptions } from './options.ts'
import { createLogs, createMerged, isTaken, writeAround, writeTruth } from './output.ts'
import { createTally, type Tally } from './tally.ts'
import { buildWorld } from './world.ts'

/** Lines between two looks at the clock. */
const LOOK = 4_096

/**
 * Writes logs (or `deliveries.tsv`), `registers/`, `policy.yaml` and, when all of it is there, `truth.json` into the job's folder;
 * `say` hears of progress, a line a second. Returns what was written, and how many entries the truth has. Throws what the disk says.
 */
export const runGenerate = async (
  { world: asked, generate: options, out, merged }: Job,
  say?: (progress: string) => void,
): Promise<{ readonly tally: Tally; readonly violations: number }> => {
  const world = buildWorld(asked)
  await mkdir(out, { recursive: true })
  await writeAround(out, world)
  const output = merged ? createMerged(join(out, 'deliveries.tsv')) : createLogs(join(out, 'logs'))
  const tally = createTally(asked.days)
  let shown = performance.now()
  for (const delivery of generate(world, options)) {
    const wait = output.write(delivery)
    if (wait) await wait
    const lines = tally.add(delivery)
    if (lines % LOOK !== 0 || performance.now() - shown < SECOND) continue
    shown = performance.now()
    say?.(`… ${localDate(delivery.deliveredAt)}: ${lines.toLocaleString('vi-VN')} dòng`)
  }
  await output.end()
  await writeTruth(out, world)
  return { tally, violations: world.planting.truth.length }
}

/** Some days have none planted, which nobody would guess. */
const saidOf = (violations: number): string =>
  violations > 0
    ? `Vi phạm đã gài: ${violations}, ghi trong truth.json`
    : 'Không gài được vi phạm nào: quá ít ngày làm việc; hãy chọn từ bảy ngày trở lên'

/** The command with its arguments; returns the exit code. */
export const main = async (args: readonly string[]): Promise<number> => {
  if (args.length === 0 || args.includes('--help')) {
    console.log(HELP)
    return 0
  }
  const asked = readOptions(args)
  if (!asked.ok) {
    console.error(`${asked.problems.join('\n')}\nXem: npm run generate -- --help`)
    return 2
  }
  if (await isTaken(asked.job.out)) {
    console.error(`--out ${asked.job.out}: ở đó đã có tệp; hãy chọn một thư mục mới hoặc trống`)
    return 2
  }
  const { tally, violations } = await runGenerate(asked.job, console.error)
  console.log(tally.text())
  if (asked.job.world.plant) console.log(saidOf(violations))
  return 0
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2))
