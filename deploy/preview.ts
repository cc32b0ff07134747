import { createEngine, type EngineOptions } from '../detectors/engine.ts'
import { runSlice } from '../detectors/slice.ts'
import type { Change } from '../detectors/state.ts'
import type { Alert } from '../kernel/alert.ts'
import type { Change as DirectoryChange } from '../kernel/directory/diff.ts'
import type { Archive } from '../kernel/ports.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { Version } from './detector/loop.ts'

/** What a new version of the directory would do to the alerts. */
export type Consequence = {
  readonly rows: number
  readonly raised: readonly Alert[]
  readonly withdrawn: readonly Alert[]
}

/**
 * Takes the new version over in a copy of the saved state, by the same code as the product, and throws the copy away: what
 * `check` prints and what decides whether a version waits for confirmation.
 */
export const previewVersion = async (
  options: Omit<EngineOptions, 'saved' | 'world' | 'register'>,
  saved: readonly Change[],
  before: Version,
  after: Version,
  changes: readonly DirectoryChange[],
  archive: Archive,
  previous: Checkpoint['previous'],
): Promise<Consequence> => {
  const engine = createEngine({ ...options, ...before, saved })
  engine.takeOver(after.world, after.register, changes)
  const targets = engine.targets()
  if (targets.length > 0)
    engine.apply(
      await runSlice(targets, engine.slice(), { archive: (from, to) => archive.read({ from, to }), previous }),
    )
  const { alerts } = engine.drain()
  return {
    rows: changes.length,
    raised: alerts.filter((alert) => !alert.withdrawn && alert.revision === 1),
    withdrawn: alerts.filter((alert) => alert.withdrawn !== undefined),
  }
}
