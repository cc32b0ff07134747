import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stringify } from 'yaml'
import { MINUTE } from '../../kernel/time.ts'
import { writeMaskKey } from '../support/config.ts'
import { chanceOf } from './chance.ts'
import { type Month, writeRegisters } from './month.ts'
import type { Point } from './orders.ts'
import { type Process, startProcess } from './process.ts'
import { damageTail, tails } from './tails.ts'
import { handedOver, LATENESS, type Step, type Variant } from './variants.ts'

/** What a run cost and went through. */
export type Ride = {
  /** Of all its processes, up to their last word; s and bytes. */
  readonly cpu: number
  readonly memory: number
  readonly seconds: number
  /** How often it was killed where. */
  readonly killed: Readonly<Record<string, number>>
  /** How often which of its files had garbage at its end when it started, and how often it said that it cut something off. */
  readonly damaged: Readonly<Record<string, number>>
  readonly cut: number
}

/** Orders on their way at once: what a kill leaves unacknowledged is sent again. */
export const WINDOW = 8

/** What has to be acknowledged, in this order: lines taken, versions of the directory in force. */
type Task = Step | { readonly now: number; readonly files: ReadonlyMap<string, string> }

const tasksOf = ({ steps, versions }: Variant): readonly Task[] => {
  let version = 0
  return steps.flatMap((step) => {
    const before: Task[] = []
    for (; version < versions.length && versions[version]!.from <= step.now; version++)
      before.push({ now: step.now, files: versions[version]!.files })
    return [...before, step]
  })
}

/** `patience`: a point that is not passed within so many orders gives way to a kill at any time. */
type Kill = {
  readonly at: number
  readonly point: Point | undefined
  readonly after: number
  readonly patience: number
}

/** How often it dies, and at which points in turn. */
export type Kills = { readonly times: number; readonly at: readonly Point[] }

/** Points that are passed seldom: the first time is the one. */
const SELDOM: ReadonlySet<Point> = new Set(['before a rename', 'after a rename', 'before a removal', 'slice'])

/** Where it dies: every second time at a point, otherwise whenever. */
const killsOf = (seed: number, { times, at }: Kills, tasks: number): readonly Kill[] =>
  Array.from({ length: times }, (_, i) => {
    const point = i % 2 === 0 ? at[(i / 2) % at.length] : undefined
    return {
      point,
      at: Math.floor(((i + chanceOf(seed, 10, i)) / times) * tasks),
      after: point && SELDOM.has(point) ? 1 : 1 + Math.floor(chanceOf(seed, 11, i) * 6),
      // A slice is sure to come, but not when.
      patience: point === 'slice' ? tasks : Math.floor(tasks / times),
    }
  })

export const writeConfig = (
  month: Month,
  variant: Variant,
  folder: string,
  site: Readonly<Record<string, unknown>> = {},
): void => {
  mkdirSync(folder, { recursive: true })
  const collectors = [...new Set(month.carriers.map(({ collector }) => collector))]
  const config = {
    console: { port: 0 },
    ingest: { port: 0 },
    logLevel: 'warn',
    lateness: `${LATENESS / MINUTE}m`,
    confirmAbove: 1_000_000,
    collectors: collectors.map((id) => ({ id, tokenSha256: '0'.repeat(64) })),
    policy: month.policy,
    ...site,
  }
  writeFileSync(join(folder, 'config.yaml'), stringify(config))
  // Digests of what is hidden are compared between the rides, too.
  writeMaskKey(join(folder, 'data'))
  writeRegisters(folder, variant.registers)
}

/**
 * Lets a month come into a product whose data lie in `folder`, killed with SIGKILL and started again on what it left,
 * which is damaged at an end now and then.
 * What was not acknowledged is handed over again, under the receipt it had. Resolves when all is judged and the product has closed.
 */
export const ride = async (month: Month, variant: Variant, folder: string, kills: Kills = NEVER): Promise<Ride> => {
  writeConfig(month, variant, folder)
  const tasks = tasksOf(variant)
  const plan = killsOf(month.options.seed, kills, tasks.length)
  const killed: Record<string, number> = {}
  const damaged: Record<string, number> = {}
  const began = performance.now()
  const sum = { cpu: 0, memory: 0, cut: 0 }
  let [done, clock] = [0, variant.steps[0]!.now]

  const live = async (kill: Kill | undefined): Promise<void> => {
    const running = await startProcess(month, folder, clock)
    const first = done
    try {
      const how = await run(running, tasks, first, kill, { month, variant, folder })
      if (how !== undefined) killed[how] = (killed[how] ?? 0) + 1
      else await finish(running)
    } finally {
      running.kill()
      await running.ended
      done = first + running.done
      clock = Math.max(clock, running.clock)
      sum.cpu += running.cpu
      sum.memory = Math.max(sum.memory, running.memory)
      sum.cut += running.cut
    }
  }
  for (const [i, kill] of plan.entries()) {
    await live({ ...kill, at: Math.min(Math.max(kill.at, done), tasks.length - 1) })
    // Every second restart finds garbage at the end of one file.
    const tail = i % 2 === 0 ? undefined : tails[(i >> 1) % tails.length]
    if (tail && damageTail(join(folder, 'data'), tail)) damaged[tail] = (damaged[tail] ?? 0) + 1
  }
  await live(undefined)
  return { ...sum, killed, damaged, seconds: (performance.now() - began) / 1000 }
}

const finish = async (running: Process): Promise<void> => {
  await running.tell({ do: 'settle' })
  running.send({ do: 'close' })
  await running.ended
}

const NEVER: Kills = { times: 0, at: [] }

type Journey = { readonly month: Month; readonly variant: Variant; readonly folder: string }

/** Feeds from `first` on; resolves with how it was killed, or with nothing when all was taken. */
const run = async (
  running: Process,
  tasks: readonly Task[],
  first: number,
  kill: Kill | undefined,
  { month, variant, folder }: Journey,
): Promise<string | undefined> => {
  const point = kill?.point
  const { live = false } = month.options
  let armed = false
  const ended = (): string | undefined => (armed ? point : running.fail())
  for (let i = first; i < tasks.length; i++) {
    const task = tasks[i]!
    if (point && i === kill.at) {
      running.send({ do: 'arm', at: point, after: kill.after })
      armed = true
    }
    if ('files' in task) {
      await running.until(running.sent)
      if (running.over) return ended()
      writeRegisters(folder, task.files)
      running.send({ do: 'look', now: task.now })
    } else running.send({ do: 'step', now: task.now, live, groups: handedOver(month, variant, task) })
    // Lines are handed over faster than slices come: where it is to die in one, it is given the time.
    if (armed && point === 'slice' && i % 50 === 0) running.send({ do: 'settle' })
    await running.until(running.sent - WINDOW)
    if (running.over) return ended()
    if (kill && !point && i >= kill.at) await sleep(kill.after * 7)
    if (kill && i >= kill.at + (point ? kill.patience : 0)) return 'any time'
  }
  if (armed) running.send({ do: 'settle' })
  await running.until(running.sent)
  return running.over ? ended() : undefined
}
