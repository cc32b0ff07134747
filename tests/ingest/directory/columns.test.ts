import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { columns, plain, registerNames } from '../../../ingest/directory/columns.ts'
import { registers } from '../../../kernel/directory/data.ts'
import { rows } from '../../../kernel/directory/rows.ts'

const documented = plain(readFileSync(new URL('../../../docs/directory.md', import.meta.url), 'utf8'))

test.each(registers)('%s has a column for every field, and no other', (register) => {
  expect(Object.keys(columns[register]).sort()).toEqual(Object.keys(rows[register].shape).sort())
})

test.each(registers)('every heading and word of %s is in docs/directory.md', (register) => {
  const words = Object.entries(columns[register]).flatMap(([field, { kind, vi }]) => [
    field,
    ...vi,
    ...(typeof kind === 'string' || field === 'register' ? [] : Object.entries(kind).flat(2)),
  ])
  expect(words.filter((word) => !documented.includes(plain(word)))).toEqual([])
})

test.each(registers)('no heading or word of %s stands for two things', (register) => {
  const onceEach = (groups: readonly (readonly string[])[]) => {
    const words = groups.flatMap((group) => [...new Set(group.map(plain))])
    expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([])
  }
  onceEach(Object.entries(columns[register]).map(([field, { vi }]) => [field, ...vi]))
  for (const { kind } of Object.values(columns[register])) {
    if (typeof kind !== 'string') onceEach(Object.entries(kind).map(([value, vi]) => [value, ...vi]))
  }
})

test('every word of a choice is one the schema knows', () => {
  for (const register of registers) {
    for (const [field, { kind }] of Object.entries(columns[register])) {
      if (typeof kind === 'string') continue
      const schema = (rows[register].shape as Record<string, { safeParse(value: unknown): { success: boolean } }>)[
        field
      ]!
      const words = Object.keys(kind)
      expect(words.filter((word) => !schema.safeParse(word).success)).toEqual([])
    }
  }
})

test('every register has a name', () => {
  expect(Object.keys(registerNames).sort()).toEqual([...registers].sort())
})
