import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Delivered } from '../../kernel/ports.ts'
import { messagesOf } from '../bus/frame.ts'
import { corrupt, inspectTail, readFrames, type Segment, segmentsOf } from '../bus/segment.ts'
import { RECORDS } from '../wire.ts'

/** By segment, the last place that was asked for or one shortly before it: what lies further back is not read again. */
export type Marks = Map<string, { readonly offset: number; readonly position: number }>

/**
 * What stands on the topic `records` of the bus in `folder` from an offset on, read from its files: the bus may be open here, in
 * another process or in none. `begin`: the first offset that is there, where that is later than `from`. `marks`: of a reader that comes
 * again and again, each time for what lies further on.
 */
export const openTail = async (folder: string, from: number, marks: Marks = new Map()) => {
  const segments = await segmentsOf(join(folder, RECORDS))
  for (const path of marks.keys()) if (!segments.some((segment) => segment.path === path)) marks.delete(path)
  const first = Math.max(
    0,
    segments.findLastIndex(({ base }) => base <= from),
  )
  return {
    begin: Math.max(from, segments[0]?.base ?? 0),
    /** Throws LOG_CORRUPT, and the file system's error where a segment was trimmed meanwhile. */
    async *pages(): AsyncGenerator<readonly Delivered[]> {
      for (let i = first; i < segments.length; i++)
        for await (const page of pagesOf(segments[i]!, segments[i + 1], from, marks)) {
          const wanted = page[0]!.offset < from ? page.filter(({ offset }) => offset >= from) : page
          if (wanted.length > 0) yield wanted
        }
    },
  }
}

/** `next` is missing for the last segment: that one still grows, so its end may stand in the middle of a frame. */
async function* pagesOf(
  segment: Segment,
  next: Segment | undefined,
  from: number,
  marks: Marks,
): AsyncGenerator<readonly Delivered[]> {
  let { size } = await stat(segment.path)
  const mark = marks.get(segment.path)
  let { offset, position } = mark && mark.offset <= from ? mark : { offset: segment.base, position: 0 }
  for (;;) {
    if (offset <= from) marks.set(segment.path, { offset, position })
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
    yield messages
  }
  if (next && next.base !== offset) throw corrupt(segment.path, position)
}
