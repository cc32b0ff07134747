import { expect, test } from 'vitest'
import { onlyOf, slotOf } from '../../../deploy/cluster/slots.ts'

test('where an entity belongs never changes: its state lies there', () => {
  expect(['an.nv@tinh', 'pc-01', '', 'máy-01', 'usb-7'].map((entity) => slotOf(entity, 7))).toEqual([5, 3, 2, 0, 6])
})

test('entities of a pattern are spread evenly, each to one slot', () => {
  const names = Array.from({ length: 6_000 }, (_, i) => `pc-${String(i).padStart(5, '0')}`)
  const owners = Array.from({ length: 6 }, (_, index) => onlyOf({ index, of: 6 }))
  const counts = owners.map((only) => names.filter((name) => only('ACC-01a', name)).length)
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(names.length)
  for (const n of counts) expect(Math.abs(n - 1_000)).toBeLessThan(150)
})
