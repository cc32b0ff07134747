import { expect, onTestFinished, test, vi } from 'vitest'
import { openDirectories } from '../../../deploy/cluster/directories.ts'
import { openVersions } from '../../../deploy/versions.ts'
import { loadCatalogue } from '../../../detectors/load.ts'
import { kafkaClient } from '../../../ingest/kafka/client.ts'
import { REQUEST_BYTES } from '../../../ingest/kafka/requests.ts'
import { ensureTopic } from '../../../ingest/kafka/topics.ts'
import { directoryData } from '../../../kernel/directory/data.ts'
import { sharedBrokers, uniqueName } from '../../stack/kafka.ts'
import { temporaryFolder } from '../../support/folder.ts'

const brokers = (await sharedBrokers()) ?? []
const patient = { timeout: 60_000, interval: 100 }
const version = (id: string) => ({ ...directoryData({}), version: id })

/** An installation's directories on topics of its own. */
const openSite = async () => {
  const client = kafkaClient({ brokers }, 'test', () => undefined)
  const admin = client.admin()
  await admin.connect()
  onTestFinished(() => admin.disconnect())
  const prefix = `${uniqueName('directories')}.`
  const open = async (topic: string) => {
    const versions = await openVersions(temporaryFolder(), temporaryFolder(), {
      catalogue: loadCatalogue(),
      assumed: new Set<string>(),
    })
    const directories = await openDirectories({
      ...{ client, admin, brokers, prefix, topic, versions, onRestart: () => undefined },
    })
    onTestFinished(directories.stop)
    return { directories, versions }
  }
  return { client, admin, prefix, open }
}

test.skipIf(brokers.length === 0)(
  'a version as large as a province’s is told to the others',
  async () => {
    const { admin, prefix, open } = await openSite()
    const topic = `${prefix}directory`
    await ensureTopic(admin, topic, { partitions: 1, retentionMs: -1, maxMessageBytes: 2 * REQUEST_BYTES })
    const machine = { unit: 'xa-a', role: 'workstation', secrets: false, agent: true } as const
    const machines = Array.from({ length: 60_000 }, (_, i) => ({ ...machine, id: `pc-${i}` }))
    const large = { ...directoryData({ machines }), version: 'v1' }
    expect(JSON.stringify(large).length).toBeGreaterThan(REQUEST_BYTES)
    const { directories } = await open(topic)
    await directories.publish(large, 1)
    const other = await open(topic)
    expect(other.versions.latest).toEqual(large)
  },
  180_000,
)

test.skipIf(brokers.length === 0)(
  'the version everybody begins with is the first, even where compaction has left it only at the end',
  async () => {
    const { client, admin, prefix, open } = await openSite()
    const settings = { partitions: 1, retentionMs: -1, maxMessageBytes: 1_000_000 }
    const topic = `${prefix}full`
    await ensureTopic(admin, topic, settings)
    const { directories } = await open(topic)
    const { signal } = new AbortController()
    await directories.publish(version('v1'), 1)
    expect(await directories.first(signal)).toBe('v1')
    for (const [at, id] of ['v2', 'v1'].entries()) await directories.publish(version(id), at + 2)
    const read: { key: string; value: Buffer }[] = []
    const consumer = client.consumer({ groupId: `${prefix}read` })
    onTestFinished(() => consumer.disconnect())
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    await consumer.run({
      eachMessage: async ({ message: { key, value } }) => void read.push({ key: String(key), value: value! }),
    })
    await vi.waitFor(() => expect(read.map(({ key }) => key)).toEqual(['first', 'v1', 'v2', 'v1']), patient)

    // As compaction leaves it: of each key the newest.
    const compacted = `${prefix}compacted`
    await ensureTopic(admin, compacted, settings)
    const producer = client.producer()
    onTestFinished(() => producer.disconnect())
    await producer.connect()
    await producer.send({ topic: compacted, messages: read.filter((_, i) => i !== 1) })
    const later = await open(compacted)
    expect(await later.directories.first(signal)).toBe('v1')
    expect(later.versions.latest?.version).toBe('v1')
  },
  180_000,
)
