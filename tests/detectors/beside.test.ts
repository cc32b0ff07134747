import { expect, test } from 'vitest'
import type { Rule } from '../../detectors/meta.ts'
import { ev, type Happening } from '../../detectors/timeline.ts'
import type { Alert } from '../../kernel/alert.ts'
import type { Observation } from '../../kernel/event.ts'
import { DAY, MINUTE } from '../../kernel/time.ts'
import { openShell, rules, townData } from '../support/drive.ts'
import { clock } from '../support/feed.ts'

/* The stream goes on while a slice is computed. Each of these is wrong where one thing that happened meanwhile is forgotten. */

const only = (...ids: string[]): readonly Rule[] => rules.filter(({ id }) => ids.includes(id))
let serial = 0
const at = (when: string | number, what: Happening): Observation => {
  const moment = typeof when === 'string' ? clock(when) : when
  return {
    ...{ id: `b${++serial}`, at: moment, received: moment, source: 'windows', collector: 'c1', digest: 'd', ...what },
  } as Observation
}
const shellOf = (...ids: string[]) => {
  const shell = openShell(townData, { rules: only(...ids) })
  shell.arrive(at('00:00', ev('other')))
  return shell
}
const arrive = (shell: ReturnType<typeof shellOf>, events: readonly Observation[]): void => {
  for (const o of events) shell.arrive(o)
}
const briefly = (alerts: readonly Alert[]) =>
  alerts.map(({ rule, first, occurrences }) => [rule.id, first, occurrences])

const guess = (when: string) => at(when, ev('login', { host: 'pc-03', ok: false, refusal: 'bad-password' }))
const used = (from: string, to: string) =>
  Array.from({ length: (clock(to) - clock(from)) / (20 * MINUTE) + 1 }, (_, i) =>
    at(clock(from) + i * 20 * MINUTE, ev('activity', { host: 'pc-01' })),
  )
/** Lines of a carrier, every ten minutes. */
const carrier = (source: string, from: number, to: number) =>
  Array.from({ length: (to - from) / (10 * MINUTE) }, (_, i) =>
    at(from + i * 10 * MINUTE, ev('other', { host: undefined, source })),
  )

test('what the stream has taken in the meantime is counted with what came late', async () => {
  const shell = shellOf('ACC-11a')
  arrive(shell, ['09:00', '09:01', '09:02'].map(guess))
  shell.tick(clock('09:08'))
  shell.arrive(guess('09:03'))
  const slice = await shell.begin()
  shell.arrive(guess('09:07'))
  shell.tick(clock('09:12'))
  await slice.apply()
  expect(briefly(shell.alerts())).toEqual([['ACC-11a', clock('09:07'), 1]])
  // Its state is that of now.
  shell.arrive(guess('09:11'))
  shell.tick(clock('09:20'))
  expect(briefly(shell.alerts())).toEqual([['ACC-11a', clock('09:07'), 2]])
})

test('an alert that the stream raised in the meantime is withdrawn by what came late', async () => {
  const shell = shellOf('EPP-01')
  arrive(
    shell,
    [
      ...carrier('windows', clock('00:00') - 3 * DAY, clock('20:00')),
      ...carrier('bkav', clock('00:00') - 3 * DAY, clock('20:00')),
      ...used('08:00', '14:00'),
    ].filter((o) => o.at < clock('11:50')),
  )
  shell.tick(clock('11:50'))
  shell.arrive(at('10:00', ev('heartbeat', { host: 'pc-01', source: 'bkav' })))
  const slice = await shell.begin()
  arrive(shell, [
    ...carrier('windows', clock('11:50'), clock('20:00')),
    ...carrier('bkav', clock('11:50'), clock('20:00')),
    ...used('12:00', '13:20'),
  ])
  shell.tick(clock('13:50'))
  expect(briefly(shell.alerts())).toEqual([['EPP-01', clock('12:00'), 2]])
  await slice.apply()
  expect(shell.alerts()).toEqual([])
})

test('who is met first in the meantime is judged again by the register that was put right', async () => {
  const shell = shellOf('MED-01a')
  shell.tick(clock('10:00'))
  shell.arrive(at('09:00', ev('login', { host: 'pc-02', user: 'bich@tinh' })))
  const slice = await shell.begin()
  shell.arrive(at('10:05', ev('media.attach', { host: 'pc-02' })))
  shell.tick(clock('10:20'))
  await slice.apply()
  expect(shell.alerts().map(({ subject }) => subject.person?.id)).toEqual([undefined])
  await shell.reevaluate()
  expect(shell.alerts().map(({ subject }) => subject.person?.id)).toEqual(['p-bich'])
  expect(shell.engine.targets()).toEqual([])
})

test('what never waits keeps what it has shown ahead of the watermark', async () => {
  const shell = shellOf('ACC-01a')
  const night = (when: string) => at(when, ev('login'))
  shell.arrive(night('20:00'))
  shell.tick(clock('23:00'))
  shell.arrive(night('20:30'))
  const slice = await shell.begin()
  shell.arrive(night('23:01'))
  shell.tick(clock('23:02'))
  await slice.apply()
  expect(briefly(shell.alerts())).toEqual([['ACC-01a', clock('20:00'), 3]])
})

test('a carrier that turned out to have spoken has judged what the slice could not judge without it', async () => {
  const shell = shellOf('EPP-01')
  arrive(shell, carrier('windows', clock('00:00') - 3 * DAY, clock('+1 08:00')))
  arrive(shell, carrier('bkav', clock('00:00') - 3 * DAY, clock('07:00')))
  shell.tick(clock('+1 08:00'))
  arrive(shell, used('08:00', '14:00'))
  const slice = await shell.begin()
  arrive(shell, carrier('bkav', clock('07:00'), clock('+1 07:00')))
  await slice.apply()
  await shell.reevaluate()
  expect(shell.engine.indeterminate()).toEqual([])
  expect(briefly(shell.alerts())).toMatchObject([['EPP-01', clock('12:00'), 2]])
})

test('what is asked about the same while it is computed is not taken for done', async () => {
  const shell = shellOf('ACC-11a')
  arrive(shell, ['09:00', '09:01', '09:02'].map(guess))
  shell.tick(clock('12:00'))
  shell.arrive(guess('09:03'))
  const slice = await shell.begin()
  shell.arrive(guess('09:04'))
  await slice.apply()
  expect(shell.alerts()).toEqual([])
  await shell.reevaluate()
  expect(briefly(shell.alerts())).toEqual([['ACC-11a', clock('09:04'), 1]])
})
