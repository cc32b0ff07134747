/** What a batch may grow to: a damaged or hostile one must not take all the memory. */
export const LARGEST = 256 * 1024 * 1024

/** What is being unpacked: bytes at the end of which others are put, or some of its own once more. */
export type Unpacked = {
  readonly length: number
  /** Puts `count` bytes of `from`, beginning at `start`, at the end. */
  add(from: Uint8Array, start: number, count: number): void
  /** Puts `count` bytes at the end that repeat what began `distance` bytes before it, themselves included. */
  repeat(distance: number, count: number): void
  bytes(): Buffer
}

/** Begins with room for `expected` bytes. Its functions throw where the packed bytes say what cannot be. */
export const unpacked = (expected: number): Unpacked => {
  let held = Buffer.allocUnsafe(Math.min(Math.max(expected, 1024), LARGEST))
  let length = 0

  const makeRoom = (count: number): void => {
    if (length + count > LARGEST) throw new Error(`a batch unpacks to more than ${LARGEST} bytes`)
    if (length + count <= held.length) return
    const larger = Buffer.allocUnsafe(Math.min(Math.max(held.length * 2, length + count), LARGEST))
    held.copy(larger, 0, 0, length)
    held = larger
  }

  return {
    get length() {
      return length
    },
    add: (from, start, count) => {
      if (start + count > from.length) throw new Error('a packed batch ends too early')
      makeRoom(count)
      held.set(from.subarray(start, start + count), length)
      length += count
    },
    repeat: (distance, count) => {
      if (distance < 1 || distance > length) throw new Error('a packed batch repeats what is not there')
      makeRoom(count)
      const from = length - distance
      // Where the two overlap, what was just written is read on.
      for (let left = count; left > 0; ) {
        const step = Math.min(left, length - from)
        held.copyWithin(length, from, from + step)
        length += step
        left -= step
      }
    },
    bytes: () => held.subarray(0, length),
  }
}
