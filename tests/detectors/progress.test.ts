import { expect, test } from 'vitest'
import { openSlice } from '../../detectors/slice.ts'
import { lookingThrough, type Progress } from '../../detectors/sources.ts'
import { ev } from '../../detectors/timeline.ts'
import type { Observation } from '../../kernel/event.ts'
import type { Archive } from '../../kernel/ports.ts'
import { HOUR, MINUTE } from '../../kernel/time.ts'
import { openShell, rules, townData } from '../support/drive.ts'
import { clock } from '../support/feed.ts'

const from = clock('08:00')
const guesses = Array.from({ length: 48 }, (_, i): Observation => {
  const at = from + i * MINUTE
  return {
    ...{ id: `p${i}`, at, received: at, source: 'windows', collector: 'c1', digest: 'd' },
    ...ev('login', { ok: false, refusal: 'bad-password' }),
  } as Observation
})

/** Gives a few events at a time, as the archive gives a block. */
const read: Archive['read'] = async function* ({ from, to }) {
  const asked = guesses.filter(({ at }) => at >= from && at <= to)
  for (let i = 0; i < asked.length; i += 4) yield asked.slice(i, i + 4)
}

test('a slice tells how far it has come within its steps, and while it looks for those concerned', async () => {
  const shell = openShell(townData, { rules: rules.filter(({ id }) => id === 'ACC-11a') })
  shell.tick(from + 6 * HOUR)
  const live = { ...shell.engine.slice(), earliest: from }
  const looked: Progress[] = []
  const sources = { archive: read, gaps: async () => [], previous: async () => [] }
  const scope = { kind: 'all' } as const
  const target = { rule: 'ACC-11a', scope, from, to: from + HOUR, reason: { vi: 'thử', en: 'test' } }
  const slice = await openSlice(
    [target],
    live,
    lookingThrough(sources, (progress) => void looked.push(progress)),
  )
  expect(looked.length).toBeGreaterThanOrEqual(12)
  expect(looked.slice(0, 12).map(({ events }) => events)).toEqual(Array.from({ length: 12 }, (_, i) => (i + 1) * 4))
  expect(looked[11]).toMatchObject({ stage: 'looking', reached: guesses.at(-1)!.at })

  const steps: Progress[] = []
  for await (const step of slice.advance(live)) steps.push(step)
  expect(steps.every(({ stage }) => stage === 'computing')).toBe(true)
  // Not only at the end of each step: a step may hold days.
  const within = new Set(steps.map(({ reached }) => reached))
  expect(within.size).toBeGreaterThan(10)
  for (const [i, step] of steps.entries()) {
    expect(step.reached).toBeGreaterThanOrEqual(steps[i - 1]?.reached ?? step.from)
    expect(step.events).toBeGreaterThanOrEqual(steps[i - 1]?.events ?? 0)
  }
  expect(steps.at(-1)).toMatchObject({ reached: steps[0]!.to, events: guesses.length })
})

test('a pass over the archive that finds nothing shows how far it is, by the hundredth', async () => {
  const told: Progress[] = []
  const empty: Archive['read'] = async function* ({ onPlace }) {
    for (let place = 1; place <= 1_000; place++) onPlace?.(place, 1_000)
    yield* []
  }
  const sources = lookingThrough({ archive: empty, gaps: async () => [], previous: async () => [] }, (progress) => {
    told.push(progress)
  })
  for (let pass = 0; pass < 2; pass++) for await (const _ of sources.archive({ from, to: from + HOUR }));
  expect(told.map(({ pass, share = 0 }) => [pass, Math.round(share * 100)])).toEqual(
    [1, 2].flatMap((pass) => Array.from({ length: 100 }, (_, i) => [pass, i + 1])),
  )
})
