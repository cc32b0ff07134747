import { setImmediate as turn } from 'node:timers/promises'
import type { Logger } from 'pino'
import { createEngine, type Drained, type Engine, type EngineOptions } from '../../detectors/engine.ts'
import type { SliceResult } from '../../detectors/slice.ts'
import type { Change as StateChange } from '../../detectors/state.ts'
import { FUTURE } from '../../ingest/intake/judge.ts'
import { decodeWire, type Heard, RECORDS, type RecordHead } from '../../ingest/wire.ts'
import type { Alert } from '../../kernel/alert.ts'
import type { Change } from '../../kernel/directory/diff.ts'
import { coded } from '../../kernel/errors.ts'
import type { Clock, Delivered, EventBus } from '../../kernel/ports.ts'
import { MINUTE } from '../../kernel/time.ts'
import type { Checkpoint, Found, Position } from '../checkpoint.ts'
import { between } from './between.ts'
import { concerned, conduct } from './conductor.ts'
import type { Slicer } from './slicer.ts'

/** An accepted version of the directory, ready for the engine. */
export type Version = Pick<EngineOptions, 'world' | 'register'>

export type DetectorOptions = {
  readonly bus: EventBus
  /** Computes again beside the stream what comes late, or is entered late. */
  readonly slicer: Slicer
  readonly checkpoint: Checkpoint
  readonly engine: Omit<EngineOptions, 'saved' | 'world' | 'register'>
  /** An accepted version, and what it changes against the one before. */
  readonly version: (id: string) => Promise<Version>
  readonly changes: (before: string | undefined, after: string) => Promise<readonly Change[]>
  /** The version to begin with where nothing was saved. */
  readonly first: string
  /** What tells this build's version of a rule from every other, by id: of another than the saved state's all is computed again. */
  readonly prints: ReadonlyMap<string, string>
  readonly clock: Clock
  readonly log: Logger
  readonly onAlerts: (alerts: readonly Alert[]) => void
  /** A batch could not be taken and is offered again; `undefined`: one was taken after that. */
  readonly onTrouble: (error: unknown) => void
  /** How often a slice is begun at most, ms of real time; 2 s unless a test says otherwise. */
  readonly every?: number
}

/** While batches follow one another what they changed is saved together, this long (ms of real time) after the last time. */
const SAVE_EVERY = 250

/**
 * The detector's loop: read batches, call the core, write what they changed and the position in one transaction. All that decides is
 * in the log and in the saved state, so a restart goes on exactly where the last transaction stood.
 */
