import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { SECOND } from '../../kernel/time.ts'
import { type Cleanup, cleanup } from '../cleanup.ts'
import { isFenced } from './changelog.ts'

export type SlotsOptions<T extends { readonly failed: Promise<unknown> }> = {
  /** Takes a slot up; what it opens is closed by `opened`, and so is what it opened before it failed. */
  readonly open: (slot: number, opened: Cleanup, signal: AbortSignal) => Promise<T>
  readonly log: Logger
  /** A slot cannot be gone on with at present; `undefined`: it is. */
  readonly onTrouble: (slot: number, error: unknown) => void
  /** How long a slot that somebody else has taken is left to him, ms; by then the group has said whose it is. */
  readonly yieldMs?: number
}

/** Pauses between two attempts at a slot, ms: doubled up to the latter. */
const [PAUSE, LONGEST_PAUSE] = [SECOND, 30 * SECOND]
/** Longer than a member that died is waited for. */
const YIELD = 20 * SECOND

/**
 * The slots of this process: each is taken up when it is assigned, again when it broke off, and let go when it is assigned to somebody else.
 * Nothing rests on being told of that in time: two owners cannot both commit.
 */
export const runSlots = <T extends { readonly failed: Promise<unknown> }>(options: SlotsOptions<T>) => {
  const { open, log, onTrouble, yieldMs = YIELD } = options
  const running = new Map<number, T>()
  const wanted = new Map<number, AbortController>()
  const loops = new Map<number, Promise<void>>()
  /** Lives that were begun and are not over. */
  let lives = 0
  let stopped = false

  /** One life of a slot: until it fails or is not ours. Returns why, where it failed. */
  const live = async (slot: number, signal: AbortSignal): Promise<unknown> => {
    const opened = cleanup()
    try {
      const one = await open(slot, opened, signal)
      if (signal.aborted) return undefined
      running.set(slot, one)
      onTrouble(slot, undefined)
      return await Promise.race([one.failed, aborted(signal)])
    } catch (error) {
      return error
    } finally {
      running.delete(slot)
      await opened.run().catch((error: unknown) => {
        if (!signal.aborted) log.warn({ slot, err: error }, 'a slot could not be closed properly')
      })
    }
  }

  const loop = async (slot: number, signal: AbortSignal): Promise<void> => {
    let pause: number = PAUSE
    while (!signal.aborted) {
      const began = performance.now()
      const error = await live(slot, signal)
      if (signal.aborted) break
      const fenced = isFenced(error)
      if (fenced) log.warn({ slot }, 'somebody else has taken the slot')
      else {
        log.error({ slot, err: error }, 'a slot broke off; it is taken up again')
        onTrouble(slot, error)
      }
      pause = performance.now() - began > LONGEST_PAUSE ? PAUSE : Math.min(pause * 2, LONGEST_PAUSE)
      await sleep(fenced ? yieldMs : pause, undefined, { signal }).catch(() => undefined) // rejects only when not ours
    }
    onTrouble(slot, undefined)
  }

  return {
    /** Those that run now. */
    running: running as ReadonlyMap<number, T>,
    /** How many are ours, running or not. */
    get assigned(): number {
      return wanted.size
    },
    /** Whether one is ours, running or not. */
    has: (slot: number): boolean => wanted.has(slot),
    /** Whether all that was ever assigned either runs or has been let go wholly. */
    get isSettled(): boolean {
      return lives === running.size
    },
    /** What is ours from now on. */
    assign(slots: ReadonlySet<number>): void {
      if (stopped) return
      for (const [slot, controller] of wanted)
        if (!slots.has(slot)) {
          controller.abort()
          wanted.delete(slot)
        }
      for (const slot of slots) {
        if (wanted.has(slot)) continue
        const controller = new AbortController()
        wanted.set(slot, controller)
        // Where it was ours before, that life must have ended.
        lives += 1
        const before = loops.get(slot) ?? Promise.resolve()
        const life = before
          .then(() => loop(slot, controller.signal))
          .finally(() => {
            lives -= 1
          })
        loops.set(slot, life)
      }
    },
    /** Lets go of all, each saved as far as it can be. */
    async stop(): Promise<void> {
      stopped = true
      for (const controller of wanted.values()) controller.abort()
      wanted.clear()
      await Promise.all(loops.values())
    },
  }
}

export type Slots<T extends { readonly failed: Promise<unknown> }> = ReturnType<typeof runSlots<T>>

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
