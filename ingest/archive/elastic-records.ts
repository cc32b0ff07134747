import { type Client, errors } from '@elastic/elasticsearch'
import { coded } from '../../kernel/errors.ts'
import type { LocalDate } from '../../kernel/time.ts'
import type { archivedOf } from './elastic-archived.ts'
import type { RecordDocument } from './elastic-document.ts'
import { dayIndex } from './elastic-index.ts'

export type RecordWriterOptions = {
  readonly client: Client
  readonly prefix: string
  readonly archived: ReturnType<typeof archivedOf>
  /** A record that Elasticsearch refuses for its own sake. */
  readonly onRefused: (offset: number, reason: string) => void
}

/** Sent at once, at most. */
const [RECORDS_AT_ONCE, BYTES_AT_ONCE] = [1_000, 5_000_000]

/**
 * Writes records under their places in the log; what is there already must be the same. A day is noted before its first record. Throws
 * `LOG_CORRUPT`, and what the client throws.
 */
export const recordWriter = ({ client, prefix, archived, onRefused }: RecordWriterOptions) => {
  /** The days this process has noted, with the times they are known to tell of. */
  const noted = new Map<LocalDate, { from: number; to: number }>()

  const note = async (documents: readonly RecordDocument[]): Promise<void> => {
    for (const [day, own] of Map.groupBy(documents, (one) => one.day)) {
      const span = { from: Math.min(...own.map(({ from }) => from)), to: Math.max(...own.map(({ to }) => to)) }
      const known = noted.get(day)
      if (known && known.from <= span.from && known.to >= span.to) continue
      await archived.note(day, span)
      noted.set(day, {
        from: Math.min(span.from, known?.from ?? span.from),
        to: Math.max(span.to, known?.to ?? span.to),
      })
    }
  }

  const send = async (part: readonly RecordDocument[]): Promise<void> => {
    const operations = part.flatMap(({ offset, day, document }) => [
      { create: { _index: dayIndex(prefix, day), _id: String(offset) } },
      document,
    ])
    const answer = await client.bulk({ operations }).catch(async (error: unknown) => {
      if (!(error instanceof errors.ResponseError) || error.statusCode !== 413) throw error
      if (part.length === 1) await refuse(part[0]!, error.message)
      else for (const one of [part.slice(0, part.length / 2), part.slice(part.length / 2)]) await send(one)
      return undefined
    })
    const again: RecordDocument[] = []
    for (const [i, item] of (answer?.items ?? []).entries()) {
      const { status, error } = Object.values(item)[0]!
      if (status === 409) again.push(part[i]!)
      else if (status === 400 && REFUSED.test(error?.type ?? '')) await refuse(part[i]!, error?.reason ?? 'refused')
      else if (status >= 300) throw Object.assign(new Error(`${error?.type}: ${error?.reason}`), { statusCode: status })
    }
    await compare(again)
  }

  /** What is there already must be the same record: another one under its offset would be lost. */
  const compare = async (documents: readonly RecordDocument[]): Promise<void> => {
    if (documents.length === 0) return
    const docs = documents.map(({ day, offset }) => ({ _index: dayIndex(prefix, day), _id: String(offset) }))
    const found = await client.mget<{ vonggac: { head: string } }>({ docs, _source_includes: ['vonggac.head'] })
    for (const [i, one] of found.docs.entries()) {
      const there = '_source' in one ? one._source?.vonggac.head : undefined
      const { document, offset } = documents[i]!
      if (there !== (document as typeof one & { vonggac: { head: string } }).vonggac.head)
        throw coded(
          'LOG_CORRUPT',
          `Kho lưu trữ trên Elasticsearch có bản ghi khác ở vị trí ${offset}: nhật ký đã được làm mới; hãy đặt elasticsearch.prefix khác.`,
        )
    }
  }

  const refuse = async (record: RecordDocument, reason: string): Promise<void> => {
    await archived.refuse(record.offset, record, reason)
    onRefused(record.offset, reason)
  }

  return async (documents: readonly RecordDocument[]): Promise<void> => {
    if (documents.length === 0) return
    await note(documents)
    for (const part of partsOf(documents)) await send(part)
  }
}

/** Not fit to be taken, whatever the cluster's state. */
const REFUSED = /mapper|parsing|illegal_argument|document/

const partsOf = (documents: readonly RecordDocument[]): readonly (readonly RecordDocument[])[] => {
  const parts: RecordDocument[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const one of documents) {
    const size = JSON.stringify(one.document).length
    if (bytes + size > BYTES_AT_ONCE || parts.at(-1)!.length >= RECORDS_AT_ONCE) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)!.push(one)
    bytes += size
  }
  return parts
}
