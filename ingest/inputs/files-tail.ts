import type { Quotes } from '../formats/csv-rows.ts'
import { evtxMark, isEvtx } from '../formats/evtx.ts'
import type { Unicode } from '../intake/decode.ts'
import type { Intake } from '../intake.ts'
import type { FileMark } from './files-checkpoint.ts'
import { chunksFrom, digestOf, extend, generationOf, headOf, isGzip, type Sample, sampleAt } from './files-content.ts'
import type { RawLine } from './gather.ts'
import { handOverUntilTaken } from './hand-over.ts'
import { joinRows } from './join-rows.ts'
import { encodingOf, HEAD, lineSplitter, newlineAt } from './lines.ts'

export type ReaderOptions = {
  readonly intake: Intake
  readonly collector: string
  readonly source: string
  readonly maxLine: number
  /** Where a row may be several lines. */
  readonly quotes?: Quotes | undefined
  readonly signal: AbortSignal
  readonly counters: { lines: number; oversize: number }
  /** Stores how far a file was read; called only after the lines before the mark were taken. */
  readonly moved: (mark: FileMark) => Promise<void>
}

/** What one reading of one file goes through. */
type Reading = { mark: FileMark; sample: Sample; pending: Buffer; readonly encoding: Unicode }

/** Where each of these lines of `pending` stands: path, generation and offset. The same file read again gives the same. */
const placesOf = ({ mark, sample, pending }: Reading, lines: readonly RawLine[]): readonly string[] => {
  const { head } = extend(sample, pending)
  let before = -1
  let generation = ''
  return lines.map(({ offset }) => {
    const at = mark.offset + offset
    if (before < head.length) {
      before = Math.min(at, head.length)
      generation = generationOf(mark.born, head.subarray(0, before))
    }
    return `${mark.path}#${generation}@${at}`
  })
}

/** Delivers lines of `pending` and moves the mark behind them; false if stopped first. */
const take = async (
  options: ReaderOptions,
  reading: Reading,
  lines: readonly RawLine[],
  upTo: number,
): Promise<boolean> => {
  const { intake, collector, source, signal, counters, moved } = options
  if (lines.length > 0) {
    const places = placesOf(reading, lines)
    const text = { heading: reading.mark.heading }
    const delivery = { collector, source, lines: lines.map(({ line }) => line), place: (i: number) => places[i]!, text }
    const outcome = await handOverUntilTaken(intake, delivery, signal)
    if (!outcome) return false
    reading.mark = { ...reading.mark, heading: outcome.heading }
    counters.lines += lines.length
  }
  reading.sample = extend(reading.sample, reading.pending.subarray(0, upTo))
  reading.pending = reading.pending.subarray(upTo)
  reading.mark = { ...reading.mark, offset: reading.mark.offset + upTo, digest: digestOf(reading.sample) }
  await moved(reading.mark)
  return true
}

/** Goes on to the newline that ends an oversize line. */
const skip = async (options: ReaderOptions, reading: Reading): Promise<boolean> => {
  const newline = newlineAt(reading.pending, 0, reading.encoding)
  if (newline >= 0) reading.mark = { ...reading.mark, skipping: false }
  return take(options, reading, [], newline >= 0 ? newline : even(reading.pending.length))
}

/** Whole lines only: longer ones than allowed are seen to by `advance`, which can skip without holding them. */
const splitterOf = ({ encoding }: Reading) => lineSplitter({ encoding, lineBytes: Number.POSITIVE_INFINITY, start: 0 })

/** UTF-16 is cut between its units. */
const even = (length: number): number => length - (length % 2)

/** Takes what `pending` has complete: lines, or the beginning of an oversize one. */
const advance = async (options: ReaderOptions, reading: Reading): Promise<boolean> => {
  if (reading.mark.skipping && !(await skip(options, reading))) return false
  if (reading.mark.skipping) return true
  const splitter = splitterOf(reading)
  const lines = [...splitter.push(reading.pending)]
  const { rows, held } = joinRows(lines, reading.pending, options.quotes, false)
  const rest = held?.offset ?? reading.pending.length - splitter.held
  if (rest > 0 && !(await take(options, reading, rows, rest))) return false
  const limit = even(options.maxLine)
  if (reading.pending.length <= limit) return true
  options.counters.oversize++
  reading.mark = { ...reading.mark, skipping: true }
  return take(options, reading, [{ line: reading.pending.subarray(0, limit), offset: 0, number: 1 }], limit)
}

/** Goes on through a binary event log: of the whole file only its mark is handed over, which the intake refuses with what to do. */
const passOver = (options: ReaderOptions, reading: Reading): Promise<boolean> => {
  const { pending, mark } = reading
  const lines = mark.offset === 0 ? [{ line: evtxMark(pending), offset: 0, number: 1 }] : []
  return take(options, reading, lines, pending.length)
}

/**
 * Whether what was just read follows on what was read before. A log emptied and written anew between two looks would
 * otherwise give the middle of another line, and half a line may name another person. Gzip files are not rewritten.
 */
const follows = async (path: string, { mark, sample, pending }: Reading): Promise<boolean> => {
  const before = digestOf(extend(sample, pending))
  return isGzip(path) || digestOf(await sampleAt(path, mark.offset + pending.length)) === before
}

/**
 * Reads a file from its mark to its end. `complete`: it will not grow, so its last line may lack a newline. Gives the
 * bytes that still wait for one; `undefined` if stopped first, or if another content took the file's place meanwhile,
 * which is then identified anew.
 */
export const readOn = async (
  options: ReaderOptions,
  path: string,
  mark: FileMark,
  complete: boolean,
): Promise<number | undefined> => {
  const head = await headOf(path, HEAD)
  const encoding = encodingOf(head)
  const sample = await sampleAt(path, mark.offset)
  if (digestOf(sample) !== mark.digest) return undefined
  const reading: Reading = { mark, sample, pending: Buffer.alloc(0), encoding }
  for await (const chunk of chunksFrom(path, mark.offset)) {
    if (options.signal.aborted || !(await follows(path, reading))) return undefined
    reading.pending = Buffer.concat([reading.pending, chunk])
    if (!(await (isEvtx(head) ? passOver(options, reading) : advance(options, reading)))) return undefined
  }
  const { length } = reading.pending
  if (length === 0 || !complete || reading.mark.skipping) return length
  const splitter = splitterOf(reading)
  const lines = [...splitter.push(reading.pending), ...splitter.end()]
  const { rows } = joinRows(lines, reading.pending, options.quotes, true)
  return (await take(options, reading, rows, length)) ? 0 : undefined
}
