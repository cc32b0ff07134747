import { existsSync, readFileSync } from 'node:fs'
import { type Document, type ErrorCode, isMap, isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { coded } from '../kernel/errors.ts'
import { vietnamese } from '../kernel/issues.ts'
import { refuseForbidden } from './destinations/refuse.ts'

/** What a YAML mistake is, by the library's code (yaml.org/spec 1.2.2); its own sentences are English. */
const SYNTAX: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_INDENT: 'thụt lề sai',
  BAD_DQ_ESCAPE: 'dấu \\ trong ngoặc kép sai; hãy dùng ngoặc đơn',
  BAD_SCALAR_START: 'giá trị bắt đầu bằng ký tự đặc biệt; hãy đặt nó trong ngoặc kép',
  BLOCK_AS_IMPLICIT_KEY: 'một dòng có hai dấu hai chấm, hoặc thụt lề sai; hãy đặt giá trị trong ngoặc kép',
  BLOCK_IN_FLOW: 'thụt lề sai trong ngoặc [ ] hoặc { }',
  DUPLICATE_KEY: 'một khóa được ghi hai lần',
  MISSING_CHAR: 'thiếu dấu đóng ngoặc, dấu phẩy hoặc dấu ngoặc kép',
  MULTILINE_IMPLICIT_KEY: 'một khóa nằm trên nhiều dòng, hoặc thiếu dấu hai chấm hay ngoặc kép',
  MULTIPLE_DOCS: 'có dấu --- ở giữa tệp',
  TAB_AS_INDENT: 'thụt lề bằng dấu tab; hãy dùng dấu cách',
  UNEXPECTED_TOKEN: 'có ký tự thừa',
}

/**
 * A YAML file held to a schema. Throws `CONFIG_INVALID` with file, line, field and what was expected, in Vietnamese; and where any place
 * of it, known to the schema or not, names a service to which nothing official may go, but for places under `matched`.
 */
export const readConfigFile = <T>(file: string, schema: z.ZodType<T>, matched?: RegExp): T => {
  if (!existsSync(file)) throw coded('CONFIG_INVALID', `${file}: không có tệp cấu hình này`)
  const text = readFileSync(file, 'utf8')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [syntax] = document.errors
  if (syntax) {
    const { line } = lines.linePos(syntax.pos[0])
    throw coded(
      'CONFIG_INVALID',
      `${file}, dòng ${line}: không đúng cú pháp YAML (${SYNTAX[syntax.code] ?? 'hãy xem lại dòng này và dòng trên nó'})`,
    )
  }
  refuseForbidden(file, text, matched)
  const parsed = schema.safeParse(document.toJS() ?? {}, { error: vietnamese })
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => {
    const offset = offsetOf(document, issue)
    const line = offset === undefined ? '' : `, dòng ${lines.linePos(offset).line}`
    return `${file}${line}: ${issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''}${issue.message}`
  })
  throw coded('CONFIG_INVALID', problems.join('\n'))
}

/** Where in the file a problem stands: an unknown key at the key, what is missing at what it is missing from. */
const offsetOf = (document: Document.Parsed, issue: z.core.$ZodIssue): number | undefined => {
  for (let path = issue.path; ; path = path.slice(0, -1)) {
    const node = path.length === 0 ? document.contents : document.getIn(path, true)
    if (issue.code === 'unrecognized_keys' && isMap(node)) {
      const key = node.items.find((item) => String(item.key) === issue.keys[0])?.key
      if (isNode(key)) return key.range?.[0]
    }
    if (isNode(node)) return node.range?.[0]
    if (path.length === 0) return undefined
  }
}
