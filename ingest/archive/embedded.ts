import type { FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Archive, Asked } from '../../kernel/ports.ts'
import { headOf } from '../wire.ts'
import { catalogueOf } from './catalogue.ts'
import { damagesIn } from './damage.ts'
import { admits, keysOf, needlesOf } from './filter.ts'
import { actionBit, hasBit } from './format.ts'
import { type Lack, lacksIn } from './gaps.ts'
import { meets, readFilter } from './read-block.ts'
import type { Placed } from './segments.ts'
import { readingOf, type Shelf } from './select.ts'
import { type Places, sweep } from './sweep.ts'

/** The archive of the embedded bus in `bus` lies beside it. */
export const archiveFolderOf = (bus: string): string => join(dirname(bus), 'archive')

/** What is stored beside a bus, by what it holds and by what it lacks. */
export type LocalShelf = Shelf & { lacks(span: Pick<Asked, 'from' | 'to'>): Promise<readonly Lack[]> }

/**
 * What was stored: the sealed blocks, and after them what stands on the bus (`bus`: its folder) and is not sealed yet. The product
 * may be running in this process, in another, or in none. Blocks are skipped by their times, actions and filters without touching
 * their contents. A damaged block is passed over and becomes a gap. Throws LOG_CORRUPT where the bus itself is damaged.
 */
export const archiveOf = (bus: string): Archive => {
  const shelf = shelfOf(bus)
  return {
    read: readingOf(shelf),
    gaps: async (span) => (await shelf.lacks(span)).map(({ from, to, reason }) => ({ from, to, reason })),
  }
}

/** The same, by its parts. */
export const shelfOf = (bus: string): LocalShelf => {
  const folder = archiveFolderOf(bus)
  const catalogue = catalogueOf(folder)
  const damages = damagesIn(folder)
  const places: Places = { bus, catalogue, marks: new Map(), onDamage: damages.tell }
  return {
    withdrawals: (span) =>
      sweep(places, {
        block: ({ header }) => header.withdrawn > 0 && meets(header, span),
        message: (value) => headOf(value).includes(WITHDRAWS),
        worth: { times: span },
      }),
    records(asked) {
      const needles = asked.about && needlesOf(asked.about)
      const holds = (value: Uint8Array): boolean => !needles || needles.some((needle) => headOf(value).includes(needle))
      const worth = { needles, times: asked }
      return sweep(places, { block: mayHold(asked), message: holds, worth, onPlace: asked.onPlace })
    },
    lacks: (span) => lacksIn(folder, bus, catalogue, damages, span),
  }
}

/** As `encodeWire` writes the field; a value that happens to hold it costs a look. */
const WITHDRAWS = Buffer.from('"withdraws":')

/** Whether a block may hold something of what is asked for. */
const mayHold = (asked: Asked) => {
  const bits = asked.actions && [...new Set([...asked.actions].map(actionBit))]
  const keys = asked.about && keysOf(asked.about)
  return async (block: Placed, file: FileHandle): Promise<boolean> => {
    const { header } = block
    if (!meets(header, asked)) return false
    if (bits && !bits.some((bit) => hasBit(header.actions, bit))) return false
    if (!keys) return true
    const filter = await readFilter(file, block)
    return !filter || admits(filter, keys)
  }
}
