import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { liveFrom, sampleProvince } from '../../../deploy/generator/sample.ts'
import { loadDirectory } from '../../../ingest/directory/load.ts'
import { DAY, localTime } from '../../../kernel/time.ts'

const now = localTime('2026-03-06', '10:20')

test('the sample is the week up to now, and goes on where its history ended', { timeout: 60_000 }, async () => {
  const sample = sampleProvince(1, now)
  const history = [...sample.history()]
  expect(history[0]!.at).toBeLessThan(now - 5 * DAY)
  expect(history.at(-1)!.deliveredAt).toBeLessThanOrEqual(now)
  expect(history.at(-1)!.deliveredAt).toBeGreaterThan(now - 60_000)
  let clock = now
  const waits: number[] = []
  const live = liveFrom(sample, {
    now: () => clock,
    wait: async (ms) => {
      waits.push(ms)
      clock += ms
    },
  })
  let last = now
  for (let i = 0; i < 200; i++) {
    const { value } = await live.next()
    if (!value) throw new Error('the sample ended')
    expect(value.deliveredAt).toBeGreaterThanOrEqual(last)
    expect(value.deliveredAt).toBeLessThanOrEqual(clock)
    last = value.deliveredAt
  }
  await live.return(undefined)
  // Two hundred lines in one or two minutes: a few a second.
  expect(clock - now).toBeGreaterThan(20_000)
  expect(clock - now).toBeLessThan(200_000)
  expect(waits.length).toBeGreaterThan(50)
})

test('after a week of holidays the sample reaches further back, to four working days', () => {
  const sample = sampleProvince(1, localTime('2026-02-23', '09:00'))
  expect(sample.world.days).toBeGreaterThan(7)
  expect(new Set(sample.truth.map(({ rule }) => rule)).size).toBeGreaterThan(15)
})

test('the registers of a planted sample are accepted too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'generator-'))
  try {
    const { registers, knownAt } = sampleProvince(2, now)
    for (const [name, text] of registers) await writeFile(join(folder, name), text)
    const directory = await loadDirectory(folder, undefined, knownAt)
    expect(directory.ok ? [] : directory.error).toEqual([])
  } finally {
    await rm(folder, { recursive: true })
  }
})
