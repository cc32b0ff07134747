import type { Intake } from '../intake.ts'
import type { FileMark } from './files-checkpoint.ts'
import { chunksFrom, digestOf, extend, headOf, isGzip, type Sample, sampleAt } from './files-content.ts'
import { handOverUntilTaken } from './hand-over.ts'
import { allLines, cutLines, type Encoding, encodingOf, type Line, newlineAt } from './lines.ts'

export type ReaderOptions = {
  readonly intake: Intake
  readonly collector: string
  readonly source: string
  readonly maxLine: number
  readonly signal: AbortSignal
  readonly counters: { lines: number; oversize: number }
  /** Stores how far a file was read; called only after the lines before the mark were taken. */
  readonly moved: (mark: FileMark) => Promise<void>
}

/** What one reading of one file goes through. */
type Reading = { mark: FileMark; sample: Sample; pending: Buffer; readonly encoding: Encoding }

/** Delivers lines of `pending` and moves the mark behind them; false if stopped first. */
const take = async (
  options: ReaderOptions,
  reading: Reading,
  lines: readonly Line[],
  upTo: number,
): Promise<boolean> => {
  const { intake, collector, source, signal, counters, moved } = options
  const { path, offset } = reading.mark
  if (lines.length > 0) {
    const place = (index: number): string => `${path}@${offset + lines[index]!.at}`
    const delivery = { collector, source, lines: lines.map(({ bytes }) => bytes), place }
    if (!(await handOverUntilTaken(intake, delivery, signal))) return false
    counters.lines += lines.length
  }
  reading.sample = extend(reading.sample, reading.pending.subarray(0, upTo))
  reading.pending = reading.pending.subarray(upTo)
  reading.mark = { ...reading.mark, offset: offset + upTo, digest: digestOf(reading.sample) }
  await moved(reading.mark)
  return true
}

/** Goes on to the newline that ends an oversize line. */
const skip = async (options: ReaderOptions, reading: Reading): Promise<boolean> => {
  const newline = newlineAt(reading.pending, 0, reading.encoding)
  if (newline >= 0) reading.mark = { ...reading.mark, skipping: false }
  return take(options, reading, [], newline >= 0 ? newline : even(reading.pending.length))
}

/** UTF-16 is cut between its units. */
const even = (length: number): number => length - (length % 2)

/** Takes what `pending` has complete: lines, or the beginning of an oversize one. */
const advance = async (options: ReaderOptions, reading: Reading): Promise<boolean> => {
  if (reading.mark.skipping && !(await skip(options, reading))) return false
  if (reading.mark.skipping) return true
  const { lines, rest } = cutLines(reading.pending, reading.encoding)
  if (rest > 0 && !(await take(options, reading, lines, rest))) return false
  const limit = even(options.maxLine)
  if (reading.pending.length <= limit) return true
  options.counters.oversize++
  reading.mark = { ...reading.mark, skipping: true }
  return take(options, reading, [{ bytes: reading.pending.subarray(0, limit), at: 0, end: limit, number: 1 }], limit)
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
  const encoding = encodingOf(await headOf(path))
  const sample = await sampleAt(path, mark.offset)
  if (digestOf(sample) !== mark.digest) return undefined
  const reading: Reading = { mark, sample, pending: Buffer.alloc(0), encoding }
  for await (const chunk of chunksFrom(path, mark.offset)) {
    if (options.signal.aborted || !(await follows(path, reading))) return undefined
    reading.pending = Buffer.concat([reading.pending, chunk])
    if (!(await advance(options, reading))) return undefined
  }
  const { length } = reading.pending
  if (length === 0 || !complete || reading.mark.skipping) return length
  return (await take(options, reading, allLines(reading.pending, encoding), length)) ? 0 : undefined
}
