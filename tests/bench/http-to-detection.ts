import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import Fastify, { type FastifyInstance } from 'fastify'
import { detectInstance, instancesOf } from '../../deploy/sources.ts'
import { createEngine } from '../../detectors/engine.ts'
import { createGate } from '../../ingest/inputs/collectors.ts'
import { httpInput } from '../../ingest/inputs/http.ts'
import { createIntake, type LocalIntake } from '../../ingest/intake/local.ts'
import { masker } from '../../ingest/mask.ts'
import { openQuarantine } from '../../ingest/quarantine.ts'
import { decodeWire, RECORDS } from '../../ingest/wire.ts'
import type { Delivered, EventBus } from '../../kernel/ports.ts'
import { HOUR } from '../../kernel/time.ts'
import { metaOf } from './data/load.ts'
import { freshFolder } from './folder.ts'
import { directoryData, engineOptions, LATENESS } from './path.ts'

export const TOKEN = 'bench-0123456789-0123456789'
/** Event time passes with the lines: a tick each so many. */
const TICK_LINES = 2_000
/** Eight connections mix the order: so far behind the lines that were taken, none is late. */
const SLACK = 16_000
/** As often as the product saves what it found, ms. */
const DRAIN_EVERY = 250

/** A bus that keeps nothing: what is published has been heard. */
const openPassage = (): EventBus => {
  let end = 0
  let hear: (batch: readonly Delivered[]) => Promise<void> = async () => undefined
  return {
    async publish(_topic, messages) {
      if (messages.length > 0) await hear(messages.map(({ key, value }) => ({ key, value, offset: end++ })))
    },
    begin: async () => 0,
    end: async () => end,
    async subscribe(_topic, _from, handler) {
      hear = handler
      return { stop: async () => undefined }
    },
    close: async () => undefined,
  }
}

const TIME = '"@timestamp":"'

/** When a Winlogbeat line was written, epoch ms. */
const timeOf = (line: Uint8Array): number => {
  const text = Buffer.from(line.buffer, line.byteOffset, line.length).toString('latin1')
  const from = text.indexOf(TIME) + TIME.length
  return Date.parse(text.slice(from, text.indexOf('"', from)))
}

/** The product's HTTP input, intake and detector, with a bus and a store in memory: from a request to a detection without a disk. */
export const httpToDetection = async (folder: string, scratch: string) => {
  const meta = metaOf(folder)
  const run = freshFolder(scratch)
  const end = meta.deliveredAt.at(-1)!
  let now = 0
  const clock = { now: () => now }
  const bus = openPassage()
  const quarantine = openQuarantine(run.folder, { clock })
  const mask = masker(new Uint8Array(32))
  const intake: LocalIntake = createIntake({
    ...{ bus, quarantine, clock, mask, instances: instancesOf([]), detect: detectInstance },
  })
  const engine = createEngine(await engineOptions(folder, await directoryData(folder, meta), meta.from))
  let processed = 0
  let drained = performance.now()
  await bus.subscribe(RECORDS, 0, async (batch) => {
    for (const { value } of batch) {
      const heard = decodeWire(value)
      if ('tick' in heard) engine.tick(heard.tick)
      else if ('observations' in heard) for (const o of heard.observations) engine.accept(o)
    }
    if (performance.now() - drained >= DRAIN_EVERY) {
      engine.drain()
      drained = performance.now()
    }
    processed = batch.at(-1)!.offset + 1
  })
  const gate = createGate([{ id: 'bench', tokenSha256: createHash('sha256').update(TOKEN).digest('hex') }])
  let ticked = 0
  const ticking: typeof intake = {
    ...intake,
    async deliver(delivery) {
      // Lines come when they were written: by a clock that stood behind the last of all, every one would be late.
      now = timeOf(delivery.lines.at(-1)!) + LATENESS
      const outcome = await intake.deliver(delivery)
      const { accepted } = intake.counters
      if (accepted - ticked >= TICK_LINES) {
        ticked = accepted
        await intake.publishTick(meta.deliveredAt[Math.max(0, accepted - SLACK)]!)
      }
      return outcome
    },
  }
  const app: FastifyInstance = Fastify({ logger: false, forceCloseConnections: true })
  await app.register(httpInput, { intake: ticking, gate })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    ...{ url, path: '/ingest/winlogbeat', token: TOKEN },
    settled: async (): Promise<number> => {
      now = end + HOUR
      await intake.publishTick(end + HOUR)
      const last = await bus.end(RECORDS)
      while (processed < last) await sleep(1)
      engine.drain()
      return intake.counters.accepted
    },
    /** What would have to be computed again, because a connection fell behind: it is not, here. */
    late: () => engine.targets().length,
    async close(): Promise<void> {
      await app.close()
      quarantine.close()
      run.remove()
    },
  }
}
