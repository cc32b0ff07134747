import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from '@elastic/elasticsearch'
import { elasticAlertStore } from '../../api/store/elastic/store.ts'
import type { Role } from '../../deploy/cluster/roles.ts'
import { startBroker } from '../../deploy/stack/broker.ts'
import { startElasticsearch } from '../../deploy/stack/elasticsearch.ts'
import type { Alert } from '../../kernel/alert.ts'
import { MINUTE } from '../../kernel/time.ts'
import { chanceOf } from './chance.ts'
import type { Alike } from './compare.ts'
import { WINDOW, writeConfig } from './feed.ts'
import type { Month } from './month.ts'
import type { Order } from './orders.ts'
import { type Process, startProcess } from './process.ts'
import { handedOver, type Step, type Variant } from './variants.ts'

/** Who can be killed: processes of the product by their names, and the two servers. */
export const victims = [
  'ingest-1',
  'ingest-2',
  'detect-1',
  'detect-2',
  'detect-3',
  'api',
  'kafka',
  'elasticsearch',
] as const
export type Victim = (typeof victims)[number]

export type Cluster = {
  readonly detectors: number
  /** So often one of them all dies. */
  readonly kills: number
  /** The second ingester stands still for twenty minutes in the middle of the month, its collectors waiting. */
  readonly standstill: boolean
}

/** What of the month in order such a ride has in common: after a standstill lines come in later. */
export const alikeIn = ({ standstill }: Cluster): Alike => ({ receipts: !standstill, late: !standstill, known: true })

export type ClusterRide = {
  /** What Elasticsearch holds in the end. */
  readonly alerts: ReadonlyMap<string, Alert>
  readonly killed: Readonly<Partial<Record<Victim, number>>>
  readonly seconds: number
}

const STANDSTILL = 20 * MINUTE
const SLOTS = 3
/** After all is judged, Elasticsearch is given so long, ms. */
const FOLLOWING = 120_000

type Groups = Extract<Order, { do: 'step' }>['groups']
/** What one process has to take, in order: lines, and the minute hand with them. */
type Task = { readonly now: number; readonly groups: Groups }

/** One process of the product over its lives: what a kill leaves unacknowledged is handed over again, under the receipt it had. */
const openMember = (month: Month, name: Victim, folder: string, role: Role) => {
  const tasks: Task[] = []
  let [running, first, sent]: [Process | undefined, number, number] = [undefined, 0, 0]

  const start = async (clock: number): Promise<void> => {
    running = await startProcess(month, folder, clock, role)
    sent = first
  }
  return {
    name,
    start,
    give: (task: Task): void => void tasks.push(task),
    /** Sends what there is; resolves when all but `WINDOW` of it is acknowledged, or where it is dead. */
    async feed(window = WINDOW): Promise<void> {
      if (!running) return
      const before = running.sent
      for (; sent < tasks.length; sent++) running.send({ do: 'step', live: false, ...tasks[sent]! })
      await running.until(Math.max(before, running.sent - window))
      if (running.over) running.fail()
    },
    async kill(): Promise<void> {
      const dying = running
      running = undefined
      dying?.kill()
      await dying?.ended
      first += dying?.done ?? 0
    },
    settled: async (): Promise<void> => running?.tell({ do: 'settle' }),
    async close(): Promise<void> {
      running?.send({ do: 'close' })
      await running?.ended
    },
    wipe: (): void => rmSync(join(folder, 'data'), { recursive: true, force: true }),
  }
}
type Member = ReturnType<typeof openMember>

/** Collectors keep to one of the two ingesters. */
const shareOf = (month: Month, ingesters: number, groups: Groups): readonly Groups[] => {
  const collectors = [...new Set(month.carriers.map(({ collector }) => collector))]
  return Array.from({ length: ingesters }, (_, i) =>
    groups.filter(({ collector }) => collectors.indexOf(collector) % ingesters === i),
  )
}

/**
 * Lets a month come into the product as a province runs it: ingesters, a group of detectors and the process that tells Elasticsearch, on a
 * broker and a node of their own, all of them processes that are killed with SIGKILL and started again, the detectors now and then on an
 * empty disk. One ingester stands still for twenty minutes. Resolves with what Elasticsearch holds when all is judged.
 */
