import { Worker, type WorkerOptions } from 'node:worker_threads'
import { isCoded } from '../kernel/errors.ts'

/** What a thread says of an order that came to nothing. */
export type Failed = {
  readonly kind: 'failed'
  readonly id: number
  readonly message: string
  readonly stack?: string | undefined
  /** Of one of our own errors. */
  readonly code?: string | undefined
}

/** An error as a thread sends it. */
export const failedReport = (id: number, error: unknown): Failed => {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { kind: 'failed', id, message, stack, code: isCoded(error) ? error.code : undefined }
}

/** The error as it was thrown over there. */
const errorOf = ({ message, stack, code }: Failed): Error =>
  Object.assign(new Error(message), stack !== undefined && { stack }, code !== undefined && { code })

/** What is said of an order: an answer, or, before it, how far it has come. */
type Reported = Failed | { readonly kind: string; readonly id: number }

type Waiting<Report> = {
  readonly onProgress?: ((report: Report) => void) | undefined
  readonly resolve: (report: Report) => void
  readonly reject: (error: Error) => void
}

/** Node's word that SQLite is experimental is printed once, if at all, by the main thread: see `bin/vonggac.js`. */
const QUIET = '--disable-warning=ExperimentalWarning'

/** What says which code a process loads; each may stand with its value in one word (`--import=x`) or in two. */
const LOADING: ReadonlySet<string> = new Set(['--import', '--require', '-r', '--conditions', '-C'])

/**
 * The arguments of a thread out of those its process was started with: what loads code goes with it. The rest holds for the whole
 * process anyhow, and of V8's options (`--max-old-space-size=…`) Node refuses to start a thread with a single one
 * (https://nodejs.org/api/worker_threads.html#new-workerfilename-options, `execArgv`).
 */
export const threadArguments = (ofProcess: readonly string[]): string[] => {
  const own = ofProcess.filter((argument, i) => {
    const before = ofProcess[i - 1]
    return LOADING.has(argument.split('=', 1)[0]!) || (before !== undefined && LOADING.has(before))
  })
  return [...own, QUIET]
}

/**
 * A thread that answers orders, each by its id. It is started when it is first needed, and again after it has ended for whatever
 * reason; what it was at then is rejected. A report of the kind `progress` is no answer.
 */
export const askThread = <Order extends object, Report extends Reported>(
  url: URL,
  { what, ...options }: WorkerOptions & { readonly what: string },
) => {
  let worker: Worker | undefined
  let last = 0
  const waiting = new Map<number, Waiting<Exclude<Report, Failed>>>()

  const failAll = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const start = (): Worker => {
    const fresh = new Worker(url, { ...options, execArgv: threadArguments(process.execArgv) })
    const gone = (error: Error): void => {
      if (worker !== fresh) return
      worker = undefined
      failAll(error)
    }
    fresh.on('message', (report: Report) => {
      const one = waiting.get(report.id)
      if (report.kind === 'progress') {
        one?.onProgress?.(report as Exclude<Report, Failed>) // it has another kind
        return
      }
      waiting.delete(report.id)
      if (report.kind === 'failed')
        one?.reject(errorOf(report as Failed)) // by its kind
      else one?.resolve(report as Exclude<Report, Failed>) // by its kind
    })
    fresh.on('error', gone)
    fresh.on('exit', (code) => gone(new Error(`${what} ended (${code})`)))
    return fresh
  }
  const running = (): Worker => {
    worker ??= start()
    return worker
  }

  return {
    /** An id that no other order has. */
    next: (): number => ++last,
    /** The thread, started where there is none. */
    running,
    /** Whether this thread still is the one that answers. */
    isRunning: (at: Worker | undefined): boolean => at !== undefined && at === worker,
    /** Sends what is not answered. */
    tell: (order: Order): void => running().postMessage(order),
    ask: (order: Order & { readonly id: number }, onProgress?: Waiting<Exclude<Report, Failed>>['onProgress']) =>
      new Promise<Exclude<Report, Failed>>((resolve, reject) => {
        waiting.set(order.id, { onProgress, resolve, reject })
        running().postMessage(order)
      }),
    /** Nobody waits for this answer any more. */
    giveUp(id: number, error: Error): void {
      waiting.get(id)?.reject(error)
      waiting.delete(id)
    },
    /** Ends the thread as `end` says, where there is one; what it did not answer until then is rejected. */
    async close(end: (worker: Worker) => Promise<unknown>): Promise<void> {
      const open = worker
      worker = undefined
      if (open) await end(open)
      failAll(new Error('closed'))
    },
  }
}
