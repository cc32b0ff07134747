import { parentPort, workerData } from 'node:worker_threads'
import { OLDEST } from '../ingest/intake/judge.ts'
import { INTAKE_LIMITS } from '../ingest/intake/local.ts'
import { deliveryReader } from '../ingest/intake/read-delivery.ts'
import { serve } from '../ingest/intake/serve.ts'
import type { Config } from './config.ts'
import { maskFor } from './mask-key.ts'
import { detectInstance, instancesOf } from './sources.ts'

/** What the thread is started with: what `intakePool` gives it. */
export type WorkerOptions = Pick<Config, 'data' | 'sources'>

const { data, sources } = workerData as WorkerOptions // nobody else starts this file
const { lineBytes } = INTAKE_LIMITS
const reading = {
  instances: instancesOf(sources),
  detect: detectInstance,
  mask: maskFor(data),
  lineBytes,
  oldest: OLDEST,
}
if (parentPort) serve(parentPort, deliveryReader(reading))
