import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import { openPool, type Pool } from '../ingest/intake/pool.ts'
import type { Config } from './config.ts'
import type { WorkerOptions } from './intake-worker.ts'

/** The threads that read lines, as many as the configuration says; undefined where the main thread reads them. */
export const intakePool = ({ intake: { workers }, data, sources }: Config, log: Logger): Pool | undefined => {
  if (workers === 0) return undefined
  const workerData: WorkerOptions = { data, sources }
  return openPool({
    workers,
    start: () => new Worker(new URL('./intake-worker.ts', import.meta.url), { workerData }),
    onCrash: (error, deliveries) =>
      log.error({ err: error, deliveries }, 'a thread of the intake ended; what it was reading is read again'),
  })
}
