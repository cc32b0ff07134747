import { expect, test, vi } from 'vitest'
import { openCheckpoint } from '../../../deploy/checkpoint.ts'
import type { Slicer } from '../../../deploy/detector/slicer.ts'
import { ev } from '../../../detectors/timeline.ts'
import type { Observation } from '../../../kernel/event.ts'
import { HOUR, MINUTE, SECOND } from '../../../kernel/time.ts'
import { openBeside } from '../../support/beside.ts'
import { committing } from '../../support/commit.ts'
import { clock } from '../../support/feed.ts'

let serial = 0
const login = (when: number, user: string): Observation =>
  ({
    ...{ id: `c${++serial}`, at: when, received: when, source: 'windows', collector: 'c1', digest: `d${serial}` },
    ...ev('login', { user }),
  }) as Observation
const NIGHT = clock('22:00')

/** The stream stands at midnight; three officers' sign-ins of two hours ago come late. */
const openLate = async (slicer: (inner: Slicer) => Slicer) => {
  const beside = await openBeside()
  const { detector } = await beside.start(undefined, undefined, slicer)
  await beside.tick(NIGHT + 2 * HOUR)
  await beside.arrive(['an.nv@tinh', 'bich@tinh', 'cuong@tinh'].map((user) => login(NIGHT, user)))
  return { beside, detector }
}
const failing =
  (fails: (targets: readonly { readonly rule: string; readonly scope: object }[]) => boolean) =>
  (inner: Slicer): Slicer => ({
    ...inner,
    open(job, onProgress) {
      const running = inner.open(job, onProgress)
      return {
        ...running,
        advance: (told) => (fails(job.targets) ? Promise.reject(new Error('hỏng')) : running.advance(told)),
      }
    },
  })
const about = (user: string) => (targets: readonly { readonly rule: string; readonly scope: object }[]) =>
  targets.some(({ rule, scope }) => rule === 'ACC-01a' && JSON.stringify(scope).includes(user))

test('what fails for a while is tried again, and the stream goes on meanwhile', async () => {
  let broken = true
  const { beside, detector } = await openLate(failing(() => broken))
  await vi.waitFor(() => expect(detector.reevaluation().trouble).toMatchObject({ text: 'hỏng' }))
  await beside.arrive([login(NIGHT + 2 * HOUR + MINUTE, 'an.nv@tinh')])
  await beside.tick(NIGHT + 3 * HOUR)
  await vi.waitFor(() => expect(detector.engine.watermark).toBe(NIGHT + 3 * HOUR - 2 * MINUTE))
  broken = false
  await detector.settled()
  await detector.stop()
  expect(detector.reevaluation().trouble).toBeUndefined()
  expect((await beside.alerts()).filter(({ rule }) => rule.id === 'ACC-01a')).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ occurrences: 2 }), expect.objectContaining({ occurrences: 1 })]),
  )
}, 30_000)

test('what fails again and again is found among the others, set aside and shown; the others are computed', async () => {
  const { beside, detector } = await openLate(failing(about('bich@tinh')))
  await vi.waitFor(() => expect(detector.engine.queue.aside().length).toBeGreaterThan(0), { timeout: 120 * SECOND })
  const [poison] = detector.engine.queue.aside()
  expect(poison).toMatchObject({ error: 'hỏng', scope: { value: 'bich@tinh' } })
  await detector.stop()
  // The next start tries it again, and it waits for that in the saved state.
  const { detector: next } = await beside.start()
  await next.settled()
  await next.stop()
  expect(next.engine.queue.aside()).toEqual([])
  const own = (await beside.alerts()).filter(({ rule }) => rule.id === 'ACC-01a')
  expect(own.map(({ entity }) => entity.value).sort()).toEqual(['an.nv@tinh', 'bich@tinh', 'cuong@tinh'])
}, 150_000)

test('the stream does not wait while what a slice stands on, and what it found, is written', async () => {
  const beside = await openBeside()
  const real = committing(openCheckpoint(beside.db))
  /** Writings that a slice takes part in, by what they say of its target; each ends when it is told to. */
  const writings: { readonly what: 'taken' | 'done'; readonly end: () => void }[] = []
  const checkpoint = {
    ...real,
    async commit(...[drained, position]: Parameters<typeof real.commit>) {
      const said = drained.changes.find(({ space }) => space === 'target/running')
      if (said && writings.length < 2) {
        const { promise, resolve } = Promise.withResolvers<void>()
        writings.push({ what: said.value === undefined ? 'done' : 'taken', end: resolve })
        await promise
      }
      return real.commit(drained, position)
    },
  }
  const { detector } = await beside.start({ checkpoint })
  const goesOn = async (to: number): Promise<void> => {
    await beside.tick(to)
    await vi.waitFor(() => expect(detector.engine.watermark).toBe(to - 2 * MINUTE), { timeout: 20 * SECOND })
  }
  await goesOn(NIGHT + 2 * HOUR)
  await beside.arrive([login(NIGHT, 'an.nv@tinh')])
  for (const [i, what] of (['taken', 'done'] as const).entries()) {
    await vi.waitFor(() => expect(writings).toHaveLength(i + 1), { timeout: 20 * SECOND })
    expect(writings[i]!.what).toBe(what)
    await goesOn(NIGHT + (3 + i) * HOUR)
    expect((await beside.alerts()).filter(({ rule }) => rule.id === 'ACC-01a')).toEqual([])
    writings[i]!.end()
  }
  await detector.settled()
  await detector.stop()
  expect((await beside.alerts()).map(({ rule }) => rule.id)).toContain('ACC-01a')
}, 90_000)
