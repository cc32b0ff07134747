import { expect, test } from 'vitest'
import { builtInMappings } from '../../../ingest/sources/presets/index.ts'
import { isRunaway } from '../../../ingest/sources/table/runaway.ts'
import { TableMapping } from '../../../ingest/sources/table.ts'

test.each([
  ['(a+)+', true],
  ['^(?:x*y)*$', true],
  ['((a+)b)*', true],
  ['(a{2,})+', true],
  ['(\\d+,?){1,}', true],
  ['(a+)?', false],
  ['(a+){2}', false],
  ['(ab)+c+', false],
  ['a+b*c{3,}', false],
  ['([a+]b)+', false],
  ['(a\\+)+', false],
  ['([\\]+]x)*', false],
  ['đăng nhập|(sai )+', false],
])('%s repeats a repetition: %s', (source, expected) => {
  expect(isRunaway(source)).toBe(expected)
})

test('a mapping with such a condition is refused, and none that comes with the product has one', () => {
  const mapping = builtInMappings.get('bkav')!
  const when = { action: '/^(a+)+$/' }
  const told = TableMapping.safeParse({ ...mapping, events: [{ when, action: 'other' }] }).error?.issues
  expect(told?.map(({ message }) => message)).toEqual([expect.stringContaining('lặp lồng nhau')])
  for (const one of builtInMappings.values()) expect(TableMapping.safeParse(one).error).toBeUndefined()
})
