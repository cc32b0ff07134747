import { describe, expect, test } from 'vitest'
import type { About } from '../../../kernel/directory/facts.ts'
import { at, townWith } from './town.ts'

const post = (
  unit: string,
  status: 'working' | 'seconded' | 'maternity' | 'retired' | 'transferred',
  more: object = {},
) => ({
  id: 'p-x',
  name: 'Người Mẫu',
  unit,
  status,
  it: false,
  ...more,
})

describe('a person', () => {
  test('who retires is departed from the first minute of the day, by the row that says so', () => {
    const town = townWith()
    expect(town.person('p-nghi', at('2026-01-31 23:59:59'))).toMatchObject({ active: true, unit: 'xa-a' })
    expect(town.person('p-nghi', at('2026-01-31 23:59:59'))?.departed).toBeUndefined()
    expect(town.person('p-nghi', at('2026-02-01'))).toMatchObject({
      active: false,
      departed: {
        status: 'retired',
        since: '2026-02-01',
        decision: '12/QĐ-UBND',
        known: at('2026-01-20 08:00'),
        handover: false,
      },
    })
  })

  test('with two posts who leaves one of them is still at work', () => {
    const town = townWith({
      people: [
        post('xa-a', 'working', { to: '2026-03-31' }),
        post('xa-a', 'transferred', { from: '2026-04-01' }),
        post('xa-b', 'working', { from: '2025-06-01' }),
      ],
    })
    expect(town.person('p-x', at('2026-05-01'))).toMatchObject({ active: true, unit: 'xa-b' })
    expect(town.person('p-x', at('2026-05-01'))?.departed).toBeUndefined()
  })

  test('who comes back is active while the new row lasts, and departed again afterwards', () => {
    const town = townWith({
      people: [
        { ...post('xa-a', 'retired', { from: '2026-01-01' }), known: 5 },
        { ...post('xa-a', 'working', { from: '2026-03-01', to: '2026-03-31' }), known: 9 },
      ],
    })
    expect(town.person('p-x', at('2026-02-28'))?.departed).toMatchObject({ since: '2026-01-01', known: 5 })
    expect(town.person('p-x', at('2026-03-15'))).toMatchObject({ active: true, known: 9 })
    expect(town.person('p-x', at('2026-04-01'))?.departed).toMatchObject({ since: '2026-04-01', known: 9 })
  })

  test('on secondment is where the later row says, and at home again when it ends', () => {
    const town = townWith({
      people: [post('xa-a', 'working'), post('xa-b', 'seconded', { from: '2026-03-01', to: '2026-03-31' })],
    })
    expect(town.person('p-x', at('2026-03-31 23:59'))?.unit).toBe('xa-b')
    expect(town.person('p-x', at('2026-04-01'))?.unit).toBe('xa-a')
  })

  test.each(['maternity', 'study', 'suspended', 'probation', 'seconded'] as const)('%s is no departure', (status) => {
    const town = townWith({ people: [{ ...post('xa-a', 'working'), status }] })
    expect(town.person('p-x', at('2026-03-01'))).toMatchObject({ active: true })
  })

  test('who hands over may do so to the end of the dated day', () => {
    const town = townWith({ people: [post('xa-a', 'retired', { from: '2026-03-01', handover: '2026-03-10' })] })
    const departed = (when: string) => town.person('p-x', at(when))?.departed
    expect(departed('2026-03-10 23:59:59')).toMatchObject({ handover: true, handoverUntil: '2026-03-10' })
    expect(departed('2026-03-11')).toMatchObject({ handover: false, handoverUntil: '2026-03-10', since: '2026-03-01' })
  })

  test('no row is in force for is unknown', () => {
    const town = townWith({ people: [post('xa-a', 'working', { to: '2026-03-01' })] })
    expect(town.person('p-x', at('2026-03-02'))).toBeUndefined()
    expect(town.person('p-khong-co', at('2026-03-02'))).toBeUndefined()
  })

  test('whose departed row is copied to a merged unit left once', () => {
    const town = townWith({
      people: [
        post('xa-a', 'retired', { from: '2026-02-01', to: '2026-02-28' }),
        post('xa-b', 'retired', { from: '2026-03-01' }),
      ],
    })
    expect(town.person('p-x', at('2026-04-01'))).toMatchObject({ unit: 'xa-b', departed: { since: '2026-02-01' } })
  })
})

