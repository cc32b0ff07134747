import { expect, test } from 'vitest'
import { readRefused, refusedTold } from '../../ingest/quarantine-topic.ts'

const refused = {
  ...{ received: 1_772_000_000_000, collector: 'c1', source: 'auto', place: '', reason: 'unknown-source' as const },
  ...{ detail: 'không nhận ra nguồn', parser: '', bytes: 9, digest: 'd', cut: false },
  ...{ raw: Buffer.from('mật khẩu'), heading: 'cột' },
}

test('what is told of a line says who holds it, and nothing of what stands in it', () => {
  const { key, value } = refusedTold('a', refused)
  expect(key).toBe('c1')
  const { raw: _, heading: __, ...facts } = refused
  expect(readRefused(value)).toEqual({ ...facts, by: 'a' })
  expect(Buffer.from(value).toString()).not.toMatch(/mật khẩu|cột|raw|heading/)
})

test.each(['', '{', '{}', '{"by":"a"}'])('«%s» is LOG_CORRUPT', (text) => {
  expect(() => readRefused(Buffer.from(text))).toThrow(/không đúng cấu trúc/)
})
