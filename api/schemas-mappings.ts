import { z } from 'zod'

/* Mapped tables as they cross the HTTP edge. A draft may be wrong in whatever it says: the answer tells what. */

/** A sample of so many characters, some thousand lines, is enough to try a mapping on. */
const SAMPLE_LIMIT = 100_000

const tableFormats = ['csv', 'json', 'key-value', 'cef', 'leef'] as const

const word = z.string().max(2_000)
const count = z.number().int()
const Value = z.union([word, z.boolean(), z.number()])

/** One rule of a draft: which rows it is about, and what they are. */
export const RuleDraft = z.strictObject({
  when: z.record(word, z.union([word, z.array(word).max(200)])),
  action: word,
  fields: z.record(word, Value),
})
export type RuleDraft = z.infer<typeof RuleDraft>

/** How the rows of a table become actions, while a person is at it. */
export const MappingDraft = z.strictObject({
  id: word,
  title: z.strictObject({ vi: word, en: word }),
  assumed: z.boolean(),
  format: z.enum(tableFormats),
  delimiter: word,
  header: z.array(word).max(500).optional(),
  columns: z.record(word, z.array(word).max(200)),
  times: z.array(word).max(50),
  zone: word.optional(),
  system: word,
  realm: word.optional(),
  events: z.array(RuleDraft).max(300),
})
export type MappingDraft = z.infer<typeof MappingDraft>

/** A draft, and the lines it is tried on. */
export const MappingWork = z.strictObject({
  mapping: MappingDraft,
  zone: word.describe('Múi giờ của thời gian không ghi múi giờ'),
  encoding: z.enum(['windows-1258']).optional(),
  sample: z.string().max(SAMPLE_LIMIT, `Mẫu dài quá ${SAMPLE_LIMIT} ký tự; chỉ cần vài chục dòng.`),
})
export type MappingWork = z.infer<typeof MappingWork>

/** `etag`: of the file that is to be replaced; null where there must be none. */
export const MappingToSave = MappingWork.extend({ etag: z.string().max(100).nullable() })
export type MappingToSave = z.infer<typeof MappingToSave>

const Line = z.object({
  line: count,
  text: z.string().describe('Dòng đã che mật khẩu và tiêu đề mật'),
  fields: z.record(z.string(), z.string()),
  rule: count.optional().describe('Quy tắc nào quyết định, từ 1'),
  event: z.object({ at: z.number(), action: z.string(), fields: z.record(z.string(), Value) }).optional(),
  problem: z.string().optional().describe('Vì sao không đọc được'),
  read: z.enum(['heading', 'empty', 'note']).optional(),
})
export type MappingLine = z.infer<typeof Line>

/** What a draft makes of its sample. With `faults` nothing becomes an event; what can be read of the rows is told all the same. */
export const MappingReadings = z.object({
  faults: z.array(z.object({ path: z.array(z.string()), message: z.string() })),
  lines: z.array(Line),
  columns: z.array(z.object({ name: z.string(), field: z.string().optional(), example: z.string().optional() })),
  yaml: z.string(),
  masked: count.describe('Số chỗ đã che'),
  secret: z.array(count).describe('Các dòng ghi độ mật thành một cột: mẫu có dòng này không lưu được'),
})
export type MappingReadings = z.infer<typeof MappingReadings>

const Field = z.object({
  name: z.string(),
  owed: z.boolean(),
  type: z.enum(['text', 'boolean', 'number']),
  words: z.array(z.string()),
})

/** The mappings one may begin with, and the words they are made of. */
export const MappingList = z.object({
  builtIn: z.array(z.object({ mapping: MappingDraft, zone: z.string(), sample: z.string() })),
  configured: z.array(
    z.object({
      id: z.string(),
      where: z.string().describe('Tệp'),
      etag: z.string().optional().describe('Chỉ có ở tệp mà trang này ghi được'),
      inForce: z.boolean().describe('Tiến trình đang chạy đọc theo đúng tệp này'),
      trouble: z.string().optional(),
      work: MappingWork.optional(),
    }),
  ),
  actions: z.array(z.object({ action: z.string(), fields: z.array(Field) })),
  folder: z.string(),
  canSave: z.boolean(),
  manyProcesses: z.boolean(),
})
export type MappingList = z.infer<typeof MappingList>

export const MappingSaved = z.object({
  id: z.string(),
  file: z.string(),
  etag: z.string(),
  lines: count,
  masked: count,
})
export type MappingSaved = z.infer<typeof MappingSaved>
