import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from '@elastic/elasticsearch'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startArchiver } from '../../../ingest/archive/archiver.ts'
import { archivedOf } from '../../../ingest/archive/elastic-archived.ts'
import { startElasticArchiver } from '../../../ingest/archive/elastic-archiver.ts'
import { archiveAlias, dayIndex } from '../../../ingest/archive/elastic-index.ts'
import { elasticShelf } from '../../../ingest/archive/elastic-shelf.ts'
import { archiveOf, shelfOf } from '../../../ingest/archive/embedded.ts'
import { filledArchive } from '../../../ingest/archive/filled.ts'
import { HEADER } from '../../../ingest/archive/format.ts'
import { blocksOf, type Placed, segmentsOf } from '../../../ingest/archive/segments.ts'
import { openEmbeddedBus } from '../../../ingest/bus/embedded.ts'
import { segmentAt } from '../../../ingest/bus/segment.ts'
import { encodeWire, RECORDS } from '../../../ingest/wire.ts'
import type { EventBus, Message, StoredRecord } from '../../../kernel/ports.ts'
import { DAY, localDate, localTime, MINUTE } from '../../../kernel/time.ts'
import { archiveContract, readAll, readTimes } from '../../contracts/archive.contract.ts'
import { ownPrefix, withElastic } from '../../stack/elasticsearch.ts'
import { archivedTo, observationAt, recordAt, recordOf } from '../../support/archive.ts'
import { elasticFront } from '../../support/elastic-front.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { openMemoryBus } from '../../support/memory-bus.ts'

const NOON = localTime('2026-03-04', '12:00')
const messagesOf = (records: readonly StoredRecord[]): readonly Message[] =>
  records.map((record) => ({ key: '', value: encodeWire(record) }))
const recordsAt = (times: readonly number[]) => messagesOf(times.map(recordAt))

