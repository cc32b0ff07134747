import { expect, test } from 'vitest'
import { recall } from '../../../ingest/intake/recall.ts'
import { MACHINES } from '../../../ingest/intake/skew.ts'
import { HOUR, MINUTE } from '../../../kernel/time.ts'
import { clockedIntake } from '../../support/clocked.ts'

const START = Date.UTC(2026, 2, 2, 1, 0, 30)

/** A machine that speaks while time goes on. */
const living = () => {
  const intake = clockedIntake(START)
  let now = START
  return {
    ...{ keep: intake.keep, kill: intake.kill, unsettled: () => intake.unsettled },
    /** A line that tells a time so long ago; then time passes. */
    async speak(ago: number, passes: number = MINUTE): Promise<void> {
      await intake.deliver(now, `${now - ago} pc-01 an.nv@${now}`)
      now += passes
    },
    told: () => [...intake.told().values()],
  }
}

test('a late line that waits when the product is killed is settled when its machine is heard at once', async () => {
  const life = living()
  await life.speak(0, 30 * MINUTE)
  await life.speak(20 * MINUTE)
  life.kill()
  expect(life.told()).toEqual([undefined, 'open'])
  await life.speak(0)
  expect(life.told()).toEqual([undefined, undefined, undefined])
})

test('it is also where only the machine’s last line at once had been kept', async () => {
  const life = living()
  await life.speak(0, 30 * MINUTE)
  await life.keep()
  await life.speak(20 * MINUTE)
  life.kill()
  await life.speak(0)
  expect(life.told()).toEqual([undefined, undefined, undefined])
})

test.each([1, 2, 3, 4, 5, 6, 7])('lines of a slow clock, the product killed after %i', async (killed) => {
  const life = living()
  for (let minute = 0; minute < 16; minute++) {
    if (minute === 2) await life.keep()
    if (minute === killed) life.kill()
    await life.speak(2 * HOUR)
  }
  expect(life.told()).toEqual(Array(16).fill(2 * HOUR))
  expect(life.unsettled()).toBe(0)
})

test('what was settled, or taken back, waits no more', () => {
  const origin = { at: START, received: START + HOUR, source: 'tiny', collector: 'thu-01', digest: 'd' }
  const seen = (id: string, clock?: number | 'open') => ({
    ...{ ...origin, id, action: 'power.on' as const, host: 'pc-01' },
    ...(clock !== undefined && { clock }),
  })
  const head = { digest: 'd', stored: 'd', received: START + HOUR, collector: 'thu-01', source: 'tiny', parser: 't/1' }
  const recalled = recall([])
  recalled.take({ ...head, observations: [seen('a', 'open'), seen('b', 'open'), seen('c', 'open')] })
  recalled.take({ ...head, observations: [seen('a', HOUR)] })
  recalled.take({ ...head, observations: [], withdraws: [seen('b', 'open')] })
  expect(recalled.clocks().flatMap(({ open }) => open.map(({ id }) => id))).toEqual(['c'])
})

test('a line that waits twice, since it was sent again after a kill, is settled in the receipt that counts', async () => {
  const intake = clockedIntake(START)
  const lines = [0, 10, 20, 30, 40].map((minute) => `${START - 2 * HOUR + minute * MINUTE} pc-01 u${minute}`)
  await intake.deliver(START, lines[0]!)
  intake.kill()
  await intake.deliver(START + 5_000, lines[0]!)
  intake.kill()
  for (const line of lines.slice(1)) await intake.deliver(START + 10_000, line)
  expect([...intake.told().values()]).toEqual(Array(5).fill(undefined))
})

test('a line that waits between two at which its machine is heard at once is settled, killed before that is stored', () => {
  const origin = { source: 'tiny', collector: 'thu-01', digest: 'd', action: 'power.on' as const, host: 'pc-01' }
  const seen = (id: string, at: number, received: number, clock?: 'open') => ({
    ...{ ...origin, id, at, received },
    ...(clock !== undefined && { clock }),
  })
  const head = { digest: 'd', stored: 'd', received: START, collector: 'thu-01', source: 'tiny', parser: 't/1' }
  const recalled = recall([])
  recalled.take({ ...head, observations: [seen('a', START, START)] })
  recalled.take({ ...head, observations: [seen('b', START + MINUTE, START + 20 * MINUTE, 'open')] })
  recalled.take({ ...head, observations: [seen('c', START + 21 * MINUTE, START + 21 * MINUTE)] })
  expect(recalled.clocks()[0]?.open.map(({ id, clock }) => [id, clock])).toEqual([['b', undefined]])
})

test('a log that names machines without end keeps those heard last, and counts the others', () => {
  const head = { digest: 'd', stored: 'd', received: START, collector: 'thu-01', source: 'tiny', parser: 't/1' }
  const seen = (host: string) => ({
    ...{ id: host, at: START, received: START, source: 'tiny', collector: 'thu-01', digest: 'd' },
    ...{ action: 'power.on' as const, host },
  })
  const recalled = recall([])
  recalled.take({ ...head, observations: [seen('pc-01'), seen('pc-02')] })
  recalled.take({ ...head, observations: Array.from({ length: MACHINES - 1 }, (_, i) => seen(`rác-${i}`)) })
  recalled.take({ ...head, observations: [seen('pc-02'), seen('rác')] })
  const hosts = new Set(recalled.clocks().map(({ host }) => host))
  expect([hosts.size, hosts.has('pc-01'), hosts.has('pc-02'), hosts.has('rác')]).toEqual([MACHINES, false, true, true])
  expect(recalled.evicted).toBe(2)
})
