import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { beforeEach, expect, test, vi } from 'vitest'
import { KEYS, sameKey } from '../../deploy/one-mask-key.ts'
import { openPresence } from '../../deploy/presence.ts'
import { type Standstill, watchStandstill } from '../../deploy/standstill.ts'
import { createIntake } from '../../ingest/intake/local.ts'
import { masker } from '../../ingest/mask.ts'
import { decodeWire, RECORDS } from '../../ingest/wire.ts'
import { localTime, MINUTE } from '../../kernel/time.ts'
import { writeMaskKey } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { openMemoryBus } from '../support/memory-bus.ts'

const START = localTime('2026-03-02', '09:00')
const windows = { collector: 'c1', source: 'windows' }
const linux = { collector: 'c2', source: 'linux-auth' }
const log = pino({ level: 'silent' })

let bus: ReturnType<typeof openMemoryBus>
let now: number
const clock = { now: () => now }
beforeEach(() => {
  bus = openMemoryBus()
  now = START
})

/** An ingester on the bus, with a data folder of its own. */
const open = async (data: string, standstill?: Standstill) => {
  writeMaskKey(data)
  const presence = await openPresence({ bus, data, clock, log, ...(standstill && { standstill }) })
  const quarantine = { put: () => undefined }
  const intake = createIntake({
    ...{ bus, quarantine, clock, mask: masker(Buffer.alloc(32)), instances: [] },
    ...presence.intake,
  })
  await presence.begin(intake)
  return presence
}
const said = () => bus.messages(RECORDS).map(({ value }) => decodeWire(value))
const marks = () => said().flatMap((wire) => ('observations' in wire ? wire.observations : []))
const ticks = () => said().flatMap((wire) => ('tick' in wire ? [wire] : []))
const settled = () => vi.waitFor(async () => expect(await bus.end(RECORDS)).toBeGreaterThan(0))

test('its ticks bear its name, the same over restarts; the last is a goodbye', async () => {
  const data = temporaryFolder()
  const first = await open(data)
  await first.publishTick(START)
  now = START + MINUTE
  await first.close()
  const second = await open(data)
  await second.publishTick(now)
  const [{ by } = {}] = ticks()
  expect(by).toMatch(/^[0-9a-f-]{36}$/)
  expect(ticks().slice(0, 2)).toEqual([
    { tick: START, by },
    { tick: START + MINUTE, by, gone: true },
  ])
  expect(new Set(ticks().map((tick) => tick.by))).toEqual(new Set([by]))
  await second.close()
})

test('back from an absence it speaks of the pipelines it serves, not of others', async () => {
  const [mine, theirs] = [temporaryFolder(), temporaryFolder()]
  const [one, other] = [await open(mine), await open(theirs)]
  await one.intake.onDelivery([windows], START)
  await other.intake.onDelivery([linux], START)
  await one.publishTick(START)
  await other.publishTick(START)
  await one.close()
  now = START + 20 * MINUTE
  // The other had delivered for it meanwhile.
  await other.intake.onDelivery([windows], START + 5 * MINUTE)
  const again = await open(mine)
  expect(marks()).toMatchObject([
    {
      ...{ pipeline: 'c1/windows', restart: true, at: START, until: now },
      ...{ since: START + 5 * MINUTE, spoke: START + 5 * MINUTE },
    },
  ])
  await again.close()
  await other.close()
})

test('at its very first start nothing is said', async () => {
  const one = await open(temporaryFolder())
  expect(said()).toEqual([])
  await one.publishTick(START)
  await settled()
  expect(said()).toHaveLength(1)
  await one.close()
})

test('killed, it knows when it last spoke to the minute', async () => {
  const data = temporaryFolder()
  const one = await open(data)
  await one.intake.onDelivery([windows], START)
  for (const seconds of [0, 20, 40, 70, 90]) await one.publishTick(START + seconds * 1_000)
  now = START + 10 * MINUTE
  const copy = temporaryFolder()
  mkdirSync(copy, { recursive: true })
  writeFileSync(join(copy, 'ingester.json'), readFileSync(join(data, 'ingester.json')))
  const again = await open(copy)
  expect(marks()).toMatchObject([{ pipeline: 'c1/windows', at: START + 70_000, until: now }])
  await again.close()
  await one.close()
})

test('a machine that slept says so when it wakes, though its own clock stood still meanwhile', async () => {
  let elapsed = 0
  const standstill = watchStandstill(1_000, () => elapsed)
  const one = await open(temporaryFolder(), standstill)
  await one.intake.onDelivery([windows], START)
  await one.publishTick(START)
  elapsed = 20 * MINUTE
  now = START + 20 * MINUTE
  await one.publishTick(now)
  expect(marks()).toMatchObject([{ pipeline: 'c1/windows', restart: true, at: START, until: now }])
  expect(ticks().at(-1)).toMatchObject({ tick: now })
  elapsed += 1_000
  await one.publishTick(now + 1_000)
  expect(marks()).toHaveLength(1)
  await one.close()
})

test('a damaged file is said, and nothing begun', async () => {
  const data = temporaryFolder()
  mkdirSync(data, { recursive: true })
  writeFileSync(join(data, 'ingester.json'), '{')
  await expect(openPresence({ bus, data, clock, log })).rejects.toThrow(/ingester.json.*bị hỏng/)
})

test('one with another key for what is masked is told which file to copy, and begins nothing', async () => {
  const [mine, theirs] = [temporaryFolder(), temporaryFolder()]
  const one = await open(mine)
  await expect(openPresence({ bus, data: theirs, clock, log })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(/mask\.key: .*khác.*chép tệp mask\.key/),
  })
  expect(existsSync(join(theirs, 'ingester.json'))).toBe(false)
  await expect(sameKey(bus, theirs)).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  copyFileSync(join(mine, 'mask.key'), join(theirs, 'mask.key'))
  await sameKey(bus, theirs)
  const other = await openPresence({ bus, data: theirs, clock, log })
  expect(await bus.end(KEYS)).toBe(1)
  expect(bus.messages(KEYS).map(({ value }) => Buffer.from(value))).not.toContainEqual(
    readFileSync(join(mine, 'mask.key')),
  )
  await other.close()
  await one.close()
})

test('a command that reads lines again does not say which key is everybody’s', async () => {
  await sameKey(bus, temporaryFolder())
  expect(await bus.end(KEYS)).toBe(0)
})
