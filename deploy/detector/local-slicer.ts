import type { Live } from '../../detectors/live.ts'
import { PIPELINES, pipelinesRegister } from '../../detectors/registers/pipelines.ts'
import { openSlice, type Slice } from '../../detectors/slice.ts'
import { lookingThrough } from '../../detectors/sources.ts'
import { type Change, createState, type State } from '../../detectors/state.ts'
import { YIELDS } from '../../detectors/yields.ts'
import type { Directory } from '../../kernel/directory/facts.ts'
import type { Observation } from '../../kernel/event.ts'
import { previewVersion } from '../preview.ts'
import type { Reading } from './reading.ts'
import type { Job, Slicer, Told } from './slicer.ts'

/** Computes slices in this thread, over the files alone. */
export const localSlicer = (reading: Reading): Slicer => ({
  open(job, onProgress) {
    let dropped = false
    const stop = (): void => {
      if (dropped) throw new Error('the slice was dropped')
    }
    let open: { readonly slice: Slice; readonly tell: (told: Told) => Live } | undefined
    let live: Live | undefined
    let most: number | undefined
    return {
      async advance(told) {
        const tell = open?.tell ?? (await listener(reading, job, told))
        live = tell(told)
        most = told.most
        const { archive, checkpoint } = reading
        const sources = { archive: archive.read, gaps: archive.gaps, previous: checkpoint.previous }
        const looking = lookingThrough(sources, (progress) => {
          stop()
          if (!open) onProgress(progress)
        })
        const slice = open?.slice ?? (await openSlice(job.targets, live, looking))
        open = { slice, tell }
        stop()
        for await (const progress of slice.advance(live, told.passed)) {
          stop()
          onProgress(progress)
        }
        return slice.ahead(most)
      },
      async finish({ pending, written }) {
        stop()
        if (!open || !live) throw new Error('a slice is finished before it began')
        return open.slice.result({ ...live, pending }, written, most)
      },
      drop() {
        dropped = true
      },
    }
  },

  propose: reading.propose,

  async preview(next, signal) {
    const { archive } = reading
    const { engine, checkpoint } = reading.everybody ?? reading
    const { raised, withdrawn } = await previewVersion(
      { engine, checkpoint, archive, ...(await reading.proposal(next)) },
      signal,
    )
    return { raised: raised.length, withdrawn: withdrawn.length }
  },

  close: reading.close,
})

/** The stream as a slice sees it, from what it is told and what is in the files. */
const listener = async (reading: Reading, { targets, directory }: Job, first: Told) => {
  const { engine, checkpoint } = reading
  const version = await reading.version(directory)
  const carriers = carriersOf(reading, version.world.directory)
  // Nothing is declared but at a start, and that is saved before a slice is begun.
  const declared = checkpoint.entries(YIELDS)
  // Who is asked about may do something in what the stream holds back; and a carrier may prove there that it lives.
  const looksAhead = targets.some(({ scope, to }) => scope.kind !== 'entity' && to >= first.watermark)
  const pending = looksAhead || first.heardSince > first.watermark ? await eventsSince(reading, first.watermark) : []
  return (told: Told): Live => ({
    ...engine,
    ...version,
    watermark: told.watermark,
    earliest: told.earliest,
    pending,
    declared,
    heard: { since: told.heardSince, carriers: carriers(told) },
    oldestWait: checkpoint.value,
  })
}

const eventsSince = async ({ archive }: Reading, from: number): Promise<readonly Observation[]> => {
  const events: Observation[] = []
  for await (const batch of archive.read({ from, to: Infinity })) for (const o of batch) events.push(o)
  return events
}

/** The carriers as the stream knows them: read when first asked for, and what it learned since. A set: it only ever grows. */
export const carriersOf = (
  {
    engine,
    checkpoint,
  }: {
    readonly engine: Pick<Live, 'yields' | 'lateness'>
    readonly checkpoint: Pick<Reading['checkpoint'], 'entries'>
  },
  directory: Directory,
) => {
  let known: State | undefined
  /** What was told and is not in `known` yet: it need not be in the files when they are read. */
  let learned: readonly Change[] = []
  let register: Live['heard']['carriers'] | undefined
  let watermark = -Infinity
  return (told: Told): Live['heard']['carriers'] => {
    watermark = told.watermark
    learned = [...learned, ...told.carriers]
    return (...asked) => {
      known ??= createState([...checkpoint.entries(PIPELINES), ...checkpoint.entries(YIELDS)])
      for (const { space, key, value } of learned) known.set(space, key, value)
      learned = []
      register ??= pipelinesRegister(known, () => directory, engine.yields, engine.lateness).carriersAt(() => watermark)
      return register(...asked)
    }
  }
}
