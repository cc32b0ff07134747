import type { Client } from '@elastic/elasticsearch'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { elasticArchive } from '../../../ingest/archive/elastic.ts'
import { archivedOf } from '../../../ingest/archive/elastic-archived.ts'
import { type ElasticArchiverOptions, startElasticArchiver } from '../../../ingest/archive/elastic-archiver.ts'
import { archiveAlias, dayIn, dayIndex } from '../../../ingest/archive/elastic-index.ts'
import { encodeWire, RECORDS } from '../../../ingest/wire.ts'
import type { EventBus } from '../../../kernel/ports.ts'
import { DAY, localTime } from '../../../kernel/time.ts'
import { archiveContract, readAll, readTimes, storeTimes } from '../../contracts/archive.contract.ts'
import { ownPrefix, withElastic } from '../../stack/elasticsearch.ts'
import { observationAt, recordAt, recordOf } from '../../support/archive.ts'
import { elasticFront } from '../../support/elastic-front.ts'
import { openMemoryBus } from '../../support/memory-bus.ts'

test.each([
  ['v-archive-2026.03.04', '2026-03-04'],
  ['v-archive-2026.03', undefined],
  ['v-archive-2026.13.04', undefined],
  ['v-archive-2026.03.04-copy', undefined],
  ['w-archive-2026.03.04', undefined],
])('the index %s is for %s', (index, day) => {
  expect(dayIn('v', index)).toBe(day)
})

/** The archiver of a bus; what is refused and what goes wrong is kept. */
const archiving = async (client: Client, prefix: string, bus: EventBus, writes = () => true) => {
  const [refused, troubles]: [number[], unknown[]] = [[], []]
  const options: ElasticArchiverOptions = {
    ...{ client, prefix, bus, writes, onTrouble: (error) => void troubles.push(error) },
    onRefused: (offset) => void refused.push(offset),
  }
  const archiver = await startElasticArchiver(options)
  let isOpen = true
  const stop = async (): Promise<void> => {
    if (isOpen) await archiver.stop()
    isOpen = false
  }
  onTestFinished(stop)
  return { archiver, refused, troubles, stop }
}

