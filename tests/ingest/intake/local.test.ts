import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openEmbeddedBus } from '../../../ingest/bus/embedded.ts'
import { createIntake, type IntakeOptions } from '../../../ingest/intake/local.ts'
import type { SavedClocks } from '../../../ingest/intake/skew.ts'
import type { Delivery } from '../../../ingest/intake.ts'
import { masker } from '../../../ingest/mask.ts'
import { openQuarantine } from '../../../ingest/quarantine.ts'
import type { Source } from '../../../ingest/source.ts'
import { decodeWire, type Heard, RECORDS, rawOf } from '../../../ingest/wire.ts'
import { coded } from '../../../kernel/errors.ts'
import type { Observation } from '../../../kernel/event.ts'
import type { EventBus } from '../../../kernel/ports.ts'
import { ok } from '../../../kernel/result.ts'
import { HOUR, MINUTE } from '../../../kernel/time.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { openMemoryBus } from '../../support/memory-bus.ts'
import { recordsIn } from '../../support/records-in.ts'
import { tinyInstance, tinySource } from '../../support/tiny-source.ts'

const NOW = Date.UTC(2026, 2, 2, 1, 0, 30)
const mask = masker(Buffer.alloc(32, 7))

const begin = (options: Partial<IntakeOptions> = {}) => {
  const bus = openMemoryBus()
  const quarantine = openQuarantine(temporaryFolder(), { clock: { now: () => NOW } })
  onTestFinished(() => quarantine.close())
  const intake = createIntake({
    bus,
    quarantine,
    clock: { now: () => NOW },
    mask,
    instances: [tinyInstance()],
    ...options,
  })
  const wires = (): Heard[] => bus.messages(RECORDS).map(({ value }) => decodeWire(value))
  const records = () =>
    bus
      .messages(RECORDS)
      .flatMap(recordsIn)
      .filter(({ raw }) => raw !== '')
  const marks = () =>
    wires()
      .flatMap((wire) => ('observations' in wire ? wire.observations : []))
      .filter(({ action }) => action === 'source.delivery')
  return { bus, quarantine, intake, wires, records, marks }
}

const delivery = (lines: readonly (string | Uint8Array)[], more: Partial<Delivery> = {}): Delivery => ({
  collector: 'thu-01',
  source: 'tiny',
  lines: lines.map((line) => (typeof line === 'string' ? Buffer.from(line) : line)),
  ...more,
})

test('a full disk is said while deliveries fail by it, told once, and over with the next that is stored', async () => {
  let full = true
  const bus = openMemoryBus()
  const publish: EventBus['publish'] = async (topic, messages) => {
    if (full) throw coded('DISK_FULL', 'đầy')
    await bus.publish(topic, messages)
  }
  const told: unknown[] = []
  const { intake } = begin({ bus: { ...bus, publish }, onDiskFull: (error) => told.push(error) })
  const deliver = () => intake.deliver(delivery([`${NOW} pc-01 an.nv`]))
  expect(intake.full).toBeUndefined()
  for (const _ of [1, 2]) await expect(deliver()).rejects.toMatchObject({ code: 'DISK_FULL' })
  expect(intake.full).toMatchObject({ code: 'DISK_FULL' })
  expect(told).toHaveLength(1)
  full = false
  await deliver()
  expect(intake.full).toBeUndefined()
  full = true
  await expect(deliver()).rejects.toMatchObject({ code: 'DISK_FULL' })
  expect(told).toHaveLength(2)
})

