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

/** Every run of words, the longest first. */
const runs = (text: string): string[] => {
  const all = words(text)
  const found: string[] = []
  for (let length = all.length; length > 0; length--)
    for (let at = 0; at + length <= all.length; at++) found.push(all.slice(at, at + length).join(' '))
  return found
}

/** The keys under which a thing may be listed, the most specific first. `lengths`: of the prefixes there are, the longest first. */
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
      return runs(thing)
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

/** Of the rows about one entry those of the nearest unit count, of them the one that began last. */
const nearest = (rows: readonly Dated[], path: readonly string[], at: Instant): Listing | undefined => {
  const inForce = rows.filter(({ span }) => covers(span, at)).map(({ row }) => row)
  for (let i = path.length - 1; i >= 0; i--) {
    const own = inForce.filter(({ unit }) => unit === path[i])
    if (own.length > 0) return latest(own)
  }
  return latest(inForce.filter(({ unit }) => unit === undefined))
}

/**
 * The row that puts a thing on a list for a unit: of the rows that name it the most specific one decides, which may as well take it off
 * (`listed` no). `undefined`: not on the list.
 */
export const listRegister = (rows: readonly Listing[], pathAt: PathAt) => {
  const spaceOf = (list: ListName, kind: ListKind): string => `${list} ${kind}`
  const spaces = new Map(
    [...groupBy(rows, ({ list, kind }) => spaceOf(list, kind))].map(([space, own]) => {
      const dated = own.map((row): Dated => ({ row, span: validity(row) }))
      const lengths = own.flatMap(({ kind, entry }) => (kind === 'address' ? (parseCidr(entry)?.length ?? []) : []))
      return [
        space,
        {
          // Rows are checked before they are taken over; what names nothing is found by nothing.
          entries: groupBy(dated, ({ row: { kind, entry } }) => entryKey(kind, entry)),
          lengths: [...new Set(lengths)].sort((a, b) => b - a),
        },
      ]
    }),
  )

  const find = (list: ListName, kind: ListKind, thing: string, unit: string | undefined, at: Instant) => {
    const space = spaces.get(spaceOf(list, kind))
    if (!space) return undefined
    const path = unit === undefined ? [] : pathAt(unit, at)
    for (const key of keysOf(kind, thing, space.lengths)) {
      const row = nearest(space.entries.get(key) ?? [], path, at)
      if (row) return row.listed ? row : undefined
    }
    return undefined
  }
  // Addresses cost most, and few of them are asked about again and again. Rows and the tree change at midnights only.
  const ofAddress = perDay((asked, at) => {
    const [list, thing, unit] = asked.split(' ') as [ListName, string, string?] // as put together below
    return find(list, 'address', thing, unit, at)
  })

  return (list: ListName, things: Things, unit: string | undefined, at: Instant): Listing | undefined => {
    for (const [kind, thing] of Object.entries(things) as [ListKind, string | undefined][]) {
      if (thing === undefined || !spaces.has(spaceOf(list, kind))) continue
      const found =
        kind === 'address'
          ? ofAddress(`${list} ${thing}${unit === undefined ? '' : ` ${unit}`}`, at)
          : find(list, kind, thing, unit, at)
      if (found) return found
    }
    return undefined
  }
}
