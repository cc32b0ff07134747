import { setImmediate as turn } from 'node:timers/promises'
import type { Drained, Engine } from '../../detectors/engine.ts'
import type { SliceResult } from '../../detectors/slice.ts'
import type { Progress } from '../../detectors/sources.ts'
import { FUTURE } from '../../ingest/intake/judge.ts'
import { decodeWire, type Heard, RECORDS, type RecordHead } from '../../ingest/wire.ts'
import type { Alert } from '../../kernel/alert.ts'
import type { Change } from '../../kernel/directory/diff.ts'
import type { Delivered } from '../../kernel/ports.ts'
import { MINUTE } from '../../kernel/time.ts'
import type { Found, Position } from '../checkpoint.ts'
import { between } from './between.ts'
import { type ConductorOptions, conduct } from './conductor.ts'
import { activate, type RestoreOptions, remake, restore } from './restore.ts'
import { openSaver } from './saver.ts'
import type { Slicer } from './slicer.ts'

export type DetectorOptions = RestoreOptions & {
  /** Writes all of it or nothing; one at a time. The alerts that were new. Throws `DISK_FULL`. */
  readonly checkpoint: {
    commit(drained: Drained, position: Position): Promise<readonly Alert[]> | readonly Alert[]
  }
  /** Computes again beside the stream what comes late, or is entered late. */
  readonly slicer: Slicer
  /** What an accepted version of the directory changes against the one before. */
  readonly changes: (before: string | undefined, after: string) => Promise<readonly Change[]>
  readonly onAlerts: (alerts: readonly Alert[]) => void
  /** A batch could not be taken and is offered again; `undefined`: one was taken after that. */
  readonly onTrouble: (error: unknown) => void
  /** How often a slice is begun at most, ms of real time; 2 s unless a test says otherwise. */
  readonly every?: number
}

/**
 * The detector's loop: read batches, call the core, write what they changed and the position in one transaction. All that decides is
 * in the log and in the saved state, so a restart goes on exactly where the last transaction stood.
 */
export const startDetector = async (options: DetectorOptions) => {
  const { bus, checkpoint, log, slicer, clock } = options
  const hold = oneAtATime()
  /** Ticks with their offsets: where the reorder buffer's events begin follows from the watermark. */
  let ticks: { offset: number; at: number }[] = []

  let run = await restore(options)
  const { found } = run
  if (found === 'migrated') log.info('the state of an older version was migrated')
  if (found === 'unreadable') log.warn('the saved state cannot be read; it is made anew from the archive')

  /** Why the engine does not stand as the last transaction left it: nothing is saved, and nothing taken, until it does again. */
  let broken: unknown
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
      for (const _ of engine.passing(engine.producers.hear(wire))) await turn()
      // A clock that was set back makes nothing older that came before.
      const latest = Math.max(wire.tick, engine.producers.latest)
      ticks.push({ offset: at, at: Math.max(latest, engine.watermark + options.engine.lateness) })
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
    await saver.idle()
    ticks = []
    run = await restore(options)
    saver.reset()
    broken = undefined
  }

  /** Targets of a slice that is put in place and not saved yet. */
  let applying = 0
  const apply = async (result: SliceResult): Promise<readonly Alert[]> => {
    await whole(async () => run.engine.apply(result))
    applying = result.targets.length
    return saver.keep().alerts
  }
  const standing = () => run

  /** Nobody may be accused by a stream that has forgotten what it knew: it stands still until that is made anew. */
  const remember = async (): Promise<void> => {
    const { engine } = run
    await remake(run, slicer, (result) =>
      whole(async () => {
        engine.apply(result)
        activate(engine, options)
      }),
    )
    run.lost = false
    await saver.save()
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

  const saver = openSaver({
    ...{ standing, hold, write: checkpoint.commit, fault: () => broken, onAlerts: options.onAlerts },
    onDrained: (drained) => conductor.note(drained),
    onDue: (error) => (error === undefined ? fine() : failed(error)),
  })
  const saved: ConductorOptions['saved'] = async (also, held) => {
    const gave = await saver.saveBeside(also, held)
    applying = 0
    return gave
  }
  const conductor = conduct({
    ...{ standing, hold, apply, saved, slicer, clock, log, every: options.every },
    note: () => {
      if (broken === undefined) saver.keep()
      return broken === undefined
    },
  })

  const takeAll = async (batch: readonly Delivered[]): Promise<void> => {
    try {
      await mend()
      if (troubled) await saver.save()
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
      saver.soon()
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
    /** Every act before it has been judged, and what was found is saved. */
    get watermark(): number {
      return saver.watermark
    },
    /** How many targets of re-evaluation wait, are under way, or are not saved yet. */
    get waiting(): number {
      const { engine } = run
      return engine.targets().length + engine.queue.running().length + applying
    },
    /** What became of the saved state at the start, whether it is still being made anew, and how far that has come. */
    get state(): { readonly found: Found; readonly lost: boolean; readonly remade?: Progress } {
      return { found, lost: run.lost, ...(run.lost && run.remade && { remade: run.remade }) }
    },
    reevaluation: conductor.journal,
    /** Part of the archive can be read again: what was computed without it is computed again. */
    restored: () =>
      hold(() => {
        run.engine.queue.restored()
        conductor.wake()
      }),
    /** Resolves once everything published so far has been processed and re-evaluated, and is saved. */
    async settled(): Promise<void> {
      const end = await bus.end(RECORDS)
      const busy = (): boolean => run.engine.queue.isWaiting() || run.engine.queue.isRunning() || run.engine.hasAlerts
      while (await hold(() => saver.offset < end || saver.isBehind || run.lost || busy())) {
        if (saver.offset < end && run.offset >= end) await hold(saver.save).catch(failed)
        else await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    /** Saves what was taken; where that fails it is read again at the next start. */
    async stop(): Promise<void> {
      await subscription.stop()
      await conductor.stop()
      await hold(saver.stop).catch((error: unknown) => {
        log.error({ err: error }, 'what was taken last is not saved; it is read again at the next start')
      })
    },
  }
}

export type Detector = Awaited<ReturnType<typeof startDetector>>

/** Runs what it is given one after the other, in the order in which it was given. */
const oneAtATime = () => {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T> | T): Promise<T> => {
    const next = last.then(work)
    last = next.catch(() => undefined) // whoever gave the work hears of it
    return next
  }
}
