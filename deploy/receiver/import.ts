import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { ExportEnd, ExportHead } from '../../api/push/export-file.ts'
import { isSigned } from '../../api/push/signature.ts'
import { Entry } from '../../api/push/wire.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Refusal } from './reasons.ts'
import type { Receiver } from './settings.ts'
import type { Store } from './store.ts'
import { type Taken, takeEntries } from './take.ts'

type Read = { readonly sender: string; readonly entries: readonly Entry[] }

const NEWLINE = 10

/**
 * What a file of a site without a line holds: its last line signs every byte before it, the first says who sends what to whom. The whole file is
 * held in memory: an Ed25519 signature is checked over all of it.
 */
const readExport = ({ id, senders }: Pick<Receiver, 'id' | 'senders'>, bytes: Buffer): Result<Read, Refusal> => {
  const refuse = (reason: Refusal['reason'], detail = '', sender?: string): Result<never, Refusal> =>
    err({ reason, detail, ...(sender !== undefined && { sender }) })
  const whole = bytes.at(-1) === NEWLINE ? bytes.subarray(0, -1) : bytes
  const cut = whole.lastIndexOf(NEWLINE) + 1
  const [signed, last] = [bytes.subarray(0, cut), whole.subarray(cut)]
  const end = lineOf(ExportEnd, last.toString('utf8'))
  const [first = '', ...lines] = signed.toString('utf8').trimEnd().split('\n')
  const head = lineOf(ExportHead, first)
  if (!head || !end) return refuse('INVALID', 'không phải tệp xuất của Vọng Gác, hoặc tệp bị cắt cụt')
  const known = senders.find((one) => one.id === head.sender)
  const key = known?.keys.get(head.key)
  if (!known || !key) return refuse('UNKNOWN_KEY', `bên gửi «${head.sender}», mã khóa ${head.key}`)
  if (createHash('sha256').update(signed).digest('hex') !== end.sha256 || !isSigned(key, signed, end.signature))
    return refuse('SIGNATURE', '', known.id)
  if (head.receiver !== id) return refuse('INVALID', `tệp gửi cho «${head.receiver}»`, known.id)
  const entries: Entry[] = []
  for (const [i, line] of lines.entries()) {
    const entry = lineOf(Entry, line)
    if (!entry) return refuse('INVALID', `dòng ${i + 2} không phải một mục`, known.id)
    entries.push(entry)
  }
  if (entries[0]?.seq !== head.first || entries.at(-1)?.seq !== head.last || entries[0]?.previous !== head.previous)
    return refuse('INVALID', 'dòng đầu không nói đúng các mục của tệp', known.id)
  return ok({ sender: known.id, entries })
}

const lineOf = <T>(schema: z.ZodType<T>, line: string): T | undefined => {
  try {
    return schema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined // no JSON: the caller says which line
  }
}

/** Takes such a file over as a request is taken; what is refused is counted. The same file again changes nothing and is receipted again. */
export const importFile = (
  config: Pick<Receiver, 'id' | 'senders' | 'signingKey'>,
  store: Store,
  bytes: Buffer,
  now: number,
): Result<Taken, Refusal> => {
  const read = readExport(config, bytes)
  const taken = read.ok
    ? takeEntries(store, read.value.entries, {
        ...{ sender: read.value.sender, receiver: config.id },
        ...{ now, key: config.signingKey },
      })
    : read
  if (taken.ok) return taken
  const refusal = { ...(read.ok && { sender: read.value.sender }), ...taken.error }
  store.within(() => store.refuse(refusal, now))
  return err(refusal)
}
