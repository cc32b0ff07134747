import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runSlice } from '../../detectors/slice.ts'
import type { Alert } from '../../kernel/alert.ts'
import { DAY, MINUTE } from '../../kernel/time.ts'
import { corrected, corrections, UNTIL } from '../support/disturb.ts'
import { inOrder, openShell, rules, townData, walk } from '../support/drive.ts'
import { clock } from '../support/feed.ts'
import { observe } from '../support/kinds.ts'

import { SPAN, START, stream } from '../support/stream.ts'

const runs = { numRuns: Number(process.env['RUNS'] ?? 30), endOnFailure: true }
const rank = { low: 0, medium: 1, high: 2, serious: 3 }
type Alerts = ReadonlyMap<string, Alert>
const byId = (alerts: readonly Alert[]): Alerts => new Map(alerts.map((alert) => [alert.id, alert]))
const essence = (alerts: readonly Alert[]) => alerts.map(({ revision: _, replaces: __, ...alert }) => alert)

/** A stream, what of it comes late, and a span that the archive loses before that. */
const losses = fc.record({
  events: stream,
  late: fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
  from: fc.integer({ min: -60, max: SPAN / MINUTE }),
  minutes: fc.oneof(fc.integer({ min: 5, max: 300 }), fc.constantFrom(SPAN / MINUTE, Infinity)),
  correction: fc.option(fc.constantFrom(...Object.keys(corrections)), { nil: undefined }),
})

describe('over a gap of the archive', () => {
  const counts = { kept: 0, raised: 0, withdrawn: 0, unjudged: 0 }

  /** What was known before, what became of it over the gap, and what all the logs come to. */
  const compare = (before: Alerts, after: Alerts, full: Alerts): void => {
    for (const [id, was] of before) {
      const is = after.get(id)
      const truly = full.get(id)
      if (!is) {
        counts.withdrawn++
        expect(truly, `${was.rule.id} ${id} was withdrawn`).toBe(undefined)
        continue
      }
      if (is.unverifiable) counts.kept++
      expect(is.occurrences, was.rule.id).toBeGreaterThanOrEqual(
        Math.min(was.occurrences, truly?.occurrences ?? Infinity),
      )
      expect(rank[is.level], was.rule.id).toBeGreaterThanOrEqual(
        Math.min(rank[was.level], truly ? rank[truly.level] : 9),
      )
    }
    for (const [id, { rule }] of after) {
      if (before.has(id)) continue
      counts.raised++
      expect(full.has(id), `${rule.id} ${id} was raised`).toBe(true)
    }
  }

  test('nothing is withdrawn or lowered for want of evidence, and nobody is accused whom all the logs do not accuse', {
    timeout: 240_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(losses, async ({ events, late, from, minutes, correction }) => {
        const isLate = events.map(() => (late.next().value as number) === 0)
        const live = async (lose: boolean) => {
          const shell = await walk(
            inOrder(
              events.filter((_, i) => !isLate[i]),
              UNTIL,
            ),
          )
          const stages = [byId(shell.alerts())]
          const stage = async (): Promise<void> => {
            await shell.reevaluate()
            stages.push(byId(shell.alerts()))
          }
          if (lose) shell.lose(START + from * MINUTE, START + (from + minutes) * MINUTE, 'damaged')
          for (const [i, event] of events.entries()) if (isLate[i]) shell.arrive(event)
          await stage()
          if (correction !== undefined) shell.directory(corrected([correction]))
          else shell.doubtAll()
          await stage()
          return { shell, stages }
        }
        const [lossy, whole] = [await live(true), await live(false)]
        for (const n of [1, 2]) compare(lossy.stages[n - 1]!, lossy.stages[n]!, whole.stages[n]!)
        counts.unjudged += lossy.shell.engine.indeterminate().filter(({ reason }) => reason === 'gap').length
        // Found again, everything is as if nothing had been lost, and no mark is left.
        lossy.shell.archive.restore()
        lossy.shell.engine.queue.restored()
        await lossy.shell.reevaluate()
        expect(essence(lossy.shell.alerts())).toEqual(essence(whole.shell.alerts()))
      }),
      runs,
    )
  })

  test('and all of that happens', () => {
    expect(counts.kept).toBeGreaterThan(runs.numRuns / 2)
    expect(counts.raised).toBeGreaterThan(0)
    expect(counts.withdrawn).toBeGreaterThan(0)
    expect(counts.unjudged).toBeGreaterThan(0)
  })
})