export const clusterRide = async (
  month: Month,
  variant: Variant,
  folder: string,
  { detectors, kills, standstill }: Cluster,
): Promise<ClusterRide> => {
  const began = performance.now()
  const { seed } = month.options
  const broker = await startBroker({ data: join(folder, 'kafka') })
  const node = await startElasticsearch({ data: join(folder, 'elasticsearch') })
  const site = {
    kafka: { brokers: [broker.url], prefix: 'thang.' },
    detector: { slots: SLOTS },
    elasticsearch: { url: node.url, prefix: 'thang' },
  }
  const memberOf = (name: Victim, role: Role): Member => {
    const own = join(folder, name)
    writeConfig(month, variant, own, site)
    return openMember(month, name, own, role)
  }
  const ingesters = [memberOf('ingest-1', 'ingest'), memberOf('ingest-2', 'ingest')]
  const detecting = victims.slice(2, 2 + detectors).map((name) => memberOf(name, 'detect'))
  const members = [...ingesters, ...detecting, memberOf('api', 'api')]
  const killed: Partial<Record<Victim, number>> = {}

  const strike = async (i: number, now: number): Promise<void> => {
    const alive = victims.filter(
      (one) => one === 'kafka' || one === 'elasticsearch' || members.some(({ name }) => name === one),
    )
    const victim = alive[i % alive.length]!
    killed[victim] = (killed[victim] ?? 0) + 1
    if (victim === 'kafka') return broker.restart('SIGKILL')
    if (victim === 'elasticsearch') {
      await node.kill()
      return node.restart()
    }
    const member = members.find(({ name }) => name === victim)!
    await member.kill()
    // Its slots are others' by then, or it finds on Kafka what it had.
    if (victim.startsWith('detect') && chanceOf(seed, 31, i) < 0.5) member.wipe()
    await member.start(now)
  }

  const { steps } = variant
  const strikes = new Map(
    Array.from({ length: kills }, (_, i) => [Math.floor(((i + chanceOf(seed, 30, i)) / kills) * steps.length), i]),
  )
  const still = standstill ? steps[steps.findIndex(({ now }) => now >= (month.begins + month.over) / 2)]!.now : Infinity
  const isStill = ({ now }: Step): boolean => now >= still && now < still + STANDSTILL
  let held: Groups = []

  try {
    await Promise.all(members.map((member) => member.start(steps[0]!.now)))
    for (const [i, step] of steps.entries()) {
      const [own, other] = shareOf(month, 2, handedOver(month, variant, step))
      for (const member of members) {
        if (member !== ingesters[1]) member.give({ now: step.now, groups: member === ingesters[0] ? own! : [] })
        else if (!isStill(step)) member.give({ now: step.now, groups: [...held, ...other!] })
      }
      if (step.now === still) await ingesters[1]!.kill()
      held = isStill(step) ? [...held, ...other!] : []
      const back = isStill(step) && !isStill(steps[i + 1]!)
      await Promise.all(members.map((member) => member.feed()))
      if (back) await ingesters[1]!.start(step.now)
      if (strikes.has(i) && !isStill(step)) await strike(strikes.get(i)!, step.now)
    }
    await settle(members, detecting, steps.at(-1)!.now)
    return {
      alerts: await alertsOf(node.url, site.elasticsearch.prefix, members),
      killed,
      seconds: (performance.now() - began) / 1000,
    }
  } finally {
    await Promise.all(members.map((member) => member.kill()))
    await node.kill()
    await broker.stop('SIGKILL')
  }
}

/** The minute hand goes on until the detectors are through. */
const settle = async (members: readonly Member[], detecting: readonly Member[], now: number): Promise<void> => {
  let through = false
  await Promise.all(members.map((member) => member.feed(0)))
  const settled = Promise.all(detecting.map((member) => member.settled())).finally(() => {
    through = true
  })
  while (!through) {
    for (const member of members.filter((one) => !detecting.includes(one))) {
      member.give({ now, groups: [] })
      await member.feed(0)
    }
    await sleep(500)
  }
  await settled
}

/** What Elasticsearch holds once its follower has told it all: when nothing more comes. */
const alertsOf = async (
  url: string,
  prefix: string,
  members: readonly Member[],
): Promise<ReadonlyMap<string, Alert>> => {
  await Promise.all(members.filter(({ name }) => name !== 'api').map((member) => member.close()))
  const client = new Client({ node: url })
  const deadline = performance.now() + FOLLOWING
  try {
    const store = await elasticAlertStore({ client, prefix, lineage: '' })
    let [before, calm] = ['', 0]
    for (;;) {
      await client.indices.refresh({ index: `${prefix}-*` })
      const found = new Map<string, Alert>()
      let cursor: string | undefined
      do {
        const page = await store.search({ state: 'all' }, { limit: 500, ...(cursor !== undefined && { cursor }) })
        for (const alert of page.alerts) if (!alert.withdrawn) found.set(alert.id, alert)
        cursor = page.next
      } while (cursor !== undefined)
      const seen = [...found.values()].map(({ id, revision }) => `${id} ${revision}`).join()
      calm = seen === before ? calm + 1 : 0
      before = seen
      if (calm >= 5 || performance.now() > deadline) return found
      await sleep(1_000)
    }
  } finally {
    await client.close()
  }
}
