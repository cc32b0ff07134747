import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { rule as silentSource } from '../../../detectors/rules/src-01-silent-source.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import type { Directory } from '../../../kernel/directory/facts.ts'
import { joiner } from '../../../kernel/directory/join.ts'
import type { DirectoryData } from '../../../kernel/directory/rows.ts'
import { momentOf } from '../../../kernel/directory/span.ts'
import { byTime, type Observation } from '../../../kernel/event.ts'
import { addDays, DAY, foldDayStart, localDate, localTime, SECOND, VN_OFFSET } from '../../../kernel/time.ts'
import type { Meta } from '../data/datasets.ts'
import { loadItems, metaOf } from '../data/load.ts'
import { directoryData, lineReader } from '../path.ts'

type Cell = string | number | boolean | undefined
const line = (...cells: readonly Cell[]): string =>
  `${cells.map((cell) => (cell === undefined ? '' : typeof cell === 'boolean' ? Number(cell) : String(cell).replace(/[\t\n]/g, ' '))).join('\t')}\n`

const write = async (path: string, lines: Iterable<string>): Promise<void> => {
  const file = createWriteStream(path)
  for (const text of lines) if (!file.write(text)) await once(file, 'drain')
  file.end()
  await finished(file)
}

/** Each observation once, in the order of the engine. */
const observationsOf = (folder: string): readonly Observation[] => {
  const read = lineReader()
  const once = new Map<string, Observation>()
  for (const item of loadItems(folder)) for (const o of read(item)) if (!once.has(o.id)) once.set(o.id, o)
  return [...once.values()].sort(byTime)
}

/** Writes `events.ndjson` for us, `events.tsv` and `joins.tsv` for a peer, out of one data set: the same events, the same registers. */
export const exportWork = async (folder: string, out: string): Promise<void> => {
  await mkdir(out, { recursive: true })
  const meta = metaOf(folder)
  const data = await directoryData(folder, meta)
  const directory = createDirectory(data)
  const join_ = joiner(directory)
  const observations = observationsOf(folder)
  const expected = silentSource.kind === 'absence' ? silentSource.due : undefined
  if (!expected) throw new Error('SRC-01 is an absence no more: compare another one')
  const due = (o: Observation): number | undefined =>
    o.action === 'source.delivery' ? expected(join_(o), {}) : undefined
  await write(
    join(out, 'events.ndjson'),
    observations.map((o) => `${JSON.stringify(o)}\n`),
  )
  await write(
    join(out, 'events.tsv'),
    observations.map((o) => eventLine(o, due(o))),
  )
  await write(join(out, 'joins.tsv'), joinLines(data, directory, observations, meta))
}

type Named = Readonly<
  Partial<Record<'user' | 'host' | 'ip' | 'from' | 'via' | 'refusal' | 'system' | 'pipeline', string>>
> &
  Readonly<Partial<Record<'ok' | 'automatic' | 'elevated', boolean>>>

const eventLine = (o: Observation, due: number | undefined): string => {
  // The fields any action may have.
  const { user, host, ip, from, via, ok, refusal, automatic, elevated, system, pipeline } = o as Named
  return line(
    o.action,
    o.at,
    o.id,
    user,
    host,
    ip,
    from,
    via,
    ok,
    refusal,
    automatic,
    elevated,
    o.code,
    system,
    pipeline,
    due,
  )
}

/** Rows hold for whole civil days, so a map a day answers as the directory does. */
function* joinLines(
  data: DirectoryData,
  directory: Directory,
  observations: readonly Observation[],
  meta: Meta,
): Generator<string> {
  const [first, last] = [observations[0]!.at, observations.at(-1)!.at]
  for (let date = localDate(first); date <= localDate(last); date = addDays(date, 1)) {
    const at = localTime(date, '12:00')
    const day = Math.floor((at + VN_OFFSET) / DAY)
    for (const id of new Set(data.accounts.map((row) => row.id))) {
      const row = directory.account(id, at)
      if (row) yield line('account', day, id, row.kind, row.admin, row.enabled, row.person)
    }
    for (const id of new Set(data.people.map((row) => row.id))) {
      const row = directory.person(id, at)
      const departed = row?.departed !== undefined && !row.departed.handover
      if (row) yield line('person', day, id, row.active, departed, row.it, row.unit)
    }
    for (const id of new Set(data.machines.map((row) => row.id))) {
      const row = directory.machine(id, at)
      const logged =
        row && directory.pipelines(row.unit, at).some(({ source }) => source === 'winlogbeat' || source === 'nxlog')
      if (row) yield line('machine', day, id, row.person, row.role, row.unit, logged)
    }
  }
  for (const ip of new Set(observations.flatMap((o) => ('ip' in o && o.ip !== undefined ? [o.ip] : [])))) {
    const network = directory.network(ip, first)
    if (network) yield line('network', ip, network.nat)
  }
  const span = { from: foldDayStart(meta.from) - 2 * DAY, to: last + DAY }
  for (const { id } of data.units)
    for (const { from, to } of workingSpans(directory, id, span)) yield line('working', id, from, to)
  for (const { person, kind, from, to } of data.roster)
    if (kind !== 'leave') yield line('roster', person, momentOf(from), momentOf(to))
  for (const { person, machine, unit, from, to } of data.changes)
    yield line('change', person, machine, unit, momentOf(from), momentOf(to))
}

/** Working time of a unit, both ends included, to the second. */
function* workingSpans(directory: Directory, unit: string, { from, to }: { from: number; to: number }) {
  const works = (at: number): boolean => directory.hours(unit, at).working
  const STEP = 300 * SECOND
  const edge = (low: number, high: number): number => {
    let [a, b] = [low, high]
    while (b - a > 1) {
      const middle = Math.floor((a + b) / 2)
      if (works(middle) === works(low)) a = middle
      else b = middle
    }
    return b
  }
  let start: number | undefined = works(from) ? from : undefined
  for (let at = from; at < to; at += STEP) {
    if (works(at) === works(at + STEP)) continue
    const turn = edge(at, at + STEP)
    if (start === undefined) start = turn
    else {
      yield { from: start, to: turn - 1 }
      start = undefined
    }
  }
  if (start !== undefined) yield { from: start, to }
}
