/** Bytes put one after another in memory that is used again and again. */
export const growing = () => {
  let buffer = Buffer.allocUnsafe(1024 * 1024)
  let length = 0
  return {
    add(bytes: Uint8Array): void {
      if (length + bytes.length > buffer.length) {
        const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, length + bytes.length))
        buffer.copy(larger, 0, 0, length)
        buffer = larger
      }
      buffer.set(bytes, length)
      length += bytes.length
    },
    get length(): number {
      return length
    },
    get bytes(): Buffer {
      return buffer.subarray(0, length)
    },
    clear(): void {
      length = 0
    },
  }
}
