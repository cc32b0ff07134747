import fc from 'fast-check'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import type { Observation } from '../../kernel/event.ts'
import { HOUR, localTime, MINUTE } from '../../kernel/time.ts'
import { LATENESS, overrides, type Step, townData } from './drive.ts'
import { SPAN, START } from './stream.ts'

export const UNTIL = START + SPAN + 6 * HOUR

/** A delivery: what comes, and when. */
export type Arrival = { readonly event: Observation; readonly when: number }

/** Each event with the receipt that its delivery gives it; the same event in two runs must bear the same. */
export const received = ({ event, when }: Arrival): Arrival => ({ event: { ...event, received: when }, when })

/** As they arrive, ticks by the receiver's clock, with what else happens at its time. */
export const stepsOf = (
  arrivals: readonly Arrival[],
  others: readonly (readonly [at: number, step: Step])[] = [],
): Step[] => {
  const all: readonly (readonly [number, Step])[] = [
    ...arrivals.map(({ event, when }) => [when, { kind: 'arrive', event }] as const),
    ...others,
  ]
  const steps: Step[] = []
  let clock = START - 2 * HOUR
  /** Slices are begun at every so many ticks: of one late log or of many. */
  const every = 1 + (arrivals.length % 20)
  const tickTo = (at: number, by: number): void => {
    for (; clock + by <= at; clock += by) steps.push({ kind: 'tick', at: clock + by, busy: steps.length % every > 0 })
  }
  for (const [when, step] of all.toSorted(([a], [b]) => a - b)) {
    tickTo(when, MINUTE)
    steps.push(step)
  }
  tickTo(UNTIL, 10 * MINUTE)
  return [...steps, { kind: 'tick', at: UNTIL }]
}

/** How long each event is on its way: most come within the lateness, some hours later. */
export const delays = (lateOneIn: number): fc.Arbitrary<(index: number) => number> =>
  fc
    .infiniteStream(
      fc.tuple(fc.integer({ min: 0, max: LATENESS - 1_000 }), fc.integer({ min: 0, max: 5 * lateOneIn - 1 })),
    )
    .map((values) => {
      const taken: number[] = []
      return (index) => {
        while (taken.length <= index) {
          const [soon, late] = values.next().value as [number, number]
          taken.push(late < 5 ? soon + late * 2 * HOUR : soon)
        }
        return taken[index]!
      }
    })