await withElastic('an archive that another one fills', ({ client, url }) => {
  vi.setConfig({ testTimeout: 300_000 })

  /** A log, of which `missed` came before the copy beside the local archive began; Elasticsearch has all of it unless told otherwise. */
  const open = async (missed: readonly Message[], { far = openMemoryBus() as EventBus, at = client } = {}) => {
    const [data, prefix] = [temporaryFolder(), ownPrefix(client)]
    await far.publish(RECORDS, missed)
    const begin = await far.end(RECORDS)
    const folder = join(data, 'bus')
    mkdirSync(join(folder, RECORDS), { recursive: true })
    writeFileSync(segmentAt(join(folder, RECORDS), begin).path, '')
    const near = await openEmbeddedBus(folder)
    onTestFinished(async () => {
      await near.close()
      await far.close()
    })
    const patient = (patience?: number) =>
      filledArchive(shelfOf(folder), elasticShelf({ client: at, prefix, ...(patience !== undefined && { patience }) }))
    return {
      data,
      prefix,
      near,
      far,
      archive: patient(),
      /** The same, that waits for next to nothing. */
      hasty: patient(300),
      alone: archiveOf(folder),
      /** As it comes over the log, to both. */
      async publish(messages: readonly Message[]): Promise<void> {
        await far.publish(RECORDS, messages)
        await near.publish(RECORDS, messages)
      },
      /** Seals what came, a block of two records each. */
      async seal(): Promise<void> {
        const archiver = await startArchiver({
          ...{ bus: near, folder, onOpening: () => undefined, onTrouble: () => undefined, onBehind: () => undefined },
          limits: { records: 2 },
        })
        await archivedTo(archiver, await near.end(RECORDS))
        await archiver.stop()
      },
      archiving: (bus: EventBus = far) => archiving(at, prefix, bus),
    }
  }
  const prefix = ownPrefix(client)
  archiveContract('beside a bus that was joined late, filled from Elasticsearch', async () => {
    const index = [archiveAlias(prefix), `${prefix}-archived-*`]
    await client.indices.refresh({ index, ignore_unavailable: true })
    await client.deleteByQuery({ index, query: { match_all: {} }, refresh: true, ignore_unavailable: true })
    const [folder, far] = [join(temporaryFolder(), 'bus'), openMemoryBus()]
    const archiver = await startElasticArchiver({
      ...{ client, prefix, bus: far, onTrouble: () => undefined, onRefused: () => undefined },
    })
    let near: EventBus | undefined
    /** What was published until then never came here. */
    const joined = async (): Promise<void> => {
      if (near) return
      mkdirSync(join(folder, RECORDS), { recursive: true })
      writeFileSync(segmentAt(join(folder, RECORDS), await far.end(RECORDS)).path, '')
      near = await openEmbeddedBus(folder)
    }
    const archive = filledArchive(shelfOf(folder), elasticShelf({ client, prefix }))
    return {
      bus: {
        ...far,
        async publish(topic, messages) {
          await far.publish(topic, messages)
          await near?.publish(topic, messages)
          await joined()
        },
        async close() {
          await archiver.stop()
          await near?.close()
          await far.close()
        },
      },
      archive: {
        async *read(asked) {
          await joined()
          yield* archive.read(asked)
        },
        async gaps(span) {
          await joined()
          return archive.gaps(span)
        },
      },
    }
  })

  const archiving = async (at: Client, prefix: string, bus: EventBus) => {
    const archiver = await startElasticArchiver({
      ...{ client: at, prefix, bus, onTrouble: () => undefined, onRefused: () => undefined },
    })
    onTestFinished(() => archiver.stop())
    return archiver
  }

  test('what came before it began it gives from there; what a later record withdraws is left out, whichever has it', async () => {
    const [taken, kept] = [observationAt(NOON, 'taken'), observationAt(NOON + 1, 'kept')]
    const again = { ...recordOf([observationAt(NOON + 2, 'fresh')]), received: NOON, withdraws: [taken] }
    const { archive, alone, publish, archiving } = await open([
      ...messagesOf([recordOf([taken]), recordOf([kept])]),
      // Withdrawn before it was told: that counts for nothing.
      ...messagesOf([{ ...recordOf([]), received: NOON, withdraws: [observationAt(NOON + 3, 'later')] }]),
    ])
    await archiving()
    await publish(messagesOf([again, recordOf([observationAt(NOON + 3, 'later')])]))
    const ids = async (asked: Parameters<typeof readAll>[1]) =>
      (await readAll(archive, asked)).map(({ id }) => id).sort()
    expect(await ids({ from: 0, to: Infinity })).toEqual(['fresh', 'kept', 'later'])
    expect(await ids({ from: NOON, to: NOON })).toEqual([])
    expect(await ids({ from: 0, to: Infinity, about: { host: new Set(['pc-01']) } })).toEqual([
      'fresh',
      'kept',
      'later',
    ])
    expect(await ids({ from: 0, to: Infinity, about: { host: new Set(['pc-02']) } })).toEqual([])
    expect(await archive.gaps({ from: 0, to: Infinity })).toEqual([])
    expect(await alone.gaps({ from: 0, to: Infinity })).toHaveLength(1)
  })

  test('of a span that it has wholly Elasticsearch is not asked; of another it rejects while Elasticsearch is away', async () => {
    const front = await elasticFront(url)
    const { Client } = await import('@elastic/elasticsearch')
    const at = new Client({ node: front.url, maxRetries: 0 })
    onTestFinished(() => at.close())
    const { archive, hasty, publish, seal, archiving } = await open(recordsAt([NOON]), { at })
    await archiving()
    const later = NOON + DAY
    await publish(recordsAt([later, later + 1, later + 2, later + 3]))
    await seal()
    expect(await readTimes(archive, NOON, later)).toEqual([NOON, later])
    await front.down()
    expect(await readTimes(hasty, later + 10 * MINUTE, Infinity)).toEqual([])
    expect(await hasty.gaps({ from: later + 10 * MINUTE, to: Infinity })).toEqual([])
    await expect(readTimes(hasty, NOON, later)).rejects.toThrow()
    await expect(hasty.gaps({ from: NOON, to: later })).rejects.toThrow()
    await front.up()
    expect(await readTimes(archive, NOON, later)).toEqual([NOON, later])
  })

  test('a block that turns out damaged is given from there, and is a gap where its day is gone there too', async () => {
    const { data, prefix, archive, alone, publish, seal, archiving } = await open([])
    await archiving()
    const times = [NOON, NOON + 1, NOON + DAY, NOON + DAY + 1]
    await publish(recordsAt(times))
    await seal()
    const [segment] = await segmentsOf(join(data, 'archive'))
    const [{ position, header }] = (await blocksOf(segment!)).blocks as [Placed]
    const bytes = readFileSync(segment!.path)
    bytes[position + HEADER + header.filter + 20]! ^= 1
    writeFileSync(segment!.path, bytes)
    expect((await readTimes(alone, 0, Infinity)).length).toBeLessThan(times.length)
    const [lost] = await alone.gaps({ from: 0, to: Infinity })
    expect([...new Set(await readTimes(archive, 0, Infinity))]).toEqual(times)
    expect(await archive.gaps({ from: 0, to: Infinity })).toEqual([])
    await client.indices.delete({ index: dayIndex(prefix, localDate(lost!.from)) })
    expect(await archive.gaps({ from: 0, to: Infinity })).toEqual([lost])
  })

  test('what is not archived there yet is waited for, and never taken for nothing', async () => {
    const { archive, hasty, publish, archiving } = await open(recordsAt([NOON]))
    await publish(recordsAt([NOON + DAY]))
    const late = { code: 'ELASTIC_UNREACHABLE', message: expect.stringContaining('chưa đến 1') }
    await expect(readTimes(hasty, 0, Infinity)).rejects.toMatchObject(late)
    await expect(hasty.gaps({ from: 0, to: Infinity })).rejects.toMatchObject(late)
    await archiving()
    expect(await readTimes(archive, 0, Infinity)).toEqual([NOON, NOON + DAY])
  })

  test('what never came there either, since its archive began later than the log, is a gap up to its first records', async () => {
    const { archive, publish, archiving, near } = await open(recordsAt([NOON]))
    await publish(recordsAt([NOON + DAY, NOON + DAY + 1]))
    await archiving(near)
    await vi.waitFor(async () => expect(await readTimes(archive, NOON + DAY, Infinity)).toHaveLength(2), {
      timeout: 60_000,
    })
    await vi.waitFor(
      async () =>
        expect(await archive.gaps({ from: 0, to: NOON + 10 * DAY })).toEqual([
          { from: -Infinity, to: NOON + DAY + 1 + 5 * MINUTE, reason: 'damaged' },
        ]),
      { timeout: 60_000 },
    )
    expect(await archive.gaps({ from: NOON + 2 * DAY, to: Infinity })).toEqual([])
  })

  test('what was removed there on purpose, and what it refused, is a gap only where it is missing here', async () => {
    const { prefix, archive, publish, seal, archiving } = await open(recordsAt([NOON, NOON + DAY]))
    const archiver = await archiving()
    await publish(recordsAt([NOON + 3 * DAY, NOON + 3 * DAY + 1]))
    await seal()
    await vi.waitFor(() => expect(archiver.next).toBe(4), { timeout: 60_000 })
    await archivedOf(client, prefix).refuse(2, { from: NOON + 1, to: NOON + 2 }, 'too large')
    for (const day of ['2026-03-04', '2026-03-07']) {
      await archivedOf(client, prefix).remove(day, NOON)
      await client.indices.delete({ index: dayIndex(prefix, day) })
    }
    const from = localTime('2026-03-04', '00:00')
    expect(await archive.gaps({ from: 0, to: NOON + 2 * DAY })).toEqual([
      { from, to: from + DAY - 1, reason: 'retention' },
    ])
    expect(await readTimes(archive, 0, Infinity)).toEqual([NOON + DAY, NOON + 3 * DAY, NOON + 3 * DAY + 1])
  })

  test('an archive of another log is refused', async () => {
    const { archive, far, near, archiving } = await open(recordsAt([NOON]))
    await archiving()
    await far.publish(RECORDS, recordsAt([NOON + 1]))
    await near.publish(RECORDS, recordsAt([NOON + 2]))
    await vi.waitFor(() => expect(readTimes(archive, 0, Infinity)).rejects.toMatchObject({ code: 'LOG_CORRUPT' }), {
      timeout: 60_000,
    })
  })
})
