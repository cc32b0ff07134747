import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../../../deploy/config.ts'
import { defaultSources } from '../../../deploy/default-sources.ts'
import { connectionOf } from '../../../deploy/kafka/settings.ts'
import { isCoded } from '../../../kernel/errors.ts'
import { localTime } from '../../../kernel/time.ts'
import { freePort, writeConfig } from '../../support/config.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { openHere } from '../../support/product.ts'

const PEM = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n'
const raw = { topic: 'raw.windows', collector: 'c-win', source: 'winlogbeat' }
const withKafka = (kafka: object): string => writeConfig(temporaryFolder(), { ingest: { port: 0, kafka } })
const refusal = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (isCoded(error)) return `${error.code}: ${error.message}`
  }
  return 'it was taken'
}

test.each([
  [{ topics: [raw] }, /brokers: thiếu mục này/],
  [{ brokers: ['kafka-01'], topics: [raw] }, /brokers\.0: cần dạng máy:cổng/],
  [{ brokers: ['kafka-01:9092'], topics: [] }, /topics/],
  [{ brokers: ['kafka-01:9092'], topics: [raw, raw] }, /một chủ đề chỉ khai một lần/],
  [{ brokers: ['kafka-01:9092'], topics: [{ ...raw, topic: 'nhật ký' }] }, /tên chủ đề/],
  [
    { brokers: ['kafka-01:9092'], topics: [raw], sasl: { mechanism: 'plain', username: 'a', password: 'b' } },
    /passwordFile|password/,
  ],
])('a configuration with %o is refused with the place', (kafka, said) => {
  expect(refusal(() => loadConfig(withKafka(kafka)))).toMatch(said)
})

test('passwords and certificates are read from files beside the configuration', () => {
  const sasl = { mechanism: 'scram-sha-512', username: 'vonggac', passwordFile: 'kafka.password' }
  const folder = withKafka({ brokers: ['kafka-01:9093'], tls: { ca: 'ca.pem' }, sasl, topics: [raw] })
  const kafka = loadConfig(folder).ingest.kafka!
  expect(refusal(() => connectionOf(kafka, folder))).toMatch(/^CONFIG_INVALID: .*\/ca\.pem»/)
  writeFileSync(join(folder, 'ca.pem'), 'DER')
  expect(refusal(() => connectionOf(kafka, folder))).toMatch(
    /^CONFIG_INVALID: .*tls\.ca: .*\/ca\.pem» không phải chứng thư dạng PEM/,
  )
  writeFileSync(join(folder, 'ca.pem'), PEM)
  writeFileSync(join(folder, 'kafka.password'), '\n')
  expect(refusal(() => connectionOf(kafka, folder))).toMatch(/^CONFIG_INVALID: .*sasl\.passwordFile: .*rỗng/)
  writeFileSync(join(folder, 'kafka.password'), ' mật khẩu \n')
  expect(connectionOf(kafka, folder)).toEqual({
    brokers: ['kafka-01:9093'],
    tls: { ca: PEM },
    sasl: { mechanism: 'scram-sha-512', username: 'vonggac', password: ' mật khẩu ' },
  })
  expect(refusal(() => connectionOf({ ...kafka, tls: { cert: 'ca.pem' } }, folder))).toMatch(/phải đi cùng nhau/)
  expect(refusal(() => connectionOf({ ...kafka, tls: { cert: 'ca.pem', key: 'ca.pem' } }, folder))).toMatch(
    /tls\.key: .*không phải khóa riêng dạng PEM/,
  )
})

test('a password is not sent in clear: plain without tls is refused, scram is not', () => {
  const of = (mechanism: string) => {
    const sasl = { mechanism, username: 'vonggac', passwordFile: 'kafka.password' }
    const folder = withKafka({ brokers: ['kafka-01:9092'], sasl, topics: [raw] })
    writeFileSync(join(folder, 'kafka.password'), 'mật khẩu')
    const kafka = loadConfig(folder).ingest.kafka!
    return (tls: object) => refusal(() => connectionOf({ ...kafka, ...tls }, folder))
  }
  expect(of('plain')({})).toMatch(/^CONFIG_INVALID: .*không mã hóa/)
  expect(of('plain')({ tls: {} })).toBe('it was taken')
  expect(of('scram-sha-512')({})).toBe('it was taken')
})

test('what a topic put into quarantine is read again by the source its topic has', () => {
  const folder = withKafka({ brokers: ['kafka-01:9092'], topics: [{ ...raw, collector: 'wef-kafka' }] })
  const sourceOf = defaultSources(loadConfig(folder))
  expect([sourceOf('wef-kafka'), sourceOf('another')]).toEqual(['winlogbeat', 'auto'])
})

test('a cluster that is away is said in health, and everything else goes on', async () => {
  const brokers = [`127.0.0.1:${await freePort()}`]
  const start = localTime('2026-07-06', '09:00')
  const here = await openHere(withKafka({ brokers, topics: [raw] }), start)
  const { status, findings } = await here.health()
  expect(status).toBe('degraded')
  expect(findings).toMatchObject([{ code: 'BROKER_UNREACHABLE', text: { vi: expect.stringContaining(brokers[0]!) } }])
  expect(findings[0]!.text.vi).toMatch(/^Đầu vào đang chờ Kafka, tự đọc tiếp/)
  expect((await here.post('c-win', 'winlogbeat', '{}')).status).toBe(200)
})
