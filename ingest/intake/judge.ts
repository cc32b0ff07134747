import { hash } from 'node:crypto'
import type { Refusal, StoredRecord } from '../../kernel/ports.ts'
import { EVTX_SENTENCE, evtxMark, isEvtx } from '../formats/evtx.ts'
import { type JsonObject, readObject } from '../formats/json.ts'
import { learnFrom, skim } from '../formats/skim.ts'
import type { Original } from '../intake.ts'
import type { Refused } from '../quarantine.ts'
import type { Source } from '../source.ts'
import { decodeLine } from './decode.ts'
import { isEnvelope, openEnvelope } from './envelope.ts'
import { type Mask, maskBytes, maskUnder } from './mask-bytes.ts'
import { readText } from './read-text.ts'

export { FUTURE, OLDEST } from './read-text.ts'

/** A configured source: the reader, and what its lines leave unsaid. Several instances may share a source. */
export type SourceInstance = {
  readonly id: string
  readonly source: Source
  /** Zone of times that carry none, IANA name or `+07:00`. */
  readonly zone: string
  /** What its machines write where it is not Unicode. */
  readonly encoding?: 'utf-8' | 'windows-1258'
}

/** Which instance reads a (masked) line that came without a source. */
export type Detect = (line: string, instances: readonly SourceInstance[]) => SourceInstance | undefined

export type JudgeOptions = {
  readonly instances: readonly SourceInstance[]
  readonly detect?: Detect
  readonly mask: Mask
  /** Longest line that is read, bytes. */
  readonly lineBytes: number
  /** How long before receipt an act may lie, ms; without it as long as it likes (`vonggac replay` of old archives). */
  readonly oldest?: number
}

export type Line = {
  readonly bytes: Uint8Array
  readonly collector: string
  /** Id of an instance, or `auto`. */
  readonly source: string
  readonly place: string
  readonly received: number
  readonly original?: Original | undefined
  /** Of the bytes, where it is known already. */
  readonly digest?: string | undefined
  /** The heading line of the text it stands in, masked. */
  readonly heading?: string | undefined
  /** That text has its heading line further down. */
  readonly above?: boolean
}

/** What becomes of a line. `crashed`: its parser threw, which is our fault and not the line's. */
export type Judged =
  | { readonly kind: 'blank' }
  | {
      readonly kind: 'stored'
      readonly record: StoredRecord
      readonly instance: SourceInstance
      /** The bytes of `record.raw`, where they are those that came. */
      readonly line: Uint8Array | undefined
      readonly masked: number
      /** What is in force as heading for the lines after it, where this line changes that. */
      readonly heading?: string
    }
  | {
      readonly kind: 'refused'
      readonly refused: Refused
      /** Who was to read it, where that is known. */
      readonly instance: SourceInstance | undefined
      readonly masked: number
      readonly heading?: string
      readonly crashed?: unknown
    }

export const digestOf = (bytes: Uint8Array | string): string => hash('sha256', bytes, 'hex').slice(0, 32)

