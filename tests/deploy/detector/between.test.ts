import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { between } from '../../../deploy/detector/between.ts'
import { openEmbeddedBus } from '../../../ingest/bus/embedded.ts'
import { RECORDS } from '../../../ingest/wire.ts'
import type { Delivered } from '../../../kernel/ports.ts'
import { temporaryFolder } from '../../support/folder.ts'

/** A log of twenty messages, closed. */
const written = async () => {
  const folder = temporaryFolder()
  const bus = await openEmbeddedBus(folder)
  await bus.publish(
    RECORDS,
    Array.from({ length: 20 }, (_, i) => ({ key: 'k', value: Buffer.from(`dòng ${i} ${'x'.repeat(100)}`) })),
  )
  await bus.close()
  return folder
}
const open = async (folder: string) => {
  const bus = await openEmbeddedBus(folder, { onTrouble: () => undefined })
  onTestFinished(bus.close)
  return bus
}

test('reads from one offset to before another', async () => {
  const bus = await open(await written())
  const seen: number[] = []
  await between(bus, 3, 11, ({ offset }) => void seen.push(offset))
  expect(seen).toEqual([3, 4, 5, 6, 7, 8, 9, 10])
})

test('rejects where taking fails', async () => {
  const bus = await open(await written())
  const take = ({ offset }: Delivered): void => {
    if (offset === 5) throw new Error('hỏng')
  }
  await expect(between(bus, 0, 20, take)).rejects.toThrow('hỏng')
})

test('rejects where the log cannot be read on, rather than wait for ever', async () => {
  const folder = await written()
  const bus = await open(folder)
  const topic = join(folder, RECORDS)
  const path = join(topic, readdirSync(topic).find((name) => name.endsWith('.log'))!)
  const bytes = readFileSync(path)
  bytes[Math.floor(bytes.length / 2)]! ^= 0xff
  writeFileSync(path, bytes)
  await expect(between(bus, 0, 20, () => undefined)).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
})