/** What a clerk may enter or correct long after the facts, a row of every register. */
export const corrections: Readonly<Record<string, (data: DirectoryData) => DirectoryData>> = {
  'a machine is another officer’s, another is for secrets': (data) => ({
    ...data,
    machines: data.machines.map((row) =>
      row.id === 'pc-02' ? { ...row, person: 'p-an' } : row.id === 'pc-03' ? { ...row, secrets: true } : row,
    ),
  }),
  'a machine is not connected, a service is on no list': (data) => ({
    ...data,
    machines: data.machines.map((row) => (row.id === 'pc-02' ? { ...row, connected: false } : row)),
    lists: data.lists.filter(({ list }) => list !== 'ai'),
  }),
  'an account is no person’s': (data) => ({
    ...data,
    accounts: data.accounts.map((row) => (row.id === 'bich@tinh' ? { ...row, kind: 'group' } : row)),
  }),
  'a stick and a phone are registered': (data) => ({
    ...data,
    devices: [
      ...data.devices,
      { ...data.devices[0]!, id: 'usb-8' },
      { ...data.devices[0]!, id: 'r58m4417xyz', kind: 'other', from: '2026-03-03' },
    ],
  }),
  'a machine was set up anew, another is a printer': (data) => ({
    ...data,
    machines: data.machines.map((row) =>
      row.id === 'pc-01' ? { ...row, imaged: '2026-03-01' } : row.id === 'pc-02' ? { ...row, role: 'printer' } : row,
    ),
  }),
  'an officer retired': (data) => ({
    ...data,
    people: data.people.flatMap((row) =>
      row.id === 'p-cuong'
        ? [
            { ...row, to: '2026-03-01' },
            { ...row, status: 'retired', decision: '9/QĐ', from: '2026-03-02' },
          ]
        : [row],
    ),
  }),
  'an officer had overtime, another was on leave': (data) => ({
    ...data,
    roster: [
      { person: 'p-an', kind: 'overtime', from: '2026-03-02T17:00', to: '2026-03-03T07:00', known: 0 },
      { person: 'p-bich', kind: 'leave', from: '2026-03-02T00:00', to: '2026-03-04T00:00', known: 0 },
    ],
  }),
  'an officer is IT staff, an administrator is not': (data) => ({
    ...data,
    people: data.people.map((row) =>
      row.id === 'p-bich' ? { ...row, it: true } : row.id === 'p-qt' ? { ...row, it: false, unit: 'xa-a' } : row,
    ),
  }),
  'changes were approved': (data) => ({
    ...data,
    changes: [
      { id: 'tt-1', person: 'p-qt', document: '3/TTr', from: '2026-03-02T06:00', to: '2026-03-03T12:00', known: 0 },
      { id: 'tt-4', machine: 'pc-01', document: '6/TTr', from: '2026-03-02T12:00', to: '2026-03-03T08:00', known: 0 },
    ],
  }),
  'an exception is signed': (data) => ({
    ...data,
    exceptions: [
      {
        ...{ id: 'nl-1', rule: 'ACC-01a', unit: 'xa-a', document: '4/QĐ', signer: 'A', approver: 'B', reason: 'thử' },
        ...{ from: '2026-03-02', to: '2026-03-03', known: 0 },
      },
      {
        ...{ id: 'nl-2', rule: 'ACC-09', unit: 'xa-a', document: '5/QĐ', signer: 'A', approver: 'B', reason: 'thử' },
        ...{ from: '2026-03-03', to: '2026-03-03', known: 0 },
      },
    ],
  }),
  'a text does not bind, a unit is not judged': (data) => ({
    ...data,
    directives: data.directives.filter(({ doc }) => doc !== 'CB'),
    units: data.units.map((row) => (row.id === 'xa-b' ? { ...row, monitored: '2027-01-01' } : row)),
  }),
  'a unit was switched on only later': (data) => ({
    ...data,
    units: data.units.map((row) => (row.id === 'xa-a' ? { ...row, monitored: '2026-03-03' } : row)),
  }),
  'a network belongs to another unit': (data) => ({
    ...data,
    networks: data.networks.map((row) => ({ ...row, unit: 'xa-b', nat: true })),
  }),
  'the camera network was laid anew, the one-stop network is an office': (data) => ({
    ...data,
    networks: data.networks.flatMap((row) =>
      row.segment === 'camera'
        ? [
            { ...row, to: '2026-03-02' },
            { ...row, line: 'vnpt-02', from: '2026-03-03' },
          ]
        : [row.segment === 'one-stop' ? { ...row, segment: 'office' } : row],
    ),
  }),
  'entries of lists ended, came and were taken off': (data) => ({
    ...data,
    lists: [
      ...data.lists.flatMap((row) => {
        if (row.entry === 'c2.example') return [{ ...row, to: '2026-03-02' }]
        return row.entry === 'anydesk.exe' ? [] : [row]
      }),
      { ...data.lists[0]!, list: 'ddns', entry: 'ddns.example', unit: 'xa-a', listed: false },
      ...(['Garena', 'TeamViewer'] as const).map((entry) => {
        return { ...data.lists[0]!, list: 'approved-software' as const, kind: 'product' as const, entry, unit: 'xa-a' }
      }),
    ],
  }),
  'what was owed was met in time': (data) => ({
    ...data,
    systems: data.systems.map((row) => ({ level: '1', ...row, sensor: 'c1/windows' })),
    records: [
      ...data.records.map((row) => ({ ...row, done: row.done ?? '2026-02-27' })),
      { kind: 'restore-test', unit: 'xa-a', system: 'cong', done: '2026-02-20', known: 0 },
      { kind: 'wipe', unit: 'tinh', machine: 'mat-09', done: '2026-02-20', known: 0 },
    ],
    devices: data.devices.map((row) => (row.id === 'tk-01' ? { ...row, to: '2026-02-27' } : row)),
    people: data.people.map((row) => (row.reported === undefined ? row : { ...row, reported: '2026-02-26' })),
    networks: data.networks.map((row) => {
      const { line, ...unnamed } = row
      return row.segment === 'public' ? unnamed : { ...row, ...(row.monitor === '-' && { monitor: 'c1/windows' }) }
    }),
  }),
  'more was owed, and what was met was met late': (data) => ({
    ...data,
    systems: data.systems.flatMap((row) =>
      row.id === 'mot-cua'
        ? [
            { ...row, to: '2026-03-02' },
            { ...row, level: '2', from: '2026-03-03' },
          ]
        : [
            row,
            {
              ...row,
              id: `${row.id}-2`,
              from: '2026-02-09',
              level: '4',
              web: '-',
              known: localTime('2026-02-09', '09:00'),
            },
          ],
    ),
    records: [
      ...data.records,
      { kind: 'regulation', unit: 'tinh', due: '2026-02-27', known: localTime('2026-03-02', '09:00') },
      { kind: 'wipe', unit: 'xa-a', machine: 'mat-09', done: '2026-03-03', known: localTime('2026-03-02', '18:00') },
    ],
    people: data.people.flatMap((row) =>
      row.id === 'p-em'
        ? [
            { ...row, to: '2026-02-25' },
            {
              ...row,
              status: 'retired',
              from: '2026-02-26',
              reported: '2026-03-06',
              known: localTime('2026-03-02', '12:00'),
            },
          ]
        : [row],
    ),
    machines: data.machines.map((row) => (row.id === 'mat-09' ? { ...row, to: '2026-02-09' } : row)),
    networks: data.networks.map((row) => (row.segment === 'camera' ? { ...row, monitor: '-' } : row)),
  }),
  'a pipeline has another rhythm': (data) => ({
    ...data,
    pipelines: data.pipelines.map((row) => (row.source === 'ioffice' ? { ...row, rhythm: '2h' } : row)),
  }),
  'Monday was a day off': (data) => ({
    ...data,
    calendar: [
      {
        ...{ year: 2026, status: 'chinh_thuc' },
        days: [{ date: '2026-03-02', name: 'nghỉ', kind: 'L', status: 'chinh_thuc' }],
      },
    ],
  }),
  'hours are others': (data) => ({
    ...data,
    hours: [
      {
        ...{ unit: 'tinh', weekdays: [1, 2, 3, 4, 5], graceMinutes: 30, noonIsAfterHours: false },
        intervals: [{ from: '09:00', to: '15:00' }],
      },
    ],
  }),
}

