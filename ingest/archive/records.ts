import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { StoredRecord } from '../../kernel/ports.ts'
import { decodeWire, type RecordHead, rawOf } from '../wire.ts'
import { catalogueOf, endOf } from './catalogue.ts'
import { headsOf, linesOf } from './columns.ts'
import { archiveFolderOf } from './embedded.ts'
import { HEADER, type Header } from './format.ts'
import { meets } from './read-block.ts'
import type { Placed } from './segments.ts'
import { openTail } from './tail.ts'

/** What is asked for: records that were received in the span (bounds included, epoch ms), or tell of it. */
export type AskedRecords = {
  readonly from: number
  readonly to: number
  readonly wanted: (head: RecordHead) => boolean
  /** Only what stood on the bus before this offset. */
  readonly before: number
  /** A block that cannot be read, so that its records are left out. */
  readonly onDamage: (header: Header) => void
}

/**
 * Records with their lines, in the order of the bus, of the archive beside the embedded bus in `bus` and of what that still holds. Every
 * record there is: those too whose observations a later one withdrew. Throws LOG_CORRUPT where the bus is damaged.
 */
export async function* readRecords(bus: string, asked: AskedRecords): AsyncGenerator<readonly StoredRecord[]> {
  const isWanted = ({ head }: Whole): boolean => isIn(asked, head) && asked.wanted(head)
  const catalogue = catalogueOf(archiveFolderOf(bus))
  let from = 0
  let tail = await openTail(bus, from)
  // While blocks are read more are sealed, and the bus is trimmed of them: until one look finds no more.
  for (let end = -1; end < from; ) {
    end = from
    const listed = await catalogue.all()
    for (const { blocks } of listed)
      for (const block of blocks) {
        if (block.header.next <= from || block.header.first >= asked.before || !mayHold(block.header, asked)) continue
        const whole = await readWhole(block)
        if (whole) yield whole.filter(isWanted).map(recordOf)
        else asked.onDamage(block.header)
      }
    from = Math.max(from, endOf(listed))
    tail = await openTail(bus, from)
  }
  for await (const page of tail.pages()) {
    const records = page.flatMap(({ offset, value }): Whole[] => {
      const head = offset < asked.before ? decodeWire(value) : undefined
      return head && 'observations' in head ? [{ head, raw: () => rawOf(value) }] : []
    })
    yield records.filter(isWanted).map(recordOf)
  }
}

/**
 * The sealed blocks of the archive in `folder` that reach beyond the offset `from`: the offset after each, and its records. Of one that
 * begins before `from`, those that came last: as many as there is room for from there on. Of a damaged one, none.
 */
export async function* readSealed(
  folder: string,
  from: number,
): AsyncGenerator<{ readonly next: number; readonly records: readonly StoredRecord[] }> {
  for (const { blocks } of await catalogueOf(folder).all())
    for (const block of blocks) {
      const { first, next } = block.header
      if (next <= from) continue
      const whole = (await readWhole(block)) ?? []
      yield { next, records: whole.slice(-(next - Math.max(first, from))).map(recordOf) }
    }
}

type Whole = { readonly head: RecordHead; readonly raw: () => string }

const recordOf = ({ head, raw }: Whole): StoredRecord => ({ ...head, raw: raw() })

const isIn = ({ from, to }: AskedRecords, { received, observations }: RecordHead): boolean =>
  (received >= from && received <= to) || observations.some(({ at }) => at >= from && at <= to)

const mayHold = (header: Header, span: AskedRecords): boolean =>
  meets(header, span) || (header.minReceived <= span.to && header.maxReceived >= span.from)

/** Both columns of a block, as long as their checksums say they are what was written; undefined where they are not. */
const readWhole = async ({ segment, position, header }: Placed): Promise<readonly Whole[] | undefined> => {
  const file = await open(segment.path, 'r')
  try {
    const length = header.heads + header.lengths + header.lines
    const bytes = Buffer.allocUnsafe(length)
    const { bytesRead } = await file.read(bytes, 0, length, position + HEADER + header.filter)
    const [heads, lines] = [bytes.subarray(0, header.heads), bytes.subarray(header.heads)]
    if (bytesRead !== length || crc32(heads) !== header.headsCrc || crc32(lines) !== header.linesCrc) return undefined
    const raws = await linesOf(lines, header)
    return (await headsOf(heads, header)).map(({ head, index }) => ({ head, raw: () => raws[index]!.toString('utf8') }))
  } finally {
    await file.close()
  }
}
