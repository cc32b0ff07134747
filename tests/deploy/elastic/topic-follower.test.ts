import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from '@elastic/elasticsearch'
import kafkajs from 'kafkajs'
import pino from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { writeAlert } from '../../../deploy/cluster/changelog-record.ts'
import { openPlace } from '../../../deploy/elastic/place.ts'
import { startTopicFollower } from '../../../deploy/elastic/topic-follower.ts'
import { startElasticsearch } from '../../../deploy/stack/elasticsearch.ts'
import { useCodecs } from '../../../ingest/kafka/codecs.ts'
import { createTopic } from '../../../ingest/kafka/topics.ts'
import type { Alert } from '../../../kernel/alert.ts'
import { localTime } from '../../../kernel/time.ts'
import { revised } from '../../contracts/alert-history.contract.ts'
import { ownPrefix, withElastic } from '../../stack/elasticsearch.ts'
import { sharedBrokers, uniqueName } from '../../stack/kafka.ts'
import { elasticFront } from '../../support/elastic-front.ts'
import { elasticAlertStore } from '../../support/elastic-store.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { sampleAlerts } from '../../support/sample-alerts.ts'

const NOW = localTime('2026-03-04', '10:00')
const all = sampleAlerts(NOW)
const [alert, other] = all as [Alert, Alert]
const log = pino({ level: 'silent' })
const PARTITIONS = 3

