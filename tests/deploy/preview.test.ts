import { expect, test } from 'vitest'
import { openCheckpoint } from '../../deploy/checkpoint.ts'
import { previewVersion } from '../../deploy/preview.ts'
import { absencesOf } from '../../detectors/meta.ts'
import { ev } from '../../detectors/timeline.ts'
import type { Alert } from '../../kernel/alert.ts'
import { diffDirectory } from '../../kernel/directory/diff.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import type { Observation } from '../../kernel/event.ts'
import type { Asked } from '../../kernel/ports.ts'
import { DAY } from '../../kernel/time.ts'
import { openBeside } from '../support/beside.ts'
import { optionsFor, rules, townData } from '../support/drive.ts'
import { clock } from '../support/feed.ts'
import { archiveOfMemory } from '../support/memory-archive.ts'

const NIGHTS = 60
const monitoredSince = (monitored: string): DirectoryData => ({
  ...townData,
  version: `since ${monitored}`,
  units: townData.units.map((unit) => ({ ...unit, monitored })),
})
const night = (n: number): Observation => {
  const at = clock('22:00') + n * DAY
  const own = ev('login', { user: 'an.nv@tinh', host: 'pc-01' })
  const origin = { id: `n${n}`, at, received: at, source: 'windows', collector: 'c1', digest: `d${n}` }
  return { ...origin, ...own } as Observation // an event of the town, with what an input adds
}
const versionOf = (data: DirectoryData) => {
  const { world, register } = optionsFor(data)
  return { world, register }
}
const idsOf = (alerts: readonly Alert[]): readonly string[] => alerts.map(({ id }) => id).sort()

/** Two months of nights, judged; what a version is said to do, and what it then does. */
const lived = async () => {
  const beside = await openBeside()
  const { detector } = await beside.start()
  for (let n = 0; n < NIGHTS; n++) {
    await beside.arrive([night(n)])
    await beside.tick(clock('23:00') + n * DAY)
  }
  await detector.settled()
  let inForce = townData
  const archive = archiveOfMemory(beside.bus)

  const preview = async (next: DirectoryData, but: { readonly rule?: string; readonly signal?: AbortSignal } = {}) => {
    const passes: Asked[] = []
    const { world: _w, register: _r, ...engine } = optionsFor(townData)
    const consequence = await previewVersion(
      {
        engine: { ...engine, rules: rules.filter(({ id }) => but.rule === undefined || id === but.rule) },
        checkpoint: openCheckpoint(beside.db, { readOnly: true, absences: absencesOf(rules) }),
        archive: {
          ...archive,
          read: (asked) => {
            passes.push(asked)
            return archive.read(asked)
          },
        },
        ...{ before: versionOf(inForce), after: versionOf(next), changes: diffDirectory(inForce, next) },
      },
      but.signal,
    )
    return { ...consequence, passes }
  }
  return {
    stop: detector.stop,
    alerts: beside.alerts,
    preview,
    async accept(next: DirectoryData): Promise<void> {
      beside.versions.set(next.version, next)
      await beside.directory(next.version)
      await detector.settled()
      inForce = next
    },
  }
}

test('what is said of a version that changes two months is what it then does, there and back', async () => {
  const { alerts, preview, accept, stop } = await lived()
  for (const next of [monitoredSince('2026-04-10'), monitoredSince('2026-01-01')]) {
    const before = await alerts()
    const said = await preview(next)
    expect(await alerts()).toEqual(before)
    await accept(next)
    const after = await alerts()
    const [had, has] = [new Set(idsOf(before)), new Set(idsOf(after))]
    expect(idsOf(said.withdrawn)).toEqual(idsOf(before.filter(({ id }) => !has.has(id))))
    expect(idsOf(said.raised)).toEqual(idsOf(after.filter(({ id }) => !had.has(id))))
    expect(said.raised.length + said.withdrawn.length).toBeGreaterThan(30)
  }
  await stop()
}, 240_000)

test('it is computed in the parts the product computes it in, and can be given up between two of them', async () => {
  const { preview, stop } = await lived()
  const next = monitoredSince('2026-04-10')
  const { passes, withdrawn } = await preview(next, { rule: 'ACC-01a' })
  expect(withdrawn.length).toBeGreaterThan(30)
  // Each reads some days around its own: never the whole span at once.
  const spans = passes.filter(({ to }) => Number.isFinite(to)).map(({ from, to }) => to - from)
  expect(spans.length).toBeGreaterThan(4)
  expect(Math.max(...spans)).toBeLessThan((NIGHTS / 2) * DAY)

  const dropped = AbortSignal.abort(new Error('dropped'))
  await expect(preview(next, { rule: 'ACC-01a', signal: dropped })).rejects.toThrow('dropped')
  await stop()
}, 240_000)