describe('a readable line', () => {
  test('is stored with its digests, first receipt, collector, instance, parser and observations', async () => {
    const { intake, records, bus } = begin()
    expect(await intake.deliver(delivery([`${NOW} pc-01 an.nv`], { place: () => 'a.log:0' }))).toEqual({
      accepted: 1,
      refused: [],
    })
    const [record] = records()
    expect(record).toMatchObject({
      received: NOW,
      collector: 'thu-01',
      source: 'tiny',
      parser: 'tiny/1',
      raw: `${NOW} pc-01 an.nv`,
      observations: [{ action: 'login', host: 'pc-01', user: 'an.nv', received: NOW, collector: 'thu-01' }],
    })
    expect(record!.stored).toBe(record!.digest)
    expect(record!.observations[0]!.id).toBe(`${record!.digest}@a.log:0`)
    expect(bus.messages(RECORDS)[0]!.key).toBe('pc-01')
  })

  test('that means nothing to its source is stored all the same', async () => {
    const { intake, records } = begin()
    expect((await intake.deliver(delivery(['quiet']))).accepted).toBe(1)
    expect(records()).toMatchObject([{ raw: 'quiet', observations: [] }])
  })

  test('is masked before it is parsed or stored; both digests stand', async () => {
    const { intake, records, bus } = begin()
    const line = `${NOW} pc-01 an.nv password=BiMat123`
    await intake.deliver(delivery([line]))
    const [record] = records()
    expect(record!.raw).not.toContain('BiMat123')
    expect(record!.stored).not.toBe(record!.digest)
    expect(record!.observations[0]!.digest).toBe(record!.stored)
    expect(
      bus
        .messages(RECORDS)
        .map(({ value }) => Buffer.from(value).toString())
        .join(),
    ).not.toContain('BiMat123')
    expect(intake.counters.masked).toBe(1)
  })

  test('keeps the first receipt it came with', async () => {
    const { intake, records, marks } = begin()
    await intake.deliver(delivery([`${NOW - 90_000} pc-01 an.nv`], { received: NOW - 86_400_000 }))
    expect(records()).toEqual([]) // its time is a day after this receipt
    await intake.deliver(delivery([`${NOW - 90_000} pc-01 an.nv`], { received: NOW - 60_000 }))
    expect(records()).toMatchObject([{ received: NOW - 60_000, observations: [{ received: NOW - 60_000 }] }])
    expect(marks()).toMatchObject([{ at: Math.floor((NOW - 60_000) / MINUTE) * MINUTE }])
  })

  test.each([
    ['one second inside', 5 * MINUTE - 1000, 'stored'],
    ['exactly five minutes ahead', 5 * MINUTE, 'stored'],
    ['a millisecond more', 5 * MINUTE + 1, 'time'],
  ])('whose time is %s of the future: %s', async (_, ahead, outcome) => {
    const { intake, quarantine } = begin()
    const { accepted } = await intake.deliver(delivery([`${NOW + ahead} pc-01 an.nv`]))
    expect(accepted).toBe(outcome === 'stored' ? 1 : 0)
    expect(quarantine.list({ limit: 9 }).map(({ reason }) => reason)).toEqual(outcome === 'stored' ? [] : ['time'])
  })
})

