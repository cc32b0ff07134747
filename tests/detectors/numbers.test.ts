import { expect, test } from 'vitest'
import { createEngine } from '../../detectors/engine.ts'
import { changesOf, type Numbers } from '../../detectors/numbers.ts'
import type { Change } from '../../detectors/state.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import { optionsFor, rules, townData } from '../support/drive.ts'
import { clock } from '../support/feed.ts'

const { units } = createDirectory(townData)
const unitOf = (id: string) => units.at(id, clock('12:00'))
const said = (before: Partial<Numbers>, now: Partial<Numbers>) => {
  const policy = { count: 5, within: '10m' }
  return changesOf('ACC-11a', { policy, set: [], ...before }, { policy, set: [], ...now }, unitOf)?.vi
}
const set = (unit: string, policy: Numbers['policy'], basis = '12/KH') => ({
  unit,
  rule: 'ACC-11a',
  set: policy,
  basis,
})

test('unit, option, both values and the document are named', () => {
  expect(said({}, { set: [set('xa-a', { count: 8, within: '1h' })] })).toBe(
    `tham số của luật ACC-11a đã thay đổi: đơn vị ${unitOf('xa-a')!.name} (xa-a) và đơn vị trực thuộc, «count» 5 → 8 theo 12/KH; ` +
      `đơn vị ${unitOf('xa-a')!.name} (xa-a) và đơn vị trực thuộc, «within» 10 phút → 1 giờ theo 12/KH`,
  )
})

test('a unit without numbers of its own any more is judged by those of the unit above it, and the document is told', () => {
  const above = set('tinh', { count: 6 }, '1/QĐ')
  expect(said({ set: [above, set('xa-a', { count: 8 })] }, { set: [above] })).toContain(
    '(xa-a) và đơn vị trực thuộc, «count» 8 → 6, thôi mức riêng theo 12/KH',
  )
})

test('a unit that the directory does not know, the rule’s own numbers, lists, what is new, and how late a log may be', () => {
  expect(said({}, { set: [set('cu', { count: 8 })] })).toContain('đơn vị cu và đơn vị trực thuộc, «count» 5 → 8')
  expect(said({}, { policy: { count: 6, within: '10m' } })).toContain('mặc định, «count» 5 → 6')
  expect(said({ policy: {} }, { policy: { programs: ['a.exe', 'b.exe'], on: true } })).toContain(
    'mặc định, «programs» chưa có → a.exe b.exe; mặc định, «on» chưa có → có',
  )
  expect(said({ lateness: 120_000 }, { lateness: 600_000 })).toContain('cấu hình, «lateness» 2 phút → 10 phút')
})

test('three changes are named, the others counted; what says the same says nothing', () => {
  const five = ['a', 'b', 'c', 'd', 'e'].map((unit) => set(unit, { count: 9 }))
  const text = said({}, { set: five })!
  expect(text.match(/→/g)).toHaveLength(3)
  expect(text).toMatch(/ và 2 thay đổi khác$/)
  expect(said({ set: [set('xa-a', { count: 8 })] }, { set: [set('xa-a', { count: 8 }, '13/KH')] })).toBeUndefined()
})

test.each([
  [
    'its numbers',
    { print: 'p', count: 6 },
    /^tham số của luật ACC-11a đã thay đổi: đơn vị .+ «count» 5 → 6 theo 12\/KH$/,
  ],
  ['its code', { print: 'q' }, /^quy tắc đã thay đổi$/],
  ['both', { print: 'q', count: 6 }, /^quy tắc đã thay đổi; tham số của luật ACC-11a .+«count» 5 → 6/],
  ['it is gone', {}, /^quy tắc không còn được dùng$/],
  ['an older build knew its print alone', { print: 'p', older: true }, /^quy tắc hoặc tham số đã thay đổi$/],
])(
  'a start with another rule asks for its past and says why: %s',
  (_, { print, count, older }: { print?: string; count?: number; older?: boolean }, why) => {
    const options = { ...optionsFor(townData), rules: rules.filter(({ id }) => id === 'ACC-11a'), overrides: [] }
    const before = createEngine({ ...options, saved: [] })
    before.activate(new Map([['ACC-11a', 'p']]))
    before.tick(clock('12:00'))
    const saved = (JSON.parse(JSON.stringify(before.drain().changes)) as Change[]).map((change) =>
      older && change.space === 'rule' ? { ...change, value: 'p' } : change,
    )
    const now = createEngine({ ...options, overrides: count === undefined ? [] : [set('xa-a', { count })], saved })
    now.activate(new Map(print === undefined ? [] : [['ACC-11a', print]]))
    expect(now.targets().map(({ rule, reason }) => [rule, reason.vi])).toEqual([
      ['ACC-11a', expect.stringMatching(why)],
    ])
  },
)
