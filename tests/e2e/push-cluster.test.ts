import { join } from 'node:path'
import kafkajs from 'kafkajs'
import pino from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { writeAlert } from '../../deploy/cluster/changelog-record.ts'
import { openClusterProduct } from '../../deploy/cluster/compose.ts'
import { loadConfig } from '../../deploy/config.ts'
import { sharedBrokers, uniqueName } from '../stack/kafka.ts'
import { has } from '../support/certificate.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { agree } from '../support/push-line.ts'
import { sampleAlerts } from '../support/sample-alerts.ts'

const brokers = (await sharedBrokers()) ?? []
const patient = { timeout: 120_000, interval: 300 }

test.skipIf(brokers.length === 0 || !has('openssl', 'version'))(
  'of the processes of a cluster one tells, after a restart too; another with its own ledger does not start',
  { timeout: 300_000 },
  async () => {
    const agreed = await agree()
    await agreed.receive()
    const kafka = { brokers: [...brokers], prefix: `${uniqueName('tell')}.` }
    const folder = writeConfig(temporaryFolder(), { kafka, detector: { slots: 1 }, push: agreed.push })
    const begin = async (data: string) => {
      const config = { ...loadConfig(folder), data: join(folder, data) }
      const log = pino({ level: 'silent' })
      const product = await openClusterProduct({ config, clock: { now: Date.now }, sample: false, log, role: 'api' })
      onTestFinished(product.close)
      return product
    }
    const producer = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING }).producer()
    await producer.connect()
    onTestFinished(() => producer.disconnect())
    const write = async (at: number): Promise<number> => {
      const alerts = sampleAlerts(at).filter(({ withdrawn, silenced }) => !withdrawn && !silenced)
      const messages = alerts.map((alert) => writeAlert({ alert: { ...alert, sample: false }, written: Date.now() }))
      await producer.send({ topic: `${kafka.prefix}alerts`, messages })
      return alerts.length
    }

    const first = await begin('data')
    const told = await write(Date.now())
    await vi.waitFor(() => expect(agreed.received()).toHaveLength(told), patient)
    await expect(begin('other')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('sổ chuyển của «tinh-mau» do máy'),
    })
    await first.close()
    await begin('data')
    expect(agreed.received()).toHaveLength(told)
  },
)