describe('a line that cannot be read has a clear outcome, and costs its neighbours nothing', () => {
  const good = `${NOW} pc-01 an.nv`
  const utf16 = Buffer.from(`\uFEFF${NOW} pc-02 bình.tt`, 'utf16le')
  test.each<[string, string | Uint8Array, string | undefined]>([
    ['garbage', 'garbage', 'malformed'],
    ['truncated JSON', '{"@timestamp":"2026-03-02T01:', 'malformed'],
    ['random bytes', Buffer.from([0xff, 0x00, 0xc3, 0x28, 0xfe]), 'encoding'],
    ['10 MiB', Buffer.alloc(10 * 1024 * 1024, 'x'), 'too-large'],
    ['one byte too many', Buffer.alloc(1024 * 1024 + 1, 'x'), 'too-large'],
    ['as long as may be, but garbage', Buffer.alloc(1024 * 1024, 'x'), 'malformed'],
    ['UTF-16', utf16, undefined],
    ['Windows-1258 nobody told us of', Buffer.from([0x31, 0x20, 0xd0, 0xe2, 0xf2]), 'encoding'],
    ['a time of next year', `${NOW + 365 * 86_400_000} pc-01 an.nv`, 'time'],
    ['the time of a clock with a dead battery', `${Date.UTC(2009, 0, 1)} pc-01 an.nv`, 'time'],
    ['a parser that throws', 'boom', 'malformed'],
  ])('%s', async (_, line, reason) => {
    const { intake, quarantine, records } = begin()
    const outcome = await intake.deliver(delivery([good, line, `${NOW} pc-03 an.nv`]))
    expect(outcome.refused.map(({ index, refusal }) => [index, refusal.reason])).toEqual(reason ? [[1, reason]] : [])
    expect(outcome.accepted).toBe(reason ? 2 : 3)
    expect(records()).toHaveLength(outcome.accepted)
    expect(quarantine.list({ limit: 9 })).toHaveLength(reason ? 1 : 0)
    const bytes = typeof line === 'string' ? Buffer.from(line) : line
    if (!reason) return
    const [held] = quarantine.list({ limit: 9 })
    expect(held).toMatchObject({ reason, bytes: bytes.length, cut: reason === 'too-large', received: NOW })
    expect(held!.detail).not.toBe('')
    expect(Buffer.from(bytes.subarray(0, 1024 * 1024)).equals(quarantine.open(held!.id, 'an.nv')!.raw)).toBe(true)
  })

  test('a parser that throws is told of and counted, with the line in quarantine', async () => {
    const told: unknown[] = []
    const { intake } = begin({ onParserError: (error, parser) => told.push(error, parser) })
    await intake.deliver(delivery(['boom', 'quiet']))
    expect(told).toEqual([new Error('boom'), 'tiny/1'])
    expect(intake.counters).toMatchObject({ parserErrors: 1, accepted: 1, refused: { malformed: 1 } })
  })

  test('an unknown source, and a line no source knows, are refused as such', async () => {
    const { intake, quarantine } = begin()
    for (const source of ['nobody', 'auto'])
      expect((await intake.deliver(delivery([good], { source }))).refused).toMatchObject([
        { refusal: { reason: 'unknown-source' } },
      ])
    expect(intake.counters.refused['unknown-source']).toBe(2)
    expect(quarantine.list({ limit: 9 }).map(({ source }) => source)).toEqual(['auto', 'nobody'])
  })

  test('empty lines are nothing', async () => {
    const { intake, records } = begin()
    expect(await intake.deliver(delivery(['', ' \t', '\r', good]))).toEqual({ accepted: 1, refused: [] })
    expect(records()).toHaveLength(1)
    expect(intake.counters.blank).toBe(3)
  })

  test('a line a reader cut is too large whatever its beginning looks like, and keeps its own digest', async () => {
    const { intake, quarantine } = begin()
    const original = { bytes: 9_999_999, digest: 'd'.repeat(32), cut: true }
    const outcome = await intake.deliver(delivery([good], { original: () => original }))
    expect(outcome.refused).toMatchObject([{ refusal: { reason: 'too-large' } }])
    expect(quarantine.list({ limit: 1 })).toMatchObject([original])
  })

  test.each([
    ['malformed', 'password=BiMat123 and nothing else'],
    ['encoding', Buffer.concat([Buffer.from('password=BiMat123 '), Buffer.from([0xc3, 0x28])])],
    ['too-large', Buffer.concat([Buffer.from('password=BiMat123 '), Buffer.alloc(2_000_000, 'x')])],
  ])('what is put into quarantine as %s is masked too', async (reason, line) => {
    const { intake, quarantine } = begin()
    await intake.deliver(delivery([line]))
    const [held] = quarantine.list({ limit: 1 })
    expect(held!.reason).toBe(reason)
    const raw = Buffer.from(quarantine.open(held!.id, 'an.nv')!.raw).toString()
    expect(raw).toContain('đã che')
    expect(raw).not.toContain('BiMat123')
  })

  test('a title marked MẬT in Windows-1258 is masked although nobody said that it is Windows-1258', async () => {
    const { intake, quarantine } = begin()
    const mat = Buffer.from([0x4d, 0xc2, 0xf2, 0x54]) // MẬT
    await intake.deliver(delivery([Buffer.concat([Buffer.from('title="'), mat, Buffer.from(' ke hoach A"')])]))
    const [held] = quarantine.list({ limit: 1 })
    expect(held!.reason).toBe('encoding')
    expect(Buffer.from(quarantine.open(held!.id, 'an.nv')!.raw).toString()).not.toContain('ke hoach A')
  })
})

describe('the source', () => {
  test('is the configured instance, with its encoding and its zone', async () => {
    const zones: string[] = []
    const source: Source = {
      ...tinySource('old'),
      parse: (_, { zone }) => {
        zones.push(zone)
        return ok([])
      },
    }
    const instances = [tinyInstance(), { id: 'máy-cũ', source, zone: '+09:00', encoding: 'windows-1258' as const }]
    const { intake, records } = begin({ instances })
    await intake.deliver(delivery([Buffer.from([0xd0, 0xe2, 0xf2])], { source: 'máy-cũ' }))
    expect(records()).toMatchObject([{ raw: 'Đậ', source: 'máy-cũ', parser: 'old/1' }])
    expect(zones).toEqual(['+09:00'])
  })

  test('is asked of the detector where the delivery names none', async () => {
    const instances = [tinyInstance({ id: 'a' }), tinyInstance({ id: 'b', source: tinySource('other') })]
    const { intake, records } = begin({
      instances,
      detect: (line, all) => all.find(({ id }) => line.includes(`pc-${id}`)),
    })
    await intake.deliver(delivery([`${NOW} pc-b x`, `${NOW} pc-a x`, `${NOW} pc-c x`], { source: 'auto' }))
    expect(records().map(({ source }) => source)).toEqual(['b', 'a'])
    expect(intake.counters.refused['unknown-source']).toBe(1)
  })
})

