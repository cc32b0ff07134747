import { expect, test } from 'vitest'
import { ev, type Happening } from '../../detectors/timeline.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import type { Observation } from '../../kernel/event.ts'
import { HOUR, localTime, MINUTE, SECOND } from '../../kernel/time.ts'
import { drive, inOrder, openShell, rules, type Step, townData } from '../support/drive.ts'

/* What a log or a correction changes through something else: an address, a session, a deadline. Each against the same logs in order. */

const on = (clock: string, date = '2026-03-02'): number => localTime(date, clock)
const UNTIL = on('20:00', '2026-03-03')

type Act = readonly [at: number, what: Happening]

const observation = ([at, what]: Act, index: number): Observation =>
  ({
    id: `s${index}`,
    at,
    received: at,
    source: 'windows',
    collector: 'c1',
    digest: `d${index}`,
    seq: index,
    ...what,
  }) as Observation

/** Both carriers live throughout. */
const life: readonly Act[] = Array.from({ length: 200 }, (_, i) => on('06:00') + i * 10 * MINUTE).flatMap(
  (at): Act[] => [
    [at, ev('other', { host: 'dc-01' })],
    [at, ev('other', { host: 'dc-01', source: 'bkav' })],
  ],
)

const tell = (alerts: Awaited<ReturnType<typeof drive>>) =>
  alerts.map(
    ({ rule, entity, occurrences, level, subject }) =>
      `${rule.id} ${entity.value} ${occurrences} ${level} ${subject.person?.id ?? ''}`,
  )

const toldAt = (steps: readonly Step[], at: number): number =>
  steps.findIndex((step) => step.kind === 'tick' && step.at >= at) + 1

/** The logs in time, the late ones at noon of the next day, against all of them in order. */
const lateAgainstTruth = async (acts: readonly Act[], late: readonly Act[]) => {
  const all = [...life, ...acts, ...late].map(observation)
  const intime = all.slice(0, all.length - late.length)
  const steps = inOrder(intime, UNTIL)
  const arrivals = all.slice(intime.length).map((event): Step => ({ kind: 'arrive', event }))
  const told = await drive(steps.toSpliced(toldAt(steps, on('12:00', '2026-03-03')), 0, ...arrivals))
  return { told: tell(told), truth: tell(await drive(inOrder(all, UNTIL))) }
}

const correctedAgainstTruth = async (acts: readonly Act[], before: DirectoryData, after: DirectoryData) => {
  const steps = inOrder([...life, ...acts].map(observation), UNTIL)
  const told = await drive(steps.toSpliced(toldAt(steps, on('12:00')), 0, { kind: 'directory', data: after }), before)
  return { told: tell(told), truth: tell(await drive(steps, after)) }
}

const byAddress = (ip: string, but: object = {}): Happening =>
  ev('login', { user: 'an.nv@tinh', host: undefined, system: 'ioffice', via: 'application', ip, ...but })
const work = ev('activity', { user: 'an.nv@tinh', host: 'pc-03', what: 'winword.exe' })

test('a late session at a machine known only by its address clears whom it had accused', async () => {
  const acts: readonly Act[] = [
    [on('07:00'), ev('address.lease', { host: 'pc-02', ip: '192.0.2.12' })],
    [on('08:00'), ev('login', { host: 'pc-03' })],
    [on('08:20'), ev('login', { host: 'pc-02' })],
    ...['09:00', '09:02', '09:04'].map((clock): Act => [on(clock), byAddress('192.0.2.12')]),
    ...['09:01', '09:03', '09:05'].map((clock): Act => [on(clock), work]),
  ]
  const { told, truth } = await lateAgainstTruth(acts, [
    [on('08:30'), ev('login', { user: 'bich@tinh', host: 'pc-02' })],
  ])
  expect(told).toEqual(truth)
  expect(truth.filter((alert) => alert.startsWith('ACC-02a'))).toEqual([])
})

test('a late lease says whose machine the failures came from', async () => {
  const failures = [0, 1, 2, 3, 4, 5].map(
    (i): Act => [
      on('09:00') + i * 10 * SECOND,
      byAddress('192.0.2.11', { system: 'mail', ok: false, refusal: 'bad-password' }),
    ],
  )
  const { told, truth } = await lateAgainstTruth(failures, [
    [on('08:00'), ev('address.lease', { host: 'pc-02', ip: '192.0.2.11' })],
  ])
  expect(told).toEqual(truth)
  expect(truth.some((alert) => alert.startsWith('ACC-11a'))).toBe(true)
})

