import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LineStyle } from '../../../deploy/generator/formats/line-style.ts'
import { generate } from '../../../deploy/generator/generate.ts'
import type { Delivery } from '../../../deploy/generator/model.ts'
import { policyRows } from '../../../deploy/generator/policy.ts'
import { buildRegisters } from '../../../deploy/generator/registers.ts'
import { buildWorld, type WorldOptions } from '../../../deploy/generator/world.ts'

type Spec = WorldOptions & {
  readonly shape: LineStyle
  /** Lines of this source alone. */
  readonly only?: string
  /** So many lines at most, from an instant on, nothing later than the lateness: what comes late is a choice of each scenario. */
  readonly most?: { readonly lines: number; readonly after: number }
}

const HOUR = 3_600_000
const FROM = '2026-03-02'
/** 07:00 in Vietnam of the first day: the office opens, which is the densest hour. */
const OPENING = Date.parse(`${FROM}T00:00:00Z`)
const province = { seed: 1, from: FROM, plant: false } as const
const morning = (lines: number) => ({ lines, after: OPENING })
const district = { ...province, size: 'district', days: 1 } as const

/** Every data set of the bench. `q-…` are those of `--quick`. */
export const specs = {
  /** Winlogbeat lines of a district's morning: all sections on speed read these. */
  trimmed: { ...district, shape: 'trimmed', only: 'winlogbeat', most: morning(300_000) },
  full: { ...district, shape: 'full', only: 'winlogbeat', most: morning(200_000) },
  normal: { ...district, shape: 'normal', most: morning(200_000) },
  'q-trimmed': { ...district, shape: 'trimmed', only: 'winlogbeat', most: morning(20_000) },
  'q-full': { ...district, shape: 'full', only: 'winlogbeat', most: morning(20_000) },
  'q-normal': { ...district, shape: 'normal', most: morning(20_000) },
  /** Templates of a load of the present: the machines of a district, and of a province. */
  district: { ...district, shape: 'trimmed', only: 'winlogbeat', most: morning(40_000) },
  'q-district': { ...district, shape: 'trimmed', only: 'winlogbeat', most: morning(20_000) },
  province: { ...province, size: 'province', days: 1, shape: 'trimmed', only: 'winlogbeat', most: morning(100_000) },
  'q-province': { ...district, shape: 'trimmed', only: 'winlogbeat', most: morning(20_000) },
  /** A planted month of a small province, every source: what is found, what it costs on the disk. */
  month: { ...province, size: 'small', days: 31, plant: true, shape: 'normal' },
  'q-month': { ...province, size: 'small', days: 7, plant: true, shape: 'normal' },
  /** Ten quiet days: a week, and three more in which a machine hands in that week (quick: two and three). */
  week: { ...province, size: 'small', days: 10, shape: 'normal' },
  'q-week': { ...province, size: 'small', days: 5, shape: 'normal' },
  /** Some hours of a hundred units, from which ten and a thousand are made. */
  units: { ...district, shape: 'trimmed', most: morning(120_000) },
  'q-units': { ...district, shape: 'trimmed', most: morning(30_000) },
} as const satisfies Readonly<Record<string, Spec>>

type SpecName = keyof typeof specs
export type DatasetName = Exclude<SpecName, `q-${string}`>

/** Where each line came from and when, by line; collectors and sources as places in their lists. */
export type Meta = {
  readonly from: string
  readonly days: number
  readonly collectors: readonly string[]
  readonly sources: readonly string[]
  readonly at: readonly number[]
  readonly deliveredAt: readonly number[]
  readonly collector: readonly number[]
  readonly source: readonly number[]
}

/** The generator decides what the data are: other code, other data. */
const version = (): string => {
  const hash = createHash('sha256')
  const root = join(import.meta.dirname, '../../../deploy/generator')
  for (const file of globSync('**/*.ts', { cwd: root }).sort()) hash.update(readFileSync(join(root, file)))
  hash.update(readFileSync(import.meta.filename))
  return hash.digest('hex').slice(0, 12)
}

/**
 * Makes a data set once and returns its folder: `lines` (a line each, in order of delivery), `meta.json`, `truth.json`,
 * `policy.json` (what units set themselves), `registers/`.
 */
export const makeDataset = async (scratch: string, name: DatasetName, quick: boolean): Promise<string> => {
  const key = quick ? (`q-${name}` as SpecName) : name
  const spec: Spec = specs[key]
  const id = createHash('sha256').update(JSON.stringify(spec)).digest('hex').slice(0, 8)
  const folder = join(scratch, 'data', `${key}-${id}-${version()}`)
  if (existsSync(folder)) return folder
  const draft = `${folder}.draft`
  await rm(draft, { recursive: true, force: true })
  await mkdir(join(draft, 'registers'), { recursive: true })
  const world = buildWorld(spec)
  for (const [file, text] of buildRegisters(world)) await writeFile(join(draft, 'registers', file), text)
  await writeFile(join(draft, 'truth.json'), JSON.stringify(world.planting.truth))
  await writeFile(join(draft, 'policy.json'), JSON.stringify(policyRows(world.province)))
  const lines = deliveries(generate(world, { lines: spec.shape }), spec)
  await writeLines(draft, spec, spec.most ? prompt(lines) : lines)
  await rename(draft, folder)
  return folder
}

function* deliveries(all: Iterable<Delivery>, { only, most, from, days }: Spec): Generator<Delivery> {
  // What late laptops still owe when the days are over, nobody has seen then.
  const end = Date.parse(`${from}T00:00:00Z`) - 2 * HOUR + days * 24 * HOUR
  let left = most?.lines ?? Number.POSITIVE_INFINITY
  for (const delivery of all) {
    if (left === 0 || delivery.deliveredAt >= end) return
    if ((only !== undefined && delivery.source !== only) || delivery.deliveredAt < (most?.after ?? 0)) continue
    left -= 1
    yield delivery
  }
}

const LATENESS = 120_000

const prompt = (lines: Iterable<Delivery>): readonly Delivery[] =>
  [...lines]
    .map((line) => (line.deliveredAt - line.at > LATENESS ? { ...line, deliveredAt: line.at + 1_000 } : line))
    .sort((a, b) => a.deliveredAt - b.deliveredAt)

const writeLines = async (folder: string, spec: Spec, lines: Iterable<Delivery>): Promise<void> => {
  const [collectors, sources] = [new Map<string, number>(), new Map<string, number>()]
  const place = (names: Map<string, number>, name: string): number => {
    const known = names.get(name) ?? names.size
    names.set(name, known)
    return known
  }
  const columns = { at: [], deliveredAt: [], collector: [], source: [] } as Record<string, number[]>
  const file = join(folder, 'lines')
  let part: string[] = []
  const flush = async (): Promise<void> => {
    if (part.length > 0) await writeFile(file, `${part.join('\n')}\n`, { flag: 'a' })
    part = []
  }
  for (const { at, deliveredAt, collector, source, line } of lines) {
    columns['at']!.push(at)
    columns['deliveredAt']!.push(deliveredAt)
    columns['collector']!.push(place(collectors, collector))
    columns['source']!.push(place(sources, source))
    if (part.push(line) === 10_000) await flush()
  }
  await flush()
  const meta = { from: spec.from, days: spec.days, collectors: [...collectors.keys()], sources: [...sources.keys()] }
  await writeFile(join(folder, 'meta.json'), JSON.stringify({ ...meta, ...columns }))
}
