import { entryOf } from '../../kernel/entry.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../kernel/time.ts'
import { chanceOf } from './chance.ts'
import type { Alike } from './compare.ts'
import { lateRegisters } from './late-registers.ts'
import { type Month, placeOf } from './month.ts'

/** So far apart the collectors hand over what they have: receipt is the end of such a step. */
const STEP = 5 * MINUTE
const stepOf = ({ options }: Month): number => (options.live ? MINUTE : STEP)
/** How late a line may be and still be judged in order, as the month's configuration has it. */
export const LATENESS = 15 * MINUTE
/** From the last line of the month to the end of its story: what is a week late has come, and been judged. */
const AFTERWARDS = 9 * DAY

/** What comes in at one time of receipt: the arrivals of a variant from `from` up to `to`. */
export type Step = { readonly now: number; readonly from: number; readonly to: number }

/** One way in which the same month can come in. */
export type Variant = {
  readonly name: string
  /** What of it is as it is in the month in order. */
  readonly alike: Alike
  /** Numbers of the lines that arrive, one after the other. */
  readonly lines: Uint32Array
  readonly steps: readonly Step[]
  /** Versions of the directory after the first, by the time from which they lie in the clerk's folder. */
  readonly versions: readonly { readonly from: number; readonly files: ReadonlyMap<string, string> }[]
  readonly registers: ReadonlyMap<string, string>
}

/** The arrivals of a month: line and time of arrival, one after the other. */
type Arrivals = { readonly line: Uint32Array; readonly received: Float64Array }

const promptly = ({ at }: Month, line: number): number => at[line]! + 2 * SECOND

const arrivalsOf = (month: Month, arrives: (line: number) => readonly number[]): Arrivals => {
  const [lines, times]: [number[], number[]] = [[], []]
  for (let line = 0; line < month.length; line++)
    for (const time of arrives(line)) {
      lines.push(line)
      times.push(time)
    }
  const order = Uint32Array.from(lines, (_, i) => i).sort((a, b) => times[a]! - times[b]! || lines[a]! - lines[b]!)
  return { line: order.map((i) => lines[i]!), received: Float64Array.from(order, (i) => times[i]!) }
}

const stepsOf = (month: Month, { received }: Arrivals): readonly Step[] => {
  const steps: Step[] = []
  const step = stepOf(month)
  let now = month.begins
  for (let i = 0; i < received.length; ) {
    now = Math.max(now + step, Math.ceil((received[i]! + 1) / step) * step)
    const from = i
    while (i < received.length && received[i]! < now) i++
    steps.push({ now, from, to: i })
  }
  const end = month.over + AFTERWARDS
  const nothing = { from: received.length, to: received.length }
  for (now += HOUR; now < end; now += HOUR) steps.push({ now, ...nothing })
  return [...steps, { now: end, ...nothing }]
}

/** What each carrier hands over in a step: places of lines in the month's file. */
export const handedOver = (month: Month, { lines }: Variant, { from, to }: Step) => {
  const groups = new Map<number, (readonly [number, number])[]>()
  for (const line of lines.subarray(from, to)) {
    const carrier = month.carrier[line]!
    entryOf(groups, carrier, (): (readonly [number, number])[] => []).push(placeOf(month, line))
  }
  return [...groups].map(([carrier, places]) => ({ ...month.carriers[carrier]!, places }))
}

/** The ways in which issue 4 has the month come in; being killed is not one of them, it can happen to each. */
export const variantsOf = (month: Month): Readonly<Record<Name, () => Variant>> => {
  const { registers } = month
  const { seed } = month.options
  const make = (name: Name, alike: boolean, arrives: (line: number) => readonly number[]): Variant => {
    const arrivals = arrivalsOf(month, arrives)
    return {
      ...{ name, registers, versions: [], lines: arrivals.line, steps: stepsOf(month, arrivals) },
      alike: { receipts: alike, late: alike, known: true },
    }
  }
  const inOrder = (name: Name): Variant => make(name, true, (line) => [promptly(month, line)])
  // A third of the machines, servers aside: of those everything, the words of their agents too.
  const late = month.hosts.map((id, host) => host > 0 && !id.startsWith('srv-') && chanceOf(seed, 1, host) < 1 / 3)
  return {
    ordered: () => inOrder('ordered'),
    shuffled: () =>
      make('shuffled', false, (line) => [promptly(month, line) + chanceOf(seed, 2, line) * (LATENESS - STEP - MINUTE)]),
    'a week late': () =>
      make('a week late', false, (line) => [promptly(month, line) + (late[month.host[line]!] ? 7 * DAY : 0)]),
    twice: () =>
      make('twice', false, (line) => {
        const once = promptly(month, line)
        if (line % 10 !== 0) return [once]
        const chance = chanceOf(seed, 3, line)
        // Some long after: a spool that was sent once more.
        return [once, once + chance * (chance < 0.99 ? MINUTE : 3 * DAY)]
      }),
    'registers late': () => ({
      ...inOrder('registers late'),
      ...lateRegisters(month),
      alike: { receipts: true, late: false, known: false },
    }),
  }
}
export type Name = 'ordered' | 'shuffled' | 'a week late' | 'twice' | 'registers late'
