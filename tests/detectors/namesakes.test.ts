import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { APART } from '../../kernel/directory/names.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import type { Observation } from '../../kernel/event.ts'
import { MINUTE } from '../../kernel/time.ts'
import { delays, received, stepsOf, UNTIL } from '../support/disturb.ts'
import { inOrder, type Step, townData, walk } from '../support/drive.ts'
import { START, stream } from '../support/stream.ts'

/* Machines of commune B bear the names of commune A's, whose own logs come by the collector of the province. */

const runs = { numRuns: Number(process.env['RUNS'] ?? 10), endOnFailure: true }
const long = { timeout: 240_000 }

type Pipeline = DirectoryData['pipelines'][number]
const pipeline = (but: Partial<Pipeline>): Pipeline => ({
  ...{ collector: 'c-b', source: 'windows', unit: 'xa-b', rhythm: '1h', hours: 'always', known: 0 },
  ...but,
})
/** The clerk has entered what the collector of commune B brings. */
const entered: DirectoryData = { ...townData, pipelines: [...townData.pipelines, pipeline({})] }

const hostIn = (o: Observation): string | undefined => ('host' in o ? o.host : undefined)
/** Some stretches of a stream are told by the collector of commune B, of its own machines; what agents tell comes from the province. */
const shared = fc
  .tuple(stream, fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }))
  .map(([events, turns]) =>
    events.map(
      (o, i): Observation =>
        o.source === 'windows' && hostIn(o)?.startsWith('pc-') && turns[Math.floor(i / 6) % turns.length]
          ? { ...o, collector: 'c-b' }
          : o,
    ),
  )

type Shell = Awaited<ReturnType<typeof walk>>
const essence = (shell: Shell) => shell.alerts().map(({ revision: _, replaces: __, ...alert }) => alert)

/** By hand: as if the machines of commune B were called otherwise, with their own accounts and what is plugged into them. */
const calledOtherwise = (o: Observation): Observation => {
  const host = hostIn(o)
  if (
    o.collector !== 'c-b' ||
    host === undefined ||
    o.action === 'media.scan' ||
    (o.action === 'heartbeat' && o.age === undefined)
  )
    return o
  const { user, by, device } = o as { readonly user?: string; readonly by?: string; readonly device?: string }
  const name = `${host}${APART}xa-b`
  const ofAccount = (account: string): string =>
    account.replace(/@(.*)$/, (all, realm) => (realm === host ? `@${name}` : all))
  return {
    ...{ ...o, host: name },
    ...(user !== undefined && { user: ofAccount(user) }),
    ...(by !== undefined && { by: ofAccount(by) }),
    ...(device?.startsWith(`${host}/`) && { device: device.replace(host, name) }),
  } as Observation
}

test('what commune B’s machines tell is judged as if they bore names of their own', long, async () => {
  let told = 0
  await fc.assert(
    fc.asyncProperty(shared, async (events) => {
      const alerts = essence(await walk(inOrder(events, UNTIL), entered))
      expect(alerts).toEqual(essence(await walk(inOrder(events.map(calledOtherwise), UNTIL), entered)))
      const machines = townData.machines.map(({ id }) => id)
      for (const { evidence } of alerts) {
        const ofB = evidence.flatMap(({ events }) => events).filter(({ collector }) => collector === 'c-b')
        told += ofB.length
        for (const { fields } of ofB) expect(machines).not.toContain(fields['host'])
      }
    }),
    runs,
  )
  expect(told).toBeGreaterThan(0)
})

test('the same alerts whatever way the logs come', long, async () => {
  await fc.assert(
    fc.asyncProperty(shared, delays(5), async (events, delay) => {
      const arrivals = events.map((event, i) => received({ event, when: event.at + delay(i) }))
      const late = await walk(stepsOf(arrivals), entered)
      const plain = await walk(
        inOrder(
          arrivals.map(({ event }) => event),
          UNTIL,
        ),
        entered,
      )
      expect(essence(late)).toEqual(essence(plain))
      late.doubtAll()
      await late.reevaluate()
      expect(essence(late)).toEqual(essence(plain))
    }),
    runs,
  )
})

describe('a correction reaches what was judged and what is remembered', () => {
  const corrections: Readonly<Record<string, readonly [DirectoryData, DirectoryData]>> = {
    'the collector of commune B is entered': [townData, entered],
    'it was entered, and serves the province': [
      entered,
      { ...townData, pipelines: [...townData.pipelines, pipeline({ unit: 'tinh' })] },
    ],
    'it serves commune B from the second day on': [
      townData,
      { ...townData, pipelines: [...townData.pipelines, pipeline({ from: '2026-03-03' })] },
    ],
    'a machine is commune B’s, and another is in no register': [
      entered,
      {
        ...entered,
        machines: entered.machines.flatMap((row) =>
          row.id === 'pc-02' ? [{ ...row, unit: 'xa-b' }] : row.id === 'pc-03' ? [] : [row],
        ),
      },
    ],
    'commune B lies below commune A': [
      entered,
      { ...entered, units: entered.units.map((row) => (row.id === 'xa-b' ? { ...row, parent: 'xa-a' } : row)) },
    ],
  }

  test.each(Object.keys(corrections))('%s', long, async (name) => {
    const [before, after] = corrections[name]!
    await fc.assert(
      fc.asyncProperty(shared, fc.integer({ min: 0, max: 35 * 60 }), async (events, minute) => {
        const arrivals = events.map((event) => ({ event, when: event.at }))
        const told: Step = { kind: 'directory', data: after }
        const shell = await walk(stepsOf(arrivals, [[START + minute * MINUTE, told]]), before)
        expect(essence(shell)).toEqual(essence(await walk(inOrder(events, UNTIL), after)))
      }),
      runs,
    )
  })
})
