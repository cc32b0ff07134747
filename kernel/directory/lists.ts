import type { Instant } from '../time.ts'
import { cut, type Prefix, parseAddress, parseCidr } from './cidr.ts'
import type { ListKind, ListName } from './list-names.ts'
import { groupBy, latest, perDay } from './pieces.ts'
import type { Known, Row } from './rows.ts'
import { covers, type Span, validity } from './span.ts'

type Listing = Known<Row<'lists'>>
/** What an event tells of a thing that a list may name. */
export type Things = { readonly [K in ListKind]?: string | undefined }

/** Words without case and marks: «Zalo PC», «ZALO  pc». */
const words = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .split(/[^\p{L}\p{N}+#]+/u)
    .filter((word) => word !== '')

const prefixKey = ({ bits, length, value }: Prefix): string => `${bits}/${length}/${value}`

/**
 * What an entry is kept under, `undefined` where it names nothing: a domain stands for all below it, a network for its addresses, a path
 * for every path that ends so, a product for every name in which its words stand together.
 */
export const entryKey = (kind: ListKind, entry: string): string | undefined => {
  switch (kind) {
    case 'domain': {
      const domain = entry.toLowerCase().replace(/\.$/, '')
      return /^([a-z\d_-]+\.)+[a-z\d-]+$/.test(domain) ? domain : undefined
    }
    case 'address': {
      const prefix = parseCidr(entry)
      return prefix && prefix.length > 0 ? prefixKey(prefix) : undefined
    }
    case 'product':
      return words(entry).join(' ') || undefined
    case 'path':
      return pathOf(entry).replace(/^\/+/, '') || undefined
    case 'sha256':
      return /^[\da-f]{64}$/i.test(entry) ? entry.toLowerCase() : undefined
    default:
      throw new Error(`no such kind: ${String(kind satisfies never)}`)
  }
}

const pathOf = (text: string): string => text.toLowerCase().replaceAll('\\', '/')

/** A text and what is left of it when its parts are taken off in front, one by one. */
const endings = (text: string, separator: string): string[] => {
  const found = [text]
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) found.push(text.slice(at + 1))
  return found
}

/** A log's text is as long as whoever wrote it liked; what names a product stands in front. */
const MOST_WORDS = 64

/** Every run of up to `most` words, the longest first. */
const runs = (text: string, most: number): string[] => {
  const all = words(text.slice(0, MOST_WORDS * 16)).slice(0, MOST_WORDS)
  const found: string[] = []
  for (let length = Math.min(most, all.length); length > 0; length--)
    for (let at = 0; at + length <= all.length; at++) found.push(all.slice(at, at + length).join(' '))
  return found
}

/** The keys under which a thing may be listed, the most specific first. `lengths`: of the prefixes, or words, that entries have, the longest first. */
const keysOf = (kind: ListKind, thing: string, lengths: readonly number[]): readonly string[] => {
  switch (kind) {
    case 'domain':
      return endings(thing.toLowerCase().replace(/\.$/, ''), '.')
    case 'address': {
      const address = parseAddress(thing)
      if (!address) return []
      const { bits } = address
      return lengths
        .filter((length) => length <= bits)
        .map((length) => prefixKey({ bits, length, value: cut(address, length) }))
    }
    case 'product':
      return runs(thing, lengths[0] ?? 0)
    case 'path':
      return endings(pathOf(thing), '/')
    case 'sha256':
      return [thing.toLowerCase()]
    default:
      throw new Error(`no such kind: ${String(kind satisfies never)}`)
  }
}

/** The unit and what stands above it, root first; empty for a unit that is not in force. */
type PathAt = (unit: string, at: Instant) => readonly string[]
type Dated = { readonly row: Listing; readonly span: Span }

/** A row that names a thing, and how near to the unit it is: the place of its own unit in the path, 0 for everybody's. */
type Candidate = { readonly row: Listing; readonly near: number }

/** Of the rows about one entry those of the nearest unit count, of them the one that began last. */
const nearest = (rows: readonly Dated[], path: readonly string[], at: Instant): Candidate | undefined => {
  const inForce = rows.filter(({ span }) => covers(span, at)).map(({ row }) => row)
  for (let near = path.length; near >= 0; near--) {
    const row = latest(inForce.filter(({ unit }) => unit === (near === 0 ? undefined : path[near - 1])))
    if (row) return { row, near }
  }
  return undefined
}

/** The rows about one list's entries of one kind, by what they are found under. */
const spaceOf = (kind: ListKind, rows: readonly Listing[]) => {
  const entries = groupBy(
    // Rows are checked before they are taken over; what names nothing is found by nothing.
    rows.map((row): Dated => ({ row, span: validity(row) })),
    ({ row: { entry } }) => entryKey(kind, entry),
  )
  const lengthOf = (entry: string): number | undefined =>
    kind === 'address' ? parseCidr(entry)?.length : kind === 'product' ? words(entry).length : undefined
  const lengths = new Set(rows.flatMap(({ entry }) => lengthOf(entry) ?? []))
  return { entries, lengths: [...lengths].sort((a, b) => b - a) }
}

/**
 * The row that puts a thing on a list for a unit. What names it (of each kind the most specific row) decides by the nearest unit; where one of
 * those takes it off (`listed` no), it is off, whatever it is called by the others. A file that some list says belongs to a product is
 * that product, too: an event of the file alone is no other program. `undefined`: not on the list.
 */
export const listRegister = (rows: readonly Listing[], pathAt: PathAt) => {
  const spaces = new Map(
    [...Map.groupBy(rows, ({ list }) => list)].map(([list, own]) => [
      list,
      new Map([...Map.groupBy(own, ({ kind }) => kind)].map(([kind, some]) => [kind, spaceOf(kind, some)])),
    ]),
  )
  const files = groupBy(
    rows.filter(({ kind, product }) => kind === 'path' && product !== undefined),
    ({ entry }) => entryKey('path', entry),
  )
  /** The product whose file it is. */
  const productOf = (path: string): string | undefined => {
    for (const key of keysOf('path', path, [])) {
      const product = files.get(key)?.[0]?.product
      if (product !== undefined) return product
    }
    return undefined
  }

  const find = (list: ListName, kind: ListKind, thing: string, unit: string | undefined, at: Instant) => {
    const space = spaces.get(list)?.get(kind)
    if (!space) return undefined
    const path = unit === undefined ? [] : pathAt(unit, at)
    for (const key of keysOf(kind, thing, space.lengths)) {
      const found = nearest(space.entries.get(key) ?? [], path, at)
      if (found) return found
    }
    return undefined
  }
  // Addresses cost most, and few of them are asked about again and again. Rows and the tree change at midnights only.
  const ofAddress = new Map<ListName, (asked: string, at: Instant) => Candidate | undefined>(
    [...spaces.keys()].map((list) => [
      list,
      perDay((asked, at) => {
        const [thing = '', unit] = JSON.parse(asked) as readonly string[] // as put together below
        return find(list, 'address', thing, unit, at)
      }),
    ]),
  )

  return (list: ListName, things: Things, unit: string | undefined, at: Instant): Listing | undefined => {
    if (!spaces.has(list)) return undefined
    const product = things.product ?? (things.path === undefined ? undefined : productOf(things.path))
    const named = product === undefined ? things : { ...things, product }
    let best: Candidate | undefined
    for (const [kind, thing] of Object.entries(named) as [ListKind, string | undefined][]) {
      if (thing === undefined) continue
      const found =
        kind === 'address'
          ? ofAddress.get(list)?.(JSON.stringify(unit === undefined ? [thing] : [thing, unit]), at)
          : find(list, kind, thing, unit, at)
      if (!found || (best && found.near < best.near)) continue
      if (!best || found.near > best.near || !found.row.listed) best = found
    }
    return best?.row.listed ? best.row : undefined
  }
}
