import { createEngine, type EngineOptions } from '../detectors/engine.ts'
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
 * Takes the new version over in a copy of the saved state, by the same code as the product, and throws the copy away: what
 * `check` prints and what decides whether a version waits for confirmation.
 */
export const previewVersion = async (options: PreviewOptions): Promise<Consequence> => {
  const { checkpoint, archive, before, after, changes } = options
  const engine = createEngine({ ...options.engine, ...before, saved: checkpoint.restore().saved })
  // The reorder buffer is not in the saved state; without it what came in the last minutes would seem to be gone.
  if (Number.isFinite(engine.watermark))
    for await (const batch of archive.read({ from: engine.watermark, to: Infinity }))
      for (const o of batch) engine.refill(o)
  engine.takeOver(after.world, after.register, changes)
  const targets = engine.targets()
  if (targets.length > 0)
    engine.apply(
      await runSlice(targets, engine.slice(), {
        archive: archive.read,
        gaps: archive.gaps,
        previous: checkpoint.previous,
      }),
    )
  const { alerts } = engine.drain()
  return {
    rows: changes.length,
    raised: alerts.filter((alert) => !alert.withdrawn && !checkpoint.stands(alert.id)),
    withdrawn: alerts.filter((alert) => alert.withdrawn && checkpoint.stands(alert.id)),
  }
}
