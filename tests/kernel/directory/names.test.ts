import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextCommune, town } from '../../../detectors/timeline.ts'
import { directoryData, type Rows, withRows } from '../../../kernel/directory/data.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import { joiner } from '../../../kernel/directory/join.ts'
import { asTold, toldForms } from '../../../kernel/directory/names.ts'
import type { Observation } from '../../../kernel/event.ts'
import { DAY, localTime } from '../../../kernel/time.ts'

const AT = localTime('2026-03-02', '09:00')
const directoryOf = (...more: readonly Rows[]) =>
  createDirectory(directoryData(more.reduce((rows, over) => withRows(rows, over), town as Rows)))
const here = directoryOf(nextCommune)
const told = (but: Record<string, unknown>): Observation =>
  ({
    ...{ id: 'e1', at: AT, received: AT, source: 'windows', collector: 'c-b', digest: 'd' },
    ...{ action: 'activity', user: 'an.nv@tinh', host: 'pc-01', system: 'windows', what: 'x' },
    ...but,
  }) as Observation
const rowsOf = (unit: string, more: object = {}): Rows => ({
  pipelines: [{ collector: 'c-x', source: 'windows', unit, rhythm: '1h', hours: 'always', ...more }],
})

test.each<[string, string, Rows, string]>([
  ['a pipeline of another commune', 'pc-01', rowsOf('xa-b'), 'pc-01~xa-b'],
  [
    'one that serves two others',
    'pc-01',
    {
      pipelines: [...rowsOf('xa-b').pipelines!, ...rowsOf('xa-c').pipelines!],
      units: [{ id: 'xa-c', name: 'Xã C', parent: 'tinh' }],
    },
    'pc-01~xa-b+1',
  ],
  ['one of the machine’s own commune', 'pc-01', rowsOf('xa-a'), 'pc-01'],
  ['one that lies above it', 'pc-01', rowsOf('tinh'), 'pc-01'],
  ['one that lies below it', 'dc-01', rowsOf('xa-b'), 'dc-01'],
  [
    'one that serves both communes',
    'pc-01',
    { pipelines: [...rowsOf('xa-a').pipelines!, ...rowsOf('xa-b').pipelines!] },
    'pc-01',
  ],
  ['one that is entered nowhere', 'pc-01', {}, 'pc-01'],
  ['one that is entered from the next day on', 'pc-01', rowsOf('xa-b', { from: '2026-03-03' }), 'pc-01'],
  ['one that ended the day before', 'pc-01', rowsOf('xa-b', { to: '2026-03-01' }), 'pc-01'],
  [
    'one of a unit that is not in force',
    'pc-01',
    { ...rowsOf('xa-d'), units: [{ id: 'xa-d', name: 'Xã D', to: '2025-12-31' }] },
    'pc-01',
  ],
  ['a machine that no row knows', 'may-la', rowsOf('xa-b'), 'may-la'],
  [
    'a machine that no row knows any more',
    'pc-01',
    {
      ...rowsOf('xa-b'),
      machines: [{ id: 'pc-01', unit: 'xa-a', role: 'workstation', secrets: false, agent: true, to: '2026-03-01' }],
    },
    'pc-01',
  ],
  [
    'a machine that belongs to the other commune by now',
    'pc-01',
    {
      ...rowsOf('xa-b'),
      machines: [
        { id: 'pc-01', unit: 'xa-a', role: 'workstation', secrets: false, agent: true, to: '2026-03-01' },
        { id: 'pc-01', unit: 'xa-b', role: 'workstation', secrets: false, agent: true, from: '2026-03-02' },
      ],
    },
    'pc-01',
  ],
])('%s: %s', (_, name, more, meant) => {
  expect(directoryOf(more).machineCalled(name, { collector: 'c-x', source: 'windows' }, AT)).toBe(meant)
})

test('the answer is that of the day, in whatever order it is asked for', () => {
  const moved = directoryOf(rowsOf('xa-b', { from: '2026-03-03', to: '2026-03-04' }))
  const by = { collector: 'c-x', source: 'windows' }
  const days = [0, 1, 2, 3, 2, 1, 0].map((n) => moved.machineCalled('pc-01', by, AT + n * DAY))
  expect(days).toEqual(['pc-01', 'pc-01~xa-b', 'pc-01~xa-b', 'pc-01', 'pc-01~xa-b', 'pc-01~xa-b', 'pc-01'])
  expect(moved.machineCalled('pc-01', by, localTime('2026-03-03', '00:00') - 1)).toBe('pc-01')
  expect(moved.machineCalled('pc-01', by, localTime('2026-03-03', '00:00'))).toBe('pc-01~xa-b')
})

test('its own accounts and what is plugged into it go with a machine, and nothing of it is the register’s', () => {
  const o = told({ action: 'media.attach', device: 'pc-01/usb-1-1', kind: 'storage', user: 'admin@pc-01' })
  const meant = here.identified(o)
  expect(meant).toEqual({ ...o, host: 'pc-01~xa-b', device: 'pc-01~xa-b/usb-1-1', user: 'admin@pc-01~xa-b' })
  expect(asTold(meant)).toBe(o)
  const { facts } = joiner(here)(meant)
  expect(facts.machine).toBeUndefined()
  expect(facts.unit).toBeUndefined()
  expect(here.identified(told({ user: 'an.nv@tinh', by: 'quan.tri@pc-01' }))).toMatchObject({
    user: 'an.nv@tinh',
    by: 'quan.tri@pc-01~xa-b',
  })
})

test('what only speaks for a machine, what names none and what the register says stay as they are', () => {
  const others = [
    told({ action: 'heartbeat', agent: 'bkav' }),
    told({ action: 'media.scan', clean: true }),
    told({ host: undefined }),
    told({ collector: 'directory' }),
    told({ collector: 'c1' }),
  ]
  for (const o of others) expect(here.identified(o)).toBe(o)
  // How old its signatures are may speak against a machine.
  expect(here.identified(told({ action: 'heartbeat', agent: 'defender', age: 9 }))).toMatchObject({
    host: 'pc-01~xa-b',
  })
})

test('whatever is asked for under a name of its own is asked for under the name logs tell', () => {
  expect(toldForms('pc-01')).toEqual(['pc-01'])
  const part = fc.stringMatching(/^[a-z~/-]{1,6}$/)
  fc.assert(
    fc.property(part, part, part, (host, unit, port) => {
      const id = `${host}~${unit}`
      expect(toldForms(id)).toContain(host)
      expect(toldForms(`admin@${id}`)).toContain(`admin@${host}`)
      expect(toldForms(`${id}/${port}`)).toContain(`${host}/${port}`)
    }),
  )
})

test('a name of more parts than any of ours is taken as it stands', () => {
  const long = '~/'.repeat(50_000)
  expect(toldForms(long)).toEqual([long])
  expect(toldForms('pc~xa-b/usb/1')).toEqual(['pc~xa-b/usb/1', 'pc', 'pc/usb/1', 'pc/1'])
})
