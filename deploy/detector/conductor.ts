import type { Logger } from 'pino'
import type { Drained, Engine } from '../../detectors/engine.ts'
import type { Queued } from '../../detectors/queue.ts'
import type { SliceResult } from '../../detectors/slice.ts'
import type { Alert } from '../../kernel/alert.ts'
import type { Clock } from '../../kernel/ports.ts'
import { HOUR, MINUTE, SECOND } from '../../kernel/time.ts'
import { openJournal } from './journal.ts'
import { concerned, type Notes, openNotes, toldOf } from './notes.ts'
import type { Running, Slicer, Told } from './slicer.ts'

/** Slices share a pass over the archive: what comes late within so many ms is computed again together. */
const SLICE_EVERY = 2 * SECOND
/** A stream that runs faster than it can be caught up with (a log read from its beginning) is held after so many attempts. */
const CATCH_UPS = 20
/** A target that fails alone so many times is set aside, for so long. */
const TRIES = 3
const ASIDE = HOUR
/** Between two attempts that fail: twice as long each time, up to so long. */
const LONGEST_PAUSE = MINUTE

/** A result is put in place in portions of so many (a rule, an entity): such that the stream is held for no longer than so many ms for each. */
const [LEAST, MOST] = [250, 50_000]
const HELD = 80

/** How many the next portion takes, after one of so many took so long, ms. */
const nextPortion = (portion: number, took: number): number =>
  Math.round(Math.min(Math.max(portion * Math.min(Math.max(HELD / took, 0.25), 2), LEAST), MOST))

/** The stream as it stands; it stands still only within `hold`. */
export type Standing = { readonly engine: Engine; readonly directory: string }

export type ConductorOptions = {
  readonly standing: () => Standing
  /** Runs the work between two batches; a batch that comes meanwhile waits. */
  readonly hold: <T>(work: () => Promise<T> | T) => Promise<T>
  /** Takes over a portion of what a slice computed, whole or not at all: what that changed of the alerts. The stream is held; it is saved afterwards. */
  readonly apply: (result: SliceResult) => Promise<readonly Alert[]>
  /** Takes note of what the stream did so far, to be saved later. The stream is held. False: it does not stand as it should. */
  readonly note: () => boolean
  /**
   * Saves what the stream did. It is held (by `held`) only to take note of that, and `also` is done then; it goes on while it is written.
   */
  readonly saved: <T>(also: () => T, held: ConductorOptions['hold']) => Promise<T>
  readonly slicer: Slicer
  readonly clock: Clock
  readonly log: Logger
  readonly every?: number | undefined
}

/**
 * Re-evaluation beside the stream: takes what waits out of the queue, has it computed elsewhere up to where the stream stands, lets
 * it catch up with what the stream did meanwhile, and holds the stream only to put the result in place, portion by portion. Whatever goes wrong leaves
 * the targets in the queue.
 */
