/** Messages of one request, bytes before compression; one batch of a partition, so that all or none of it is stored. */
export const REQUEST_BYTES = 4 * 1024 * 1024
/** Around a message in a batch, at most: lengths, timestamp, key's length. */
export const OVERHEAD = 80

/** Messages cut into requests, in order; one that is too large for any is one by itself. `sizeOf`: bytes of key and value. */
export const inRequests = <T>(messages: readonly T[], sizeOf: (message: T) => number): readonly (readonly T[])[] => {
  const requests: T[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const message of messages) {
    const size = sizeOf(message) + OVERHEAD
    if (bytes + size > REQUEST_BYTES) {
      requests.push([])
      bytes = 0
    }
    requests.at(-1)!.push(message)
    bytes += size
  }
  return requests
}
