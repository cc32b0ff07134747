import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { MINUTE, SECOND, sayInstant } from '../kernel/time.ts'
import { Config } from './config.ts'
import type { Delivery } from './generator/model.ts'
import { liveFrom, sampleProvince } from './generator/sample.ts'
import { createLog } from './log.ts'
import { openProduct, type Product } from './product.ts'

/** So long the past week takes to come in: fast enough for a newcomer, slow enough to see alerts arrive. */
const WEEK_IN = 20 * SECOND
const SEED = 1

type Say = (line: string) => void

/**
 * The sample province: its registers, the week up to now and what goes on from there, sent as lines in real formats through the real
 * HTTP input with a token a collector. The clock runs through the week with the logs and then stays with the wall. Everything lies in
 * a temporary folder that `close` removes.
 */
export const startSample = async ({ say, port = 8080 }: { readonly say: Say; readonly port?: number }) => {
  const folder = mkdtempSync(join(tmpdir(), 'vonggac-mau-'))
  const sample = sampleProvince(SEED, Date.now())
  for (const [name, text] of sample.registers) {
    const file = join(folder, 'directory', name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  const deliveries = [...sample.history()]
  const tokens = new Map(
    [...new Set(deliveries.map(({ collector }) => collector))].map((id) => [id, randomBytes(24).toString('base64url')]),
  )
  const config = {
    ...Config.parse({
      name: 'Tỉnh mẫu',
      console: { port },
      ingest: { port: 0 },
      logLevel: 'warn',
      collectors: [...tokens].map(([id, token]) => ({
        id,
        tokenSha256: createHash('sha256').update(token).digest('hex'),
      })),
    }),
    data: join(folder, 'data'),
    folder,
  }
  let now = deliveries[0]!.deliveredAt
  const clock = { now: () => now }
  const product = await openProduct({
    config,
    clock,
    knownAt: sample.knownAt,
    sample: true,
    log: createLog('warn'),
    tickEvery: SECOND,
  })
  say(`Vọng Gác, tỉnh mẫu (dữ liệu minh hoạ, không có thật): ${product.url}`)

  const send = sender(`http://127.0.0.1:${product.inputs.port}`, tokens)
  const stop = new AbortController()
  const running = (async () => {
    await sendWeek(deliveries, product, send, stop.signal, say, (at) => {
      now = at
    })
    const live = { now: Date.now, wait: (ms: number) => sleep(ms, undefined, { signal: stop.signal }) }
    clock.now = Date.now
    for await (const delivery of liveFrom(sample, live)) await send([delivery])
  })().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error
  })

  return {
    product,
    async close(): Promise<void> {
      stop.abort()
      await running
      await product.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The week in steps of event time, the clock at their head. */
const sendWeek = async (
  deliveries: readonly Delivery[],
  product: Product,
  send: (deliveries: readonly Delivery[]) => Promise<void>,
  signal: AbortSignal,
  say: Say,
  setClock: (at: number) => void,
): Promise<void> => {
  const began = Date.now()
  const steps = stepsOf(deliveries, 15 * MINUTE)
  let shown = 0
  for (const [i, step] of steps.entries()) {
    if (signal.aborted) return
    const head = step.at(-1)!.deliveredAt
    setClock(head)
    await send(step)
    await product.intake.publishTick(head)
    const percent = Math.floor(((i + 1) / steps.length) * 10) * 10
    if (percent > shown) {
      shown = percent
      say(`… đã gửi ${percent}% nhật ký của tuần, đến ${sayInstant(head)}`)
    }
    const early = began + ((i + 1) / steps.length) * WEEK_IN - Date.now()
    if (early > 0) await sleep(early, undefined, { signal })
  }
  setClock(Date.now())
  say('Tuần mẫu đã vào hết; nhật ký tiếp tục đến theo thời gian thực. Ctrl+C để dừng.')
}

const stepsOf = (deliveries: readonly Delivery[], step: number): readonly (readonly Delivery[])[] => [
  ...Map.groupBy(deliveries, ({ deliveredAt }) => Math.floor(deliveredAt / step)).values(),
]

/** Posts lines as a collector does: one request a collector and source, the token in the header. */
const sender =
  (url: string, tokens: ReadonlyMap<string, string>) =>
  async (deliveries: readonly Delivery[]): Promise<void> => {
    const requests = Map.groupBy(deliveries, ({ collector, source }) => `${collector}\n${source}`)
    for (const [key, lines] of requests) {
      const [collector, source] = key.split('\n') as [string, string]
      const answer = await fetch(`${url}/ingest/${source}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tokens.get(collector)}`, 'content-type': 'application/x-ndjson' },
        body: lines.map(({ line }) => line).join('\n'),
      })
      if (!answer.ok)
        throw new Error(`the sample's own logs were answered with ${answer.status}: ${await answer.text()}`)
    }
  }
