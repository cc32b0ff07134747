import { join } from 'node:path'
import { type Archiver, type ArchiverOptions, startArchiver } from '../../ingest/archive/archiver.ts'
import { type EmbeddedBus, openEmbeddedBus } from '../../ingest/bus/embedded.ts'
import { encodeWire, RECORDS } from '../../ingest/wire.ts'
import type { Observation } from '../../kernel/event.ts'
import type { StoredRecord } from '../../kernel/ports.ts'

export const observationAt = (at: number, id = `o-${at}`): Observation => ({
  id,
  at,
  received: at + 1,
  source: 'tiny',
  collector: 'thu-01',
  digest: '00',
  action: 'power.on',
  host: 'pc-01',
})

export const recordOf = (observations: readonly Observation[]): StoredRecord => ({
  digest: '00',
  stored: '00',
  received: 0,
  collector: 'thu-01',
  source: 'tiny',
  parser: 'tiny/1',
  raw: '',
  observations,
})

/** A bus with small segments and an archiver that seals a block as soon as it has `records` records. */
export const openArchiving = async (
  folder: string,
  { records = 2, segmentBytes = 3000, ...options }: Partial<ArchiverOptions['limits'] & ArchiverOptions> = {},
) => {
  const bus = await openEmbeddedBus(join(folder, 'bus'), { segmentBytes: 1 })
  const archiver = await startArchiver({
    bus,
    folder: join(folder, 'bus'),
    onOpening: () => undefined,
    onTrouble: () => undefined,
    onBehind: () => undefined,
    limits: { records, segmentBytes, ...options.limits },
    ...options,
  })
  return { bus, archiver }
}

/** A record of some hundred bytes at a time, its receipt a millisecond later. */
export const recordAt = (at: number): StoredRecord => ({
  ...recordOf([{ ...observationAt(at), received: at }]),
  received: at,
  raw: `dòng ${at} ${'x'.repeat(100)}${at * 7919}`,
})

export const publishTimes = (bus: EmbeddedBus, times: readonly number[]) =>
  bus.publish(
    RECORDS,
    times.map((at) => ({ key: '', value: encodeWire(recordAt(at)) })),
  )

/** Resolves when the archive reaches an offset. */
export const archivedTo = async (archiver: Pick<Archiver, 'next'>, offset: number): Promise<void> => {
  const started = performance.now()
  while (archiver.next < offset) {
    if (performance.now() - started > 10_000) throw new Error(`archived to ${archiver.next}, not to ${offset}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** An archive of the times 0 … count − 1, two records a block, some blocks a segment; nothing writes to it any more. */
export const archiveOfTimes = async (folder: string, count: number) => {
  const { bus, archiver } = await openArchiving(folder)
  for (let at = 0; at < count; at += 2) await publishTimes(bus, [at, at + 1])
  await archivedTo(archiver, count)
  await archiver.stop()
  await bus.close()
}
