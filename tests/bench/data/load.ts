import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Meta } from './datasets.ts'

export type Item = {
  readonly bytes: Buffer
  readonly at: number
  readonly deliveredAt: number
  readonly collector: string
  readonly source: string
}

export const linesOf = (bytes: Buffer): Buffer[] => {
  const lines: Buffer[] = []
  let start = 0
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    lines.push(bytes.subarray(start, end))
    start = end + 1
  }
  return lines
}

export const metaOf = (folder: string): Meta =>
  // Written by datasets.ts, which is typed to write this.
  JSON.parse(readFileSync(join(folder, 'meta.json'), 'utf8')) as Meta

/** The lines of a data set with where they came from, in order of delivery. */
export const loadItems = (folder: string): readonly Item[] => {
  const meta = metaOf(folder)
  return linesOf(readFileSync(join(folder, 'lines'))).map((bytes, i) => ({
    bytes,
    at: meta.at[i]!,
    deliveredAt: meta.deliveredAt[i]!,
    collector: meta.collectors[meta.collector[i]!]!,
    source: meta.sources[meta.source[i]!]!,
  }))
}

/** How the lines of a data set reach us. */
export type Arrival = 'delivered' | 'prompt' | 'strewn'

const LATENESS = 120_000
const SIX_HOURS = 6 * 3_600_000

/** One host in twenty, by the bytes of its name in the line. */
const isLateHost = ({ bytes }: Item): boolean => {
  const at = bytes.indexOf('computer_name')
  if (at < 0) return false
  let hash = 7
  for (const byte of bytes.subarray(at + 16, at + 40)) {
    if (byte === 34) break
    hash = (hash * 31 + byte) >>> 0
  }
  return hash % 20 === 0
}

/**
 * `delivered`: as the generator has it, late laptops and all. `prompt`: nothing later than the lateness. `strewn`: prompt, but
 * every tenth line comes twice and one host in twenty hands in what it wrote only at the next 03:00, 09:00, 15:00, 21:00 (UTC+7),
 * long beyond the lateness.
 */
export const arriving = (items: readonly Item[], arrival: Arrival): readonly Item[] => {
  if (arrival === 'delivered') return items
  const prompt = items.map((item) =>
    item.deliveredAt - item.at > LATENESS ? { ...item, deliveredAt: item.at + 1_000 } : item,
  )
  const strewn = (item: Item, i: number): readonly Item[] => {
    const at = isLateHost(item)
      ? (Math.floor((item.at - 7_200_000) / SIX_HOURS) + 1) * SIX_HOURS + 7_200_000
      : item.deliveredAt
    const one = { ...item, deliveredAt: at }
    return i % 10 === 0 ? [one, { ...one, deliveredAt: at + 3_000 }] : [one]
  }
  const all = arrival === 'strewn' ? prompt.flatMap(strewn) : prompt
  return [...all].sort((a, b) => a.deliveredAt - b.deliveredAt)
}
