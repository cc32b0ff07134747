import { stat } from 'node:fs/promises'
import { isMissing } from '../../kernel/errors.ts'
import { type Blocks, blocksByHeader, blocksOf, type Placed, type Segment, segmentsOf } from './segments.ts'

export type Listed = Blocks & { readonly segment: Segment }

/** The segments of an archive with their blocks; a segment is looked at again only when its length changed. */
export const catalogueOf = (folder: string) => {
  const known = new Map<string, Listed>()
  const look = async (segment: Segment): Promise<Listed | undefined> => {
    try {
      const listed = known.get(segment.path)
      if (listed && listed.size === (await stat(segment.path)).size) return listed
      const fresh = { segment, ...(await blocksOf(segment)) }
      known.set(segment.path, fresh)
      return fresh
    } catch (error) {
      if (isMissing(error)) return undefined // retention took it meanwhile
      throw error
    }
  }
  return {
    /** The segments, oldest first. */
    async all(): Promise<readonly Listed[]> {
      const segments = await segmentsOf(folder)
      const paths = new Set(segments.map(({ path }) => path))
      for (const path of known.keys()) if (!paths.has(path)) known.delete(path)
      const listed: Listed[] = []
      for (const segment of segments) {
        const one = await look(segment)
        if (one) listed.push(one)
      }
      return listed
    },
    /** The blocks of a segment by its own bytes, for where its index was wrong. */
    async again(segment: Segment): Promise<readonly Placed[]> {
      try {
        const fresh = { segment, ...(await blocksByHeader(segment)) }
        known.set(segment.path, fresh)
        return fresh.blocks
      } catch (error) {
        if (isMissing(error)) return []
        throw error
      }
    },
  }
}

export type Catalogue = ReturnType<typeof catalogueOf>

/** The offset after the last block. */
export const endOf = (listed: readonly Listed[]): number => {
  let end = 0
  for (const { blocks } of listed) for (const { header } of blocks) if (header.next > end) end = header.next
  return end
}
