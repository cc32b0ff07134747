import { expect, test } from 'vitest'
import { entryOf } from '../../kernel/entry.ts'

test('makes a value once, and gives the same one again', () => {
  const map = new Map<string, number[]>()
  let made = 0
  const make = (): number[] => {
    made++
    return []
  }
  entryOf(map, 'a', make).push(1)
  entryOf(map, 'a', make).push(2)
  expect(map.get('a')).toEqual([1, 2])
  expect(entryOf(map, 'b', make)).toEqual([])
  expect(made).toBe(2)
})

test('nothing and zero are values too', () => {
  const map = new Map<string, number | null>([
    ['zero', 0],
    ['null', null],
  ])
  expect(entryOf(map, 'zero', () => 1)).toBe(0)
  expect(entryOf(map, 'null', () => 1)).toBe(null)
})
