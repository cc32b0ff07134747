import type { Engine } from '../detectors/engine.ts'
import type { Rule } from '../detectors/meta.ts'
import type { LocalIntake } from '../ingest/intake/local.ts'
import type { Checkpoint } from './checkpoint.ts'

/**
 * Says in the log that nobody watched from the last tick to now, so that the product's own absence makes no source silent. Not of
 * a pipeline that never spoke (it has nothing to be silent about), nor of one that was silent before: only a delivery ends that.
 */
export const announceDowntime = async ({
  rules,
  checkpoint,
  intake,
  engine,
  lateness,
}: {
  readonly rules: readonly Rule[]
  readonly checkpoint: Pick<Checkpoint, 'previous'>
  readonly intake: Pick<LocalIntake, 'announceRestart'>
  readonly engine: Pick<Engine, 'watermark' | 'pipelines'>
  readonly lateness: number
}): Promise<void> => {
  if (!Number.isFinite(engine.watermark)) return
  const silent = new Set<string>()
  for (const { id, by } of rules) {
    if (by !== 'pipeline') continue
    for (const { entity, withdrawn } of await checkpoint.previous(id, Infinity, Infinity))
      if (!withdrawn) silent.add(entity.value)
  }
  const spoke = [...engine.pipelines().keys()].filter((pipeline) => !silent.has(pipeline))
  await intake.announceRestart(spoke.map(pipelineNamed), engine.watermark + lateness)
}

/** `collector/source`; a collector's id has no slash. */
const pipelineNamed = (pipeline: string) => {
  const cut = pipeline.indexOf('/')
  return { collector: pipeline.slice(0, cut), source: pipeline.slice(cut + 1) }
}