describe('the unit tree', () => {
  const town = townWith({
    units: [
      { id: 'tinh', name: 'Tỉnh mẫu' },
      { id: 'huyen', name: 'Huyện cũ', parent: 'tinh', to: '2025-06-30', monitored: '2025-01-01' },
      { id: 'xa-a', name: 'Xã A', parent: 'huyen', to: '2025-06-30' },
      { id: 'xa-a', name: 'Phường A', parent: 'tinh', from: '2025-07-01', monitored: '2026-03-02' },
      { id: 'thon-1', name: 'Tổ một cửa', parent: 'xa-a' },
    ],
    directives: [
      { doc: 'PT', unit: 'tinh', from: '2025-08-01' },
      { doc: 'VT', unit: 'xa-a' },
      { doc: 'PT', unit: 'xa-a' },
    ],
  })

  test('answers a merger as of the time asked', () => {
    expect(town.units.at('thon-1', at('2025-06-30 23:59:59'))).toEqual({
      id: 'thon-1',
      name: 'Tổ một cửa',
      path: ['tinh', 'huyen', 'xa-a', 'thon-1'],
      monitored: true,
    })
    expect(town.units.at('thon-1', at('2025-07-01'))).toMatchObject({
      path: ['tinh', 'xa-a', 'thon-1'],
      monitored: false,
    })
    expect(town.units.at('huyen', at('2025-07-01'))).toBeUndefined()
    expect(town.units.children('tinh', at('2025-06-30'))).toEqual(['xa-b', 'huyen'])
    expect(town.units.children('tinh', at('2025-07-01'))).toEqual(['xa-b', 'xa-a'])
  })

  test('is judged from the day the nearest unit was switched on', () => {
    expect(town.units.at('thon-1', at('2026-03-01 23:59:59'))?.monitored).toBe(false)
    expect(town.units.at('thon-1', at('2026-03-02'))?.monitored).toBe(true)
    expect(town.units.at('tinh', at('2026-03-02'))?.monitored).toBe(false)
  })

  test('is bound by the texts of the unit and of those above it, once each', () => {
    const own = townWith({ directives: [{ doc: 'PT', unit: 'tinh' }] })
    expect(own.bindings('xa-a', at('2026-03-02'))).toContain('PT')
    expect(town.bindings('thon-1', at('2025-07-31'))).toEqual(['PT', 'VT', 'HUE', 'NA', 'CB'])
    expect(town.bindings('khong-co', at('2025-07-31'))).toEqual([])
  })
})

describe('texts', () => {
  const town = townWith({
    directives: [
      { doc: 'VT', unit: 'tinh', from: '2025-01-01', to: '2025-01-01' },
      { doc: 'VT', unit: 'xa-a', from: '2025-07-01', to: '2026-06-30' },
    ],
  })
  test('bind the subtree, from their day to the end of their last', () => {
    expect(town.bindings('xa-a', at('2025-06-30 23:59:59'))).not.toContain('VT')
    expect(town.bindings('xa-a', at('2025-07-01'))).toContain('VT')
    expect(town.bindings('xa-a', at('2026-06-30 23:59:59'))).toContain('VT')
    expect(town.bindings('xa-a', at('2026-07-01'))).not.toContain('VT')
    expect(town.bindings('xa-b', at('2025-07-01'))).not.toContain('VT')
  })
})