describe('the proof of delivery', () => {
  test('is given once a minute of receipt and pipeline, and only where a line was accepted', async () => {
    let now = NOW
    const { intake, marks } = begin({ clock: { now: () => now } })
    await intake.deliver(delivery(['garbage']))
    expect(marks()).toEqual([])
    await intake.deliver(delivery(['quiet', 'quiet']))
    await intake.deliver(delivery(['quiet']))
    await intake.deliver(delivery(['quiet'], { collector: 'thu-02' }))
    now += MINUTE
    await intake.deliver(delivery(['quiet']))
    expect(marks().map(({ id }) => id)).toEqual([
      'delivery/thu-01/tiny/2026-03-02T01:00',
      'delivery/thu-02/tiny/2026-03-02T01:00',
      'delivery/thu-01/tiny/2026-03-02T01:01',
    ])
    expect(marks()[0]).toMatchObject({
      pipeline: 'thu-01/tiny',
      at: NOW - 30_000,
      received: NOW,
      collector: 'thu-01',
      source: 'tiny',
    })
  })

  test('is given again where storing it failed', async () => {
    const bus = openMemoryBus()
    let fails = true
    const publish: typeof bus.publish = (topic, messages) =>
      fails ? Promise.reject(coded('DISK_FULL', 'no room')) : bus.publish(topic, messages)
    const { intake } = begin({ bus: { ...bus, publish } })
    await expect(intake.deliver(delivery(['quiet']))).rejects.toMatchObject({ code: 'DISK_FULL' })
    expect(intake.counters.accepted).toBe(0)
    fails = false
    await intake.deliver(delivery(['quiet']))
    expect(bus.messages(RECORDS)).toHaveLength(2)
  })

  test('a restart is announced for every pipeline', async () => {
    const { intake, marks, wires } = begin()
    await intake.announceRestart(
      [
        { collector: 'thu-01', source: 'tiny' },
        { collector: 'thu-02', source: 'tiny', since: NOW - 200_000, spoke: NOW - 300_000 },
      ],
      NOW - 90_000,
    )
    expect(marks()).toMatchObject([
      { pipeline: 'thu-01/tiny', restart: true, at: NOW - 90_000, until: NOW, received: NOW },
      {
        ...{ pipeline: 'thu-02/tiny', restart: true, at: NOW - 90_000, until: NOW, received: NOW },
        ...{ since: NOW - 200_000, spoke: NOW - 300_000 },
      },
    ])
    expect(wires().at(-1)).toEqual({ tick: NOW })
  })

  test('ticks and versions of the directory travel among the records', async () => {
    const { intake, wires } = begin()
    await intake.publishTick(NOW)
    await intake.publishDirectory('v7')
    expect(wires()).toEqual([{ tick: NOW }, { directory: 'v7' }])
  })
})

