import { createHash, type KeyObject } from 'node:crypto'
import type { ExportEnd, ExportHead } from '../../api/push/export-file.ts'
import { fingerprintOf, signBytes } from '../../api/push/signature.ts'
import { Entry } from '../../api/push/wire.ts'
import type { KeptEntry, Ledger } from './ledger.ts'

/** A file has at most so many entries. */
const MOST = 5_000

export type ExportOptions = {
  readonly sender: string
  readonly receiver: string
  readonly ledger: Pick<Ledger, 'after'>
  readonly signingKey: KeyObject
  readonly now: number
}
export type Exported = { readonly first: number; readonly last: number; readonly content: Buffer }

/** The entries from `from` on as files for a site without a line, in order (NDJSON; `wire.ts` says what is in one). */
export function* exported({ ledger, ...who }: ExportOptions, from: number): Generator<Exported> {
  for (let next = from; ; ) {
    const [first, ...others] = ledger.after(who.receiver, next - 1, MOST)
    if (!first) return
    const last = others.at(-1)?.seq ?? first.seq
    const { previous } = Entry.parse(JSON.parse(first.body))
    yield { first: first.seq, last, content: fileOf(who, [first, ...others], { first: first.seq, last, previous }) }
    next = last + 1
  }
}

const fileOf = (
  { sender, receiver, signingKey, now }: Omit<ExportOptions, 'ledger'>,
  entries: readonly KeptEntry[],
  range: Pick<ExportHead, 'first' | 'last' | 'previous'>,
): Buffer => {
  const head: ExportHead = {
    ...{ format: 'vonggac-push-1', sender, receiver, ...range },
    ...{ made: now, key: fingerprintOf(signingKey) },
  }
  const before = Buffer.from([JSON.stringify(head), ...entries.map(({ body }) => body), ''].join('\n'))
  const end: ExportEnd = {
    sha256: createHash('sha256').update(before).digest('hex'),
    signature: signBytes(signingKey, before),
  }
  return Buffer.concat([before, Buffer.from(`${JSON.stringify(end)}\n`)])
}
