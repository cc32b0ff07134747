import { existsSync, readFileSync } from 'node:fs'
import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { coded } from '../kernel/errors.ts'
import { vietnamese } from '../kernel/issues.ts'
import { refuseForbidden } from './destinations/refuse.ts'

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
      `${file}, dòng ${line}: không đúng cú pháp YAML (${syntax.message.split('\n')[0]?.replace(/:$/, '')})`,
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