export const conduct = ({
  standing,
  hold,
  apply,
  note,
  saved,
  slicer,
  clock,
  log,
  every = SLICE_EVERY,
}: ConductorOptions) => {
  const journal = openJournal(clock.now)
  let notes: Notes | undefined
  let under: Running | undefined
  let stopped = false
  let wake: () => void = () => undefined
  let turn: 'newest' | 'oldest' = 'newest'
  /** How many targets a slice takes at most: halved when one fails, so that the one at fault is found. */
  let most = Infinity
  /** How often the target of the last slice has failed alone. */
  let alone = 0
  let recalled = performance.now()

  /** Holds the stream, and says how long. */
  const still = <T>(work: () => Promise<T> | T): Promise<T> =>
    hold(async () => {
      const began = performance.now()
      try {
        return await work()
      } finally {
        journal.held(performance.now() - began)
      }
    })

  /** Rests for so many ms, or until something is asked. */
  const rest = (ms?: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms)
      wake = () => {
        if (ms !== undefined && !stopped) return
        clearTimeout(timer)
        resolve()
      }
    })

  /** What is drained is the slice's own work, which it need not be told. */
  let applying = false
  /** Of how many a portion is made. */
  let portion = LEAST

  let refused = false
  /**
   * What the stream did so far is in the files and noted, before a slice is told of it: what `also` gives then. A full disk is no fault of
   * the targets; it is said once.
   */
  const savedWith = async <T>(also: () => T): Promise<{ readonly gave: T } | undefined> => {
    try {
      const gave = await saved(also, still)
      refused = false
      return { gave }
    } catch (error) {
      if (!refused) log.error({ err: error }, 'what the stream did could not be saved; re-evaluation waits')
      refused = true
      return undefined
    }
  }

  /**
   * Reads with the stream until it stands where the slice does, and then puts the next portion of the result in place. Undefined: the world
   * changed under it.
   */
  const putNext = async (running: Running, begun: Standing): Promise<{ readonly more: boolean } | undefined> => {
    for (let attempt = 0; ; attempt++) {
      const tell = (most = portion): Told => ({ ...toldOf(begun.engine, notes), most })
      // What it begins with it reads in the files; what the stream does from then on it is told.
      const told = attempt === 0 ? (await savedWith(tell))?.gave : await still(() => (note() ? tell() : undefined))
      if (!told) return undefined
      let pending = concerned(begun.engine, await running.advance(told))
      const put = await still(async () => {
        const { engine, directory } = standing()
        if (stopped || engine !== begun.engine || directory !== begun.directory || !note()) return undefined
        const stands = engine.watermark === told.watermark
        if (!stands && attempt < CATCH_UPS) return 'behind'
        if (!stands) pending = concerned(engine, await running.advance(tell(Infinity)))
        const began = performance.now()
        const result = await running.finish({ pending: pending(), written: notes!.written() })
        applying = true
        journal.applied(
          await apply(result).finally(() => {
            applying = false
          }),
        )
        portion = nextPortion(portion, performance.now() - began)
        return result
      })
      if (put !== 'behind') return put
    }
  }

  /** Puts all of it in place. False: the world changed under it, and what is not in place yet is computed again. */
  const finish = async (running: Running, begun: Standing): Promise<boolean> => {
    for (;;) {
      const put = await putNext(running, begun)
      if (!put) return false
      if (put.more) continue
      // What is in place stays there, and is written in time: where that fails now, it is written with what comes next.
      await savedWith(() => undefined)
      return true
    }
  }

  const once = async (): Promise<void> => {
    const begun = standing()
    const targets = await still((): readonly Queued[] => {
      const next = begun.engine === standing().engine ? begun.engine.queue.next(turn).slice(0, most) : []
      begun.engine.begin(next)
      return next
    })
    if (targets.length === 0) return
    turn = turn === 'newest' ? 'oldest' : 'newest'
    journal.begin(targets)
    log.info({ targets: targets.length }, 're-evaluation')
    notes = openNotes(targets)
    const running = slicer.open({ targets, directory: begun.directory }, journal.progress)
    under = running
    try {
      const done = await finish(running, begun)
      if (!done) await back(begun.engine, targets)
      else {
        most *= 2
        alone = 0
      }
      journal.end(done)
    } catch (error) {
      // What was cut off by the end is computed again after the next start.
      if (!stopped) await back(undefined, targets, error)
    } finally {
      running.drop()
      notes = undefined
      under = undefined
    }
  }

  /** Puts targets back into the queue: of the engine that gave them, where it still stands, or with an error, of whichever stands. */
  const back = async (from: Engine | undefined, targets: readonly Queued[], error?: unknown): Promise<void> => {
    await hold(() => {
      const { engine } = standing()
      if (from !== undefined && from !== engine) return
      const message = error instanceof Error ? error.message : String(error)
      engine.queue.giveUp(targets, error === undefined ? undefined : message)
      if (error === undefined) return
      log.error({ err: error, targets: targets.length }, 're-evaluation failed; it is tried again')
      journal.failed(message)
      most = Math.max(1, Math.floor(targets.length / 2))
      const [only, ...others] = targets
      alone = only && others.length === 0 ? (only.tries ?? 0) + 1 : 0
      if (only && alone >= TRIES) {
        log.error({ target: only }, 'a re-evaluation fails again and again and is set aside')
        engine.queue.setAside(only)
        most = Infinity
      }
    })
    await savedWith(() => undefined)
  }

  const run = async (): Promise<void> => {
    while (!stopped) {
      const began = performance.now()
      const waits = standing().engine.queue.isWaiting()
      if (waits) {
        await once().catch((error: unknown) => {
          log.error({ err: error }, 're-evaluation could not be begun; it is tried again')
          journal.failed(error instanceof Error ? error.message : String(error))
        })
      }
      if (stopped) break
      if (performance.now() - recalled > ASIDE) {
        recalled = performance.now()
        await hold(() => standing().engine.queue.recall())
      }
      // As long as the one at fault is looked for, there is nothing to wait for.
      if (alone > 0) await rest(Math.min(SECOND * 2 ** alone, LONGEST_PAUSE))
      else await rest(waits ? Math.max(0, every - (performance.now() - began)) : undefined)
    }
  }
  const running = run()

  return {
    /** What the stream is about to save. */
    note(drained: Drained): void {
      if (!applying) notes?.note(drained)
    },
    /** Something was asked: looks at the queue, unless it rests between two slices. */
    wake: () => wake(),
    journal: journal.entries,
    async stop(): Promise<void> {
      stopped = true
      under?.drop()
      wake()
      await running
    },
  }
}
