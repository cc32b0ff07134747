import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { isZone } from '../../ingest/formats/zone.ts'
import { builtInSources } from '../../ingest/sources/index.ts'
import { builtInMappings } from '../../ingest/sources/presets/index.ts'
import { expectationsOf, failuresOf, MappingTest, TableMapping } from '../../ingest/sources/table.ts'
import { coded, isCoded } from '../../kernel/errors.ts'
import { readConfigFile } from '../config-file.ts'

/** A file of the folder of mappings; its name is the source's id. */
const MappingFile = z.strictObject({
  zone: z.string().refine(isZone, 'Không có múi giờ này.').default('Asia/Ho_Chi_Minh'),
  encoding: z.enum(['windows-1258']).optional(),
  mapping: z.record(z.string(), z.unknown()),
  test: MappingTest,
})
type MappingFile = z.infer<typeof MappingFile>

/** A mapping as its file has it. `etag`: SHA-256 of its bytes, hexadecimal. */
export type StoredMapping = {
  readonly id: string
  readonly file: string
  readonly etag: string
  readonly mapping: TableMapping
  readonly content: MappingFile
}

/** Names that mean something else: to inputs, to `type`, or, as the name of a file, to Windows. */
const RESERVED = /^(auto|table|con|prn|aux|nul|com\d|lpt\d)$/
const builtIn = new Set(builtInSources.map(({ id }) => id))

/** Why a mapping may not bear this name, as a Vietnamese sentence; undefined where it may. It becomes the name of a file. */
export const nameFault = (id: string): string | undefined => {
  if (!/^[a-z][a-z0-9-]{0,47}$/.test(id))
    return 'Mã nguồn gồm chữ thường không dấu, số và dấu gạch nối, bắt đầu bằng chữ.'
  if (RESERVED.test(id)) return `Mã «${id}» dành cho việc khác; hãy chọn mã khác.`
  return builtIn.has(id) && !builtInMappings.has(id) ? `«${id}» là nguồn có sẵn, không thay bằng bảng được.` : undefined
}

export const etagOf = (text: string): string => createHash('sha256').update(text).digest('hex')

const HEAD = `# Bảng ánh xạ của nguồn mang tên tệp này, do trang «Ánh xạ» ghi. «test» là kiểm thử của nó: mẫu (đã che) và từng dòng phải đọc thành gì;
# «vonggac check» và mỗi lần khởi động đều chạy lại, không đạt thì không nhận. Sửa ở trang ấy, hoặc sửa ở đây rồi chạy «vonggac check».
`

const mappingText = (content: MappingFile): string => `${HEAD}${stringify(content, { lineWidth: 0 })}`

/** The files of a folder of mappings, by name; drafts are none of them. */
export const mappingFiles = (folder: string): readonly string[] =>
  statSync(folder, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(folder)
        .filter((name) => /^[^.].*\.ya?ml$/i.test(name))
        .sort()
        .map((name) => join(folder, name))
    : []

/** Files of a folder of mappings that look meant for one and are not read for their name, as Notepad saves them. */
export const unreadFiles = (folder: string): readonly string[] =>
  statSync(folder, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(folder)
        .filter((name) => /^[^.].*(\.(ya?ml)\.[^.]+|\.(txt|json|csv))$/i.test(name))
        .sort()
    : []

/** Opens a mapping without running its test. Throws `CONFIG_INVALID` with the file and what is wrong with its name, its form or the mapping. */
export const openMapping = (file: string): StoredMapping => {
  const id = basename(file, extname(file))
  const wrong = nameFault(id)
  if (wrong !== undefined) throw coded('CONFIG_INVALID', `${file}: ${wrong}`)
  // What is compared with logs may name any site: nothing is sent there.
  const content = readConfigFile(file, MappingFile, /^/)
  const parsed = TableMapping.safeParse({ id, ...content.mapping })
  if (!parsed.success)
    throw coded(
      'CONFIG_INVALID',
      parsed.error.issues.map((issue) => `${file}: mapping.${issue.path.join('.')}: ${issue.message}`).join('\n'),
    )
  if (parsed.data.id !== id)
    throw coded('CONFIG_INVALID', `${file}: mapping.id là «${parsed.data.id}», phải trùng tên tệp «${id}» hoặc bỏ đi`)
  return { id, file, etag: etagOf(readFileSync(file, 'utf8')), mapping: parsed.data, content }
}

/** Lines of a sample that are named where a test fails. */
const SHOWN = 3

/** The same, tested: throws with the lines of its sample that it reads otherwise than its test says, too. */
const readMapping = (file: string): StoredMapping => {
  const stored = openMapping(file)
  const failures = failuresOf(stored.mapping, stored.content.test, stored.content.zone)
  if (failures.length === 0) return stored
  const more = failures.length > SHOWN ? `; và ${failures.length - SHOWN} dòng khác` : ''
  throw coded(
    'CONFIG_INVALID',
    `${file}: kiểm thử của bảng ánh xạ không đạt: ${failures.slice(0, SHOWN).join('; ')}${more}. Sửa «mapping» hoặc «test» của tệp rồi chạy lại, hoặc lấy lại tệp cũ`,
  )
}

/**
 * The text of a file that keeps a mapping and what it makes of a sample, masked, as its test; undefined where a reader of that text would
 * not find the same, which is so of signs that YAML cannot hold. `mapping` is without its id.
 */
export const textToKeep = (
  id: string,
  mapping: MappingFile['mapping'],
  asked: Omit<MappingFile, 'mapping' | 'test'> & { readonly sample: string },
) => {
  const { zone, encoding, sample } = asked
  const expect = [...expectationsOf(TableMapping.parse({ id, ...mapping }), sample, zone)]
  const text = mappingText({ zone, ...(encoding && { encoding }), mapping, test: { sample, expect } })
  const again = MappingFile.safeParse(parse(text))
  const read = again.success ? TableMapping.safeParse({ id, ...again.data.mapping }) : undefined
  const isSame = again.success && read?.success && failuresOf(read.data, again.data.test, again.data.zone).length === 0
  return isSame ? text : undefined
}

/** All mappings of a folder, tested. Throws `CONFIG_INVALID` with all that is wrong with any of them, also where two of them, or one and `taken`, bear one name. */
export const readMappings = (folder: string, taken: ReadonlySet<string>): readonly StoredMapping[] => {
  const seen = new Set(taken)
  const wrong: string[] = []
  const stored = mappingFiles(folder).flatMap((file): StoredMapping[] => {
    try {
      const one = readMapping(file)
      if (seen.has(one.id))
        wrong.push(`${file}: nguồn «${one.id}» đã được khai ở config.yaml hoặc ở tệp khác; chỉ giữ một nơi`)
      seen.add(one.id)
      return [one]
    } catch (error) {
      if (!isCoded(error)) throw error
      wrong.push(error.message)
      return []
    }
  })
  if (wrong.length > 0) throw coded('CONFIG_INVALID', wrong.join('\n'))
  return stored
}
