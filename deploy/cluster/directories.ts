import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompressSync } from 'node:zlib'
import { kafkaPublisher } from '../../ingest/bus/kafka-publisher.ts'
import { StoredVersion } from '../../ingest/directory/versions.ts'
import { superviseConsumer } from '../../ingest/kafka/consumer.ts'
import { brokerTrouble } from '../../ingest/kafka/trouble.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import { coded } from '../../kernel/errors.ts'
import { SECOND } from '../../kernel/time.ts'
import type { Version } from '../detector/restore.ts'
import type { Versions } from '../versions.ts'
import type { ReadingBroker } from './read-partition.ts'

export type DirectoriesOptions = ReadingBroker & {
  readonly topic: string
  readonly versions: Versions
}

const compress = promisify(zstdCompress)
const STALL = 20 * SECOND
/** The key under which the version everybody begins with stays, whatever compaction does to the others. */
const FIRST = 'first'
/** A version is on its way at most so long: it is published before anybody is told of it. */
const [ON_THE_WAY, LOOK] = [30 * SECOND, 50]

/**
 * The accepted versions of the directory, the same and in the same order for every process: whoever accepts one publishes it before
 * it is told of in the log. Resolves once those that are there have been read. Throws as the broker does.
 */
export const openDirectories = async (options: DirectoriesOptions) => {
  const { client, admin, brokers, prefix, topic, versions, onRestart } = options
  const publisher = kafkaPublisher(client, (_topic, error) => onRestart(topic, { kind: 'refused', error }))
  const end = Number((await admin.fetchTopicOffsets(topic))[0]?.high ?? 0)
  let next = 0
  let first: string | undefined
  /** Whether it stands under the key of its own; a topic of before has none. */
  let isSaid = false

  /** What was there at the start is known from earlier; but that what came last is the latest, whatever was accepted here and told to nobody. */
  const take = async (key: string, data: DirectoryData, accepted: number, offset: number): Promise<void> => {
    if (offset >= end - 1 || !versions.has(data.version)) await versions.accept(data, accepted)
    if (!isSaid) first ??= data.version
    if (key === FIRST && !isSaid) {
      first = data.version
      isSaid = true
    }
    next = offset + 1
  }

  /** Of versions known from earlier only the name is needed: a province's has 19 MB. */
  const isKnown = (key: string, offset: number): boolean => {
    if (key === FIRST || offset >= end - 1 || !versions.has(key)) return false
    if (!isSaid) first ??= key
    next = offset + 1
    return true
  }

  const consumer = superviseConsumer({
    ...{ client, brokers, topics: [topic], stallMs: STALL },
    group: () => `${prefix}directory.${randomUUID()}`,
    position: () => next,
    async eachBatch({ batch, resolveOffset }) {
      for (const { key, value, offset } of batch.messages) {
        if (isKnown(String(key), Number(offset))) continue
        const { data, accepted } = read(topic, key, value)
        await take(String(key), data, accepted, Number(offset))
      }
      resolveOffset(batch.lastOffset())
    },
    isBehind: async () => Number((await admin.fetchTopicOffsets(topic))[0]?.high ?? 0) > next,
    onRestart: (restart) => onRestart(topic, restart),
  })
  const until = async (is: () => boolean, signal?: AbortSignal): Promise<boolean> => {
    for (const began = performance.now(); !is(); ) {
      if (signal?.aborted || performance.now() - began > ON_THE_WAY) return false
      await sleep(LOOK)
    }
    return true
  }

  try {
    await consumer.begun
    if (!(await until(() => next >= end)))
      throw coded('BROKER_UNREACHABLE', `Kafka ${brokers.join(', ')}: không đọc hết được chủ đề «${topic}».`)
  } catch (error) {
    await consumer.stop()
    await publisher.close()
    throw brokerTrouble(error, { brokers, topic })
  }

  return {
    /** The version everybody begins with; waits until somebody has published one. `undefined`: not yet. */
    async first(signal: AbortSignal): Promise<string | undefined> {
      await until(() => first !== undefined, signal)
      return first
    },
    get isEmpty(): boolean {
      return first === undefined
    },
    /** Tells everybody of a version. */
    async publish(data: DirectoryData, accepted: number): Promise<void> {
      // By itself it would be too large for a request: what is limited there is what is sent before compression.
      const value = await compress(JSON.stringify({ accepted, data }))
      const keys = first === undefined ? [FIRST, data.version] : [data.version]
      await publisher.send(
        topic,
        keys.map((key) => ({ key, value })),
      )
    },
    /** A version the log speaks of. Throws `LOG_CORRUPT` where it does not come, or is waited for no longer. */
    async version(id: string, signal?: AbortSignal): Promise<Version> {
      await until(() => versions.has(id), signal)
      return versions.version(id)
    },
    async stop(): Promise<void> {
      await consumer.stop()
      await publisher.close()
    },
  }
}

export type Directories = Awaited<ReturnType<typeof openDirectories>>

const read = (topic: string, key: Buffer | null, value: Buffer | null) => {
  const parsed = StoredVersion.safeParse(parse(value))
  // The schema holds every register; only its being readonly is not in the type.
  if (parsed.success) return { ...parsed.data, data: parsed.data.data as DirectoryData }
  throw coded('LOG_CORRUPT', `Chủ đề «${topic}» có bản ghi «${key}» không phải một phiên bản danh bạ.`, parsed.error)
}

/** How zstd begins (RFC 8878, 3.1.1); versions of earlier builds are text. */
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])
/** What a version may come to, bytes. */
const LARGEST = 512 * 1024 * 1024

const parse = (value: Buffer | null): unknown => {
  try {
    const isPacked = value?.subarray(0, ZSTD.length).equals(ZSTD)
    return JSON.parse(String(isPacked ? zstdDecompressSync(value!, { maxOutputLength: LARGEST }) : value))
  } catch {
    return undefined // the schema refuses it with the rest
  }
}
