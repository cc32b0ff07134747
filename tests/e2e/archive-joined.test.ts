import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import kafkajs from 'kafkajs'
import pino from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openCheckpoint } from '../../deploy/checkpoint.ts'
import { backtest } from '../../deploy/cli/backtest.ts'
import { check } from '../../deploy/cli/check.ts'
import { openClusterProduct } from '../../deploy/cluster/compose.ts'
import { slotFileOf } from '../../deploy/cluster/slot-file.ts'
import { loadConfig } from '../../deploy/config.ts'
import { archiveAlias } from '../../ingest/archive/elastic-index.ts'
import { archiveOf } from '../../ingest/archive/embedded.ts'
import { DAY, HOUR, localTime, MINUTE, SECOND } from '../../kernel/time.ts'
import { ownPrefix, withElastic } from '../stack/elasticsearch.ts'
import { sharedBrokers, uniqueName } from '../stack/kafka.ts'
import { commune, writeConfig, writeRegisters } from '../support/config.ts'
import { keyFile } from '../support/elastic-key.ts'
import { temporaryFolder } from '../support/folder.ts'
import { wrongPassword } from '../support/lines.ts'
import { talk } from '../support/product.ts'

const NIGHT = localTime('2026-03-02', '22:00')
/** From where the slot's log is read again. */
const refillIn = (data: string): number => {
  const file = new DatabaseSync(slotFileOf(data, 0), { readOnly: true })
  try {
    return openCheckpoint(file, { readOnly: true }).position()?.refill ?? 0
  } finally {
    file.close()
  }
}

const patient = { timeout: 150_000, interval: 300 }
const brokers = await sharedBrokers()

if (!brokers) test.todo('a detector that joins late: not tested, Kafka is not there')
else
  await withElastic('a detector that joins late, beside an archive on Elasticsearch', ({ client, url }) => {
    vi.setConfig({ testTimeout: 500_000 })

    test('a line of a week ago is judged with what only Elasticsearch still has', async () => {
      const [prefix, folder, site] = [ownPrefix(client), temporaryFolder(), `${uniqueName('joined')}.`]
      const { protocol, host } = new URL(url)
      const server = { url: `${protocol}//${host}`, ...(await keyFile(client, folder)) }
      const kafka = { brokers: [...brokers], prefix: site }
      const elasticsearch = { ...server, prefix, archive: true }
      let now = NIGHT
      const begin = async (data: string) => {
        writeConfig(folder, { lateness: '5s', data, kafka, detector: { slots: 1 }, elasticsearch })
        const product = await openClusterProduct({
          ...{ config: loadConfig(folder), clock: { now: () => now }, sample: false, role: 'all' },
          ...{ log: pino({ level: 'silent' }), tickEvery: 100 },
        })
        let isOpen = true
        const close = async (): Promise<void> => {
          if (isOpen) await product.close()
          isOpen = false
        }
        onTestFinished(close)
        return { ...talk(product.url, `http://127.0.0.1:${product.port}`), close }
      }
      type Site = Awaited<ReturnType<typeof begin>>
      const guess = async (product: Site, record: number): Promise<void> => {
        const line = wrongPassword({ at: NIGHT + record * 20 * SECOND, user: 'an.nv', host: 'pc-01', record })
        expect((await product.post('c-win', 'winlogbeat', line)).status).toBe(200)
      }
      const judgedTo = (product: Site, at: number) =>
        vi.waitFor(async () => expect((await product.health()).watermark).toBeGreaterThan(at), patient)

      const former = temporaryFolder()
      const first = await begin(former)
      now = NIGHT + 2 * MINUTE
      for (const record of [1, 2, 4, 5]) await guess(first, record)
      now = NIGHT + 7 * DAY
      await judgedTo(first, now - HOUR)
      await vi.waitFor(async () => {
        await client.indices.refresh({ index: archiveAlias(prefix) })
        const query = { term: { 'vonggac.about.user': 'an.nv@tinh' } }
        const found = await client.search<{ vonggac: { offset: number } }>({ index: archiveAlias(prefix), query })
        const places = found.hits.hits.map(({ _source }) => _source!.vonggac.offset)
        expect(places).toHaveLength(4)
        now += SECOND
        expect(refillIn(former)).toBeGreaterThan(Math.min(...places))
      }, patient)
      await first.close()

      // What it needs no longer the log forgets, as it does by age.
      const refill = refillIn(former)
      const admin = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING }).admin()
      await admin.connect()
      onTestFinished(() => admin.disconnect())
      await admin.fetchTopicOffsets(`${site}records`) // it must know the topic first
      await admin.deleteTopicRecords({
        topic: `${site}records`,
        partitions: [{ partition: 0, offset: String(refill) }],
      })

      const data = temporaryFolder()
      copyFileSync(join(former, 'mask.key'), join(data, 'mask.key')) // all that comes over is the key ingesters share
      const second = await begin(data)
      now += HOUR
      await judgedTo(second, now - MINUTE)
      expect(await second.alerts('&rule=ACC-11b')).toEqual([])
      await guess(second, 3)
      await vi.waitFor(async () => expect(await second.alerts('&rule=ACC-11b')).toHaveLength(1), patient)
      const { id } = (await second.alerts('&rule=ACC-11b'))[0]!
      const { alert } = await second.alert(id)
      expect(alert).toMatchObject({ late: true, subject: { account: 'an.nv@tinh' } })
      expect(alert.evidence.flatMap(({ events }) => events)).toHaveLength(5)
      // The folder itself has not all of the five, and says that some may be gone.
      let here = 0
      const alone = archiveOf(join(data, 'bus'))
      for await (const batch of alone.read({ from: NIGHT, to: NIGHT + HOUR }))
        here += batch.filter(({ action }) => action === 'login').length
      expect(here).toBeLessThan(5)
      expect(await alone.gaps({ from: NIGHT, to: NIGHT + HOUR })).not.toEqual([])

      await second.close()
      const said = vi.spyOn(console, 'log').mockImplementation(() => undefined)
      onTestFinished(() => said.mockRestore())
      const span = ['--from', '2026-03-02', '--to', '2026-03-03']
      const asked = ['--config', folder, '--rule', 'ACC-11b', '--set', 'count=6', ...span, '--json']
      expect(await backtest.run(asked)).toBe(0)
      const found = JSON.parse(String(said.mock.lastCall?.[0]))
      expect(found).toMatchObject({ before: [{ id }], after: [], withdrawn: [{ id }], incomplete: false })

      writeRegisters(folder, { 'accounts.csv': `${commune['accounts.csv']}moi@tinh,p-an,cá nhân\n` })
      expect(await check.run(['--config', folder])).toBe(0)
      const lines = said.mock.calls.map(([line]) => String(line)).join('\n')
      expect(lines).toMatch(/phiên bản mới \S+: \d+ dòng thay đổi, \d+ cảnh báo phát sinh/)
      expect(lines).toContain('Nhiều bộ phát hiện')
    })
  })