describe('the clocks of machines', () => {
  test('are measured by what comes in live, once a minute and machine, and shown the worst first', async () => {
    let now = NOW
    const { intake } = begin({ clock: { now: () => now } })
    const speak = (host: string, off: number, more: Partial<Delivery> = {}) =>
      intake.deliver(delivery([`${now - off} ${host} an.nv`], more))
    for (const off of [90_000, -60_000, 90_000, 3_000, 90_000]) {
      await speak('pc-slow', off)
      await speak('pc-slow', 7_000_000) // the same minute
      await speak('pc-01', 2_000)
      await speak('pc-01', 1_000, { collector: 'thu-02' })
      await speak('pc-old', 0, { received: now + 500_000 })
      now += MINUTE
    }
    await intake.deliver(delivery(['quiet', 'garbage']))
    expect(intake.skews()).toEqual([
      { collector: 'thu-01', source: 'tiny', host: 'pc-slow', ms: 90_000 },
      { collector: 'thu-01', source: 'tiny', host: 'pc-01', ms: 2_000 },
      { collector: 'thu-02', source: 'tiny', host: 'pc-01', ms: 1_000 },
    ])
  })

  test('that are behind: what is settled on a full disk is stored when there is room again', async () => {
    let now = NOW
    let full = false
    const bus = openMemoryBus()
    const isAgain = (value: Uint8Array): boolean => /"clock":\d/.test(Buffer.from(value).toString())
    const publish: EventBus['publish'] = async (topic, messages) => {
      if (full && messages.length > 1 && messages.every(({ value }) => isAgain(value))) throw coded('DISK_FULL', 'đầy')
      await bus.publish(topic, messages)
    }
    const { intake } = begin({ bus: { ...bus, publish }, clock: { now: () => now } })
    const speak = async () => {
      const answer = await intake.deliver(delivery([`${now - 2 * HOUR} pc-01 an.nv`])).catch(({ code }) => code)
      now += MINUTE
      return answer
    }
    for (let minute = 0; minute < 5; minute++) await speak()
    full = true
    const answers = [await speak(), await speak(), await speak()]
    expect(answers).toContain('DISK_FULL')
    full = false
    await speak()
    const wires = bus.messages(RECORDS).map(({ value }) => decodeWire(value))
    const logins = wires.flatMap((wire) => ('observations' in wire ? wire.observations : []))
    const told = new Map(logins.filter(({ action }) => action === 'login').map(({ id, clock }) => [id, clock]))
    expect([...told.values()]).toEqual(Array(9).fill(2 * HOUR))
    expect(intake.unsettled).toBe(0)
    expect((await intake.clocks()).machines.flatMap(({ open }) => open)).toEqual([])
  })

  test('that are behind: what is settled is stored once, whoever delivers while it is on its way to the log', async () => {
    let now = NOW
    const bus = openMemoryBus()
    const slow = Promise.withResolvers<void>()
    const isAgain = (value: Uint8Array): boolean => /"clock":\d/.test(Buffer.from(value).toString())
    const publish: EventBus['publish'] = async (topic, messages) => {
      if (messages.length > 1 && messages.every(({ value }) => isAgain(value))) await slow.promise
      await bus.publish(topic, messages)
    }
    const { intake } = begin({ bus: { ...bus, publish }, clock: { now: () => now } })
    const stored = () => bus.messages(RECORDS).flatMap(recordsIn)
    const answers: Promise<unknown>[] = []
    for (let minute = 0; minute < 12; minute++, now += MINUTE) {
      answers.push(intake.deliver(delivery([`${now - 2 * HOUR} pc-01 an.nv`])))
      // It is stored, and not yet answered where it settles something.
      await vi.waitFor(() => expect(stored().filter(({ raw }) => raw !== '')).toHaveLength(minute + 1), 10_000)
    }
    slow.resolve()
    await Promise.all(answers)
    const again = stored().filter(({ raw, observations }) => raw === '' && observations[0]?.action === 'login')
    const ids = again.flatMap(({ observations }) => observations.map(({ id }) => id))
    expect(ids.length).toBeGreaterThan(3)
    expect(ids.length).toBe(new Set(ids).size)
    expect((await intake.clocks()).machines.flatMap(({ open }) => open)).toEqual([])
  })

  test('that are behind: stored as open, and once it is known once more, under the same id and receipt', async () => {
    let now = NOW
    const told = (heard: readonly Heard[]): readonly Observation[] =>
      heard.flatMap((wire) => ('observations' in wire ? wire.observations : []))
    const { intake, wires } = begin({ clock: { now: () => now } })
    for (let minute = 0; minute < 7; minute++, now += MINUTE)
      await intake.deliver(delivery([`${now - 2 * HOUR} pc-01 an.nv`]))
    const clocks = JSON.parse(JSON.stringify((await intake.clocks()).machines)) as SavedClocks
    const logins = told(wires()).filter(({ action }) => action === 'login')
    expect(logins.map(({ clock }) => clock)).toEqual([...Array(6).fill('open'), ...Array(6).fill(2 * HOUR), 2 * HOUR])
    const brief = ({ id, at, received }: Observation) => [id, at, received]
    expect(logins.slice(6, 12).map(brief)).toEqual(logins.slice(0, 6).map(brief))
    expect(intake.unsettled).toBe(0)

    const again = begin({ clock: { now: () => now }, clocks })
    await again.intake.deliver(delivery([`${now - 2 * HOUR} pc-01 an.nv`]))
    expect(told(again.wires())[0]).toMatchObject({ clock: 2 * HOUR })
  })

  test('a batch of one delivery is late, and no more', async () => {
    const { intake, wires } = begin({})
    const lines = [10, 9, 8, 7].map((hours) => `${NOW - hours * HOUR} pc-01 an.nv`)
    await intake.deliver(delivery(lines))
    expect(JSON.stringify(wires())).not.toContain('clock')
    await intake.deliver(delivery([`${NOW - 7 * HOUR} pc-02 an.nv`], { received: NOW - HOUR }))
    expect(JSON.stringify(wires()), 'what was received long ago').not.toContain('clock')
  })

  test('follow the last nine minutes, and may be ahead', async () => {
    let now = NOW
    const { intake } = begin({ clock: { now: () => now } })
    for (let minute = 0; minute < 15; minute++, now += MINUTE)
      await intake.deliver(delivery([`${now + (minute < 10 ? -500_000 : 120_000)} pc-01 an.nv`]))
    expect(intake.skews()).toEqual([{ collector: 'thu-01', source: 'tiny', host: 'pc-01', ms: -120_000 }])
  })
})

