import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { notedRead, olderParsers } from '../../deploy/parsers.ts'
import { instancesOf } from '../../deploy/sources.ts'
import type { SourceInstance } from '../../ingest/intake/judge.ts'
import { temporaryFolder } from '../support/folder.ts'

const [winlogbeat, nxlog] = ['winlogbeat', 'nxlog'].map((id) => instancesOf([]).find((one) => one.id === id)!) as [
  SourceInstance,
  SourceInstance,
]
const newer = (one: SourceInstance): SourceInstance => ({
  ...one,
  source: { ...one.source, parser: one.source.parser + 1 },
})

test('a parser that became newer is told until the archive was read by it', () => {
  const data = temporaryFolder()
  const both = [winlogbeat, nxlog]
  expect(olderParsers(data, both)).toEqual([])
  mkdirSync(join(data, 'archive'))
  const updated = [newer(winlogbeat), nxlog]
  for (const _ of ['at once', 'at every start']) expect(olderParsers(data, updated)).toEqual(['winlogbeat'])
  notedRead(data, updated[0]!)
  expect(olderParsers(data, updated)).toEqual([])
})

test('an older version that comes back and goes again leaves lines of its own', () => {
  const data = temporaryFolder()
  olderParsers(data, [newer(winlogbeat)])
  expect(olderParsers(data, [winlogbeat])).toEqual([])
  expect(olderParsers(data, [newer(winlogbeat)])).toEqual(['winlogbeat'])
})

test('of an archive whose version noted no parsers nobody knows; a source that comes later is read by its own', () => {
  const data = temporaryFolder()
  mkdirSync(join(data, 'archive'))
  expect(olderParsers(data, [winlogbeat])).toEqual(['winlogbeat'])
  expect(olderParsers(data, [winlogbeat, nxlog])).toEqual(['winlogbeat'])
})

test('a file that is none of ours is refused with what to do', () => {
  const data = temporaryFolder()
  writeFileSync(join(data, 'parsers.json'), '{"a":"b"}')
  expect(() => olderParsers(data, [])).toThrow(/parsers\.json: không đọc được; hãy xóa/)
})
