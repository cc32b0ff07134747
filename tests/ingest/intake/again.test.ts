import { expect, test, vi } from 'vitest'
import { createIntake } from '../../../ingest/intake/local.ts'
import { masker } from '../../../ingest/mask.ts'
import { builtInSources } from '../../../ingest/sources/index.ts'
import { decodeWire, RECORDS } from '../../../ingest/wire.ts'
import { localTime } from '../../../kernel/time.ts'
import { signIn } from '../../support/lines.ts'
import { openMemoryBus } from '../../support/memory-bus.ts'

const NOON = localTime('2026-03-02', '12:00')
const line = Buffer.from(signIn({ at: NOON, record: 1, user: 'An.NV', host: 'pc-01' }))

const open = () => {
  const bus = openMemoryBus()
  const [onDelivery, onRefused] = [vi.fn(async () => undefined), vi.fn(async () => undefined)]
  const intake = createIntake({
    ...{ bus, quarantine: { put: () => undefined }, clock: { now: () => NOON }, mask: masker(Buffer.alloc(32)) },
    instances: builtInSources.map((source) => ({ id: source.id, source, zone: 'Asia/Ho_Chi_Minh' })),
    ...{ onDelivery, onRefused },
  })
  const actions = () =>
    bus.messages(RECORDS).flatMap(({ value }) => {
      const wire = decodeWire(value)
      return 'observations' in wire ? wire.observations.map(({ action }) => action) : []
    })
  return { intake, onDelivery, onRefused, actions }
}
const delivery = { collector: 'c1', source: 'winlogbeat', lines: [line, Buffer.from('{')] }

test('lines that come are proof that their pipeline delivers; others are told of it once a minute', async () => {
  const { intake, onDelivery, onRefused, actions } = open()
  await intake.deliver(delivery)
  await intake.deliver(delivery)
  expect(actions().filter((action) => action === 'source.delivery')).toHaveLength(1)
  expect(onDelivery.mock.calls).toEqual([[[{ collector: 'c1', source: 'winlogbeat' }], NOON]])
  expect(onRefused.mock.calls[0]).toMatchObject([[{ collector: 'c1', reason: 'malformed' }]])
})

test('lines that are read again are none', async () => {
  const { intake, onDelivery, actions } = open()
  expect(await intake.deliver({ ...delivery, again: true })).toMatchObject({ accepted: 1 })
  expect(actions()).not.toContain('source.delivery')
  expect(actions().length).toBeGreaterThan(0)
  expect(onDelivery).not.toHaveBeenCalled()
})
