import { type FileHandle, open } from 'node:fs/promises'
import { isMissing } from '../../kernel/errors.ts'
import type { Asked } from '../../kernel/ports.ts'
import { decodeWire } from '../wire.ts'
import { type Catalogue, endOf, type Listed } from './catalogue.ts'
import type { Worth } from './columns.ts'
import type { Header } from './format.ts'
import { readHeads } from './read-block.ts'
import type { Placed } from './segments.ts'
import type { Ordered } from './select.ts'
import { type Marks, openTail } from './tail.ts'

export type Places = {
  /** The folder of the embedded bus. */
  readonly bus: string
  readonly catalogue: Catalogue
  readonly marks: Marks
  /** A block that cannot be read. */
  readonly onDamage: (header: Header) => Promise<void>
}

/** Which blocks of the archive, and which messages of the bus, are worth reading. */
export type Wish = {
  readonly block: (block: Placed, file: FileHandle) => boolean | Promise<boolean>
  readonly message: (value: Uint8Array) => boolean
  /** Of these only such records. */
  readonly worth: Worth
  readonly onPlace?: Asked['onPlace']
}

/** The bus may be trimmed so often under one reading, each time by what the archive took meanwhile. */
const TRIES = 100

/** Goes through what is sealed and then through what only the bus holds. Throws LOG_CORRUPT where the bus is damaged. */
export async function* sweep(places: Places, wish: Wish): AsyncGenerator<readonly Ordered[]> {
  let from = 0
  for (let tries = 1; ; tries++) {
    const listed = await places.catalogue.all()
    const of = listed.reduce((sum, { blocks }) => sum + blocks.length, 0)
    let done = 0
    const counted: Wish = {
      ...wish,
      block: (block, file) => {
        wish.onPlace?.(Math.min(++done, of), of)
        return wish.block(block, file)
      },
    }
    for (const one of listed) yield* sealed(one, from, places, counted)
    from = Math.max(from, endOf(listed))
    const tail = await openTail(places.bus, from, places.marks)
    // Trimmed between the two looks: the archive has it now. What is in neither is a gap.
    if (tail.begin > from && tries < 2) continue
    try {
      for await (const page of tail.pages()) {
        const records = page.flatMap(({ value, offset }): Ordered[] => {
          const head = wish.message(value) && decodeWire(value)
          return head && 'observations' in head ? [{ order: offset, head }] : []
        })
        if (records.length > 0) yield records
        from = page.at(-1)!.offset + 1
      }
      return
    } catch (error) {
      if (!isMissing(error) || tries > TRIES) throw error
    }
  }
}

/** The wanted blocks of a segment that hold something from the offset `from` on. */
async function* sealed({ segment, blocks }: Listed, from: number, { catalogue, onDamage }: Places, wish: Wish) {
  const file = await open(segment.path, 'r').catch((error: unknown) => {
    if (isMissing(error)) return undefined // retention took it meanwhile
    throw error
  })
  if (!file) return
  const given = new Set<number>()
  const wanted = async function* (of: readonly Placed[]) {
    for (const block of of)
      if (block.header.next > from && !given.has(block.header.first) && (await wish.block(block, file))) yield block
  }
  try {
    let wrong = false
    for await (const { block, heads } of ahead(file, wanted(blocks), wish.worth)) {
      if (heads) given.add(block.header.first)
      else wrong = true
      if (heads) yield ordered(block, heads)
    }
    if (!wrong) return
    // Either a block is damaged, or the index leads to where it is not.
    for await (const { block, heads } of ahead(file, wanted(await catalogue.again(segment)), wish.worth)) {
      if (heads) yield ordered(block, heads)
      else await onDamage(block.header)
    }
  } finally {
    await file.close()
  }
}

type Heads = Awaited<ReturnType<typeof readHeads>>

/** A block's records stand in the order of the bus, ticks left out between them. */
const ordered = ({ header }: Placed, heads: NonNullable<Heads>): readonly Ordered[] =>
  heads.map(({ index, head }) => ({ order: header.first + index, head }))

/** The heads of each block; while the reader is at work on one, the next is read and decompressed. */
async function* ahead(file: FileHandle, blocks: AsyncIterable<Placed>, worth: Worth) {
  let coming: { readonly block: Placed; readonly heads: Promise<Heads> } | undefined
  for await (const block of blocks) {
    const before = coming
    const heads = readHeads(file, block, worth)
    heads.catch(() => undefined) // thrown where it is awaited, which may be a little later, or never
    coming = { block, heads }
    if (before) yield { block: before.block, heads: await before.heads }
  }
  if (coming) yield { block: coming.block, heads: await coming.heads }
}