export const startDetector = async (options: DetectorOptions) => {
  const { bus, checkpoint, log, slicer, clock } = options
  const hold = oneAtATime()
  /** Ticks with their offsets: where the reorder buffer's events begin follows from the watermark. */
  let ticks: { offset: number; at: number }[] = []

  /** The engine as the last transaction left it: at start, and after anything in the core has thrown halfway. */
  const rebuild = async () => {
    const { position, saved, found } = checkpoint.restore()
    const directory = position?.directory ?? options.first
    const lost = found === 'unreadable' && position !== undefined
    if (lost) checkpoint.discard(position)
    if (lost && position.watermark === undefined)
      throw coded('STORE_VERSION', 'trạng thái đã lưu không đọc được, và không rõ đã xử lý nhật ký đến lúc nào')
    const version = await options.version(directory)
    const engine = createEngine({ ...options.engine, ...version, saved: lost ? progressOf(position) : saved })
    const { offset = 0, refill = 0 } = position ?? {}
    const end = await bus.end(RECORDS)
    if (offset > end)
      throw coded(
        'LOG_CORRUPT',
        `trạng thái đã xử lý đến vị trí ${offset} nhưng nhật ký chỉ có đến ${end}: nhật ký đã bị mất`,
      )
    if (position) await refillFrom(bus, engine, refill, offset)
    if (!lost) activate(engine)
    engine.recheck()
    return { engine, offset, refill, directory, found, lost }
  }
  const activate = (engine: Engine): void => {
    const rules = engine.activate(options.prints)
    if (rules.length > 0) log.info({ rules }, 'rules that changed are applied to the past')
  }
  let run = await rebuild()
  const { found } = run
  if (found === 'migrated') log.info('the state of an older version was migrated')
  if (found === 'unreadable') log.warn('the saved state cannot be read; it is made anew from the archive')

  /** Drained and not stored yet: what a failed commit (a full disk) leaves is stored with the next. */
  let unsaved: Drained = { alerts: [], changes: [] }
  /** The offset of the last commit, and when it was (performance.now()); `saving`: the next one waits. */
  let saved = { offset: run.offset, at: -Infinity }
  let saving: NodeJS.Timeout | undefined
  /** Why the engine does not stand as the last transaction left it: nothing is saved, and nothing taken, until it does again. */
  let broken: unknown
  const commit = (): readonly Alert[] => {
    if (broken !== undefined) throw broken
    const { engine, offset, refill, directory } = run
    clearTimeout(saving)
    saving = undefined
    const { watermark, earliest } = engine
    const drained = engine.drain()
    const { alerts, changes } = drained
    conductor.note(drained)
    unsaved = { alerts: [...unsaved.alerts, ...alerts], changes: [...unsaved.changes, ...changes] }
    const progress = {
      ...(Number.isFinite(watermark) && { watermark }),
      ...(Number.isFinite(earliest) && { earliest }),
    }
    const written = checkpoint.commit(unsaved, { offset, refill, directory, ...progress })
    unsaved = { alerts: [], changes: [] }
    saved = { offset, at: performance.now() }
    if (written.length > 0) options.onAlerts(written)
    return written
  }

  const take = (message: Delivered): Promise<void> | undefined => {
    if (message.offset < run.offset) return undefined
    const wire = decodeWire(message.value)
    if (!('observations' in wire)) return takeMark(message, wire)
    const { engine } = run
    for (const observation of wire.withdraws ?? []) engine.withdraw(observation)
    for (const observation of wire.observations) engine.accept(observation)
    run.offset = message.offset + 1
    return undefined
  }
  const takeMark = async ({ offset: at }: Delivered, wire: Exclude<Heard, RecordHead>): Promise<void> => {
    const { engine } = run
    if ('tick' in wire) {
      for (const _ of engine.passing(wire.tick)) await turn()
      // A clock that was set back makes nothing older that came before.
      ticks.push({ offset: at, at: Math.max(wire.tick, engine.watermark + options.engine.lateness) })
    } else if (wire.directory !== run.directory) {
      const next = await options.version(wire.directory)
      engine.takeOver(next.world, next.register, await options.changes(run.directory, wire.directory))
      run.directory = wire.directory
    }
    run.offset = at + 1
  }

  /** What threw halfway may have left half of an event behind: nothing of it is kept, the batch is taken again from the start. */
  const whole = async (work: () => Promise<void>): Promise<void> => {
    await mend()
    try {
      await work()
    } catch (error) {
      broken = error ?? new Error('something failed without saying what')
      await mend()
      throw error
    }
  }
  /** Where that fails too, it is tried again before anything else is done. */
  const mend = async (): Promise<void> => {
    if (broken === undefined) return
    unsaved = { alerts: [], changes: [] }
    ticks = []
    run = await rebuild()
    saved = { offset: run.offset, at: saved.at }
    broken = undefined
  }

  const apply = async (result: SliceResult): Promise<readonly Alert[]> => {
    await whole(async () => run.engine.apply(result))
    return commit()
  }
  const standing = () => run
  const conductor = conduct({ standing, hold, apply, commit, slicer, clock, log, every: options.every })

  /** Nobody may be accused by a stream that has forgotten what it knew: it stands still until that is made anew. */
  const remember = async (): Promise<void> => {
    const { engine, directory } = run
    const remade = slicer.open({ targets: engine.everything(), directory }, () => undefined)
    const { watermark, earliest } = engine
    try {
      const ahead = await remade.advance({ watermark, earliest, heardSince: Infinity, carriers: [] })
      const result = await remade.finish({ pending: concerned(engine, ahead), written: [] })
      await whole(async () => {
        engine.apply(result)
        activate(engine)
      })
    } finally {
      remade.drop()
    }
    run.lost = false
    commit()
    log.warn('the state was made anew from the archive')
  }

  let troubled = false
  const fine = (): void => {
    if (troubled) options.onTrouble(undefined)
    troubled = false
  }
  const failed = (error: unknown): void => {
    troubled = true
    options.onTrouble(error)
  }

  /** What was taken is saved at once where that was not done just now, and otherwise together with what comes meanwhile. */
  const saveSoon = (): void => {
    const due = saved.at + SAVE_EVERY - performance.now()
    // A commit that failed is tried again before anything is taken.
    if (due <= 0 || troubled) commit()
    else saving ??= setTimeout(() => void hold(saveNow), due)
  }
  const saveNow = (): void => {
    if (saving === undefined) return // saved meanwhile
    try {
      commit()
      fine()
    } catch (error) {
      failed(error)
      saving = setTimeout(() => void hold(saveNow), SAVE_EVERY)
    }
  }

  const takeAll = async (batch: readonly Delivered[]): Promise<void> => {
    try {
      await mend()
      if (troubled) commit()
      if (run.lost) await remember()
      await whole(async () => {
        // What was taken and not saved when something threw is read again.
        await between(bus, run.offset, batch[0]!.offset, take)
        for (const message of batch) {
          const taking = take(message)
          if (taking) await taking
        }
      })
      // Nothing received more than the allowed skew before the watermark can still be in the buffer.
      const settled = ticks.findLast(({ at }) => at <= run.engine.watermark - FUTURE - MINUTE)
      if (settled) {
        run.refill = settled.offset
        ticks = ticks.filter((tick) => tick.offset >= settled.offset)
      }
      saveSoon()
      conductor.wake()
      fine()
    } catch (error) {
      failed(error)
      throw error
    }
  }
  const subscription = await bus.subscribe(RECORDS, run.offset, (batch) => hold(() => takeAll(batch)))

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
    /** What became of the saved state at the start, and whether it is still being made anew. */
    get state(): { readonly found: Found; readonly lost: boolean } {
      return { found, lost: run.lost }
    },
    reevaluation: conductor.journal,
    /** Part of the archive can be read again: what was computed without it is computed again. */
    restored: () =>
      hold(() => {
        run.engine.queue.restored()
        conductor.wake()
      }),
    /** Resolves once everything published so far has been processed and re-evaluated. */
    async settled(): Promise<void> {
      const end = await bus.end(RECORDS)
      const busy = (): boolean => run.engine.queue.isWaiting() || run.engine.queue.isRunning()
      while (saved.offset < end || run.lost || busy()) {
        if (saved.offset < end && run.offset >= end) await hold(saveNow)
        else await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    /** Saves what was taken; where that fails it is read again at the next start. */
    async stop(): Promise<void> {
      await subscription.stop()
      await conductor.stop()
      await hold(() => {
        if (saving !== undefined) commit()
      }).catch((error: unknown) => {
        clearTimeout(saving)
        log.error({ err: error }, 'what was taken last is not saved; it is read again at the next start')
      })
    },
  }
}

export type Detector = Awaited<ReturnType<typeof startDetector>>

/** What the position alone says of how far the stream had come. */
const progressOf = ({ watermark, earliest }: Position): readonly StateChange[] =>
  Object.entries({ watermark, earliest }).flatMap(([key, value]) =>
    value === undefined ? [] : [{ space: 'engine', key, value }],
  )

/** Runs what it is given one after the other, in the order in which it was given. */
const oneAtATime = () => {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T> | T): Promise<T> => {
    const next = last.then(work)
    last = next.catch(() => undefined) // whoever gave the work hears of it
    return next
  }
}

/** Reads the log again from `from` to `to` and puts what had not been released back into the buffer. */
const refillFrom = (bus: EventBus, engine: Engine, from: number, to: number): Promise<void> =>
  between(bus, from, to, ({ value }) => {
    const wire = decodeWire(value)
    if (!('observations' in wire)) return
    for (const o of wire.withdraws ?? []) engine.unfill(o)
    for (const o of wire.observations) engine.refill(o)
  })
