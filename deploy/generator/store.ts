import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Instant } from '../../kernel/time.ts'
import { HOUR } from '../../kernel/time.ts'
import { frame, unframe } from './frames.ts'
import type { Delivery } from './model.ts'
import { type Due, SLICE } from './records.ts'

/** A line due later than this is written at once and packed: it weighs a twentieth of the event it is made of. */
const FAR = HOUR
/** So many lines are packed together. */
const PACK = 256

type Packed = { readonly packs: Buffer[]; open: string[] }

const written = ({ at, deliveredAt, collector, source, line }: Due): Delivery => ({
  at,
  deliveredAt,
  collector,
  source,
  line: line(),
})

/** What hosts owe for hours or days, packed, by slices of the time of delivery. */
const createFar = () => {
  const slices = new Map<number, Packed>()
  return {
    put(due: Due): void {
      const key = Math.floor(due.deliveredAt / SLICE)
      const slice = slices.get(key) ?? { packs: [], open: [] }
      slices.set(key, slice)
      slice.open.push(frame(written(due)))
      if (slice.open.length < PACK) return
      slice.packs.push(zstdCompressSync(slice.open.join('\n')))
      slice.open = []
    },
    /** Takes out what is delivered in slices that begin before `until`. */
    *take(until: Instant): Generator<Delivery> {
      for (const [key, { packs, open }] of slices) {
        if (key * SLICE >= until) continue
        slices.delete(key)
        for (const pack of packs) yield* zstdDecompressSync(pack).toString().split('\n').map(unframe)
        yield* open.map(unframe)
      }
    },
  }
}

/** Lines under way. They are handed out by slices of `width` ms, in order of delivery. */
export const createStore = (width: number) => {
  const far = createFar()
  const slices = new Map<number, Due[]>()
  const near = (due: Due): void => {
    const key = Math.floor(due.deliveredAt / width)
    const slice = slices.get(key)
    if (slice) slice.push(due)
    else slices.set(key, [due])
  }

  return {
    put(due: Due): void {
      if (due.deliveredAt - due.happened > FAR) far.put(due)
      else near(due)
    },
    /** Hands out, in order, what is delivered before `until`, the end of a slice. */
    *flush(until: Instant): Generator<Delivery> {
      for (const one of far.take(until)) near({ ...one, happened: one.at, line: () => one.line })
      const due = [...slices.keys()].filter((key) => key * width < until).sort((a, b) => a - b)
      for (const key of due) {
        const slice = slices.get(key)!
        slices.delete(key)
        for (const one of slice.sort((a, b) => a.deliveredAt - b.deliveredAt)) yield written(one)
      }
    },
  }
}
