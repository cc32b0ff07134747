import { parentPort } from 'node:worker_threads'
import { deliveryReader } from '../../ingest/intake/read-delivery.ts'
import { serve } from '../../ingest/intake/serve.ts'
import { masker } from '../../ingest/mask.ts'
import { tinyInstance } from './tiny-source.ts'

/** Reads with the tiny source, and ends at a line that tells it to. */
const read = deliveryReader({ instances: [tinyInstance()], mask: masker(Buffer.alloc(32, 7)), lineBytes: 1 << 20 })
serve(parentPort!, (delivery, received) => {
  if (delivery.lines.some((line) => Buffer.from(line).toString() === 'die')) process.exit(3)
  return read(delivery, received)
})
