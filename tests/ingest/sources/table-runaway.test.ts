import { expect, test } from 'vitest'
import { builtInMappings } from '../../../ingest/sources/presets/index.ts'
import { isRunaway, LOOKED_AT } from '../../../ingest/sources/table/runaway.ts'
import { preview, TableMapping, tableSource } from '../../../ingest/sources/table.ts'

test.each([
  ['(a+)+', true],
  ['^(?:x*y)*$', true],
  ['((a+)b)*', true],
  ['(a{2,})+', true],
  ['(\\d+,?){1,}', true],
  ['(a|a)*b', true],
  ['(a|ab)*c', true],
  ['(a+){2,50}b', true],
  ['(?:a|)*', true],
  ['(?<n>a|b){30}', true],
  ['(a?){40}', true],
  [`${'a?'.repeat(30)}${'a'.repeat(30)}`, true],
  ['a{0,900}b{0,900}c{0,900}d', true],
  ['.*x.*y.*z', true],
  ['^a|.*b.*c.*d', true],
  ['^.*x.*y', false],
  ['đăng nhập.*thất bại.*mật khẩu', false],
  ['^(đăng nhập|login).*(thất bại|fail).*(sai|bad)', false],
  ['\\p{L}+ \\u{41}*', false],
  ['(?<n>a)\\k<n>+(?=b|c)', true],
  ['(.*)\\1b', true],
  ['(?=b|c)\\p{L}+', false],
  ['(a+)?', false],
  ['(a+){2}', false],
  ['(ab)+c+', false],
  ['a+b*c', false],
  ['a+b*c{3,}', true],
  ['([a+]b)+', false],
  ['(a\\+)+', false],
  ['([\\]+]x)*', false],
  ['đăng nhập|(sai )+', false],
])('%s may take too long: %s', (source, expected) => {
  expect(isRunaway(source)).toBe(expected)
})

test('a mapping with such a condition is refused, and none that comes with the product has one', () => {
  const mapping = builtInMappings.get('bkav')!
  const when = { action: '/^(a+)+$/' }
  const told = TableMapping.safeParse({ ...mapping, events: [{ when, action: 'other' }] }).error?.issues
  expect(told?.map(({ message }) => message)).toEqual([expect.stringContaining('có thể xét rất lâu')])
  for (const one of builtInMappings.values()) expect(TableMapping.safeParse(one).error).toBeUndefined()
})

const CPU = 20_000
test.each([
  ['x.*x.*y', 'x'],
  ['^(a|a){7}.*a.*b', 'a'],
  ['(a+){2}b', 'a'],
  [`${'(a|a)'.repeat(15)}b`, 'a'],
])(
  'the slowest that are not refused, %s, end on a value of a million characters: what is looked at is its beginning',
  (source, char) => {
    expect(isRunaway(source)).toBe(false)
    const mapping = mapped(`/${source}/`)
    const { parse } = tableSource(mapping)
    const before = process.cpuUsage()
    const row = `02/03/2026 08:00:00,${char.repeat(1_000_000)}`
    const context = { received: 0, collector: 'c', digest: 'd', place: '', zone: 'UTC' }
    expect(parse(row, context)).toMatchObject({ ok: true, value: [{ action: 'other' }] })
    // Some hundredths of a second to a second, each; looked at as a whole it would not end in a year.
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1_000).toBeLessThan(CPU)
  },
)

const mapped = (pattern: string): TableMapping =>
  TableMapping.parse({
    ...{ id: 'dai', title: { vi: 'Dài', en: 'Long' }, format: 'csv', system: 'dai', times: ['dd/MM/yyyy HH:mm:ss'] },
    columns: { time: ['t'], what: ['w'] },
    header: ['t', 'w'],
    events: [{ when: { what: pattern }, action: 'logout', fields: { user: 'an', via: 'application' } }],
  })

test('of a long value the beginning decides, and that there is more is counted with what nobody reads', () => {
  const mapping = mapped('/đăng xuất/')
  const filler = 'x'.repeat(LOOKED_AT)
  const rows = [`đăng xuất ${filler}`, `${filler} đăng xuất`, 'đăng xuất'].map((text) => `02/03/2026 08:00:00,${text}`)
  expect(preview(mapping, rows.join('\n')).map(({ rule }) => rule)).toEqual([1, undefined, 1])
  expect(rows.map((row) => tableSource(mapping).unknown?.(row))).toEqual([
    ['what (phần quá dài)'],
    ['what (phần quá dài)'],
    [],
  ])
})
