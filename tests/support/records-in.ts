import { decodeWire, rawOf } from '../../ingest/wire.ts'
import type { Message, StoredRecord } from '../../kernel/ports.ts'

/** The record of a message with its line, or nothing where the message is none. */
export const recordsIn = ({ value }: Message): readonly StoredRecord[] => {
  const heard = decodeWire(value)
  return 'observations' in heard ? [{ ...heard, raw: rawOf(value) }] : []
}