describe('exceptions', () => {
  const exception = {
    id: 'nl-1',
    rule: 'ACC-03',
    document: '1/QĐ',
    signer: 'A',
    approver: 'B',
    reason: 'thử',
    from: '2026-03-01',
    to: '2026-03-10',
  }
  const about = (more: Partial<About> = {}): About => ({
    unit: 'xa-a',
    person: 'p-an',
    account: 'an.nv@tinh',
    machine: 'pc-01',
    device: undefined,
    ...more,
  })
  const silenced = (scope: object, who: About = about(), rule = 'ACC-03a', when = '2026-03-05 10:00') =>
    townWith({ exceptions: [{ ...exception, ...scope }] }).exceptions(rule, who, at(when)).length > 0

  test.each([
    ['by a unit above', { unit: 'tinh' }, about(), true],
    ['not by another unit', { unit: 'xa-b' }, about(), false],
    ['not by a unit when the unit is unknown', { unit: 'tinh' }, about({ unit: undefined }), false],
    ['by person', { person: 'p-an' }, about(), true],
    ['by account, however written', { account: 'an.nv@tinh' }, about(), true],
    ['only where every column matches', { person: 'p-an', machine: 'pc-02' }, about(), false],
    ['by machine and person together', { person: 'p-an', machine: 'pc-01' }, about(), true],
    ['not by device where there is none', { device: 'usb-7' }, about(), false],
    ['by device', { device: 'usb-7' }, about({ device: 'usb-7' }), true],
  ])('silence %s', (_, scope, who, is) => {
    expect(silenced(scope, who)).toBe(is)
  })

  test('name a clause, which holds for each of its grades, or one grade alone', () => {
    expect(silenced({ unit: 'tinh' }, about(), 'ACC-03')).toBe(true)
    expect(silenced({ unit: 'tinh', rule: 'ACC-03a' }, about(), 'ACC-03a')).toBe(true)
    expect(silenced({ unit: 'tinh', rule: 'ACC-03a' }, about(), 'ACC-03b')).toBe(false)
    expect(silenced({ unit: 'tinh' }, about(), 'ACC-04')).toBe(false)
  })

  test.each([
    ['2026-02-28 23:59:59', false],
    ['2026-03-01 00:00', true],
    ['2026-03-10 23:59:59', true],
    ['2026-03-11 00:00', false],
  ])('at %s are in force: %s', (when, is) => {
    expect(silenced({ unit: 'tinh' }, about(), 'ACC-03', when)).toBe(is)
  })
})

describe('duty, changes, pipelines, devices', () => {
  const town = townWith({
    roster: [{ person: 'p-an', kind: 'duty', from: '2026-03-02T17:00', to: '2026-03-02T22:00:00+07:00' }],
    changes: [
      {
        id: 'td-1',
        document: '5/KH',
        unit: 'tinh',
        person: 'p-qt',
        from: '2026-03-02T20:00',
        to: '2026-03-02T13:30:00Z',
      },
    ],
    pipelines: [{ collector: 'c2', source: 'linux', unit: 'xa-b', rhythm: '1h', hours: 'always' }],
    devices: [{ id: 'usb-1', unit: 'xa-a', kind: 'storage', from: '2026-03-01', to: '2026-03-31' }],
  })

  test.each([
    ['2026-03-02 16:59:59', 0],
    ['2026-03-02 17:00', 1],
    ['2026-03-02 22:00', 1],
    ['2026-03-02 22:00:01', 0],
  ])('at %s the roster has %i rows for the person', (when, count) => {
    expect(town.roster('p-an', at(when))).toHaveLength(count)
  })

  test('a change is approved for all its columns and its time, with zone or without', () => {
    const approved = (scope: Parameters<typeof town.changes>[0], when: string) => town.changes(scope, at(when)).length
    expect(approved({ unit: 'xa-a', person: 'p-qt' }, '2026-03-02 20:30')).toBe(1)
    expect(approved({ unit: 'xa-a', person: 'p-qt' }, '2026-03-02 20:31')).toBe(0)
    expect(approved({ unit: 'xa-a', person: 'p-an' }, '2026-03-02 20:15')).toBe(0)
    expect(approved({ person: 'p-qt' }, '2026-03-02 20:15')).toBe(0)
  })

  test('pipelines serve the units below theirs', () => {
    const sources = (unit: string) => town.pipelines(unit, at('2026-03-02')).map(({ source }) => source)
    expect(sources('xa-a')).toEqual(['windows', 'bkav'])
    expect(sources('xa-b')).toEqual(['windows', 'bkav', 'linux'])
    expect(town.allPipelines(at('2026-03-02'))).toHaveLength(3)
  })

  test('a unit keeps a register of devices while any row in force names it or one above it', () => {
    expect(town.deviceRegisterKept('xa-a', at('2026-03-31'))).toBe(true)
    expect(town.deviceRegisterKept('xa-a', at('2026-04-01'))).toBe(false)
    expect(town.deviceRegisterKept('tinh', at('2026-03-31'))).toBe(false)
  })

  test('names are found however they are written', () => {
    expect(town.machine('PC-01', at('2026-03-02'))?.person).toBe('p-an')
    expect(town.account('AN.NV@Tinh', at('2026-03-02'))?.person).toBe('p-an')
    expect(town.device('USB-1', at('2026-03-02'))?.unit).toBe('xa-a')
  })
})
