import { CHUNK, type EvtxRecord, HEADER, recordsIn } from '../../ingest/formats/evtx/file.ts'

/** All records of a file. */
export function* readEvtx(file: Buffer): Generator<EvtxRecord> {
  for (let at = HEADER; at < file.length; at += CHUNK) yield* recordsIn(file.subarray(at, at + CHUNK))
}
