import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import kafkajs, { Kafka, logLevel } from 'kafkajs'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { freePort } from '../../../deploy/stack/tool.ts'
import { type KafkaInputOptions, openKafkaInput } from '../../../ingest/inputs/kafka.ts'
import type { RawTopic } from '../../../ingest/inputs/kafka-batch.ts'
import type { Intake } from '../../../ingest/intake.ts'
import { isCoded } from '../../../kernel/errors.ts'
import { sharedBrokers, uniqueName } from '../../stack/kafka.ts'
import { collectorOf } from '../../stack/produce.ts'
import { openProxy } from '../../stack/proxy.ts'
import { signIn } from '../../support/lines.ts'
import { memoryIntake } from '../../support/memory-intake.ts'
import { NOW, realIntake } from '../../support/real-intake.ts'

const shared = await sharedBrokers()
const brokers = shared ?? []
const collector = collectorOf(brokers)
const soon = (happened: () => void): Promise<void> => vi.waitFor(happened, { interval: 20 })
const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `dòng ${from + i}`)

const open = async (intake: Intake, topics: readonly RawTopic[], but: Partial<KafkaInputOptions> = {}) => {
  const input = await openKafkaInput({
    ...{ connection: { brokers }, group: uniqueName('group'), topics, intake },
    ...{ onRestart: () => undefined, said: () => undefined, ...but },
  })
  onTestFinished(() => input.close())
  return input
}

const rawTopic = async (partitions = 1): Promise<RawTopic> => ({
  topic: await collector.makeTopic(uniqueName('raw'), partitions),
  collector: 'wef-01',
  source: 'winlogbeat',
})

