import type { AbsenceState } from '../detectors/kinds/absence.ts'
import type { Rule } from '../detectors/meta.ts'
import type { LocalIntake } from '../ingest/intake/local.ts'
import type { Unwatched } from '../ingest/intake/marks.ts'
import { decodeWire, RECORDS } from '../ingest/wire.ts'
import { byTime, type Observation, pipelineOf } from '../kernel/event.ts'
import type { Clock, Delivered, EventBus } from '../kernel/ports.ts'
import type { Checkpoint } from './checkpoint.ts'
import { between } from './detector/between.ts'

export type DowntimeOptions = {
  readonly rules: readonly Rule[]
  readonly checkpoint: Pick<Checkpoint, 'previous'>
  readonly intake: Pick<LocalIntake, 'announceRestart'>
  readonly bus: EventBus
  /** How far the detector has read the log, and what it knows; `lost`: it has forgotten what it knew. */
  readonly detector: {
    readonly offset: number
    readonly state: { readonly lost: boolean }
    readonly engine: {
      readonly watermark: number
      pipelines(): ReadonlyMap<string, unknown>
      slice(): {
        readonly pending: readonly Observation[]
        oldestWait(rule: string, entity: string): unknown
        readonly world: { readonly directory: Listing }
      }
    }
  }
  readonly clock: Clock
  readonly lateness: number
}

type Listing = { allPipelines(at: number): readonly { readonly collector: string; readonly source: string }[] }
type Mark = Observation<'source.delivery'>

/**
 * Says in the log that nobody watched from the last tick to now, so that the product's own absence makes no source silent; and what
 * was known of each pipeline, so that absence after absence does not hide one that is. Not of a pipeline that never spoke (it has
 * nothing to be silent about), nor of one that was found silent before: only a delivery ends that.
 */
export const announceDowntime = async (options: DowntimeOptions): Promise<void> => {
  const { rules, checkpoint, intake, bus, detector, clock, lateness } = options
  const { engine, offset, state } = detector
  const { pending, oldestWait, world } = engine.slice()
  const about = rules.filter(({ by }) => by === 'pipeline')
  const known = [...engine.pipelines().keys()]
  // All of one moment: the detector reads on meanwhile.
  const waitedFor = latest(known.flatMap((pipeline) => about.flatMap(({ id }) => marksOf(oldestWait(id, pipeline)))))
  const lately = pending.filter(isMark)
  // What the detector has yet to read was watched too; it may be hours behind.
  const unread = await readOn(bus, offset)
  const read = engine.watermark + lateness
  // One whose state was lost stands at a time of nobody's watching.
  const watched = state.lost && Number.isFinite(unread.tick) ? unread.tick : Math.max(unread.tick, read)
  if (!Number.isFinite(watched) || clock.now() <= watched) return

  const since = [...lately, ...unread.marks]
  const [heard, delivered] = [latest(since), new Set(since.filter((mark) => !mark.restart).map(nameOf))]
  const silent = new Set<string>()
  for (const { id } of about)
    for (const { entity, withdrawn } of await checkpoint.previous(id, Infinity, Infinity))
      if (!withdrawn && !delivered.has(entity.value)) silent.add(entity.value)

  const listed = new Map(world.directory.allPipelines(watched).map((row) => [pipelineOf(row), row]))
  const names = new Set([...known, ...heard.keys(), ...(state.lost ? listed.keys() : [])])
  const unwatched = [...names]
    .filter((pipeline) => !silent.has(pipeline))
    .map((pipeline): Unwatched => {
      const last = heard.get(pipeline) ?? waitedFor.get(pipeline)
      const { collector, source } = last ?? listed.get(pipeline) ?? pipelineNamed(pipeline)
      return { collector, source, ...(last ? knownBy(last) : state.lost && FORGOTTEN) }
    })
  await intake.announceRestart(unwatched, watched)
}

const isMark = (o: Observation): o is Mark => o.action === 'source.delivery'
const nameOf = ({ pipeline }: Mark): string => pipeline

/** What a rule about pipelines waits from. */
const marksOf = (state: unknown): readonly Mark[] =>
  // The state of an absence, as `oldestWait` gives it of any rule.
  ((state as AbsenceState | undefined)?.waits ?? []).map(({ after }) => after).filter(isMark)

const latest = (marks: readonly Mark[]): ReadonlyMap<string, Mark> =>
  new Map(marks.toSorted(byTime).map((mark) => [mark.pipeline, mark]))

/** Of whom nobody knows when it delivered: it is not waited for until it does again. */
const FORGOTTEN = { since: 0, spoke: 0 }

/** What the last mark of a pipeline says for the next one. One of an earlier absence that knew nothing counts as a delivery. */
const knownBy = ({ at, until = at, spoke = at }: Mark) => ({ since: until, spoke: spoke + until - at })

/** The latest tick in the log from `from` on (epoch ms; -Infinity where there is none), and the deliveries. */
const readOn = async (bus: EventBus, from: number): Promise<{ tick: number; marks: readonly Mark[] }> => {
  let tick = -Infinity
  const marks: Mark[] = []
  await between(bus, from, await bus.end(RECORDS), ({ key, value }: Delivered) => {
    // A mark's key is its pipeline.
    if (key !== 'tick' && !key.includes('/')) return
    const wire = decodeWire(value)
    if ('tick' in wire) tick = Math.max(tick, wire.tick)
    else if ('observations' in wire) marks.push(...wire.observations.filter(isMark))
  })
  return { tick, marks }
}

/** `collector/source`. Whose collector has a slash itself is cut wrongly, where no mark and no register tells it: one nobody waits for. */
const pipelineNamed = (pipeline: string) => {
  const cut = pipeline.indexOf('/')
  return { collector: pipeline.slice(0, cut), source: pipeline.slice(cut + 1) }
}
