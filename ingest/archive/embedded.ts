import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Observation } from '../../kernel/event.ts'
import type { Archive } from '../../kernel/ports.ts'
import { messagesOf } from '../bus/frame.ts'
import type { MemoryBus } from '../bus/memory.ts'
import { corrupt, inspectTail, readFrames, type Segment, segmentsOf } from '../bus/segment.ts'
import { decodeWire, RECORDS } from '../wire.ts'
import { loadTimes, mayHold, saveTimes, type Times, widen } from './times.ts'

/**
 * What was stored, read from the segments of the topic `records` under `folder` (the folder of the embedded bus, which may
 * be open in this process, in another, or in none). Bounds are inclusive. A closed segment is read only when its event times
 * meet the span; those times are kept beside it and made anew when missing. Throws LOG_CORRUPT.
 */
export const archiveOf = (folder: string): Archive => ({
  async *read(span) {
    const segments = await segmentsOf(join(folder, RECORDS))
    for (const segment of segments) {
      const next = segments[segments.indexOf(segment) + 1]
      const times = next && (await loadTimes(segment.path))
      if (!times || mayHold(times, span)) yield* readSegment(segment, next, span, times === undefined)
    }
  },
})

/** `next` is missing for the last segment: that one still grows, so its end may stand in the middle of a frame. */
async function* readSegment(segment: Segment, next: Segment | undefined, span: Span, learn: boolean) {
  let { size } = await stat(segment.path)
  let times: Times = {}
  let offset = segment.base
  let position = 0
  for (;;) {
    const read = await readFrames(segment.path, position, size).catch(async (error: unknown) => {
      // What a crash left unfinished is no damage: the bus cuts it off when it opens next.
      const { end } = next ? { end: size } : await inspectTail(segment)
      if (end === size) throw error
      size = end
      return readFrames(segment.path, position, size)
    })
    if (read.frames.length === 0) break
    if (read.frames[0]!.base !== offset) throw corrupt(segment.path, position)
    position = read.position
    const messages = read.frames.flatMap(messagesOf)
    offset = messages.at(-1)!.offset + 1
    const observations = observationsIn(messages)
    if (learn) times = widen(times, observations)
    const wanted = observations.filter(inside(span))
    if (wanted.length > 0) yield wanted
  }
  if (next && next.base !== offset) throw corrupt(segment.path, position)
  if (next && learn) await saveTimes(segment.path, times)
}

/** The archive of a bus that lives in memory. */
export const archiveOfMemory = (bus: MemoryBus): Archive => ({
  async *read(span) {
    const messages = bus.messages(RECORDS)
    const end = messages.length
    for (let at = 0; at < end; at += PAGE) {
      const wanted = observationsIn(messages.slice(at, Math.min(at + PAGE, end))).filter(inside(span))
      if (wanted.length > 0) yield wanted
    }
  },
})

type Span = Parameters<Archive['read']>[0]
const PAGE = 1000

const inside =
  ({ from, to }: Span) =>
  ({ at }: Observation): boolean =>
    at >= from && at <= to

const observationsIn = (messages: readonly { readonly value: string }[]): Observation[] =>
  messages.flatMap(({ value }) => {
    const wire = decodeWire(value)
    return 'observations' in wire ? wire.observations : []
  })
