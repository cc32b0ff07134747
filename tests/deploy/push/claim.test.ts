import { expect, onTestFinished, test } from 'vitest'
import { claimPush, PUSHERS } from '../../../deploy/push/claim.ts'
import { ledgerIn } from '../../../deploy/push/tables.ts'
import { openKafkaBus } from '../../../ingest/bus/kafka.ts'
import { sharedBrokers, uniqueName } from '../../stack/kafka.ts'
import { temporaryFolder } from '../../support/folder.ts'

const brokers = (await sharedBrokers()) ?? []

test('a ledger has a name of its own, and keeps it', () => {
  const [here, there] = [temporaryFolder(), temporaryFolder()]
  const name = ledgerIn(here)
  expect(ledgerIn(here)).toBe(name)
  expect(ledgerIn(there)).not.toBe(name)
})

test.skipIf(brokers.length === 0)(
  'of several ledgers on one Kafka one may tell, today and tomorrow; the others learn at their start that it is not theirs',
  async () => {
    const prefix = `${uniqueName('push')}.`
    const open = async () => {
      const bus = await openKafkaBus({ connection: { brokers }, prefix, lasting: [PUSHERS] })
      onTestFinished(bus.close)
      return bus
    }
    const sites = await Promise.all([1, 2, 3].map(async () => ({ bus: await open(), data: temporaryFolder() })))
    const claim = ({ bus, data }: (typeof sites)[number], sender = 'tinh-mau') =>
      claimPush(bus, { sender, data, now: Date.now() })

    const raced = await Promise.allSettled(sites.map((site) => claim(site)))
    const taken = raced.findIndex(({ status }) => status === 'fulfilled')
    expect(raced.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await claim(sites[taken]!)
    const other = sites[(taken + 1) % 3]!
    await expect(claim(other)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/^push: sổ chuyển của «tinh-mau» do máy \S+ giữ từ /),
    })
    await claim(other, 'tinh-khac')
  },
  180_000,
)
