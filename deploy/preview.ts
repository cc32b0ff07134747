import { createEngine, type EngineOptions } from '../detectors/engine.ts'
import { absencesOf } from '../detectors/meta.ts'
import { runSlice } from '../detectors/slice.ts'
import type { Alert } from '../kernel/alert.ts'
import type { Change as DirectoryChange } from '../kernel/directory/diff.ts'
import type { Archive } from '../kernel/ports.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { Version } from './detector/restore.ts'

/** What a new version of the directory would do to the alerts. */
export type Consequence = {
  readonly rows: number
  readonly raised: readonly Alert[]
  readonly withdrawn: readonly Alert[]
}

export type PreviewOptions = {
  readonly engine: Omit<EngineOptions, 'saved' | 'world' | 'register'>
  readonly checkpoint: Pick<Checkpoint, 'restore' | 'previous' | 'stands'>
  readonly archive: Archive
  readonly before: Version
  readonly after: Version
  readonly changes: readonly DirectoryChange[]
}

/**
 * Takes the new version over in a copy of the saved state, by the same code as the product and in the same parts (a year in one slice would
 * not fit the memory of a thread), and throws the copy away: what `check` prints and what decides whether a version waits for confirmation.
 * Rejects with the reason of `signal` soon after that is aborted.
 */
export const previewVersion = async (options: PreviewOptions, signal?: AbortSignal): Promise<Consequence> => {
  const { checkpoint, archive, before, after, changes } = options
  const engine = createEngine({ ...options.engine, ...before, saved: checkpoint.restore().saved })
  const read: Archive['read'] = async function* (asked) {
    for await (const batch of archive.read(asked)) {
      signal?.throwIfAborted()
      yield batch
    }
  }
  // The reorder buffer is not in the saved state; without it what came in the last minutes would seem to be gone.
  if (Number.isFinite(engine.watermark))
    for await (const batch of read({ from: engine.watermark, to: Infinity })) for (const o of batch) engine.refill(o)
  engine.takeOver(after.world, after.register, changes)

  const written = new Map<string, Alert>()
  const absences = absencesOf(options.engine.rules)
  /** The alerts as they would stand in the store after the parts before. */
  const previous: Checkpoint['previous'] = async (rule, from, to) => {
    const own = [...written.values()].filter((alert) => {
      const end = absences.has(rule) ? (alert.ended ?? Infinity) : alert.last
      return alert.rule.id === rule && alert.first < to && end >= from
    })
    return [...(await checkpoint.previous(rule, from, to)).filter(({ id }) => !written.has(id)), ...own]
  }
  const sources = { archive: read, gaps: archive.gaps, previous }
  while (engine.queue.isWaiting()) {
    signal?.throwIfAborted()
    const targets = engine.queue.next('newest')
    engine.begin(targets)
    engine.apply(await runSlice(targets, engine.slice(), sources))
    for (const alert of engine.drain().alerts) written.set(alert.id, alert)
  }
  const alerts = [...written.values()]
  return {
    rows: changes.length,
    raised: alerts.filter((alert) => !alert.withdrawn && !checkpoint.stands(alert.id)),
    withdrawn: alerts.filter((alert) => alert.withdrawn && checkpoint.stands(alert.id)),
  }
}
