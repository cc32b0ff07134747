import { err, ok, type Result } from '../../kernel/result.ts'

/** One operation of a `_bulk` request, in order. Only `create` and `index` carry a log line to keep. */
export type BulkItem = {
  readonly action: 'create' | 'index' | 'update' | 'delete'
  readonly index: string | undefined
  readonly id: string | undefined
  readonly document: Uint8Array | undefined
}

const ACTIONS = ['create', 'index', 'update', 'delete'] as const
const LF = 0x0a

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** `{ "create": { "_index": …, "_id": … } }`, with exactly one action; anything else is not an action line. */
const actionOf = (line: Buffer): Omit<BulkItem, 'document'> | undefined => {
  let value: unknown
  try {
    value = JSON.parse(line.toString('utf8'))
  } catch {
    // Reported by the caller with its line number.
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const [[name, meta] = [], ...more] = Object.entries(value) as [string, unknown][]
  const action = ACTIONS.find((known) => known === name)
  if (!action || more.length > 0 || typeof meta !== 'object' || meta === null) return undefined
  const fields: { _index?: unknown; _id?: unknown } = meta
  return { action, index: text(fields._index), id: text(fields._id) }
}

const trimmed = (line: Buffer): Buffer => (line.at(-1) === 0x0d ? line.subarray(0, -1) : line)

/**
 * Reads a `_bulk` body (Elasticsearch reference, «Bulk API»): an action line, then its document unless it deletes, each
 * ended by a newline. A malformed action line spoils the whole request, as there: what follows could be anything. The
 * documents themselves are not looked into.
 */
export const readBulk = (body: Buffer): Result<readonly BulkItem[], string> => {
  const items: BulkItem[] = []
  let at = 0
  let number = 0
  const next = (): Buffer | undefined => {
    const newline = body.indexOf(LF, at)
    if (newline < 0) return undefined
    const line = trimmed(body.subarray(at, newline))
    at = newline + 1
    number++
    return line
  }

  for (let line = next(); line; line = next()) {
    if (line.length === 0) continue
    const action = actionOf(line)
    if (!action)
      return err(`Malformed action/metadata line [${number}]: dòng này phải là {"create":{…}} hoặc {"index":{…}}`)
    if (action.action === 'delete') {
      items.push({ ...action, document: undefined })
      continue
    }
    const document = next()
    if (!document) return err(`Dòng [${number}] thiếu tài liệu đi kèm hoặc thiếu ký tự xuống dòng ở cuối`)
    items.push({ ...action, document })
  }
  if (at < body.length) return err('The bulk request must be terminated by a newline [\\n]: nội dung bị cắt cụt')
  return items.length === 0 ? err('request body is required: yêu cầu _bulk không có tài liệu nào') : ok(items)
}
