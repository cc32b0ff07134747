import { promisify } from 'node:util'
import { constants, crc32, zstdCompress } from 'node:zlib'
import type { Action, Observation } from '../../kernel/event.ts'
import { decodeWire, type Heard, headOf, type RecordHead } from '../wire.ts'
import { filterOf, type Names, noNames, noteNames } from './filter.ts'
import { actionBit, digestOf, encodeHeader, type Header, noActions, setBit } from './format.ts'
import { growing } from './growing.ts'

const compress = promisify(zstdCompress)
/** On log lines level 3 takes half as long again and saves nothing; level 7 takes six times as long and saves a fifth. */
const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 1 }, chunkSize: 512 * 1024 }
const LINE_END = Buffer.from('\n')

/** Records on their way into a block. */
export type Pending = {
  readonly records: number
  /** Bytes held. */
  readonly bytes: number
  /** Messages taken, records or not. */
  readonly messages: number
  /** Offset of the message that comes next. */
  readonly next: number
  /** Takes the message with the offset `next` and says what it was. Throws LOG_CORRUPT. */
  add(value: Uint8Array): Heard
  /** The block of all that was taken, after the one with the digest `previous`. */
  seal(previous: Buffer): Promise<Sealed>
}

export type Sealed = { readonly header: Header; readonly bytes: Buffer; readonly digest: Buffer }

/** Where the heads and the lines of one block after another are put together. */
export const createColumns = () => ({ heads: growing(), lines: growing() })

/** Gathers the messages of the bus from offset `first` on. One `Pending` at a time may use the columns. */
export const pendingFrom = (first: number, { heads, lines }: ReturnType<typeof createColumns>): Pending => {
  heads.clear()
  lines.clear()
  const lengths: number[] = []
  const seen = createSummary()
  let messages = 0
  return {
    get records() {
      return lengths.length
    },
    get bytes() {
      return heads.length + lines.length
    },
    get messages() {
      return messages
    },
    get next() {
      return first + messages
    },
    add(value) {
      const wire = decodeWire(value)
      messages += 1
      if (!('observations' in wire)) return wire
      const head = headOf(value)
      const line = value.subarray(head.length + 1)
      heads.add(head)
      heads.add(LINE_END)
      lines.add(line)
      lengths.push(line.length)
      seen.add(wire)
      return wire
    },
    async seal(previous) {
      const [ownHeads, ownLengths, ownLines] = await Promise.all([
        compress(heads.bytes, OPTIONS),
        compress(bytesOf(Uint32Array.from(lengths)), OPTIONS),
        compress(lines.bytes, OPTIONS),
      ])
      const filter = filterOf(seen.names)
      const header: Header = {
        ...{ filter: filter.length, heads: ownHeads.length, lengths: ownLengths.length, lines: ownLines.length },
        ...{ plainHeads: heads.length, plainLines: lines.length, records: lengths.length },
        ...{ first, next: first + messages },
        ...seen.figures(),
        ...{
          filterCrc: crc32(filter),
          headsCrc: crc32(ownHeads),
          linesCrc: crc32(ownLines, crc32(ownLengths)),
          previous,
        },
      }
      const body = Buffer.concat([encodeHeader(header), filter, ownHeads, ownLengths, ownLines])
      const digest = digestOf(body)
      return { header, bytes: Buffer.concat([body, digest]), digest }
    },
  }
}

/** What a header says about its records. */
export const createSummary = () => {
  const names = noNames()
  const actions = noActions()
  const known = new Set<Action>()
  const figures = { observations: 0, withdrawn: 0, minAt: Infinity, maxAt: -Infinity }
  const received = { minReceived: Infinity, maxReceived: -Infinity }

  const take = (observation: Observation): void => {
    const { at, action } = observation
    if (at < figures.minAt) figures.minAt = at
    if (at > figures.maxAt) figures.maxAt = at
    if (!known.has(action)) {
      known.add(action)
      setBit(actions, actionBit(action))
    }
    noteNames(names, observation)
  }
  return {
    names: names as Names,
    add(record: RecordHead): void {
      received.minReceived = Math.min(received.minReceived, record.received)
      received.maxReceived = Math.max(received.maxReceived, record.received)
      figures.observations += record.observations.length
      figures.withdrawn += record.withdraws?.length ?? 0
      for (const observation of record.observations) take(observation)
      for (const observation of record.withdraws ?? []) take(observation)
    },
    figures: () => ({ ...figures, ...received, actions }),
  }
}

/** Little endian, as every machine that runs Node has it. */
const bytesOf = (numbers: Uint32Array): Buffer => Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength)
