import type { Drained } from '../../detectors/engine.ts'
import type { Alert } from '../../kernel/alert.ts'
import type { Position } from '../checkpoint.ts'
import type { Run } from './restore.ts'

/** Alerts wait to be saved and told no longer than so many ms after the last time something was. */
const TELL_EVERY = 250
/** So does little else. Much else waits longer: what many events change is written once for all of them, and a restart reads that much again. */
const LITTLE = 200
const SAVE_EVERY = 2_000
/** Where writing takes long the next time is so many times as long away, so that a storm is not spent on it; but no longer than this, ms. */
const PAUSE = 5
const TELL_AT_LAST = 600
/** What was raised just after a writing began waits for that, for the pause, and for its own: for all of it so long, ms, where that can be. */
const TOLD_WITHIN = 800

/** How long alerts wait after a writing that took so long, ms. */
const pauseAfter = (took: number): number => {
  const room = TOLD_WITHIN - 2 * took
  return Math.max(TELL_EVERY, Math.min(took * PAUSE, room >= 0 ? room : TELL_AT_LAST))
}

export type SaverOptions = {
  readonly standing: () => Run
  /** Why the stream may not be saved as it stands; undefined where it may. */
  readonly fault: () => unknown
  /** Writes all of it or nothing, and returns the alerts that were new. */
  readonly write: (drained: Drained, position: Position) => Promise<readonly Alert[]> | readonly Alert[]
  /** Runs the work between two batches. */
  readonly hold: <T>(work: () => Promise<T> | T) => Promise<T>
  readonly onDrained: (drained: Drained) => void
  readonly onAlerts: (alerts: readonly Alert[]) => void
  /** What was due could be written (no error), or could not: it is tried again. */
  readonly onDue: (error?: unknown) => void
}

/**
 * Saves what the stream did: one batch of changes after another, each with the position it leads to. While one is being written the
 * stream goes on. Whoever calls `save`, `keep` and `soon` holds the stream.
 */
export const openSaver = ({ standing, fault, write, hold, onDrained, onAlerts, onDue }: SaverOptions) => {
  /** Drained and not stored yet: what a failed writing (a full disk) leaves is stored with the next. */
  let unsaved: Drained = NOTHING
  /** Of the last writing: how far it leads, when it ended (performance.now()), how long it took, and whether it failed. */
  let last = { ...savedAt(standing()), ended: -Infinity, took: 0, failed: false }
  let writing: Promise<unknown> | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const disarm = (): void => {
    clearTimeout(timer)
    timer = undefined
  }

  const keep = (): Drained => {
    const drained = standing().engine.drain()
    onDrained(drained)
    if (drained.alerts.length + drained.changes.length > 0) unsaved = joined(unsaved, drained)
    return drained
  }

  const begin = async (): Promise<readonly Alert[]> => {
    if (fault() !== undefined) throw fault()
    disarm()
    const position = positionOf(standing())
    const reached = savedAt(standing())
    keep()
    const batch = unsaved
    unsaved = NOTHING
    const began = performance.now()
    const end = (to: SavedAt, failed: boolean): void => {
      last = { ...to, ended: performance.now(), took: performance.now() - began, failed }
      writing = undefined
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    writing = promise
    try {
      const written = await write(batch, position)
      end(reached, false)
      if (written.length > 0) onAlerts(written)
      return written
    } catch (error) {
      unsaved = joined(batch, unsaved)
      end(last, true)
      throw error
    } finally {
      resolve()
      void hold(again)
    }
  }

  const idle = async (): Promise<void> => {
    while (writing) await writing
  }

  /** Saves what there is. Where that fails it is kept. */
  const save = async (): Promise<readonly Alert[]> => {
    await idle()
    return begin()
  }

  /**
   * The same for who does not hold the stream: it is held (by `held`, where that is told) for the draining alone, and `also` is done then.
   * Resolves with what that gave, once it is written.
   */
  const saveBeside = async <T>(also: () => T, held: SaverOptions['hold'] = hold): Promise<T> => {
    for (;;) {
      await idle()
      const begun = await held(() => {
        if (writing) return undefined
        const written = begin()
        written.catch(() => undefined) // told to whoever waits for it, which is a little later
        return { written, gave: also() }
      })
      if (!begun) continue
      await begun.written
      return begun.gave
    }
  }

  const due = (): void => {
    if (timer === undefined || stopped) return // saved meanwhile
    void begin().then(() => onDue(), onDue)
  }

  /** Sees to it that what was taken is saved in time. */
  const soon = (): void => {
    if (writing || stopped) return // `again` looks when it is through
    disarm()
    const { engine, offset } = standing()
    const isSoon = last.failed || engine.hasAlerts || offset - last.offset < LITTLE
    const pause = isSoon ? pauseAfter(last.took) : SAVE_EVERY
    const wait = last.ended + pause - performance.now()
    timer = setTimeout(() => void hold(due), Math.max(wait, 0))
    if (wait <= 0) due()
  }
  /** What came while something was written, or could not be, is saved in its turn. */
  const again = (): void => {
    if (last.failed || unsaved !== NOTHING || standing().offset > last.offset) soon()
  }

  return {
    save,
    saveBeside,
    /** Takes note of what the stream did, to be written with what comes next. Returns it. */
    keep,
    soon,
    idle,
    /** Something is not written yet that was drained. */
    get isBehind(): boolean {
      return writing !== undefined || unsaved !== NOTHING
    },
    /** What lies before this offset is saved. */
    get offset(): number {
      return last.offset
    },
    /** And what was judged before this time. */
    get watermark(): number {
      return last.watermark
    },
    /** Forgets what is not stored: the stream was set back to what is. Nothing may be under way. */
    reset(): void {
      disarm()
      unsaved = NOTHING
      last = { ...last, ...savedAt(standing()) }
    },
    /** Saves the rest. */
    async stop(): Promise<void> {
      const isBehind = timer !== undefined || writing !== undefined || unsaved !== NOTHING || last.failed
      stopped = true
      disarm()
      if (isBehind) await save()
    },
  }
}

/** How far a writing leads. */
type SavedAt = { readonly offset: number; readonly watermark: number }
const savedAt = ({ offset, engine: { watermark } }: Run): SavedAt => ({ offset, watermark })

const NOTHING: Drained = { alerts: [], changes: [] }

const joined = (one: Drained, other: Drained): Drained => {
  if (one === NOTHING) return other
  if (other === NOTHING) return one
  return { alerts: [...one.alerts, ...other.alerts], changes: [...one.changes, ...other.changes] }
}

const positionOf = ({ engine, offset, refill, directory }: Run): Position => {
  const { watermark, earliest } = engine
  return {
    ...{ offset, refill, directory },
    ...(Number.isFinite(watermark) && { watermark }),
    ...(Number.isFinite(earliest) && { earliest }),
  }
}