export const corrected = (names: readonly string[]): DirectoryData =>
  names.reduce((data, name) => corrections[name]!(data), townData)

/** Numbers that a unit changes. */
export const changedNumbers = [
  ...overrides,
  { unit: 'xa-a', rule: 'ACC-11a', set: { count: 4 }, basis: '2/KH' },
  { unit: 'tinh', rule: 'ACC-02b', set: { count: 4 }, basis: '2/KH' },
  { unit: 'tinh', rule: 'ACC-11d', set: { count: 8 }, basis: '2/KH' },
  { unit: 'xa-a', rule: 'HRS-04', set: { days: 6 }, basis: '2/KH' },
  { unit: 'tinh', rule: 'COV-02', set: { days: 9 }, basis: '2/KH' },
  { unit: 'tinh', rule: 'EPP-10', set: { grace: '2h' }, basis: '2/KH' },
  { unit: 'xa-a', rule: 'SW-01', set: { newDays: 1 }, basis: '2/KH' },
]

/** What an older parser made of an event, in the same line at the same time. */
export const misread = (event: Observation, how: number): readonly Observation[] => {
  const { id, at, received, source, collector, digest, seq, action } = event
  const origin = { id, at, received, source, collector, digest, ...(seq !== undefined && { seq }) }
  const host = 'host' in event ? event.host : undefined
  switch (how % 4) {
    case 0: // it did not know the line
      return [{ ...origin, action: 'other', ...(host !== undefined && { host }) }]
    case 1: // it took the wrong field for the account, under an identity of its own
      return [{ ...event, id: `${id}/old`, ...('user' in event && { user: 'an.nv@tinh' }) } as Observation]
    case 2: // it took a refusal for a success
      return [{ ...event, ...(action === 'login' && { ok: !event.ok, refusal: undefined }) } as Observation]
    default: // it made a second thing of it
      return [
        event,
        {
          ...origin,
          id: `${id}/more`,
          action: 'activity',
          user: 'bich@tinh',
          host: host ?? 'pc-01',
          system: 'windows',
          what: 'x',
        },
      ]
  }
}
