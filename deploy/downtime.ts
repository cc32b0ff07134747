import type { Rule } from '../detectors/meta.ts'
import type { LocalIntake } from '../ingest/intake/local.ts'
import { decodeWire, RECORDS } from '../ingest/wire.ts'
import type { Clock, EventBus } from '../kernel/ports.ts'
import { MINUTE } from '../kernel/time.ts'
import type { Checkpoint } from './checkpoint.ts'
import { between } from './detector/between.ts'

export type DowntimeOptions = {
  readonly rules: readonly Rule[]
  readonly checkpoint: Pick<Checkpoint, 'previous'>
  readonly intake: Pick<LocalIntake, 'announceRestart'>
  readonly bus: EventBus
  /** How far the detector has read the log, and what it knows. */
  readonly detector: {
    readonly offset: number
    readonly engine: { readonly watermark: number; pipelines(): ReadonlyMap<string, unknown> }
  }
  readonly clock: Clock
  readonly lateness: number
}

/**
 * Says in the log that nobody watched from the last tick to now, so that the product's own absence makes no source silent. Not of
 * a pipeline that never spoke (it has nothing to be silent about), nor of one that was silent before: only a delivery ends that.
 * Deliveries are known by the minute, so an absence of less than one hides none: whoever is started anew again and again would
 * otherwise never find a source silent.
 */
export const announceDowntime = async (options: DowntimeOptions): Promise<void> => {
  const { rules, checkpoint, intake, bus, detector, clock, lateness } = options
  // What the detector has yet to read was watched too; it may be hours behind.
  const ahead = await lastTick(bus, detector.offset)
  const { engine } = detector
  const watched = Math.max(ahead, engine.watermark + lateness)
  if (!Number.isFinite(watched) || clock.now() - watched < MINUTE) return
  const silent = new Set<string>()
  for (const { id, by } of rules) {
    if (by !== 'pipeline') continue
    for (const { entity, withdrawn } of await checkpoint.previous(id, Infinity, Infinity))
      if (!withdrawn) silent.add(entity.value)
  }
  const spoke = [...engine.pipelines().keys()].filter((pipeline) => !silent.has(pipeline))
  await intake.announceRestart(spoke.map(pipelineNamed), watched)
}

/** The latest tick in the log from `from` on, epoch ms; -Infinity where there is none. */
const lastTick = async (bus: EventBus, from: number): Promise<number> => {
  let latest = -Infinity
  await between(bus, from, await bus.end(RECORDS), ({ key, value }) => {
    if (key !== 'tick') return
    const wire = decodeWire(value)
    if ('tick' in wire) latest = Math.max(latest, wire.tick)
  })
  return latest
}

/** `collector/source`; a collector's id has no slash. */
const pipelineNamed = (pipeline: string) => {
  const cut = pipeline.indexOf('/')
  return { collector: pipeline.slice(0, cut), source: pipeline.slice(cut + 1) }
}
