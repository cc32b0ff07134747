import { closeSync, mkdirSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { World } from '../../deploy/generator/day.ts'
import { generate } from '../../deploy/generator/generate.ts'
import type { Size, Truth } from '../../deploy/generator/model.ts'
import { policyRows } from '../../deploy/generator/policy.ts'
import { buildRegisters } from '../../deploy/generator/registers.ts'
import { buildWorld } from '../../deploy/generator/world.ts'
import { addDays, foldDayStart, type LocalDate, MINUTE } from '../../kernel/time.ts'
import { chanceOf } from './chance.ts'

export type MonthOptions = {
  readonly seed: number
  readonly size: Size
  /** First fold day: 05:00 Asia/Ho_Chi_Minh of this date. */
  readonly from: LocalDate
  readonly days: number
  /** Which part of the machines writes logs, of 1; servers do, what the first violation of every rule needs, and whose clock is wrong. */
  readonly machines: number
  /**
   * Lines are handed over as collectors do it, every minute and without a receipt: the product's clock gives it, and what it makes of
   * the machines' clocks is in the records.
   */
  readonly live?: boolean
  /** Some machines' clocks are hours wrong, not only minutes. */
  readonly clocks?: 'hours'
}

/** Who hands lines over: a collector with one source. */
export type Carrier = { readonly collector: string; readonly source: string }

/**
 * A month that lies on the disk: its lines in one file, one after the other, and of line i where it ends, when it happened (epoch ms),
 * which carrier brings it and which machine it is of. Memory holds a few numbers a line, so a district's month fits too.
 */
export type Month = {
  readonly options: MonthOptions
  readonly file: string
  readonly length: number
  readonly at: Float64Array
  /** Byte in the file behind line i. */
  readonly ends: Float64Array
  readonly carriers: readonly Carrier[]
  readonly carrier: Uint16Array
  readonly hosts: readonly string[]
  /** Index into `hosts`; 0 is no machine. */
  readonly host: Uint16Array
  readonly truth: readonly Truth[]
  readonly registers: ReadonlyMap<string, string>
  /** What units declare of themselves: without it nobody could judge MED-02. */
  readonly policy: ReturnType<typeof policyRows>
  /** When the registers count as known: a quarter before the first line. */
  readonly knownAt: number
  /** First and last moment of the month, epoch ms. */
  readonly begins: number
  readonly over: number
}

const CHUNK = 4 * 1024 * 1024

/** Writes the month's lines into `folder`, in the order in which they happened, and tells where each stands. */
export const writeMonth = (options: MonthOptions, folder: string): Month => {
  const world = buildWorld({ ...options, plant: true })
  const silent = silentMachines(world, options)
  const hosts = ['', ...world.province.machines.map(({ id }) => id)]
  const hostNamed = new Map(hosts.map((id, index) => [id, index]))
  const skews = new Map(world.province.machines.map(({ id, skew }) => [id, skew]))
  /** By our clock, not by the machine's that wrote it. */
  const happened = (at: number, source: string, host: string): number =>
    options.live && OWN_CLOCK.has(source) ? at - (skews.get(host) ?? 0) : at
  const carriers: Carrier[] = []
  const carrierNamed = new Map<string, number>()
  const numbers = { at: [] as number[], ends: [] as number[], carrier: [] as number[], host: [] as number[] }
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'month.lines')
  const open = openSync(file, 'w')
  let [waiting, bytes, end]: [Buffer[], number, number] = [[], 0, 0]
  const flush = (): void => {
    writeSync(open, Buffer.concat(waiting))
    ;[waiting, bytes] = [[], 0]
  }
  for (const { at, collector, source, line } of generate(world)) {
    const host = hostOf(source, line)
    if (silent.has(host) || silent.has(accountOf(line))) continue
    const text = Buffer.from(line)
    waiting.push(text)
    bytes += text.length
    end += text.length
    if (bytes > CHUNK) flush()
    const name = `${collector}/${source}`
    if (!carrierNamed.has(name)) carrierNamed.set(name, carriers.push({ collector, source }) - 1)
    numbers.at.push(happened(at, source, host))
    numbers.ends.push(end)
    numbers.carrier.push(carrierNamed.get(name)!)
    numbers.host.push(hostNamed.get(host) ?? 0)
  }
  flush()
  closeSync(open)
  return {
    ...{ options, file, carriers, hosts, length: numbers.at.length },
    at: Float64Array.from(numbers.at),
    ends: Float64Array.from(numbers.ends),
    carrier: Uint16Array.from(numbers.carrier),
    host: Uint16Array.from(numbers.host),
    truth: world.planting.truth,
    registers: buildRegisters(world),
    policy: policyRows(world.province),
    knownAt: foldDayStart(addDays(options.from, -90)),
    begins: foldDayStart(options.from),
    over: foldDayStart(addDays(options.from, options.days)),
  }
}

const NAMES: Readonly<Record<string, RegExp>> = {
  winlogbeat: /"computer_name":"([^".]+)/,
  nxlog: /"Hostname":"([^".]+)/,
  bkav: /^[^,]*,([^,]+)/,
}

/** Sources whose lines tell the time of the machine they are of; the others tell a server's. */
const OWN_CLOCK: ReadonlySet<string> = new Set(['winlogbeat', 'nxlog'])

/** The machine a line is of, as the registers call it: its Windows log, and what its agent told the centre. */
const hostOf = (source: string, line: string): string => NAMES[source]?.exec(line)?.[1]?.toLowerCase() ?? ''

/** A machine that signs in somewhere does it with an account of its own name. */
const accountOf = (line: string): string => /"TargetUserName":"([^"$]+)\$"/.exec(line)?.[1]?.toLowerCase() ?? ''

const silentMachines = ({ province, planting }: World, { seed, machines }: MonthOptions): ReadonlySet<string> => {
  const first = [...new Map(planting.truth.toReversed().map((one) => [one.rule, one])).values()]
  const named = first.map(({ entity }) => entity.id)
  const owners = province.people.filter(({ account }) => named.includes(account.id))
  const scenes = first.flatMap(({ day }) => planting.acts.get(day) ?? [])
  const kept = new Set([...named, ...owners.map(({ pc }) => pc?.id), ...scenes.map(({ machine }) => machine.id)])
  return new Set(
    province.machines
      .filter(({ role, id, skew }, i) => {
        const isWrong = Math.abs(skew) > 5 * MINUTE
        return role !== 'server' && !isWrong && !kept.has(id) && chanceOf(seed, 20, i) >= machines
      })
      .map(({ id }) => id),
  )
}

/** Where line i of a month stands: first byte and length. */
export const placeOf = ({ ends }: Pick<Month, 'ends'>, line: number): readonly [number, number] => {
  const begins = line === 0 ? 0 : ends[line - 1]!
  return [begins, ends[line]! - begins]
}

/** Reads lines by their places. */
export const openLines = (file: string) => {
  const open = openSync(file, 'r')
  return {
    read([position, length]: readonly [number, number]): Uint8Array {
      const bytes = new Uint8Array(length)
      readSync(open, bytes, 0, length, position)
      return bytes
    },
    close: () => closeSync(open),
  }
}

/** Puts a version of the registers where the product looks for it. */
export const writeRegisters = (folder: string, files: ReadonlyMap<string, string>): void => {
  for (const [name, text] of files) {
    const file = join(folder, 'directory', name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}
