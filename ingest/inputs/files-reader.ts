import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { evtxMark, isEvtx } from '../formats/evtx.ts'
import type { RawLine, Splitter } from './gather.ts'
import { HEAD, markLength, splitterFor } from './lines.ts'

/** A packed file that ends too early, or cannot be unpacked further; all lines before that place were handed over. */
export type FileDamage = { readonly path: string; readonly kind: 'truncated' | 'corrupt'; readonly error: Error }

export type ReadOptions = {
  /** Longest line that is kept whole, bytes. */
  readonly lineBytes?: number
  /** Default: a process warning. */
  readonly onDamage?: (damage: FileDamage) => void
}

/**
 * The records of a log file that is at rest, streaming: lines of text (UTF-8, UTF-16 or any single-byte code page), NDJSON, or
 * the elements of a JSON array however it is laid out; gzip is known by its magic bytes (RFC 1952). Empty lines are left out. Of a binary
 * event log of Windows only its mark is given, as one line.
 * Memory stays bounded whatever the file holds.
 */
export async function* readLines(path: string, options: ReadOptions = {}): AsyncGenerator<RawLine> {
  const { lineBytes = 1024 * 1024, onDamage = warn } = options
  let splitter: Splitter | undefined
  let carried: Buffer = Buffer.alloc(0)
  const cut = (bytes: Buffer): Iterable<RawLine> => {
    if (splitter) return splitter.push(bytes)
    splitter = splitterFor(bytes, lineBytes)
    return splitter.push(bytes.subarray(markLength(bytes)))
  }
  for await (const chunk of unpacked(path, onDamage)) {
    const bytes: Buffer = carried.length > 0 ? Buffer.concat([carried, chunk]) : chunk
    // First enough to tell the encoding, then whole units of two bytes.
    const whole = splitter || bytes.length >= HEAD ? bytes.length & ~1 : 0
    if (!splitter && isEvtx(bytes)) {
      yield { line: evtxMark(bytes), offset: 0, number: 1 }
      return
    }
    carried = bytes.subarray(whole)
    if (whole > 0) yield* cut(bytes.subarray(0, whole))
  }
  yield* cut(carried)
  if (splitter) yield* splitter.end()
}

async function* unpacked(path: string, onDamage: (damage: FileDamage) => void): AsyncGenerator<Buffer> {
  const packed = await isGzip(path)
  const file = createReadStream(path, { highWaterMark: CHUNK })
  if (!packed) return yield* file as AsyncIterable<Buffer>
  const inflated = createGunzip({ chunkSize: CHUNK })
  file.on('error', (error) => inflated.destroy(error)).pipe(inflated)
  try {
    yield* inflated as AsyncIterable<Buffer>
  } catch (error) {
    const kind = damageOf(error)
    if (!kind) throw error
    onDamage({ path, kind, error: error as Error }) // damageOf has just found it to be one
  } finally {
    file.destroy()
    inflated.destroy()
  }
}

const CHUNK = 256 * 1024

const isGzip = async (path: string): Promise<boolean> => {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}

const damageOf = (error: unknown): FileDamage['kind'] | undefined => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'Z_BUF_ERROR') return 'truncated'
  return code === 'Z_DATA_ERROR' ? 'corrupt' : undefined
}

const warn = ({ path, kind, error }: FileDamage): void =>
  process.emitWarning(
    kind === 'truncated'
      ? `Tệp nén «${path}» bị cụt; chỉ đọc được phần đầu.`
      : `Tệp nén «${path}» bị hỏng; chỉ đọc được phần trước chỗ hỏng (${error.message}).`,
  )
