import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { onTestFinished } from 'vitest'
import type { z } from 'zod'
import type { AlertDetail, AlertPage, AlertRow, HealthAnswer } from '../../api/schemas.ts'
import { loadConfig } from '../../deploy/config.ts'
import { openProduct } from '../../deploy/product.ts'
import { archiveOf } from '../../ingest/archive/embedded.ts'
import { tokenOf } from './config.ts'

const BIN = join(import.meta.dirname, '../../bin/vonggac.js')
/** So many starts: what the first one compiled serves the others. */
const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'vonggac-test-compile-cache') }

/** What a user of a running product does over HTTP. */
export const talk = (url: string, ingest: string) => {
  const get = async (path: string) => (await fetch(`${url}/api/v1${path}`)).json()
  const post = (
    collector: string,
    source: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ) =>
    fetch(`${ingest}/ingest/${source}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tokenOf(collector)}`, ...headers },
      body,
    })
  return {
    url,
    ingest,
    post,
    /** As a collector does: once more as long as it is asked to wait. */
    async send(...delivery: Parameters<typeof post>): Promise<Response> {
      for (;;) {
        const answer = await post(...delivery)
        if (answer.status !== 429) return answer
        await sleep(500)
      }
    },
    health: async () => (await get('/health')) as z.infer<typeof HealthAnswer>,
    /** Every alert, withdrawn ones too, that matches the query. */
    alerts: async (query = ''): Promise<readonly AlertRow[]> =>
      ((await get(`/alerts?limit=500&state=all${query}`)) as z.infer<typeof AlertPage>).alerts,
    alert: async (id: string) => (await get(`/alerts/${id}`)) as z.infer<typeof AlertDetail>,
  }
}
export type Talk = ReturnType<typeof talk>

/** The product in this process, on a clock that the test moves. Its minute hand is the test's too. */
export const openHere = async (folder: string, start: number) => {
  let now = start
  const product = await openProduct({
    config: loadConfig(folder),
    clock: { now: () => now },
    sample: false,
    log: pino({ level: 'silent' }),
    tickEvery: 100,
  })
  onTestFinished(product.close)
  return {
    ...talk(product.url, `http://127.0.0.1:${product.inputs.port}`),
    product,
    /** Lets time pass until `at`; what came before has been judged when it resolves. */
    async until(at: number): Promise<void> {
      now = at
      await product.intake.publishTick(at)
      await product.detector.settled()
    },
  }
}

export type Run = { readonly code: number | null; readonly out: string; readonly err: string }

/** Runs one command of the command line to its end. */
export const vonggac = async (
  args: readonly string[],
  { node = process.execPath, cwd = process.cwd() } = {},
): Promise<Run> => {
  const child = spawn(node, [BIN, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, err] = [gather(child.stdout), gather(child.stderr)]
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, out: out(), err: err() }
}

const gather = (stream: NodeJS.ReadableStream): (() => string) => {
  let text = ''
  stream.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  return () => text
}

/** Starts the product as its user does and waits for the line that says it listens. */
export const startProduct = async (folder: string, args: readonly string[] = []) => {
  const child = spawn(process.execPath, [BIN, 'start', '--config', folder, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const err = gather(child.stderr)
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const listening = await new Promise<RegExpExecArray>((resolve, reject) => {
    const look = (): void => {
      const found = /giao diện (http\S+)(?: · nhận nhật ký tại cổng (\d+))?\n/.exec(err())
      if (found) resolve(found)
    }
    child.stderr.on('data', look)
    void ended.then((code) => reject(new Error(`the product ended with ${code}: ${err()}`)))
  })
  return {
    ...talk(listening[1]!, `http://127.0.0.1:${listening[2]}`),
    child: child as ChildProcess,
    ended,
    /** What it said on standard error so far. */
    err,
    /** Ends it with a signal and resolves with its exit code. */
    stop: (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
      child.kill(signal)
      return ended
    },
  }
}
export type Started = Awaited<ReturnType<typeof startProduct>>

/** The same for one test: it ends with the test, if it has not before. */
export const beginProduct = async (...asked: Parameters<typeof startProduct>): Promise<Started> => {
  const product = await startProduct(...asked)
  onTestFinished(() => void product.stop('SIGKILL'))
  return product
}

/** Every record number that is in the archive of a stopped product. */
export const archived = async (folder: string): Promise<number[]> => {
  const records = new Set<number>()
  for await (const batch of archiveOf(join(folder, 'data/bus')).read({ from: -Infinity, to: Infinity }))
    for (const { seq, source } of batch) if (source === 'winlogbeat' && seq !== undefined) records.add(seq)
  return [...records].sort((a, b) => a - b)
}
