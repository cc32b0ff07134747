import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { mayCommit } from '../../../deploy/cluster/may-commit.ts'
import { freePort } from '../../../deploy/stack/tool.ts'
import { openKafkaBus } from '../../../ingest/bus/kafka.ts'
import { openKafkaInput } from '../../../ingest/inputs/kafka.ts'
import { type Connection, kafkaClient } from '../../../ingest/kafka/client.ts'
import { isCoded } from '../../../kernel/errors.ts'
import { giveRights, guardedBroker, PASSWORD } from '../../stack/guarded.ts'
import { ownBroker } from '../../stack/kafka.ts'
import { collectorOf } from '../../stack/produce.ts'
import { ownFolder } from '../../support/certificate.ts'
import { memoryIntake } from '../../support/memory-intake.ts'

const guarded = await guardedBroker(ownFolder())
const broker = await ownBroker(guarded.options)
const intake = memoryIntake()

const read = async (connection: Connection, group = 'g', topic = 'raw-windows') => {
  const input = await openKafkaInput({
    ...{ connection, group, intake, topics: [{ topic, collector: 'wef-01', source: 'winlogbeat' }] },
    ...{ onRestart: () => undefined, said: () => undefined },
  })
  onTestFinished(() => input.close())
  return input
}
const refusal = async (work: Promise<unknown>): Promise<string> => {
  const error: unknown = await work.then(
    () => 'it was let in',
    (refused: unknown) => refused,
  )
  return isCoded(error) ? `${error.code}: ${error.message}` : String(error)
}

