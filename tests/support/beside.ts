import { DatabaseSync } from 'node:sqlite'
import pino from 'pino'
import { sqliteAlertStore } from '../../api/store/sqlite.ts'
import { openCheckpoint } from '../../deploy/checkpoint.ts'
import { localSlicer } from '../../deploy/detector/local-slicer.ts'
import { type DetectorOptions, startDetector } from '../../deploy/detector/loop.ts'
import type { Version } from '../../deploy/detector/restore.ts'
import type { Slicer } from '../../deploy/detector/slicer.ts'
import type { Change } from '../../detectors/state.ts'
import { encodeWire, RECORDS } from '../../ingest/wire.ts'
import type { Alert } from '../../kernel/alert.ts'
import { diffDirectory } from '../../kernel/directory/diff.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import type { Observation } from '../../kernel/event.ts'
import { committing } from './commit.ts'
import { optionsFor, rules, townData } from './drive.ts'
import { archiveOfMemory } from './memory-archive.ts'
import { openMemoryBus } from './memory-bus.ts'

/** Where a slice was when the process was killed. */
export const steps = ['begun', 'reached', 'finished', 'between', 'applied'] as const
export type KillAt = (typeof steps)[number]

const wire = (o: Observation): Buffer =>
  encodeWire({
    ...{ digest: o.digest, stored: o.digest, received: o.received, collector: o.collector, source: o.source },
    ...{ parser: 't/1', raw: 'x', observations: [o] },
  })

const freeze = (value: unknown): void => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const part of Object.values(value)) freeze(part)
}

/**
 * The detector over a log and an archive in memory and a real database: it can be killed where a slice stands, and started again on
 * what it had committed.
 */
export const openBeside = async (options: Partial<Pick<DetectorOptions, 'prints'>> = {}) => {
  const bus = openMemoryBus({ retryMs: 1, onTrouble: () => undefined })
  const db = new DatabaseSync(':memory:')
  const store = sqliteAlertStore(db)
  const absences = new Set(rules.flatMap(({ id, kind }) => (kind === 'absence' ? [id] : [])))
  const versions = new Map<string, DirectoryData>([['v0', townData]])
  const version = async (id: string): Promise<Version> => {
    const { world, register } = optionsFor(versions.get(id)!)
    return { world, register }
  }
  const { world: _w, register: _r, ...engine } = optionsFor(townData)

  const start = async (
    but: Partial<DetectorOptions> = {},
    killAt?: KillAt,
    wrap: (slicer: Slicer) => Slicer = (slicer) => slicer,
  ) => {
    let alive = true
    const { promise: killed, resolve } = Promise.withResolvers<void>()
    const kill = (): Promise<never> => {
      alive = false
      resolve()
      return new Promise(() => undefined)
    }
    const real = committing(openCheckpoint(db, { absences }))
    const dead = () => new Error('the process is gone')
    const checkpoint: DetectorOptions['checkpoint'] = {
      ...real,
      commit(drained, position) {
        if (!alive) throw dead()
        // The product writes beside the stream: what was drained may not change any more.
        freeze(drained)
        const written = real.commit(drained, position)
        // What was computed again is in the store, and the process ends before it does anything else.
        const done = drained.changes.some(
          ({ space, value }: Change) => space === 'target/running' && value === undefined,
        )
        if (killAt === 'applied' && done) void kill()
        return written
      },
    }
    const reading = {
      ...{ engine, version, checkpoint: real, archive: archiveOfMemory(bus) },
      propose: async () => undefined,
      proposal: () => Promise.reject(new Error('nobody proposes a directory here')),
      close: () => Promise.resolve(),
    }
    const inner = localSlicer(reading)
    const slicer: Slicer = {
      ...inner,
      open(job, onProgress) {
        if (killAt === 'begun') void kill()
        const running = inner.open(job, onProgress)
        let portions = 0
        const gone = Promise.withResolvers<never>()
        gone.promise.catch(() => undefined)
        return {
          async advance(told) {
            if (killAt === 'between' && portions > 0) void kill()
            if (!alive) return gone.promise
            // The stream goes on while a slice reads.
            await new Promise((resolve) => setTimeout(resolve, 2))
            const ahead = await running.advance(told)
            if (killAt === 'reached') void kill()
            return alive ? ahead : gone.promise
          },
          async finish(meanwhile) {
            const result = await running.finish(meanwhile)
            portions++
            if (killAt === 'finished') void kill()
            return alive ? structuredClone(result) : gone.promise
          },
          drop() {
            running.drop()
            gone.reject(dead())
          },
        }
      },
    }
    const detector = await startDetector({
      ...{ bus, slicer: wrap(slicer), checkpoint, engine, version, first: 'v0', every: 0 },
      changes: async (before, after) =>
        before === undefined ? [] : diffDirectory(versions.get(before)!, versions.get(after)!),
      prints: options.prints ?? new Map(),
      clock: { now: Date.now },
      log: pino({ level: 'silent' }),
      onAlerts: () => undefined,
      onTrouble: () => undefined,
      ...but,
    })
    return { detector, killed }
  }

  const publish = (values: readonly Buffer[]): Promise<void> =>
    bus.publish(
      RECORDS,
      values.map((value) => ({ key: '', value })),
    )
  return {
    ...{ db, start, bus, versions },
    publish,
    arrive: (events: readonly Observation[]) => publish(events.map(wire)),
    tick: (at: number) => publish([encodeWire({ tick: at })]),
    directory: (id: string) => publish([encodeWire({ directory: id })]),
    async alerts(): Promise<readonly Alert[]> {
      const { alerts } = await store.search({ state: 'all' }, { limit: 10_000 })
      return alerts.filter(({ withdrawn }) => !withdrawn).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    },
  }
}
