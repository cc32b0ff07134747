import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Role } from '../../deploy/cluster/roles.ts'
import { startBroker } from '../../deploy/stack/broker.ts'
import { startElasticsearch } from '../../deploy/stack/elasticsearch.ts'
import { kafkaClient } from '../../ingest/kafka/client.ts'
import { RECORDS } from '../../ingest/wire.ts'
import type { Alike } from './compare.ts'
import { writeConfig } from './feed.ts'
import { type Groups, type Member, openMember } from './member.ts'
import type { Month } from './month.ts'
import { ingesterOf, STANDSTILL } from './standstill.ts'
import { openStrikes, type Victim } from './strikes.ts'
import { type Alerts, alertsInElastic, alertsOnPages, alertsOnTopic } from './told.ts'
import { handedOver, type Step, type Variant } from './variants.ts'

export type Cluster = {
  readonly detectors: number
  /** So often one of them all dies. */
  readonly kills: number
  /** From then on (epoch ms) the second ingester stands still for twenty minutes, its collectors waiting. */
  readonly standstill?: number
}

/** What of the month in order such a ride has in common: after a standstill lines come in later. */
export const alikeIn = ({ standstill }: Cluster): Alike => {
  const isPrompt = standstill === undefined
  return { receipts: isPrompt, late: isPrompt, known: true }
}

export type ClusterRide = {
  /** The alerts in force in the end: as the detectors wrote them (`topic`), in Elasticsearch, and on the pages of each detector, by its name. */
  readonly alerts: Readonly<Record<string, Alerts>>
  /** Revisions that two detectors wrote. */
  readonly doubled: readonly string[]
  readonly killed: Readonly<Record<Victim, number>>
  /** How many detectors came back with an empty disk. */
  readonly wiped: number
  readonly seconds: number
}

const SLOTS = 3
/** A producer is missed after sixty beats of the minute hand, which are seconds apart and here a step, five minutes: so often it beats besides. */
const BEATS = 20
/** Once everything was handed over it is judged within so long, ms. */
const SETTLING = 900_000

/**
 * Lets a month come into the product as a province runs it: ingesters, a group of detectors and the process that tells Elasticsearch, on a
 * broker and a node of their own, all of them processes that are killed with SIGKILL and started again, the detectors now and then on an
 * empty disk. The month's clock goes by steps of five minutes, each as fast as it is taken, and stands while an ingester comes back from
 * death: that is seconds. The twenty minutes in which one stands still are the month's own.
 */
export const clusterRide = async (
  month: Month,
  variant: Variant,
  folder: string,
  { detectors, kills, standstill = Infinity }: Cluster,
): Promise<ClusterRide> => {
  const began = performance.now()
  const broker = await startBroker({ data: join(folder, 'kafka') })
  const node = await startElasticsearch({ data: join(folder, 'elasticsearch') })
  const site = {
    kafka: { brokers: [broker.url], prefix: 'thang.' },
    detector: { slots: SLOTS },
    elasticsearch: { url: node.url, prefix: 'thang' },
  }
  const memberOf = (name: string, role: Role): Member => {
    const own = join(folder, name)
    writeConfig(month, variant, own, site)
    return openMember(month, name, own, role)
  }
  const ingesters = [memberOf('ingest-1', 'ingest'), memberOf('ingest-2', 'ingest')] as const
  const detecting = Array.from({ length: detectors }, (_, i) => memberOf(`detect-${i + 1}`, 'detect'))
  const members = [...ingesters, ...detecting, memberOf('api', 'api')]
  const admin = kafkaClient({ brokers: [broker.url] }, 'month', () => undefined).admin()

  const { steps } = variant
  let now = steps[0]!.now
  const send = (): void => {
    for (const member of members) member.send()
  }
  const beat = async (): Promise<void> => {
    for (const member of members) member.give({ now, groups: [] })
    send()
    await Promise.all(members.map((member) => member.until(0)))
    await sleep(200)
  }
  const end = async (): Promise<number> =>
    Number((await admin.fetchTopicOffsets(`${site.kafka.prefix}${RECORDS}`))[0]!.high)
  const strikes = openStrikes({
    ...{ seed: month.options.seed, times: kills, steps: steps.length },
    ...{ members, broker, node, end, beat },
  })

  const [own, other] = ingesters
  const isStill = (step: Step): boolean => step.now >= standstill && step.now < standstill + STANDSTILL
  let held: Groups = []
  const handOver = (step: Step): void => {
    const groups = handedOver(month, variant, step)
    const shareOf = (i: number): Groups => groups.filter(({ collector }) => ingesterOf(month, collector) === i)
    held = [...held, ...shareOf(1)]
    for (const member of members)
      if (member !== other) member.give({ now, groups: member === own ? shareOf(0) : [] })
      else if (!isStill(step)) member.give({ now, groups: held })
    if (!isStill(step)) held = []
    else for (let i = 0; i < BEATS; i++) own.give({ now, groups: [] })
    send()
  }

  try {
    await admin.connect()
    await Promise.all(members.map((member) => member.start()))
    let away = false
    for (const [i, step] of steps.entries()) {
      now = step.now
      if (isStill(step) && !away) {
        await Promise.all(members.map((member) => member.until(0)))
        await other.kill()
      } else if (away && !isStill(step)) await other.start(now)
      away = isStill(step)
      handOver(step)
      if (!away) await strikes.due(i)
      await Promise.all(members.map((member) => member.until()))
    }
    await strikes.returned()
    await settle(detecting, end, beat)
    const { alerts: topic, doubled } = await alertsOnTopic([broker.url], site.kafka.prefix, SLOTS)
    const alerts: Record<string, Alerts> = {
      topic,
      elasticsearch: await alertsInElastic(node.url, site.elasticsearch.prefix, topic),
    }
    for (const { name } of detecting) alerts[name] = await alertsOnPages(join(folder, name), topic)
    for (const member of [...ingesters, ...detecting]) await member.close()
    const { killed, wiped } = strikes
    return { alerts, doubled, killed, wiped, seconds: (performance.now() - began) / 1000 }
  } finally {
    await strikes.returned().catch(() => undefined) // whoever failed first is told
    await Promise.all(members.map((member) => member.kill()))
    await admin.disconnect()
    await node.kill()
    await broker.stop('SIGKILL')
  }
}

/** Every slot has somebody who has saved what is in the log, and has nothing left to compute; what was late is asked for with a beat of the minute hand. */
const settle = async (
  detecting: readonly Member[],
  end: () => Promise<number>,
  beat: () => Promise<void>,
): Promise<void> => {
  const began = performance.now()
  for (let round = 0; round < 3; round++) {
    const last = await end()
    for (;;) {
      await beat()
      const slots = detecting.flatMap((member) => member.slots)
      const through = new Set(slots.filter(({ saved, busy }) => saved >= last && !busy).map(({ slot }) => slot))
      if (through.size === SLOTS) break
      if (performance.now() - began > SETTLING) throw new Error(`not judged to ${last}: ${JSON.stringify(slots)}`)
    }
  }
}
