import type { Logger } from 'pino'
import { createEngine, type Drained, type Engine, type EngineOptions } from '../../detectors/engine.ts'
import { runSlice } from '../../detectors/slice.ts'
import { FUTURE } from '../../ingest/intake/judge.ts'
import { decodeWire, RECORDS } from '../../ingest/wire.ts'
import type { Alert } from '../../kernel/alert.ts'
import type { Change } from '../../kernel/directory/diff.ts'
import { coded } from '../../kernel/errors.ts'
import type { Observation } from '../../kernel/event.ts'
import type { Archive, Delivered, EventBus } from '../../kernel/ports.ts'
import { MINUTE } from '../../kernel/time.ts'
import type { Checkpoint } from '../checkpoint.ts'

/** Slices share a pass over the archive: what comes late within so many ms is computed again together. */
const SLICE_EVERY = 2_000

/** An accepted version of the directory, ready for the engine. */
export type Version = Pick<EngineOptions, 'world' | 'register'>

export type DetectorOptions = {
  readonly bus: EventBus
  readonly archive: Archive
  readonly checkpoint: Checkpoint
  readonly engine: Omit<EngineOptions, 'saved' | 'world' | 'register'>
  /** An accepted version, and what it changes against the one before. */
  readonly version: (id: string) => Promise<Version>
  readonly changes: (before: string | undefined, after: string) => Promise<readonly Change[]>
  /** The version to begin with where nothing was saved. */
  readonly first: string
  readonly log: Logger
  readonly onAlerts: (alerts: readonly Alert[]) => void
  /** A batch could not be taken and is offered again; `undefined`: one was taken after that. */
  readonly onTrouble: (error: unknown) => void
}

/**
 * The detector's loop: read a batch, call the core, write what it changed and the position in one transaction. All that decides is
 * in the log and in the saved state, so a restart goes on exactly where the last transaction stood.
 */
export const startDetector = async (options: DetectorOptions) => {
  const { bus, archive, checkpoint, log } = options
  /** Ticks with their offsets: where the reorder buffer's events begin follows from the watermark. */
  let ticks: { offset: number; at: number }[] = []

  /** The engine as the last transaction left it: at start, and after anything in the core has thrown halfway. */
  const rebuild = async () => {
    const { position, saved } = checkpoint.restore()
    const directory = position?.directory ?? options.first
    const engine = createEngine({ ...options.engine, ...(await options.version(directory)), saved })
    const { offset = 0, refill = 0 } = position ?? {}
    const end = await bus.end(RECORDS)
    if (offset > end)
      throw coded(
        'LOG_CORRUPT',
        `trạng thái đã xử lý đến vị trí ${offset} nhưng nhật ký chỉ có đến ${end}: nhật ký đã bị mất`,
      )
    if (position) await refillFrom(bus, engine, refill, offset)
    return { engine, offset, refill, directory }
  }
  let run = await rebuild()

  /** Drained and not stored yet: what a failed commit (a full disk) leaves is stored with the next. */
  let unsaved: Drained = { alerts: [], changes: [] }
  const commit = (): void => {
    const { engine, offset, refill, directory } = run
    const { alerts, changes } = engine.drain()
    unsaved = { alerts: [...unsaved.alerts, ...alerts], changes: [...unsaved.changes, ...changes] }
    const written = checkpoint.commit(unsaved, { offset, refill, directory })
    unsaved = { alerts: [], changes: [] }
    if (written.length > 0) options.onAlerts(written)
  }

  const take = async ({ offset: at, value }: Delivered): Promise<void> => {
    if (at < run.offset) return
    const { engine } = run
    const wire = decodeWire(value)
    if ('tick' in wire) {
      engine.tick(wire.tick)
      ticks.push({ offset: at, at: wire.tick })
    } else if ('directory' in wire) {
      if (wire.directory !== run.directory) {
        const next = await options.version(wire.directory)
        engine.takeOver(next.world, next.register, await options.changes(run.directory, wire.directory))
        run.directory = wire.directory
      }
    } else for (const observation of wire.observations) engine.accept(observation)
    run.offset = at + 1
  }

  let lastSlice = 0
  const reevaluate = async (): Promise<void> => {
    const { engine } = run
    const targets = engine.targets()
    if (targets.length === 0 || performance.now() - lastSlice < SLICE_EVERY) return
    log.info({ targets: targets.length }, 're-evaluation')
    engine.apply(
      await runSlice(targets, engine.slice(), {
        archive: (from, to) => archive.read({ from, to }),
        previous: checkpoint.previous,
      }),
    )
    lastSlice = performance.now()
  }

  /** What threw halfway may have left half of an event behind: nothing of it is kept, the batch is taken again from the start. */
  const whole = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      unsaved = { alerts: [], changes: [] }
      ticks = []
      run = await rebuild()
      throw error
    }
  }

  let troubled = false
  const subscription = await bus.subscribe(RECORDS, run.offset, async (batch) => {
    try {
      await whole(async () => {
        for (const message of batch) await take(message)
      })
      // Nothing received more than the allowed skew before the watermark can still be in the buffer.
      const settled = ticks.findLast(({ at }) => at <= run.engine.watermark - FUTURE - MINUTE)
      if (settled) {
        run.refill = settled.offset
        ticks = ticks.filter((tick) => tick.offset >= settled.offset)
      }
      commit()
      await whole(reevaluate)
      commit()
      if (troubled) options.onTrouble(undefined)
      troubled = false
    } catch (error) {
      troubled = true
      options.onTrouble(error)
      throw error
    }
  })

  return {
    get engine(): Engine {
      return run.engine
    },
    get offset(): number {
      return run.offset
    },
    get directory(): string {
      return run.directory
    },
    /** Resolves once everything published so far has been processed and re-evaluated. */
    async settled(): Promise<void> {
      const end = await bus.end(RECORDS)
      while (run.offset < end || run.engine.targets().length > 0)
        await new Promise((resolve) => setTimeout(resolve, 20))
    },
    stop: () => subscription.stop(),
  }
}

export type Detector = Awaited<ReturnType<typeof startDetector>>

/** Reads the log again from `from` to `to` and puts what had not been released back into the buffer. */
const refillFrom = async (bus: EventBus, engine: Engine, from: number, to: number): Promise<void> => {
  if (from >= to) return
  await new Promise<void>((resolve, reject) => {
    const subscription = bus.subscribe(RECORDS, from, async (batch) => {
      for (const { offset, value } of batch) {
        if (offset >= to) break
        const wire = decodeWire(value)
        if ('observations' in wire) for (const o of wire.observations as readonly Observation[]) engine.refill(o)
      }
      if (batch.at(-1)!.offset >= to - 1) void subscription.then((s) => s.stop()).then(resolve, reject)
    })
    subscription.catch(reject)
  })
}
