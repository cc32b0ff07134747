import { z } from 'zod'
import { type Action, actionNames } from '../../../kernel/event.ts'
import { timeReader } from '../../formats/time.ts'
import { isZone } from '../../formats/zone.ts'
import { type ActionField, actionFields, unwitnessed } from './actions.ts'
import { fieldsByHeading, twiceIn } from './heading.ts'
import { isRunaway, LOOKED_AT } from './runaway.ts'
import { isSecretHeading } from './secret-heading.ts'

const name = z.string().trim().min(1).max(200)

/**
 * `/…/` is a regular expression (case does not count) over the first `LOOKED_AT` characters, anything else an equal text whose case, marks and
 * spaces do not count.
 */
const condition = z.union([name, z.array(name).min(1)]).superRefine((value, issue) => {
  for (const item of [value].flat()) {
    const pattern = patternOf(item)
    if (pattern === null) issue.addIssue(`«${item}» không phải biểu thức chính quy hợp lệ.`)
    if (pattern && isRunaway(pattern.source))
      issue.addIssue(
        `«${item}» có thể xét rất lâu trên ${LOOKED_AT.toLocaleString('vi')} ký tự: lặp một nhóm có «|» hoặc có lặp bên trong, như (a+)+ hay (a|b)*, hoặc có hơn hai đoạn không giới hạn như .*; hãy viết đơn giản hơn.`,
      )
  }
})

/** The expression inside `/…/`; `undefined` for plain text, `null` for one that does not compile. */
export const patternOf = (written: string): RegExp | undefined | null => {
  if (written.length < 3 || !written.startsWith('/') || !written.endsWith('/')) return undefined
  try {
    return new RegExp(written.slice(1, -1).normalize('NFC'), 'iu')
  } catch {
    return null
  }
}

const rule = z.strictObject({
  /** Field → value, values or pattern; all must hold. Empty: every row. */
  when: z.record(name, condition).default({}),
  action: z.enum(actionNames as [Action, ...Action[]]),
  /** Fields of the action beyond the columns of the same name: constants, or text with `{field}` of the row. */
  fields: z.record(name, z.union([z.string(), z.boolean(), z.number()])).default({}),
})

type Fault = { readonly path: readonly string[]; readonly message: string }
type Columns = Readonly<Record<string, unknown>>

/** The columns that a text of `fields` names: `{user}`. */
export const PLACEHOLDER = /\{([\w-]+)\}/g

/** Why a rule could never yield its action, whatever the rows say; each fault names the field. */
const faultsOf = ({ action, fields }: Pick<z.infer<typeof rule>, 'action' | 'fields'>, columns: Columns): Fault[] => {
  if (unwitnessed.has(action)) {
    const message = `Hành động «${action}» do hệ thống tự ghi nhận, không nhật ký nào có được.`
    return [{ path: ['action'], message }]
  }
  const known = actionFields(action)
  const unknown = Object.keys(fields).filter((name) => !known.some((field) => field.name === name))
  return [
    ...unknown.map((name) => ({
      path: ['fields', name],
      message: `Hành động «${action}» không có trường «${name}».`,
    })),
    ...known.flatMap((field) => {
      const message = faultOf(field, fields[field.name], columns)
      return message === undefined
        ? []
        : [{ path: ['fields', field.name], message: `Hành động «${action}» ${message}` }]
    }),
  ]
}

const faultOf = ({ name: field, owed, type, words, takes }: ActionField, fixed: unknown, columns: Columns) => {
  if (fixed === undefined) {
    if (type !== 'text' && (owed || columns[field]))
      return `cần trường «${field}» là ${KINDS[type]}; cột chỉ chứa chữ, hãy đặt giá trị trong «fields».`
    return owed && !columns[field]
      ? `thiếu trường bắt buộc «${field}»; hãy thêm cột «${field}» hoặc đặt giá trị trong «fields».`
      : undefined
  }
  const named = typeof fixed === 'string' && type === 'text' ? [...fixed.matchAll(PLACEHOLDER)] : []
  const missing = named.find(([, column]) => column !== undefined && !columns[column])
  if (missing) return `lấy trường «${field}» từ cột «${missing[1]}», nhưng không có cột đó.`
  if (named.length > 0 || takes(fixed)) return undefined
  const wanted = words.length > 0 ? `một trong: ${words.join(', ')}` : KINDS[type]
  return `có trường «${field}» là «${String(fixed)}»; trường này phải là ${wanted}.`
}

