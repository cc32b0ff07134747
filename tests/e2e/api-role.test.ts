import kafkajs from 'kafkajs'
import pino from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { z } from 'zod'
import type { AlertDetail, AlertPage } from '../../api/schemas.ts'
import { writeAlert } from '../../deploy/cluster/changelog-record.ts'
import { openClusterProduct } from '../../deploy/cluster/compose.ts'
import { loadConfig } from '../../deploy/config.ts'
import type { Alert } from '../../kernel/alert.ts'
import { HOUR } from '../../kernel/time.ts'
import { revised } from '../contracts/alert-history.contract.ts'
import { ownPrefix, withElastic } from '../stack/elasticsearch.ts'
import { sharedBrokers, uniqueName } from '../stack/kafka.ts'
import { writeConfig } from '../support/config.ts'
import { elasticFront } from '../support/elastic-front.ts'
import { keyFile } from '../support/elastic-key.ts'
import { temporaryFolder } from '../support/folder.ts'
import { sampleAlerts } from '../support/sample-alerts.ts'

const SLOTS = 3
const patient = { timeout: 120_000, interval: 300 }
const brokers = await sharedBrokers()

if (!brokers) test.todo('the pages of a province: not tested, Kafka is not there')
else
  await withElastic('the pages of a province, whose alerts are on Elasticsearch', ({ client, url }) => {
    vi.setConfig({ testTimeout: 400_000 })

    /** A site, what its detectors would write, and a process that shows it. */
    const open = async () => {
      const [prefix, folder, front] = [ownPrefix(client), temporaryFolder(), await elasticFront(url)]
      const site = `${uniqueName('api')}.`
      const elasticsearch = { url: front.bare, prefix, ...(await keyFile(client, folder)) }
      const kafka = { brokers: [...brokers], prefix: site }
      writeConfig(folder, { kafka, detector: { slots: SLOTS }, elasticsearch })
      const begin = async (data: string) => {
        const config = { ...loadConfig(folder), data }
        const options = { config, clock: { now: Date.now }, sample: false, log: pino({ level: 'silent' }) }
        const product = await openClusterProduct({ ...options, role: 'api' })
        let isOpen = true
        const close = async (): Promise<void> => {
          if (isOpen) await product.close()
          isOpen = false
        }
        onTestFinished(close)
        const at = `${product.url}/api/v1`
        return {
          at,
          close,
          page: async (query: string) =>
            (await (await fetch(`${at}/alerts?state=all&${query}`)).json()) as z.infer<typeof AlertPage>,
          one: async (id: string) => (await (await fetch(`${at}/alerts/${id}`)).json()) as z.infer<typeof AlertDetail>,
        }
      }
      const producer = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING }).producer({
        ...{ transactionalId: uniqueName('tx'), idempotent: true, maxInFlightRequests: 1 },
      })
      await producer.connect()
      onTestFinished(() => producer.disconnect())
      /** As a detector commits them; an alert's revisions are all of one slot. */
      const write = async (alerts: readonly Alert[]): Promise<void> => {
        const transaction = await producer.transaction()
        const messages = alerts.map((alert) => ({
          ...writeAlert({ alert, written: Date.now() }),
          partition: alert.id.charCodeAt(0) % SLOTS,
        }))
        await transaction.send({ topic: `${site}alerts`, messages })
        await transaction.commit()
      }
      return { begin, write, front }
    }

    test('list, each filter, pages, detail with history and what was withdrawn; a process that comes later shows all of it', async () => {
      const { begin, write } = await open()
      const all = sampleAlerts(Date.now())
      const first = await begin(temporaryFolder())
      await write(all)
      const [alert, , guessed] = all as [Alert, Alert, Alert]
      const higher = revised(alert, { level: 'serious' })
      const reason = { vi: 'không còn đúng', en: 'refuted' }
      await write([higher, revised(guessed, { withdrawn: { reason, at: guessed.last + HOUR } })])
      const total = async (query: string): Promise<number> => (await first.page(query)).total
      await vi.waitFor(async () => expect((await first.page('limit=500')).alerts).toHaveLength(all.length), patient)
      await vi.waitFor(async () => expect((await first.one(guessed.id)).alert.withdrawn).toBeDefined(), patient)
      await vi.waitFor(async () => expect((await first.one(alert.id)).alert.level).toBe('serious'), patient)

      expect(await total('unit=so-x')).toBe(8)
      expect(await total('clause=ACC-01')).toBe(3)
      expect(await total('person=p-an')).toBe(2)
      expect(await total('machine=pc-05')).toBe(2)
      expect(await total('level=serious')).toBe(3)
      expect(((await (await fetch(`${first.at}/alerts?state=withdrawn`)).json()) as { total: number }).total).toBe(2)
      expect(await total(`from=${all[3]!.last}`)).toBe(4)
      expect(await total(`to=${all[3]!.last}`)).toBe(all.length - 3)

      const seen: string[] = []
      for (let next: string | undefined; ; ) {
        const page = await first.page(`limit=4${next === undefined ? '' : `&cursor=${next}`}`)
        seen.push(...page.alerts.map(({ id }) => id))
        next = page.next
        if (next === undefined) break
      }
      expect(seen).toEqual((await first.page('limit=500')).alerts.map(({ id }) => id))
      expect(new Set(seen).size).toBe(all.length)
      expect((await first.one(alert.id)).history.map(({ level }) => level)).toEqual([alert.level, 'serious'])

      await first.close()
      const later = await begin(temporaryFolder())
      expect((await later.page('limit=500')).alerts.map(({ id }) => id)).toEqual(seen)
      expect((await later.one(alert.id)).history).toHaveLength(2)
    })

    test('what comes is told live once a page finds it; while Elasticsearch is away a page says so, and then nothing is missed', async () => {
      const { begin, write, front } = await open()
      const [early, late] = sampleAlerts(Date.now()) as [Alert, Alert]
      const { at, page, one } = await begin(temporaryFolder())
      const stream = await fetch(`${at}/alerts/stream?state=all`)
      const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
      onTestFinished(() => reader.cancel())
      let text = ''
      const told = async (id: string): Promise<void> => {
        while (!text.includes(id)) text += (await reader.read()).value ?? ''
      }
      await write([early])
      await told(early.id)
      expect((await page('limit=500')).alerts.map(({ id }) => id)).toEqual([early.id])
      expect((await one(early.id)).alert).toEqual(early)

      await front.down()
      await write([late])
      const answer = await fetch(`${at}/alerts`)
      expect(answer.status).toBe(503)
      expect(await answer.json()).toMatchObject({ code: 'NOT_NOW', detail: expect.stringMatching(/Elasticsearch/) })
      expect(text).not.toContain(late.id)
      await front.up()
      await told(late.id)
      expect((await page('limit=500')).total).toBe(2)
    })
  })