describe('pressure', () => {
  test('a delivery beyond the bytes in flight is put off whole, and taken when there is room', async () => {
    const { intake, records } = begin({ limits: { inFlightBytes: 1000 } })
    const lines = Array.from({ length: 40 }, (_, n) => `${NOW} pc-01 user-${n}`)
    const first = intake.deliver(delivery(lines))
    expect(intake.pressed).toBe(true)
    await expect(intake.deliver(delivery(lines))).rejects.toMatchObject({ code: 'BACKPRESSURE' })
    await first
    expect(intake.pressed).toBe(false)
    expect(records()).toHaveLength(40)
    await intake.deliver(delivery(lines))
    expect(records()).toHaveLength(80)
    expect(intake.counters).toMatchObject({ putOff: 1, accepted: 80 })
  })

  test('after a failure the bytes are free again', async () => {
    const bus = openMemoryBus()
    await bus.close()
    const { intake } = begin({ bus, limits: { inFlightBytes: 10 } })
    await expect(intake.deliver(delivery([`${NOW} pc-01 an.nv`]))).rejects.toThrow('closed')
    expect(intake.pressed).toBe(false)
  })
})

test('lines delivered in any batches, at once or one after another, are stored as the same set', async () => {
  const line = fc.oneof(
    fc.nat(50).map((n) => `${NOW} pc-${n % 5} u${n}`),
    fc.constantFrom('quiet', 'boom', '', 'garbage', '{"a":'),
    fc.uint8Array({ maxLength: 12 }),
  )
  const expected = async (lines: readonly (string | Uint8Array)[], cuts: readonly number[], together: boolean) => {
    const folder = temporaryFolder()
    const bus = await openEmbeddedBus(folder)
    const quarantine = openQuarantine(folder, { clock: { now: () => NOW } })
    const intake = createIntake({ bus, quarantine, clock: { now: () => NOW }, mask, instances: [tinyInstance()] })
    const bounds = [0, ...cuts.map((cut) => cut % (lines.length + 1)).sort((a, b) => a - b), lines.length]
    const work = bounds.slice(1).map((end, i) => {
      const start = bounds[i]!
      const part = delivery(lines.slice(start, end), { place: (index) => `a.log:${start + index}` })
      return () => intake.deliver(part)
    })
    if (together) await Promise.all(work.map((run) => run()))
    else for (const run of work) await run()
    const seen: object[] = []
    const end = await bus.end(RECORDS)
    const { stop } = await bus.subscribe(
      RECORDS,
      0,
      async (batch) => void seen.push(...batch.map(({ value }) => ({ ...decodeWire(value), raw: rawOf(value) }))),
    )
    while (seen.length < end) await new Promise((resolve) => setTimeout(resolve, 1))
    await stop()
    await bus.close()
    const held = quarantine.list({ limit: 1000 }).map(({ id: _, ...rest }) => JSON.stringify(rest))
    quarantine.close()
    // Concurrent deliveries may each prove their minute: the id makes it one.
    return { stored: [...new Set(seen.map((wire) => JSON.stringify(wire)))].sort(), held: held.sort() }
  }
  let stored = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 30 }),
      fc.array(fc.nat(1000), { maxLength: 5 }),
      fc.boolean(),
      async (lines, cuts, together) => {
        const whole = await expected(lines, [], false)
        expect(await expected(lines, cuts, together)).toEqual(whole)
        stored += whole.stored.length
      },
    ),
    { numRuns: 25 },
  )
  expect(stored).toBeGreaterThan(50)
})
