import { expect, test } from 'vitest'
import { createEngine, type EngineOptions } from '../../detectors/engine.ts'
import { alertId } from '../../detectors/fold.ts'
import { runSlice } from '../../detectors/slice.ts'
import type { Change } from '../../detectors/state.ts'
import { ev, type Happening } from '../../detectors/timeline.ts'
import type { Alert } from '../../kernel/alert.ts'
import type { Observation } from '../../kernel/event.ts'
import { HOUR, MINUTE } from '../../kernel/time.ts'
import { optionsFor, rules, townData } from '../support/drive.ts'
import { clock } from '../support/feed.ts'
import { strictArchive } from '../support/strict-archive.ts'

let serial = 0
const at = (when: string | number, what: Happening): Observation => {
  const time = typeof when === 'string' ? clock(when) : when
  const origin = { id: `s${++serial}`, at: time, received: time, source: 'windows', collector: 'c1', digest: 'd' }
  return { ...origin, ...what } as Observation
}
/** All day long, something every so often. */
const often = (step: number, what: Happening): readonly Observation[] =>
  Array.from({ length: (24 * HOUR) / step }, (_, i) => at(clock('00:00') + i * step, what))

const stick = (when: string, host: string) => at(when, ev('media.attach', { host, device: 'usb-8' }))
const bich = (when: string, host: string) => at(when, ev('login', { user: 'bich@tinh', host }))
/** One stick at An's desk and then twice at Bích's, who leaves a session open at An's as An does. */
const day = [
  at('08:00', ev('login')),
  bich('08:05', 'pc-02'),
  stick('09:00', 'pc-01'),
  stick('10:00', 'pc-02'),
  stick('11:00', 'pc-02'),
  bich('16:00', 'pc-01'),
  ...often(30 * MINUTE, ev('heartbeat', { source: 'bkav' })),
  ...['windows', 'bkav'].flatMap((source) => often(10 * MINUTE, ev('other', { host: undefined, source }))),
].sort((a, b) => a.at - b.at)

const options: Omit<EngineOptions, 'saved'> = {
  ...optionsFor(townData),
  rules: rules.filter(({ id }) => id === 'MED-01b' || id === 'ACC-09a'),
}
const briefly = (alerts: readonly Alert[]) =>
  alerts
    .map(({ rule, subject, occurrences }) => `${rule.id} ${subject.person?.id} ×${occurrences}`)
    .toSorted((a, b) => (a < b ? -1 : 1))

test('alerts that named one for several are withdrawn, and one for each stands in for them', async () => {
  const archive = strictArchive()
  const live = createEngine({ ...options, saved: [] })
  archive.put(day)
  for (const event of day) {
    live.tick(event.at)
    live.accept(event)
  }
  live.tick(clock('+1 00:00'))
  const { alerts, changes } = live.drain()
  const each = ['ACC-09a p-an ×1', 'ACC-09a p-bich ×1', 'MED-01b p-an ×1', 'MED-01b p-bich ×2']
  expect(briefly(alerts)).toEqual(each)

  // As a version without persons in its folds had stored them: both named An, for what Bích did as well.
  const of = (rule: string): Alert => alerts.find((one) => one.rule.id === rule && one.subject.person?.id === 'p-an')!
  const [media, session] = [of('MED-01b'), of('ACC-09a')]
  const triggers = changes.flatMap(({ space, value }) =>
    space === 'episode' ? [(value as { trigger: Observation<'login'> }).trigger] : [],
  )
  const trigger = triggers.find(({ user }) => user === 'an.nv@tinh')!
  const old: readonly Alert[] = [
    { ...media, id: alertId('MED-01b', 'usb-8', '2026-03-02'), occurrences: 3, last: clock('11:00') },
    { ...session, id: alertId('ACC-09a', 'pc-01', String(clock('08:00'))), occurrences: 2 },
  ]
  const saved: readonly Change[] = [
    ...changes.filter(({ space, value }) => space !== 'alert' && space !== 'episode' && value !== undefined),
    ...old.map((alert) => ({ space: 'alert', key: alert.id, value: alert })),
    { space: 'episode', key: JSON.stringify(['ACC-09a', 'pc-01']), value: { trigger } },
  ]
  const renewed = createEngine({ ...options, saved: JSON.parse(JSON.stringify(saved)) as Change[] })
  renewed.activate(new Map(options.rules.map(({ id }) => [id, 'another print'])))
  const previous = async (rule: string) => old.filter((alert) => alert.rule.id === rule)
  renewed.apply(
    await runSlice(renewed.targets(), renewed.slice(), { archive: archive.read, gaps: archive.gaps, previous }),
  )
  const written = renewed.drain().alerts
  const [gone, standing] = [written.filter((one) => one.withdrawn), written.filter((one) => !one.withdrawn)]

  expect(new Map(gone.map(({ id, withdrawn }) => [id, withdrawn!.reason.en]))).toEqual(
    new Map(old.map(({ id }) => [id, 'the rule or its numbers have changed'])),
  )
  expect(briefly(standing)).toEqual(each)
  // Who was named before is named again in its stead; whoever was hidden behind that one is new.
  expect(
    standing
      .flatMap(({ rule, subject, replaces }) => (replaces ? [[rule.id, subject.person?.id, replaces]] : []))
      .toSorted(),
  ).toEqual([
    ['ACC-09a', 'p-an', old[1]!.id],
    ['MED-01b', 'p-an', old[0]!.id],
  ])

  // And the stream goes on with them: what ends the one ends that one alone.
  renewed.accept(at('+1 08:00', ev('logout', { user: 'bich@tinh', host: 'pc-01' })))
  renewed.tick(clock('+1 09:00'))
  expect(renewed.drain().alerts.map(({ subject, ended }) => [subject.person?.id, ended])).toEqual([
    ['p-bich', clock('+1 08:00')],
  ])
})
