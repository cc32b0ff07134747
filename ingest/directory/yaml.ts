import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { err, ok, type Result } from '../../kernel/result.ts'
import { type Problem, problem } from './problem.ts'

const vietnamese = z.locales.vi().localeError

/** A YAML file held to a schema; each mistake with the line it stands on. */
export const readYaml = <T>(file: string, text: string, schema: z.ZodType<T>): Result<T, readonly Problem[]> => {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter })
  if (document.errors.length > 0) {
    return err(
      document.errors.map(({ pos }) =>
        problem(
          { file, line: counter.linePos(pos[0]).line },
          'không đọc được',
          'YAML đúng cú pháp (thụt dòng bằng dấu cách)',
        ),
      ),
    )
  }
  const parsed = schema.safeParse(document.toJS(), { error: vietnamese })
  if (parsed.success) return ok(parsed.data)
  return err(
    parsed.error.issues.map(({ path, message }) => {
      const line = lineOf(path, (inner) => rangeOf(document.getIn(inner, true)), counter)
      const column = path.join('.')
      return problem(
        { file, ...(line === undefined ? {} : { line }), ...(column === '' ? {} : { column }) },
        `giá trị không hợp lệ (${message})`,
        'giá trị đúng như mô tả của tệp',
      )
    }),
  )
}

/** The line of the innermost thing on the path that the document has. */
const lineOf = (
  path: readonly PropertyKey[],
  startAt: (path: readonly PropertyKey[]) => number | undefined,
  counter: LineCounter,
): number | undefined => {
  for (let depth = path.length; depth >= 0; depth--) {
    const start = startAt(path.slice(0, depth))
    if (start !== undefined) return counter.linePos(start).line
  }
  return undefined
}

const rangeOf = (node: unknown): number | undefined => {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : undefined
}