test('a machine that turns out to be the holder’s own, known by its address, lowers what came from it', async () => {
  const acts: readonly Act[] = [
    [on('08:00'), ev('address.lease', { host: 'pc-02', ip: '192.0.2.11' })],
    ...[0, 1, 2, 3, 4, 5].map(
      (i): Act => [
        on('09:00') + i * 10 * SECOND,
        byAddress('192.0.2.11', { system: 'mail', ok: false, refusal: 'bad-password' }),
      ],
    ),
  ]
  const after = {
    ...townData,
    machines: townData.machines.map((row) => (row.id === 'pc-02' ? { ...row, person: 'p-an' } : row)),
  }
  const { told, truth } = await correctedAgainstTruth(acts, townData, after)
  expect(told).toEqual(truth)
  expect(truth.filter((alert) => alert.startsWith('ACC-11')).map((alert) => alert.slice(0, 7))).toEqual(['ACC-11b'])
})

/** Something was logged already when the departure took effect. */
const february: readonly Act[] = [[on('06:00', '2026-02-01'), ev('other', { host: 'dc-01' })]]
const retired = townData.people.find(({ id, status }) => id === 'p-nghi' && status === 'retired')!
const rehired: DirectoryData = {
  ...townData,
  people: [
    ...townData.people.map((row) => (row === retired ? { ...row, to: '2026-02-02' } : row)),
    { ...retired, status: 'working', from: '2026-02-03' },
  ],
}
const unbound: DirectoryData = { ...townData, directives: [] }
const boundLater: DirectoryData = {
  ...townData,
  directives: townData.directives.map((row) => ({ ...row, from: '2026-02-03' })),
}

test.each<[string, DirectoryData, DirectoryData]>([
  ['a rehiring was entered by mistake', rehired, townData],
  ['a rehiring is entered later', townData, rehired],
  ['a text that binds from after the departure is entered later', unbound, boundLater],
  ['a text turns out not to bind', boundLater, unbound],
])('a deadline after the change, a departure before it: %s', async (_, before, after) => {
  const { told, truth } = await correctedAgainstTruth(february, before, after)
  expect(told).toEqual(truth)
})

test('a deadline that moves to later withdraws an alert, and brings it back when it comes, days after', async () => {
  const shell = openShell(townData, { rules: rules.filter(({ id }) => id === 'ACC-04') })
  const days = ['02', '03', '04', '05', '06'].map((day) => ({
    date: `2026-02-${day}`,
    name: 'nghỉ',
    kind: 'L' as const,
  }))
  const told = () =>
    shell
      .stored()
      .filter(({ entity }) => entity.value === 'nghi@tinh')
      .map(({ revision, withdrawn }) => [revision, withdrawn !== undefined])
  shell.arrive(observation([on('06:00', '2026-02-01'), ev('other', { host: 'dc-01' })], 0))
  shell.tick(on('08:00', '2026-02-05'))
  expect(told()).toEqual([[1, false]])
  const calendar = [
    { year: 2026, status: 'chinh_thuc' as const, days: days.map((day) => ({ ...day, status: 'chinh_thuc' as const })) },
  ]
  shell.directory({ ...townData, calendar })
  await shell.reevaluate()
  expect(told()).toEqual([[2, true]])
  for (const day of ['07', '08', '09', '10']) shell.tick(on('08:00', `2026-02-${day}`))
  shell.restart()
  shell.tick(on('17:00', '2026-02-11'))
  expect(told()).toEqual([[2, true]])
  shell.tick(on('18:00', '2026-02-11'))
  expect(told()).toEqual([[3, false]])
})

const weakened = (but: { readonly clock: number | 'open'; readonly received?: number }): Happening =>
  ev('config.change', {
    ...{ user: 'an.nv@tinh', what: 'registry-set', value: 'DWORD (0x00000000)' },
    item: String.raw`HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System\EnableLUA`,
    ...{ process: String.raw`C:\Windows\System32\reg.exe`, ...but },
  })

test.each([
  ['is three hours behind', { clock: 3 * HOUR }, []],
  ['may be behind', { clock: 'open' as const, received: on('11:30') }, []],
  ['is an hour behind', { clock: HOUR }, ['PRV-04 an.nv@tinh 1 medium p-an']],
])(
  'a change that is entered later excuses by our clock what one that %s tells of the time before it',
  async (_, but, left) => {
    const change = { id: 'tt-1', machine: 'pc-01', document: '3/TTr', known: 0 }
    const changes = [{ ...change, from: '2026-03-02T11:00', to: '2026-03-02T14:00' }]
    const acts: readonly Act[] = [[on('09:00'), weakened(but)]]
    const { told, truth } = await correctedAgainstTruth(acts, townData, { ...townData, changes })
    expect(told).toEqual(truth)
    expect(told.filter((line) => line.startsWith('PRV'))).toEqual(left)
  },
)
