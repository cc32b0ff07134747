import { join } from 'node:path'
import { expect, test } from 'vitest'
import { archiveOf } from '../../ingest/archive/embedded.ts'
import type { Observation } from '../../kernel/event.ts'
import { MINUTE } from '../../kernel/time.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { anything } from '../support/lines.ts'
import { beginProduct, type Started } from '../support/product.ts'

/** What is said of the clock of each record, the settled word before the open one. */
const clocksIn = async (folder: string): Promise<ReadonlyMap<number, Observation['clock']>> => {
  const told = new Map<number, Observation['clock']>()
  for await (const batch of archiveOf(join(folder, 'data/bus')).read({ from: -Infinity, to: Infinity }))
    for (const { seq, source, clock } of batch)
      if (source === 'winlogbeat' && seq !== undefined && (!told.has(seq) || clock !== 'open')) told.set(seq, clock)
  return told
}

test('lines that wait to be told late from wrong clocks are told so after a kill, too', {
  timeout: 60_000,
}, async () => {
  const folder = writeConfig(temporaryFolder())
  const send = async (product: Started, record: number, ago: number) =>
    expect((await product.post('c-win', 'winlogbeat', anything(Date.now() - ago, 'pc-01', record))).status).toBe(200)
  const first = await beginProduct(folder)
  await send(first, 1, 4.5 * MINUTE)
  expect(await first.stop('SIGKILL')).toBeNull()

  const second = await beginProduct(folder)
  await send(second, 2, 6 * MINUTE)
  expect(await second.stop('SIGKILL')).toBeNull()

  const third = await beginProduct(folder)
  await send(third, 3, 1_000)
  expect(await third.stop()).toBe(0)
  expect([...(await clocksIn(folder))]).toEqual([
    [1, undefined],
    [2, undefined],
    [3, undefined],
  ])
})
