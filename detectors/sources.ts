import type { Alert } from '../kernel/alert.ts'
import type { Directory } from '../kernel/directory/facts.ts'
import { APART, toldForms } from '../kernel/directory/names.ts'
import type { Archive, Asked } from '../kernel/ports.ts'

/** What a slice reads: archived observations of a span of event time, in any order, doubles possible; alerts as stored. Bounds of event time are inclusive. */
export type SliceSources = {
  readonly archive: Archive['read']
  readonly gaps: Archive['gaps']
  readonly previous: (rule: string, from: number, to: number) => Promise<readonly Alert[]>
}

/** How far a slice has come. */
export type Progress = {
  /** Who is concerned is looked for first, in passes of their own; what comes of it is computed then, in one. */
  readonly stage: 'looking' | 'computing'
  /** The span of event time that is read, and the time up to which it has been read; the first two may be infinite while looking. */
  readonly from: number
  readonly to: number
  readonly reached: number
  /** Events read so far in this stage. */
  readonly events: number
  /** While looking: the how manieth pass over the archive this is, from 1, and which share of its places has been looked at, of 1. */
  readonly pass?: number
  readonly share?: number
}

/**
 * The same sources, in which every observation is about the machine that is meant. The archive keeps what logs tell, so it is asked for
 * the names by which they do: of all machines that share a name where one of them is asked for.
 */
export const identifiedBy = ({ identified }: Pick<Directory, 'identified'>, sources: SliceSources): SliceSources => ({
  ...sources,
  async *archive({ about, ...asked }) {
    for await (const batch of sources.archive({ ...asked, ...(about && { about: asTold(about) }) }))
      yield batch.map(identified)
  },
})

type Named = NonNullable<Asked['about']>
const asTold = (about: Named): Named =>
  Object.fromEntries(
    Object.entries(about).map(([by, names]) => [
      by,
      [...names].some((name) => name.includes(APART)) ? new Set([...names].flatMap(toldForms)) : names,
    ]),
  )

/** The same sources, which tell how far the look for those concerned has come. */
export const lookingThrough = (sources: SliceSources, tell: (progress: Progress) => void): SliceSources => {
  let [events, passes] = [0, 0]
  return {
    ...sources,
    async *archive(asked) {
      const pass = ++passes
      let [reached, share] = [asked.from, 0]
      const say = (): void => tell({ stage: 'looking', from: asked.from, to: asked.to, reached, events, pass, share })
      // A pass may find nothing for a long time; of a year's archive most places are passed over at once.
      const onPlace = (done: number, of: number): void => {
        const moved = Math.floor((done / of) * 100) > Math.floor(share * 100)
        share = done / of
        if (moved) say()
      }
      for await (const batch of sources.archive({ ...asked, onPlace })) {
        events += batch.length
        reached = Math.max(reached, Math.min(batch.at(-1)?.at ?? reached, asked.to))
        say()
        yield batch
      }
    },
  }
}
