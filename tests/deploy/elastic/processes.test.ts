import pino from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { aliasOf } from '../../../api/store/elastic/names.ts'
import { type Elastic, openElastic } from '../../../deploy/elastic/open.ts'
import { ElasticConfig } from '../../../deploy/elastic/settings.ts'
import { directoryData } from '../../../kernel/directory/data.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import { localTime, MINUTE } from '../../../kernel/time.ts'
import { ownPrefix, withElastic } from '../../stack/elasticsearch.ts'
import { elasticFront } from '../../support/elastic-front.ts'
import { keyFile } from '../../support/elastic-key.ts'
import { temporaryFolder } from '../../support/folder.ts'

const NOON = localTime('2026-03-31', '12:00')

await withElastic('several processes of one role', ({ client, url }) => {
  test('each tells of itself, takes away what is its own alone, and is the same one after a restart', async () => {
    const [prefix, folder, front] = [ownPrefix(client), temporaryFolder(), await elasticFront(url)]
    const settings = ElasticConfig.parse({ url: front.bare, prefix, ...(await keyFile(client, folder)) })
    const running = new Set<Elastic>()
    onTestFinished(async () => {
      for (const elastic of running) await elastic.stop()
    })
    /** A detecting process with one finding of its own, as it begins. */
    const begin = (data: string, now: number, finding: string) => {
      const clock = { now: () => now }
      const elastic = openElastic({
        settings,
        ...{ folder, data, clock, log: pino({ level: 'silent' }) },
      })
      running.add(elastic)
      const nothing = new Map<string, number>()
      elastic.watch({
        health: async () => ({
          ...{ status: 'degraded', watermark: now, pipelines: [], counters: {} },
          findings: [{ code: 'CAPPED', text: { vi: finding, en: '' } }],
        }),
        intake: {
          counters: {
            blank: 0,
            bytes: 0,
            parserErrors: 0,
            putOff: 0,
            accepted: 0,
            around: 0,
            masked: 0,
            refused: { encoding: 0, malformed: 0, schema: 0, time: 0, 'too-large': 0, 'unknown-source': 0 },
            bySource: {},
            unread: {},
            refusedBy: {},
            refusedOf: {},
            fields: new Map(),
          },
        },
        versions: { latest: undefined, directory: createDirectory(directoryData({})) },
        detector: {
          engine: {
            ...{ seen: () => nothing, heardIn: () => new Set<string>(), indeterminate: () => [] },
            since: () => Number.NEGATIVE_INFINITY,
          },
          watermark: now,
        },
        store: { search: async () => ({ alerts: [], total: 0 }) },
        ...{ rules: [], catalogue: new Map(), yields: new Map(), overrides: [] },
        stages: async () => ({ lags: [{ name: 'records', count: 7 }] }),
        ...{ data, isSample: false, clock, node: 'detect' },
      })
      return elastic
    }
    const current = async () => {
      await client.indices.refresh({ index: `${prefix}-*` })
      const answer = await client.search<{ event: { dataset: string }; message?: string }>({
        ...{ index: aliasOf(prefix, 'current'), size: 100, ignore_unavailable: true },
      })
      return answer.hits.hits
        .map(({ _source }) => _source?.message ?? _source?.event.dataset ?? '')
        .filter((what) => what !== 'vonggac.quarantine')
        .sort()
    }
    const [first, second] = [temporaryFolder(), temporaryFolder()]
    const one = begin(first, NOON, 'của tiến trình một')
    const wait = { timeout: 120_000, interval: 300 }
    await vi.waitFor(async () => expect(await current()).toContain('của tiến trình một'), wait)
    begin(second, NOON + MINUTE, 'của tiến trình hai')
    const both = ['vonggac.lag', 'vonggac.lag', 'vonggac.service', 'vonggac.service']
    await vi.waitFor(
      async () => expect(await current()).toEqual(['của tiến trình hai', 'của tiến trình một', ...both]),
      wait,
    )
    await one.stop()
    running.delete(one)
    begin(first, NOON + 2 * MINUTE, 'sau khi khởi động lại')
    await vi.waitFor(
      async () => expect(await current()).toEqual(['của tiến trình hai', 'sau khi khởi động lại', ...both]),
      wait,
    )
  }, 400_000)
})