describe.skipIf(!broker)('a broker with certificates, passwords and rights', () => {
  const url = broker?.url ?? ''
  const collector = collectorOf([url])
  beforeAll(async () => {
    for (const topic of ['raw-windows', 'raw-secret']) await collector.makeTopic(topic)
    const readers = ['scram-256', 'scram-512', 'plain', 'CN=thu-thap']
    await giveRights(
      url,
      readers.flatMap((who) => [
        { who, kind: 'TOPIC', name: 'raw-windows', may: ['READ'] } as const,
        { who, kind: 'GROUP', name: 'g', may: ['READ'] } as const,
      ]),
    )
    await giveRights(url, [
      { who: 'plain', kind: 'TOPIC', name: 'vonggac.', may: ['CREATE', 'WRITE', 'READ', 'DESCRIBE_CONFIGS'] },
      { who: 'plain', kind: 'GROUP', name: 'vonggac.', may: ['READ'] },
    ])
  })

  test.each([
    ['SCRAM-SHA-256', guarded.withPassword('scram-256', 'scram-sha-256')],
    ['SCRAM-SHA-512', guarded.withPassword('scram-512', 'scram-sha-512')],
    ['PLAIN', guarded.withPassword('plain', 'plain')],
    ['a client certificate', guarded.withCertificate],
  ])('%s over TLS is let in', async (way, connection) => {
    await read(connection, `g-${way}`)
    await collector.produce('raw-windows', [way])
    await vi.waitFor(() => expect(intake.texts()).toContain(way))
  })

  const password = guarded.withPassword('scram-256', 'scram-sha-256')
  test.each<[string, RegExp, Connection, string?, string?]>([
    ['an authority nobody knows', /^BROKER_REFUSED: .*không do CA .*tls\.ca/, { ...password, tls: {} }],
    ['another authority', /^BROKER_REFUSED: .*không do CA .*tls\.ca/, { ...password, tls: { ca: guarded.stranger } }],
    ['a certificate that has expired', /^BROKER_REFUSED: .*đã hết hạn.*cấp chứng thư mới/, guarded.expired],
    ['a certificate of another host', /^BROKER_REFUSED: .*không ghi tên máy.*brokers/, guarded.elsewhere],
    ['a wrong password', /^BROKER_REFUSED: .*mật khẩu/, { ...password, sasl: { ...password.sasl!, password: 'sai' } }],
    [
      'a password for another mechanism',
      /^BROKER_REFUSED: .*mật khẩu cho cơ chế/,
      guarded.withPassword('scram-256', 'scram-sha-512'),
    ],
    ['an unknown user', /^BROKER_REFUSED: .*mật khẩu/, guarded.withPassword('la', 'scram-sha-512')],
    [
      'no client certificate',
      /^BROKER_REFUSED: .*TLS/,
      { ...guarded.withCertificate, tls: { ca: guarded.withCertificate.tls!.ca! } },
    ],
    ['a topic it may not read', /^BROKER_REFUSED: .*«raw-secret».*READ/, password, 'g', 'raw-secret'],
    ['a group it may not use', /^BROKER_REFUSED: .*nhóm đọc «khac»/, password, 'khac'],
    [
      'SASL where there is none',
      /^BROKER_REFUSED: .*không dùng SASL.*bỏ mục sasl/,
      { brokers: [url], ...(password.sasl && { sasl: password.sasl }) },
    ],
    ['a mechanism that is not on', /^BROKER_REFUSED: .*sasl\.mechanism/, { ...password, brokers: guarded.newer }],
  ])('%s is said', async (_, sentence, connection, group, topic) => {
    expect(await refusal(read(connection, group, topic))).toMatch(sentence)
  })

  const { brokers, tls = {}, sasl } = password
  test.each<[string, RegExp, Connection]>([
    ['TLS where there is none', /không dùng TLS \(bỏ mục tls/, { brokers: [url], tls: {} }],
    ['TLS and SASL where there is neither', /không dùng TLS \(bỏ mục tls/, { ...password, brokers: [url] }],
    ['no TLS where there is', /đòi TLS \(mục tls\)/, { brokers, ...(sasl && { sasl }) }],
    ['no SASL where there is', /đòi.*SASL \(mục sasl\)/, { brokers, tls }],
  ])('%s: the sentence asks about it', async (_, sentence, connection) => {
    const told = await refusal(openKafkaBus({ connection }))
    expect(told).toMatch(/^BROKER_UNREACHABLE: /)
    expect(told).toMatch(sentence)
  })

  test('a right of the bus that is missing is said by its own name', { timeout: 60_000 }, async () => {
    await giveRights(url, [
      { who: 'scram-256', kind: 'TOPIC', name: 'chi-doc.', may: ['CREATE', 'READ', 'DESCRIBE_CONFIGS'] },
    ])
    const bus = await openKafkaBus({ connection: password, prefix: 'chi-doc.' })
    onTestFinished(() => bus.close())
    expect(await bus.end('records')).toBe(0)
    const [publishing, reading] = [
      bus.publish('records', [{ key: '', value: Buffer.from('x') }]),
      bus.subscribe('records', 0, async () => undefined),
    ]
    expect(await refusal(publishing)).toMatch(/^BROKER_REFUSED: .*WRITE trên chủ đề «chi-doc\.records»/)
    expect(await refusal(reading)).toMatch(/^BROKER_REFUSED: .*nhóm đọc «chi-doc\.records\..*quyền READ/)
  })

  test('who may make no transaction is told so at the start, by the name of the right', {
    timeout: 120_000,
  }, async () => {
    const connection = guarded.withPassword('plain', 'plain')
    const asking = { client: kafkaClient(connection, 'test', () => undefined), brokers, prefix: 'vonggac.' }
    expect(await refusal(mayCommit(asking))).toMatch(
      /^BROKER_REFUSED: .*transactional\.id «vonggac\.detect\.start»: thiếu quyền WRITE và DESCRIBE/,
    )
    await giveRights(url, [{ who: 'plain', kind: 'TRANSACTIONAL_ID', name: 'vonggac.', may: ['WRITE'] }])
    await vi.waitFor(async () => expect(await refusal(mayCommit(asking))).toBe('it was let in'), { timeout: 60_000 })
  })

  test('a cluster that is away is waited for by the input, and ends the start of the bus', async () => {
    const away: Connection = { brokers: [`127.0.0.1:${await freePort()}`] }
    const input = await read(away)
    expect(String(input.trouble)).toContain(away.brokers[0])
    expect(await refusal(openKafkaBus({ connection: away }))).toMatch(/^BROKER_UNREACHABLE: .*ECONNREFUSED/)
  })

  test('the bus works with rights on its prefix, and names the right it lacks', async () => {
    const bus = await openKafkaBus({ connection: guarded.withPassword('plain', 'plain') })
    onTestFinished(() => bus.close())
    await bus.publish('records', [{ key: 'k', value: Buffer.from(PASSWORD) }])
    expect(await bus.end('records')).toBe(1)
    const seen: unknown[] = []
    await bus.subscribe('records', 0, async (batch) => void seen.push(...batch))
    await vi.waitFor(() => expect(seen).toHaveLength(1))

    const other = await openKafkaBus({ connection: password })
    onTestFinished(() => other.close())
    expect(await refusal(other.end('records'))).toMatch(/^BROKER_REFUSED: .*quyền/)
  })
})
