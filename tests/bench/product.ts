import { createHash } from 'node:crypto'
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { Config } from '../../deploy/config.ts'
import { openProduct } from '../../deploy/product.ts'
import { addDays, foldDayStart, HOUR } from '../../kernel/time.ts'
import { metaOf } from './data/load.ts'
import { policyOf } from './path.ts'

export const TOKEN = 'bench-0123456789-0123456789'
/** The product's own minute hand is moved by the bench. */
const NEVER = 24 * HOUR

/** The registers of a data set as the product's folder `directory`. */
export const layRegisters = (dataset: string, folder: string): void => {
  mkdirSync(join(folder, 'directory'), { recursive: true })
  cpSync(join(dataset, 'registers'), join(folder, 'directory'), { recursive: true })
}

/**
 * The real product over the registers of a data set, in `folder`; its data lie in `folder/data`. Time is what the caller says:
 * `setTime` moves the clock and publishes the tick; `tickEvery` lets it pass by itself.
 */
export const openBenchProduct = async (
  dataset: string,
  folder: string,
  {
    config = {},
    tickEvery = NEVER,
    now = () => 0,
  }: {
    readonly config?: object
    readonly tickEvery?: number
    readonly now?: () => number
  } = {},
) => {
  const { from } = metaOf(dataset)
  let told = foldDayStart(from)
  const clock = { now: () => Math.max(told, now()) }
  const collectors = [{ id: 'bench', tokenSha256: createHash('sha256').update(TOKEN).digest('hex') }]
  const parsed = Config.parse({
    console: { port: 0 },
    ingest: { port: 0 },
    collectors,
    policy: policyOf(dataset),
    ...config,
  })
  const product = await openProduct({
    config: { ...parsed, data: join(folder, 'data'), folder },
    clock,
    knownAt: foldDayStart(addDays(from, -90)),
    sample: false,
    log: pino({ level: process.env['BENCH_LOG'] ?? 'silent' }),
    tickEvery,
  })
  void product.broken.then((error) => {
    throw error
  })
  // The start is measured by itself: the registers have been read before anything comes in.
  await product.watch.look()
  return {
    product,
    clock,
    ingest: `http://127.0.0.1:${product.inputs.port}`,
    /** Time is now `at`, and is said so in band. */
    async setTime(at: number): Promise<void> {
      told = at
      await product.intake.publishTick(at)
    },
  }
}

export type BenchProduct = Awaited<ReturnType<typeof openBenchProduct>>
