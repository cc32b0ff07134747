import { expect, test } from 'vitest'
import { fieldCounters, unknownFields } from '../../../deploy/findings/fields.ts'
import { type Fields, noteFields } from '../../../ingest/intake/fields.ts'

const fieldsOf = (
  ...lines: readonly (readonly [source: string, times: number, ...unknown: readonly string[]])[]
): Fields => {
  const fields: Fields = new Map()
  for (const [id, times, ...unknown] of lines)
    for (let n = 0; n < times; n++) noteFields(fields, id === 'table' ? { id, picks: true } : { id }, unknown)
  return fields
}

test('a field that keeps coming is told by source and name; one slip is not, nor what a mapping leaves out', () => {
  expect(unknownFields(fieldsOf(['eset', 15, 'threat']))).toEqual([])
  expect(unknownFields(fieldsOf(['table', 400, 'Ghi chú']))).toEqual([])
  const [finding, ...more] = unknownFields(fieldsOf(['zeek', 16, 'b', 'a'], ['eset', 30, 'threat']))
  expect(more).toEqual([])
  expect(finding).toMatchObject({
    code: 'FIELDS_UNKNOWN',
    text: { vi: expect.stringContaining('chưa biết: eset (threat); zeek (a, b).') },
  })
})

test('the sentence is the same however many lines come, and stays short', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  const [one] = unknownFields(fieldsOf(['zeek', 16, ...names]))
  expect(one?.text.vi).toContain('zeek (a, b, c, d, e và 2 trường khác)')
  expect(unknownFields(fieldsOf(['zeek', 999, ...names]))).toEqual([one])
})

test('the counters hold everything, under source and name', () => {
  expect(fieldCounters(fieldsOf(['eset', 3, 'threat'], ['table', 2, 'Ghi chú', 'a=b']))).toEqual({
    ...{ 'fields.looked.eset': 3, 'fields.unknown.eset.threat': 3 },
    ...{ 'fields.looked.table': 2, 'fields.unknown.table.Ghi chú': 2, 'fields.more.table': 2 },
  })
})