const KINDS = { text: 'chữ', boolean: 'true hoặc false', number: 'số' } as const

/**
 * How the rows of a table become actions: the configuration of a source whose format nobody published. `columns` names each
 * field and the headings it may stand under; `time` is required (`date` and `time` together where they are two columns),
 * fields named as those of the action are taken over by themselves (`user`, `host`, `ip`, `path` …). The first rule of
 * `events` whose `when` holds decides; no rule means `other`.
 */
export const TableMapping = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{0,47}$/, 'Mã nguồn gồm chữ thường không dấu, số và dấu gạch nối.'),
    title: z.strictObject({ vi: name, en: name }),
    /** No published sample stands behind it: shown as «giả định», lowers levels by one. */
    assumed: z.boolean().default(true),
    format: z.enum(['json', 'csv', 'key-value', 'cef', 'leef']),
    delimiter: z.string().length(1).default(','),
    /** Headings in order, for CSV without a heading line. */
    header: z.array(z.string()).min(1).optional(),
    columns: z.record(name, z.array(name).min(1)),
    /** Forms of the time, tried in order: `iso`, `epoch-s`, `epoch-ms`, or a pattern such as `dd/MM/yyyy HH:mm:ss`. */
    times: z.array(name.refine((form) => timeReader(form) !== undefined, 'Không hiểu dạng thời gian này.')).min(1),
    /** Zone of times that carry none; without it the source instance's. */
    zone: z.string().refine(isZone, 'Không có múi giờ này.').optional(),
    /** The information system the rows speak of. */
    system: name,
    /** Realm of the accounts (`name@realm`); the system where it is not given. */
    realm: name.optional(),
    events: z.array(rule).min(1),
  })
  .superRefine((mapping, issue) => {
    if (!mapping.columns['time'])
      issue.addIssue({ code: 'custom', path: ['columns'], message: 'Thiếu cột thời gian «time».' })
    const secret = (path: string[], heading: string): void =>
      issue.addIssue({
        code: 'custom',
        path,
        message: `Cột «${heading}» chứa mật khẩu hoặc khóa nên không được đọc; hãy bỏ cột ấy ngay ở bản xuất.`,
      })
    for (const [field, headings] of Object.entries(mapping.columns))
      for (const heading of [field, ...headings]) if (isSecretHeading(heading)) secret(['columns', field], heading)
    for (const heading of mapping.header ?? []) if (isSecretHeading(heading)) secret(['header'], heading)
    const twice = twiceIn(mapping.header ?? [], fieldsByHeading(mapping))
    if (twice)
      issue.addIssue({
        code: 'custom',
        path: ['header'],
        message: `«${twice.names[0]}» và «${twice.names[1]}» đều là cột «${twice.field}»: không đoán cột nào đúng; hãy bỏ một tên khỏi «columns».`,
      })
    for (const [index, { when, action, fields }] of mapping.events.entries()) {
      for (const field of Object.keys(when)) {
        if (!mapping.columns[field])
          issue.addIssue({
            code: 'custom',
            path: ['events', index, 'when', field],
            message: `Không có cột «${field}».`,
          })
      }
      for (const { path, message } of faultsOf({ action, fields }, mapping.columns))
        issue.addIssue({ code: 'custom', path: ['events', index, ...path], message })
    }
  })
export type TableMapping = z.infer<typeof TableMapping>
export type TableRule = TableMapping['events'][number]
