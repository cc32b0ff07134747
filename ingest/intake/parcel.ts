import type { Message } from '../../kernel/ports.ts'
import type { Delivery, Original } from '../intake.ts'
import type { Clocks, ReadDelivery } from './read-delivery.ts'

/** Several pieces of bytes in one, which goes over to another thread as a whole. `ends`: where each piece ends. */
export type Packed = { readonly bytes: Uint8Array<ArrayBuffer>; readonly ends: readonly number[] }

/** A delivery on its way to the thread that reads it. */
export type Order = {
  readonly id: number
  readonly received: number
  readonly collector: string
  readonly source: string
  readonly lines: Packed
  readonly places: readonly string[] | undefined
  readonly digests: readonly (string | undefined)[] | undefined
  readonly originals: readonly (Original | undefined)[] | undefined
  readonly text: Delivery['text']
  readonly clocks: Clocks | undefined
}

/** What became of it, on its way back. */
export type Answer =
  | {
      readonly id: number
      readonly read: Omit<ReadDelivery, 'messages'>
      readonly keys: string[]
      readonly values: Packed
    }
  | { readonly id: number; readonly failed: unknown }

export const pack = (pieces: readonly Uint8Array[]): Packed => {
  let size = 0
  const ends = pieces.map((piece) => {
    size += piece.length
    return size
  })
  const bytes = new Uint8Array(size)
  for (const [i, piece] of pieces.entries()) bytes.set(piece, ends[i]! - piece.length)
  return { bytes, ends }
}

/** The pieces, as parts of the one. */
export const unpack = ({ bytes, ends }: Packed): readonly Buffer[] => {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return ends.map((end, i) => whole.subarray(ends[i - 1] ?? 0, end))
}

export const orderOf = (id: number, delivery: Delivery, received: number, clocks: Clocks | undefined): Order => {
  const { collector, source, lines, text, place, digest, original } = delivery
  return {
    ...{ id, received, collector, source, text, clocks, lines: pack(lines) },
    places: place && lines.map((_, i) => place.call(delivery, i)),
    digests: digest && lines.map((_, i) => digest.call(delivery, i)),
    originals: original && lines.map((_, i) => original.call(delivery, i)),
  }
}

/** The delivery of an order: what `orderOf` was given, as far as a reader of lines is concerned. */
export const deliveryOf = ({ collector, source, lines, places, digests, originals, text }: Order): Delivery => ({
  ...{ collector, source, lines: unpack(lines) },
  ...(places && { place: (index: number) => places[index] ?? '' }),
  ...(digests && { digest: (index: number) => digests[index] }),
  ...(originals && { original: (index: number) => originals[index] }),
  ...(text && { text }),
})

export const answerOf = (id: number, { messages, ...read }: ReadDelivery): Extract<Answer, { values: Packed }> => ({
  ...{ id, read },
  keys: messages.map(({ key }) => key),
  values: pack(messages.map(({ value }) => value)),
})

export const readOf = ({ read, keys, values }: Extract<Answer, { values: Packed }>): ReadDelivery => {
  const bytes = unpack(values)
  return { ...read, messages: keys.map((key, i): Message => ({ key, value: bytes[i]! })) }
}