/** Reads one line: size, decoding, mask, source, parser, time. Nothing unmasked leaves this function. */
export const judge = (line: Line, options: JudgeOptions): Judged => {
  const { bytes, source, original } = line
  const digest = original?.digest ?? line.digest ?? digestOf(bytes)
  const length = original?.bytes ?? bytes.length
  const named = options.instances.find(({ id }) => id === source)
  const mask = maskUnder(options.mask, named?.source.hide, line.heading)
  if (isEvtx(bytes)) {
    const kept = maskBytes(evtxMark(bytes), options.mask)
    return refusal(line, named, { reason: 'encoding', detail: EVTX_SENTENCE }, { digest, length, cut: true, ...kept })
  }
  if (original?.cut || bytes.length > options.lineBytes) {
    const kept = maskBytes(bytes.subarray(0, options.lineBytes), mask)
    const detail = `Dòng dài ${length} byte, vượt giới hạn ${options.lineBytes} byte; chỉ giữ lại phần đầu.`
    return refusal(line, named, { reason: 'too-large', detail }, { digest, length, cut: true, ...kept })
  }

  const decoded = decodeLine(bytes, named?.encoding === 'windows-1258' ? 'windows-1258' : undefined)
  if (!decoded) {
    const detail =
      'Dòng không phải UTF-8 hay UTF-16 hợp lệ; nếu máy gửi dùng Windows-1258, hãy khai encoding cho nguồn; ' +
      'TCVN3 (ABC), VNI và bảng mã khác thì phải chuyển sang Unicode trước khi gửi.'
    const kept = maskBytes(bytes, mask)
    return refusal(line, named, { reason: 'encoding', detail }, { digest, length, cut: false, ...kept })
  }
  if (decoded.text.trim() === '') return { kind: 'blank' }

  const { line: text, masked } = mask(decoded.text)
  const same = decoded.exact && masked === 0
  const stored = same && !original ? digest : digestOf(text)
  const reading = { line, options, named, text, digest, stored, masked, exact: same ? bytes : undefined }
  if (!text.startsWith('{')) return read(reading, undefined)
  const skimmed = same ? skim(bytes, text, (json) => read(reading, json)) : undefined
  if (skimmed) return skimmed
  const json = readObject(text)
  if (json && same && !isEnvelope(json)) learnFrom(text)
  return read(reading, json)
}

/** A line whose text is known. */
type Reading = {
  readonly line: Line
  readonly options: JudgeOptions
  /** The instance the line names. */
  readonly named: SourceInstance | undefined
  /** Masked. */
  readonly text: string
  readonly digest: string
  readonly stored: string
  readonly masked: number
  /** The text's bytes, where they are those that came. */
  readonly exact: Uint8Array | undefined
}

const read = (reading: Reading, json: JsonObject | undefined): Judged => {
  const { line, options, named, text, digest, stored, masked, exact } = reading
  const { received, collector, source, place } = line
  // A line that a shipper wrapped is read as if it had come by itself; what is kept is the whole document.
  const inner = openEnvelope(json)
  const content = inner?.line ?? text
  const instance = named ?? (source === 'auto' ? options.detect?.(content, options.instances) : undefined)
  const told = inner
    ? readText(content, digestOf(content), line, inner.place ?? place, instance, undefined, options.oldest)
    : readText(content, stored, line, place, instance, json, options.oldest)
  if ('refusal' in told) {
    const length = line.original?.bytes ?? line.bytes.length
    const kept = { digest, length, cut: false, bytes: Buffer.from(text), masked }
    const refused = refusal(line, instance, told.refusal, kept, told.parser, told.crashed)
    const heading = inner ? undefined : instance?.source.endsTable?.(text, line.heading)
    return heading === undefined ? refused : { ...refused, heading }
  }
  const { instance: reader, parser, observations } = told
  const headed = line.heading !== undefined && reader.source.isHeading !== undefined
  const bare = { digest, stored, received, collector, source: reader.id, parser, raw: text, observations }
  const placed = place === '' ? bare : { ...bare, place }
  const record = headed ? { ...placed, heading: line.heading } : placed
  // A wrapped line says nothing of its neighbours: a shipper mixes files.
  const isHeading = !inner && observations.length === 0 && reader.source.isHeading?.(text) === true
  return { kind: 'stored', record, instance: reader, line: exact, masked, ...(isHeading && { heading: text }) }
}

type Kept = { bytes: Uint8Array; masked: number; digest: string; length: number; cut: boolean }

const refusal = (
  line: Line,
  instance: SourceInstance | undefined,
  why: Refusal,
  kept: Kept,
  parser = '',
  crashed?: unknown,
): Extract<Judged, { kind: 'refused' }> => {
  const { received, collector, source, place, heading } = line
  const { bytes: raw, masked, digest, length, cut } = kept
  const about = { received, collector, source, place, parser, ...(heading === undefined ? {} : { heading }) }
  const refused = { ...why, ...about, raw, bytes: length, digest, cut }
  return { kind: 'refused', refused, instance, masked, ...(crashed === undefined ? {} : { crashed }) }
}
