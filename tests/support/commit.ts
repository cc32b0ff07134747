import { type Checkpoint, type Position, rowOf } from '../../deploy/checkpoint.ts'
import type { Drained } from '../../detectors/engine.ts'
import type { Alert } from '../../kernel/alert.ts'

/** Saves what an engine gave, as the thread that writes does. */
export const commit = (
  checkpoint: Pick<Checkpoint, 'write'>,
  { alerts, changes }: Drained,
  position: Position,
): readonly Alert[] => checkpoint.write(changes.map(rowOf), alerts, position)

/** A checkpoint that takes what an engine gave in this thread. */
export const committing = (checkpoint: Checkpoint) => ({
  ...checkpoint,
  commit: (drained: Drained, position: Position): readonly Alert[] => commit(checkpoint, drained, position),
})