describe('five wrong passwords', () => {
  const guesses = ['09:00', '09:01', '09:02', '09:03', '09:04'].map((when, i) =>
    observe(`g${i}`, 'login', clock(when), {
      ...{
        user: 'an.nv@tinh',
        host: 'pc-03',
        system: 'windows',
        via: 'interactive',
        ok: false,
        refusal: 'bad-password',
      },
    }),
  )
  const alerted = async () => {
    const shell = openShell(townData, { rules: rules.filter(({ id }) => id === 'ACC-11a') })
    for (const step of inOrder(guesses, clock('+1 08:00'))) {
      if (step.kind === 'arrive') shell.arrive(step.event)
      else if (step.kind === 'tick') shell.tick(step.at)
    }
    expect(shell.alerts()).toMatchObject([{ rule: { id: 'ACC-11a' }, occurrences: 1 }])
    return shell
  }
  const again = async (shell: Awaited<ReturnType<typeof alerted>>) => {
    shell.doubtAll()
    await shell.reevaluate()
    return shell.stored()
  }

  test('of which the archive lost one without saying so: the alert stands, marked', async () => {
    const shell = await alerted()
    shell.archive.put([], [guesses[1]!])
    const [alert] = await again(shell)
    expect(alert).toMatchObject({
      occurrences: 1,
      unverifiable: { reason: { vi: expect.stringMatching(/09:01.*đã dẫn/) } },
    })
    expect(alert).not.toHaveProperty('withdrawn')
    shell.archive.put([guesses[1]!])
    expect((await again(shell))[0]).not.toHaveProperty('unverifiable')
  })

  test('of which retention took one: the alert stands, and says until when logs are gone', async () => {
    const shell = await alerted()
    shell.lose(-Infinity, clock('09:02') - 1)
    expect(await again(shell)).toMatchObject([
      { unverifiable: { reason: { vi: expect.stringMatching(/đến 09:01 .*không còn được lưu/) } } },
    ])
  })

  test('of which damage hides four when the fifth comes late: nobody is accused, until they are restored', async () => {
    for (const reason of ['damaged', 'retention'] as const) {
      const shell = openShell(townData, { rules: rules.filter(({ id }) => id === 'ACC-11a') })
      for (const step of inOrder(guesses.slice(0, 4), clock('+1 08:00'))) {
        if (step.kind === 'arrive') shell.arrive(step.event)
        else if (step.kind === 'tick') shell.tick(step.at)
      }
      shell.lose(clock('09:00'), clock('09:03'), reason)
      shell.arrive(guesses[4]!)
      await shell.reevaluate()
      expect(shell.stored()).toEqual([])
      // What outlived its time never comes back: there is nothing to wait for.
      expect(shell.engine.queue.aside()).toMatchObject(
        reason === 'damaged'
          ? [
              { rule: '@', gap: true },
              { rule: 'ACC-11a', gap: true },
            ]
          : [],
      )
      shell.archive.restore()
      shell.restart()
      await shell.reevaluate()
      expect(shell.stored()).toMatchObject(reason === 'damaged' ? [{ rule: { id: 'ACC-11a' } }] : [])
      expect(shell.engine.queue.aside()).toEqual([])
    }
  })

  test('which a gap swallows with all that is about him: the answer says that it is not whole', async () => {
    const shell = await alerted()
    const [from, to] = [clock('08:00'), clock('10:00')]
    const everybody = { rule: 'ACC-11a', scope: { kind: 'all' }, from, to, reason: { vi: '', en: '' } } as const
    const ask = () =>
      runSlice([everybody], shell.engine.slice(), {
        ...shell.archive,
        archive: shell.archive.read,
        previous: async () => [],
      })
    expect(await ask()).toMatchObject({ parts: [{}], incomplete: false, damaged: [] })
    shell.lose(from, to)
    expect(await ask()).toMatchObject({ parts: [], incomplete: true, damaged: [] })
  })

  test('which a gap of another week does not touch', async () => {
    const shell = await alerted()
    shell.lose(-Infinity, clock('09:00') - 60 * DAY)
    expect((await again(shell))[0]).not.toHaveProperty('unverifiable')
  })

  test('of which a better parser took one back: the alert is withdrawn, though the archive has a gap beside it', async () => {
    const shell = await alerted()
    shell.lose(clock('08:50'), clock('08:55'))
    shell.reread([], [guesses[1]!])
    await shell.reevaluate()
    expect(shell.stored()).toMatchObject([{ withdrawn: { reason: { vi: expect.stringMatching(/bộ đọc/) } } }])
  })

  test('at a machine that, as is entered later, is his own: the alert is withdrawn, unless a log is gone', async () => {
    const own = corrected(['a machine is another officer’s, another is for secrets'])
    const his = { ...own, machines: own.machines.map((row) => (row.id === 'pc-03' ? { ...row, person: 'p-an' } : row)) }
    for (const lost of [false, true]) {
      const shell = await alerted()
      if (lost) shell.lose(clock('09:01'), clock('09:01'))
      shell.directory(his)
      await shell.reevaluate()
      expect(shell.stored()).toMatchObject([lost ? { unverifiable: {} } : { withdrawn: {} }])
    }
  })
})
