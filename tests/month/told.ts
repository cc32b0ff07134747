import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from '@elastic/elasticsearch'
import { clusterTopics } from '../../deploy/cluster/topics.ts'
import { kafkaClient } from '../../ingest/kafka/client.ts'
import { Alert } from '../../kernel/alert.ts'
import { elasticAlertStore } from '../support/elastic-store.ts'
import { alertsIn } from './compare.ts'

export type Alerts = ReadonlyMap<string, Alert>

/** What the detectors wrote, and revisions of it that stand there twice or after a later one: two of them wrote about the same alert. */
export type Written = { readonly alerts: Alerts; readonly doubled: readonly string[] }

/** Those who follow what is written are given so long, ms. */
const FOLLOWING = 240_000
const LOOK = 500
/** Behind everything: a mark that is no alert, as the detectors write one themselves. */
const END = 'end/month'

/** The alerts in force on the topic into which the detectors write, once they have ended: read from its beginning, by nothing of the product. */
export const alertsOnTopic = async (brokers: readonly string[], prefix: string, slots: number): Promise<Written> => {
  const client = kafkaClient({ brokers }, 'month', () => undefined)
  const topic = clusterTopics(prefix).alerts
  const producer = client.producer({ allowAutoTopicCreation: false })
  await producer.connect()
  const partitions = Array.from({ length: slots }, (_, partition) => partition)
  await producer.send({ topic, messages: partitions.map((partition) => ({ partition, key: END, value: null })) })
  await producer.disconnect()

  const found = new Map<string, Alert>()
  const doubled: string[] = []
  const open = new Set(partitions)
  const { promise: read, resolve } = Promise.withResolvers<void>()
  const consumer = client.consumer({ groupId: `${prefix}month`, allowAutoTopicCreation: false })
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  await consumer.run({
    eachMessage: async ({ partition, message: { key, value } }) => {
      if (String(key) === END) open.delete(partition)
      if (value) {
        const { written: _, ...said } = JSON.parse(String(value)) as Record<string, unknown> // what an alert is its schema says
        const alert = Alert.parse(said)
        const before = found.get(alert.id)
        if (before && before.revision >= alert.revision)
          doubled.push(`${alert.rule.id} ${alert.id}: ${alert.revision} after ${before.revision}`)
        found.set(alert.id, alert)
      }
      if (open.size === 0) resolve()
    },
  })
  await read
  await consumer.disconnect()
  return { alerts: inForce(found), doubled }
}

const inForce = (alerts: Alerts): Alerts => new Map([...alerts].filter(([, { withdrawn }]) => !withdrawn))

/** What Elasticsearch holds once it knows the revisions of `written`, or when it has been given long enough. */
export const alertsInElastic = async (url: string, prefix: string, written: Alerts): Promise<Alerts> => {
  const client = new Client({ node: url })
  try {
    const store = await elasticAlertStore({ client, prefix, lineage: '' })
    return await once(written, async () => {
      await client.indices.refresh({ index: `${prefix}-*` })
      const found = new Map<string, Alert>()
      let cursor: string | undefined
      do {
        const page = await store.search({ state: 'all' }, { limit: 500, ...(cursor !== undefined && { cursor }) })
        for (const alert of page.alerts) found.set(alert.id, alert)
        cursor = page.next
      } while (cursor !== undefined)
      return inForce(found)
    })
  } finally {
    await client.close()
  }
}

/** The same of the pages of a process that runs in `folder`. */
export const alertsOnPages = (folder: string, written: Alerts): Promise<Alerts> =>
  once(written, async () => alertsIn(folder))

const once = async (written: Alerts, look: () => Promise<Alerts>): Promise<Alerts> => {
  const revisions = revisionsOf(written)
  for (const began = performance.now(); ; await sleep(LOOK)) {
    const found = await look()
    if (revisionsOf(found) === revisions || performance.now() - began > FOLLOWING) return found
  }
}

const revisionsOf = (alerts: Alerts): string =>
  [...alerts.values()]
    .map(({ id, revision }) => `${id} ${revision}`)
    .sort()
    .join()
