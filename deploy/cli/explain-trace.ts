import { createEngine } from '../../detectors/engine.ts'
import type { Rule } from '../../detectors/meta.ts'
import { PIPELINES } from '../../detectors/registers/pipelines.ts'
import { openSlice } from '../../detectors/slice.ts'
import { lookingThrough } from '../../detectors/sources.ts'
import { type Step, watching } from '../../detectors/trace.ts'
import { YIELDS } from '../../detectors/yields.ts'
import type { Records } from '../records.ts'
import { showProgress } from './progress.ts'

const asked = { vi: 'giải thích', en: 'explained' }

/**
 * Runs the rule over the archived past of one entity by the mechanism that computes anything again, from far enough back that it stands at
 * `from` as it stood, and tells of each step. Returns whether part of what had to be read is lost. Writes nothing.
 */
export const traceOf = async (
  { engine, version, saved, archive }: Records,
  rule: Rule,
  { entity, from, to }: { readonly entity: string; readonly from: number; readonly to: number },
  note: (step: Step) => void,
): Promise<{ readonly incomplete: boolean }> => {
  const known = ['engine', PIPELINES, YIELDS, rule.id].flatMap((space) => saved(space))
  const stream = createEngine({ ...engine, ...version, rules: [rule], saved: known }).slice()
  // Nothing was judged so far.
  if (!Number.isFinite(stream.watermark)) return { incomplete: false }
  const live = { ...stream, compile: watching(entity, note) }
  const show = showProgress()
  let found = false
  const sources = { archive: archive.read, gaps: archive.gaps, previous: async () => [] }
  const looking = lookingThrough(sources, (step) => {
    if (!found) show(0, step)
  })
  const target = { rule: rule.id, scope: { kind: 'entity', value: entity }, from, to, reason: asked } as const
  const slice = await openSlice([target], live, looking)
  found = true
  for await (const step of slice.advance(live))
    show((step.reached - step.from) / Math.max(step.to - step.from, 1), step)
  return slice.result(live)
}