const brokers = await sharedBrokers()
if (!brokers) test.todo('what tells Elasticsearch of a topic of alerts: not tested, Kafka is not there')
else
  await withElastic('what tells Elasticsearch of a topic of alerts', ({ client, url }) => {
    useCodecs()
    // A broker and a node, each with its own pauses before it is tried again.
    vi.setConfig({ testTimeout: 300_000 })
    const kafka = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING })

    const open = async () => {
      const topic = uniqueName('alerts')
      const admin = kafka.admin()
      await admin.connect()
      onTestFinished(() => admin.disconnect())
      const make = () => createTopic(admin, { topic, numPartitions: PARTITIONS, replicationFactor: 1 })
      await make()
      const transactionalId = uniqueName('tx')
      const producer = kafka.producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 })
      await producer.connect()
      onTestFinished(() => producer.disconnect())
      /** As a detector writes them: one transaction, each alert in its slot's partition. */
      const write = async (alerts: readonly Alert[], written: number, end: 'commit' | 'abort' = 'commit') => {
        const transaction = await producer.transaction()
        const messages = alerts.map((one) => ({
          ...writeAlert({ alert: one, written }),
          partition: all.findIndex(({ id }) => id === one.id) % PARTITIONS,
        }))
        await transaction.send({
          topic,
          messages: messages.map((one) => ({ ...one, partition: Math.max(0, one.partition) })),
        })
        await transaction[end]()
      }
      return { topic, admin, make, write, group: uniqueName('group'), prefix: ownPrefix(client) }
    }
    type Place = Awaited<ReturnType<typeof open>>

    const follow = ({ topic, admin, group, prefix }: Place, address = url, now: () => number = Date.now) => {
      const elastic = new Client({ node: address, maxRetries: 0, requestTimeout: 30_000 })
      const place = openPlace(temporaryFolder())
      const broker = { client: kafka, admin, brokers, prefix: `${group}.`, onRestart: () => undefined }
      const follower = startTopicFollower({
        ...{ broker, topic, group, elastic, url: address, prefix, place, log },
        ...{ oldest: () => '0000.01', clock: { now } },
      })
      let isOpen = true
      const stop = async (): Promise<void> => {
        if (!isOpen) return
        isOpen = false
        await follower.stop(20_000)
        await elastic.close()
        place.close()
      }
      onTestFinished(stop)
      return { ...follower, place, stop }
    }

    /** What Elasticsearch has, once the newest revision of each of these is there; the whole history of each. */
    const there = async (prefix: string, wanted: readonly Alert[], at = client) => {
      const store = await elasticAlertStore({ client: at, prefix, lineage: '' })
      for (;;) {
        // An index that is being made has no shard to ask yet.
        const found = await Promise.all(wanted.map(({ id }) => store.get(id))).catch(() => [undefined])
        if (found.every((one, i) => one?.revision === wanted[i]!.revision)) break
        await sleep(100)
      }
      const { alerts, total } = await store.search({}, { limit: 1_000 })
      const histories = await Promise.all(alerts.map(({ id }) => store.history(id)))
      return {
        alerts,
        total,
        revisions: new Map(alerts.map(({ id }, i) => [id, histories[i]!.map((kept) => kept.alert)])),
      }
    }

    test('brings over what was committed, with its history and its time of writing, and later what is written; never what was aborted', async () => {
      const place = await open()
      await place.write(all, NOW)
      await place.write([{ ...alert, id: 'bị hủy' }], NOW, 'abort')
      const following = follow(place)
      const second = revised(alert, { level: 'high' })
      await place.write([second], NOW + 5)
      const found = await there(place.prefix, [second, ...all.slice(1)])
      expect(found.total).toBe(all.length)
      expect(found.revisions.get(alert.id)).toEqual([alert, second])
      const store = await elasticAlertStore({ client, prefix: place.prefix, lineage: '' })
      expect((await store.history(alert.id)).map(({ written }) => written)).toEqual([NOW, NOW + 5])
      // On a slow machine a batch may be offered again: that changes nothing there.
      await expect.poll(() => following.state().sent, { timeout: 30_000 }).toBeGreaterThan(all.length)
    })

    test('while Elasticsearch is away it says so and reads nothing; back, nothing is lost or doubled', async () => {
      const front = await elasticFront(url)
      const place = await open()
      let passed = 0
      const following = follow(place, front.url, () => Date.now() + passed)
      await place.write(all.slice(0, 5), NOW)
      await there(place.prefix, all.slice(0, 5))
      front.lose(2)
      await place.write(all.slice(5, 9), NOW)
      await there(place.prefix, all.slice(0, 9))
      await front.down()
      // One alert and the mark behind it: what has stood for minutes waits, however few offsets that are.
      const second = revised(other)
      await place.write([second], NOW)
      await expect.poll(() => following.state().trouble?.message, { timeout: 60_000 }).toMatch(/không kết nối được/)
      await expect
        .poll(
          () => {
            passed += 61_000
            return following.state().n
          },
          { timeout: 120_000, interval: 1_000 },
        )
        .toBeGreaterThan(0)
      let growing = alert
      for (let n = 1; n <= 20; n++) {
        growing = revised(growing, { occurrences: growing.occurrences + 1, last: growing.last + 1_000 })
        await place.write([growing, ...all.slice(8 + n, 9 + n)], NOW + n)
      }
      await front.up()
      const found = await there(place.prefix, [growing, second, ...all.slice(2)])
      expect(found.total).toBe(all.length)
      await expect.poll(() => following.state().trouble, { timeout: 60_000 }).toBeUndefined()
    })

    test('two share the partitions; where one dies the other goes on, and what was told twice is there once', async () => {
      const place = await open()
      const [first, second] = [follow(place), follow(place)]
      await place.write(all.slice(0, 12), NOW)
      await there(place.prefix, all.slice(0, 12))
      await first.stop()
      const changed = all.slice(0, 12).map((one) => revised(one, { level: one.level === 'low' ? 'high' : 'low' }))
      await place.write([...all.slice(12), ...changed], NOW + 1)
      const found = await there(place.prefix, [...changed, ...all.slice(12)])
      expect(found.total).toBe(all.length)
      for (const one of changed) expect(found.revisions.get(one.id)?.map(({ revision }) => revision)).toEqual([1, 2])
      await second.stop()
    })

    test('what is refused is kept with the reason, and does not hold up the others', async () => {
      const place = await open()
      const following = follow(place)
      const bad = { ...alert, id: 'x'.repeat(600) }
      await place.write([bad, other], NOW)
      await there(place.prefix, [other])
      await expect
        .poll(() => following.place.refused(), { timeout: 30_000 })
        .toMatchObject([{ alert: bad.id, revision: 1, reason: expect.stringContaining('Validation Failed') }])
    })

    test('an index that is blocked is told for as long as it is; then nothing is lost', async () => {
      const place = await open()
      const following = follow(place)
      await place.write([alert], NOW)
      await there(place.prefix, [alert])
      const blocked = (value: boolean) =>
        client.indices.putSettings({
          index: `${place.prefix}-*`,
          settings: { blocks: { read_only_allow_delete: value } },
        })
      await blocked(true)
      const second = revised(alert, { level: 'high' })
      await place.write([second, other], NOW + 1)
      const said = () => following.state().trouble?.message
      await expect.poll(said, { timeout: 60_000 }).toMatch(/đầy quá mức flood_stage/)
      // It is tried again and again meanwhile; that it reads is no sign that it can be sent.
      for (let look = 0; look < 40; look++) {
        expect(said()).toMatch(/đầy quá mức flood_stage/)
        await sleep(50)
      }
      await blocked(false)
      await there(place.prefix, [second, other])
      await expect.poll(said, { timeout: 60_000 }).toBeUndefined()
    })

    test('a topic made anew takes the place of the former one; an emptied Elasticsearch is told all again', async () => {
      const place = await open()
      const before = follow(place)
      const third = revised(revised(alert), { level: 'high' })
      await place.write([alert, revised(alert), third, other], NOW)
      await there(place.prefix, [third, other])
      await before.stop()
      await client.indices.delete({ index: Object.keys(await client.indices.get({ index: `${place.prefix}-*` })) })
      const again = follow(place)
      await there(place.prefix, [third, other])
      await again.stop()
      await place.admin.deleteTopics({ topics: [place.topic] })
      await expect
        .poll(
          () =>
            place.make().then(
              () => true,
              () => false,
            ),
          { timeout: 30_000 },
        )
        .toBe(true)
      await place.write([alert], NOW + 9)
      follow(place)
      const store = await elasticAlertStore({ client, prefix: place.prefix, lineage: '' })
      await expect.poll(() => store.get(alert.id).catch(() => undefined), { timeout: 60_000 }).toEqual(alert)
      expect((await store.history(alert.id)).map(({ written }) => written)).toEqual([NOW + 9])
    })

    test('the node killed with kill -9 and started again: nothing lost, nothing doubled', {
      timeout: 900_000,
    }, async () => {
      const node = await startElasticsearch({ data: temporaryFolder(), security: false })
      onTestFinished(node.stop)
      const own = new Client({ node: node.url })
      onTestFinished(() => own.close())
      const place = await open()
      const following = follow(place, node.url)
      let standing = [...all]
      await place.write(standing, NOW)
      for (let n = 1; n <= 4; n++) {
        standing = standing.map((one) => revised(one, { occurrences: one.occurrences + 1, last: one.last + 1 }))
        await place.write(standing, NOW + n)
        if (n !== 2) continue
        await expect.poll(() => following.state().sent, { timeout: 120_000 }).toBeGreaterThan(0)
        await node.kill()
        await node.restart()
      }
      const found = await there(place.prefix, standing, own)
      expect(found.total).toBe(all.length)
      for (const one of standing) expect(found.revisions.get(one.id)?.at(-1)).toEqual(one)
    })
  })
