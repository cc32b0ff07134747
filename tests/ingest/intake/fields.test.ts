import { expect, test } from 'vitest'
import { addFields, type Fields, lookSometimes, MOST_NAMES, noteFields } from '../../../ingest/intake/fields.ts'
import { MINUTE } from '../../../kernel/time.ts'

const source = { id: 's' }
const noted = (...lines: readonly (readonly string[])[]): Fields => {
  const fields: Fields = new Map()
  for (const unknown of lines) noteFields(fields, source, unknown)
  return fields
}

test('a field is counted once a line, by its name, with any number in it as one', () => {
  const fields = noted(['colour', 'colour', 'port7'], ['port8'], [])
  expect(fields.get('s')).toEqual({
    ...{ looked: 3, more: 0, picks: false },
    unknown: new Map([
      ['colour', 1],
      ['port#', 2],
    ]),
  })
})

test('what may be a part of a value is counted, and not told', () => {
  const fields = noted(['a=b', 'x'.repeat(60), 'x\u0000y', '', '<script>', '7f3a'], ['Tên máy', '__proto__', '@meta.x'])
  expect([...(fields.get('s')?.unknown.keys() ?? [])]).toEqual(['Tên máy', '__proto__', '@meta.x'])
  expect(fields.get('s')?.more).toBe(6)
})

test('a sender that makes up names without end fills no memory', () => {
  const letters = (n: number): string => n.toString(2).replaceAll('0', 'a').replaceAll('1', 'b')
  const fields = noted(...Array.from({ length: 1_000 }, (_, n) => [letters(n)]))
  expect(fields.get('s')?.unknown.size).toBe(MOST_NAMES)
  expect(fields.get('s')?.more).toBe(1_000 - MOST_NAMES)
  const total: Fields = new Map()
  addFields(total, fields)
  addFields(total, noted(['and one more']))
  expect(total.get('s')?.unknown.size).toBe(MOST_NAMES)
  expect(total.get('s')).toMatchObject({ looked: 1_001, more: 1_000 - MOST_NAMES + 1 })
})

test('of a source that speaks seldom every line is looked at, of a stream one in 512', () => {
  const isDue = lookSometimes()
  const looked = (id: string, from: number, lines: number): number =>
    Array.from({ length: lines }, () => isDue(id, from)).filter(Boolean).length
  expect(looked('seldom', 0, 16)).toBe(16)
  expect(looked('stream', 0, 5_120)).toBe(16 + 10)
  expect(looked('stream', MINUTE, 10)).toBe(10)
  expect(looked('seldom', 0, 64)).toBe(0)
})