await withElastic('the archive on Elasticsearch', ({ client, url }) => {
  // Every case of a property has an archive of its own.
  vi.setConfig({ testTimeout: 300_000 })
  const prefix = ownPrefix(client)
  const emptied = async (): Promise<void> => {
    const index = [archiveAlias(prefix), `${prefix}-archived-*`]
    await client.indices.refresh({ index, ignore_unavailable: true })
    await client.deleteByQuery({ index, query: { match_all: {} }, refresh: true, ignore_unavailable: true })
  }

  archiveContract('Elasticsearch', async () => {
    await emptied()
    const bus = openMemoryBus()
    const archiver = await startElasticArchiver({
      client,
      prefix,
      bus,
      onTrouble: () => undefined,
      onRefused: () => undefined,
    })
    const close = async (): Promise<void> => {
      await archiver.stop()
      await bus.close()
    }
    return { bus: { ...bus, close }, archive: elasticArchive({ client, prefix, bus }) }
  })

  describe('beyond the contract', () => {
    const open = async (patience?: number) => {
      const own = ownPrefix(client)
      const bus = openMemoryBus()
      onTestFinished(() => bus.close())
      return {
        own,
        bus,
        archive: elasticArchive({ client, prefix: own, bus, ...(patience !== undefined && { patience }) }),
      }
    }
    const NOON = localTime('2026-03-04', '12:00')
    const publish = (bus: EventBus, times: readonly number[]) =>
      bus.publish(
        RECORDS,
        times.map((at) => ({ key: '', value: encodeWire(recordAt(at)) })),
      )

    test('a record lies in the index of its day in Vietnam, with its line as stored', async () => {
      const { own, bus, archive } = await open()
      await archiving(client, own, bus)
      await publish(bus, [localTime('2026-03-04', '06:59'), localTime('2026-03-05', '00:00')])
      await readTimes(archive, -Infinity, Infinity)
      const found = await client.search<{ event: { original: string } }>({
        index: archiveAlias(own),
        sort: [{ '@timestamp': 'asc' }],
      })
      expect(found.hits.hits.map(({ _index }) => _index)).toEqual([
        dayIndex(own, '2026-03-04'),
        dayIndex(own, '2026-03-05'),
      ])
      expect(found.hits.hits[0]?._source?.event.original).toBe(recordAt(localTime('2026-03-04', '06:59')).raw)
    })

    test('cut off while it writes it goes on where it stood, with nothing lost or doubled', async () => {
      const front = await elasticFront(url)
      const { Client } = await import('@elastic/elasticsearch')
      const cut = new Client({ node: front.url, maxRetries: 0, requestTimeout: 10_000 })
      onTestFinished(() => cut.close())
      const { own, bus, archive } = await open()
      const first = await archiving(cut, own, bus)
      await publish(bus, [NOON])
      await readTimes(archive, NOON, NOON)
      front.lose(1)
      await publish(bus, [NOON + 1, NOON + 2])
      await expect.poll(() => first.troubles.length, { timeout: 30_000 }).toBeGreaterThan(0)
      expect(await readTimes(archive, -Infinity, Infinity)).toEqual([NOON, NOON + 1, NOON + 2])
      await first.stop()
      await publish(bus, [NOON + 3])
      await archiving(client, own, bus)
      expect(await readTimes(archive, -Infinity, Infinity)).toEqual([NOON, NOON + 1, NOON + 2, NOON + 3])
    })

    test('a reading waits for what is not archived yet, and rejects where nobody archives it', async () => {
      const { bus, archive } = await open(500)
      await publish(bus, [NOON])
      await expect(readTimes(archive, 0, Infinity)).rejects.toMatchObject({ code: 'ELASTIC_UNREACHABLE' })
    })

    test('what was removed on purpose is a gap of retention, what is gone otherwise one of damage', async () => {
      const { own, bus, archive } = await open()
      await archiving(client, own, bus)
      await publish(bus, [NOON, NOON + DAY, NOON + 2 * DAY])
      await readTimes(archive, NOON, NOON)
      await archivedOf(client, own).remove('2026-03-04', NOON)
      await client.indices.delete({ index: [dayIndex(own, '2026-03-04'), dayIndex(own, '2026-03-05')] })
      const day = (date: string) => ({ from: localTime(date, '00:00'), to: localTime(date, '00:00') + DAY - 1 })
      expect(await archive.gaps({ from: 0, to: NOON + 10 * DAY })).toEqual([
        { ...day('2026-03-04'), reason: 'retention' },
        { ...day('2026-03-05'), reason: 'damaged' },
      ])
      expect(await archive.gaps({ from: NOON + 2 * DAY, to: NOON + 3 * DAY })).toEqual([])
      expect(await readTimes(archive, -Infinity, Infinity)).toEqual([NOON + 2 * DAY])
    })

    test('a gap reaches as far as the records of its day told', async () => {
      const { own, bus, archive } = await open()
      await archiving(client, own, bus)
      const both = recordOf([observationAt(NOON, 'a'), observationAt(NOON + 3 * DAY, 'b')])
      await bus.publish(RECORDS, [{ key: '', value: encodeWire(both) }])
      expect(await readTimes(archive, NOON + 3 * DAY, NOON + 3 * DAY)).toEqual([NOON + 3 * DAY])
      await client.indices.delete({ index: dayIndex(own, '2026-03-04') })
      expect(await archive.gaps({ from: NOON + 3 * DAY, to: NOON + 3 * DAY })).toHaveLength(1)
    })

    test('names that are too long for an index are found all the same', async () => {
      const { own, bus, archive } = await open()
      await archiving(client, own, bus)
      const host = 'h'.repeat(40_000)
      await bus.publish(RECORDS, [
        { key: '', value: encodeWire(recordOf([{ ...observationAt(NOON), host } as never])) },
      ])
      const about = { host: new Set([host]) }
      expect(await readAll(archive, { from: 0, to: Infinity, about })).toHaveLength(1)
    })

    test('of several on one log one writes; who comes after it goes on where it stood', async () => {
      const { own, bus, archive } = await open()
      let writer = 'a'
      const first = await archiving(client, own, bus, () => writer === 'a')
      const second = await archiving(client, own, bus, () => writer === 'b')
      await publish(bus, [NOON, NOON + 1])
      const reached = async (n: number): Promise<void> => {
        await expect.poll(() => second.archiver.next, { timeout: 60_000 }).toBe(n)
      }
      await reached(2)
      expect(first.archiver.next).toBe(2)
      writer = 'nobody'
      await first.stop()
      await publish(bus, [NOON + 2])
      writer = 'b'
      await reached(3)
      expect(await readTimes(archive, -Infinity, Infinity)).toEqual([NOON, NOON + 1, NOON + 2])
      expect(await archive.gaps({ from: -Infinity, to: Infinity })).toEqual([])
      // An index that was just made may answer so on a busy node: it is asked again, and the trouble is over (`undefined`).
      const others = [...first.troubles, ...second.troubles].filter(
        (error) => error !== undefined && !/no_shard_available/.test(String(error)),
      )
      expect(others).toEqual([])
    })

    test('a bus made anew is refused, not taken for the old one', async () => {
      const { own, bus, archive } = await open()
      const first = await archiving(client, own, bus)
      await publish(bus, [NOON, NOON + 1])
      await readTimes(archive, NOON, NOON)
      await first.stop()
      const anew = openMemoryBus()
      onTestFinished(() => anew.close())
      await storeTimes(anew, [])
      await expect(archiving(client, own, anew)).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
      // As long as the old one, but another: where its end was lost from the position, what is there must be the same record.
      await client.delete({ index: `${own}-archived-1`, id: 'position' })
      await publish(anew, [NOON + 7, NOON + 8])
      const { troubles } = await archiving(client, own, anew)
      await expect.poll(() => troubles[0], { timeout: 30_000 }).toMatchObject({ code: 'LOG_CORRUPT' })
    })
  })
})
