import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { archiveFolderOf } from '../ingest/archive/embedded.ts'
import type { SourceInstance } from '../ingest/intake/judge.ts'
import { coded } from '../kernel/errors.ts'

/** By source, the oldest parser that lines of it in the archive may have been read by; 0: nobody knows. */
const Noted = z.record(z.string(), z.number().int().min(0))
type Noted = z.infer<typeof Noted>

const fileOf = (data: string): string => join(data, 'parsers.json')

/** Throws `CONFIG_INVALID` where the file is none of ours. */
const read = (data: string): Noted | undefined => {
  const file = fileOf(data)
  if (!existsSync(file)) return undefined
  try {
    return Noted.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw coded('CONFIG_INVALID', `${file}: không đọc được; hãy xóa tệp này, sản phẩm sẽ ghi lại`, cause)
  }
}

const write = (data: string, noted: Noted): void => {
  const draft = `${fileOf(data)}.draft`
  writeFileSync(draft, `${JSON.stringify(noted)}\n`)
  renameSync(draft, fileOf(data))
}

/**
 * The sources of which a newer parser than today's archived lines were read by has come, by id. Asked at each start, before anything else is
 * opened: a folder without an archive has nothing to read again. Of a folder of a version that noted no parsers nobody knows.
 */
export const olderParsers = (data: string, instances: readonly SourceInstance[]): readonly string[] => {
  const before = read(data)
  const isFresh = before === undefined && !existsSync(archiveFolderOf(join(data, 'bus')))
  const unknown = before === undefined && !isFresh ? 0 : undefined
  const noted = Object.fromEntries(
    instances.map(({ id, source: { parser } }) => [id, Math.min(before?.[id] ?? unknown ?? parser, parser)]),
  )
  write(data, { ...before, ...noted })
  return instances.filter(({ id, source }) => noted[id]! < source.parser).map(({ id }) => id)
}

/** All archived lines of a source have been read by today's parser. */
export const notedRead = (data: string, { id, source }: SourceInstance): void =>
  write(data, { ...read(data), [id]: source.parser })