describe.skipIf(!shared)('raw topics of Kafka', () => {
  test('each topic speaks for its collector and source; one message is one line, whatever its compression', async () => {
    const intake = memoryIntake()
    const { GZIP, ZSTD } = kafkajs.CompressionTypes
    const windows = await rawTopic(3)
    const linux: RawTopic = {
      topic: await collector.makeTopic(uniqueName('raw')),
      collector: 'srv',
      source: 'linux-auth',
    }
    await collector.produce(windows.topic, ['{"a":1}', null, '', '{"a":2}\r\n'], GZIP)
    const input = await open(intake, [windows, linux])
    await collector.produce(linux.topic, ['sshd: một\n', 'sshd: một\n', 'hai dòng\nmột tin'], ZSTD)
    await soon(() => expect(intake.taken).toHaveLength(5))
    const of = (id: string) => intake.taken.filter((line) => line.collector === id).map(({ text }) => text)
    expect(of('wef-01').sort()).toEqual(['{"a":1}', '{"a":2}'])
    expect(of('srv')).toEqual(['sshd: một', 'sshd: một', 'hai dòng\nmột tin'])
    expect(intake.taken.map(({ source }) => source).sort()).toEqual([
      'linux-auth',
      'linux-auth',
      'linux-auth',
      'winlogbeat',
      'winlogbeat',
    ])
    expect(intake.taken.every(({ place }) => place === '')).toBe(true)
    expect(input.counters).toMatchObject({ lines: 5, empty: 2, crashed: 0, refused: 0 })
  })

  test('goes on where it stopped: nothing twice, and what came meanwhile', async () => {
    const intake = memoryIntake()
    const topic = await rawTopic()
    const group = uniqueName('group')
    await collector.produce(topic.topic, numbered(1_200))
    const first = await open(intake, [topic], { group })
    await intake.until(1_200)
    await first.close()
    await collector.produce(topic.topic, numbered(10, 1_200))
    await open(intake, [topic], { group })
    await intake.until(1_210)
    expect(intake.texts()).toEqual(numbered(1_210))
    expect(Math.max(...intake.deliveries.map(({ lines }) => lines.length))).toBe(500)
  })

  test('under pressure nothing is committed; a stop then ends at once, and the next start reads it all', async () => {
    const [pressed, free] = [memoryIntake(), memoryIntake()]
    const topic = await rawTopic()
    const group = uniqueName('group')
    pressed.press('BACKPRESSURE')
    const first = await open(pressed, [topic], { group })
    await collector.produce(topic.topic, numbered(600))
    await new Promise((resolve) => setTimeout(resolve, 500))
    await first.close()
    expect(pressed.taken).toEqual([])
    const second = await open(free, [topic], { group })
    expect(second.counters[`${topic.topic}.lag`]).toBe(600)
    await free.until(600)
    expect(free.texts()).toEqual(numbered(600))
  })

  test('what the intake could not store is offered again, and said', async () => {
    const intake = memoryIntake()
    const topic = await rawTopic()
    const told: unknown[] = []
    const input = await open(intake, [topic], { onRestart: (restart) => told.push(restart) })
    const error = new Error('the disk broke')
    intake.breakOnce(error)
    await collector.produce(topic.topic, numbered(50))
    await intake.until(50)
    expect(intake.texts()).toEqual(numbered(50))
    expect(told).toEqual([{ kind: 'refused', error }])
    await soon(() => expect(input.trouble).toBeUndefined())
  })

  test('through the intake: documents of a Beat are stored, what cannot be read is in quarantine, a repetition is one', async () => {
    const { intake, observations, quarantine } = realIntake()
    const topic = await rawTopic()
    const line = (record: number) => signIn({ at: NOW - 60_000, user: 'an.nv', host: 'pc-01', record })
    const beat = { ...JSON.parse(line(1)), '@metadata': { beat: 'winlogbeat', type: '_doc', version: '9.1.0' } }
    await open(intake, [topic])
    await collector.produce(topic.topic, [JSON.stringify(beat), '{"hỏng":', line(2), line(2)])
    await soon(() => expect(quarantine.counters.lines).toBe(1))
    expect(observations().map(({ action, seq }) => [action, seq])).toEqual([
      ['login', 1],
      ['login', 2],
      ['login', 2],
    ])
    expect(new Set(observations().map(({ id }) => id)).size).toBe(2)
  })

  test('what the topic forgot before it was read is counted as lost', async () => {
    const intake = memoryIntake()
    const topic = await rawTopic()
    const group = uniqueName('group')
    await collector.produce(topic.topic, numbered(10))
    const first = await open(intake, [topic], { group })
    await intake.until(10)
    expect(first.counters['lost']).toBe(0)
    await first.close()
    await collector.produce(topic.topic, numbered(20, 10))
    await collector.forget(topic.topic, 25)
    const second = await open(intake, [topic], { group })
    await intake.until(15)
    expect(intake.texts()).toEqual([...numbered(10), ...numbered(5, 25)])
    expect(second.counters['lost']).toBe(15)
  })

  test('what the topic forgot while the cluster was away is counted before it is passed over', async () => {
    const intake = memoryIntake()
    const topic = await rawTopic()
    const group = uniqueName('group')
    await collector.produce(topic.topic, numbered(10))
    const first = await open(intake, [topic], { group })
    await intake.until(10)
    await first.close()
    await collector.produce(topic.topic, numbered(20, 10))
    await collector.forget(topic.topic, 25)
    const port = await freePort()
    const second = await open(intake, [topic], { group, connection: { brokers: [`127.0.0.1:${port}`] } })
    expect(isCoded(second.trouble) && second.trouble.code).toBe('BROKER_UNREACHABLE')
    const proxy = await openProxy(Number(brokers[0]!.split(':')[1]), port)
    onTestFinished(proxy.close)
    await intake.until(15)
    expect(intake.texts()).toEqual([...numbered(10), ...numbered(5, 25)])
    expect(second.counters['lost']).toBe(15)
    expect(second.trouble).toBeUndefined()
  }, 30_000)

  test('a group that lets nobody in keeps no start waiting; it is said, and read once it does', async () => {
    const intake = memoryIntake()
    const topic = await rawTopic()
    const group = uniqueName('group')
    await collector.produce(topic.topic, numbered(10))
    const other = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).consumer({ groupId: group })
    const { promise: done, resolve: finish } = Promise.withResolvers<void>()
    const { promise: working, resolve: work } = Promise.withResolvers<void>()
    await other.connect()
    await other.subscribe({ topics: [topic.topic], fromBeginning: true })
    await other.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: () => {
        work()
        return done
      },
    })
    await working
    const told: string[] = []
    const input = await open(intake, [topic], { group, startMs: 1_000, onRestart: ({ kind }) => told.push(kind) })
    expect(String(input.trouble)).toContain('sau 1 giây')
    expect([told, intake.taken]).toEqual([['crashed'], []])
    finish()
    await other.disconnect()
    await intake.until(10)
    expect(intake.texts()).toEqual(numbered(10))
    expect(input.trouble).toBeUndefined()
  }, 30_000)

  test('a topic that is not there is named', async () => {
    const topic = { ...(await rawTopic()), topic: uniqueName('none') }
    const refused = await open(memoryIntake(), [topic]).catch((error: unknown) => error)
    expect(isCoded(refused) && refused.code).toBe('BROKER_TOPIC')
    expect(String(refused)).toContain(topic.topic)
  })
})

test('a cluster that takes connections and never answers keeps no start waiting', async () => {
  const sockets: Socket[] = []
  const server = createServer((socket) => void sockets.push(socket.on('error', () => socket.destroy()).resume()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const silent = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const topic: RawTopic = { topic: 'raw', collector: 'wef-01', source: 'winlogbeat' }
  const input = await open(memoryIntake(), [topic], { connection: { brokers: [silent] }, startMs: 500 })
  expect(isCoded(input.trouble) && input.trouble.code).toBe('BROKER_UNREACHABLE')
  expect(String(input.trouble)).toContain(silent)
  server.close()
  for (const socket of sockets) socket.destroy()
}, 30_000)
