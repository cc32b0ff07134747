/** What a stream showed that it should not: counted, for the operator. */
export type FramingCounters = {
  /** Frames longer than allowed: their beginning was handed over, the rest skipped. */
  oversize: number
  /** Octet counts that were none: read up to the next newline instead. */
  garbled: number
  /** Frames of which the connection brought only a part. */
  truncated: number
}

export type Framer = {
  /** The frames that end in this chunk. */
  push(chunk: Buffer): readonly Buffer[]
  /** What remains at the end of the stream: a last line without newline, if it ended cleanly. */
  end(cleanly: boolean): readonly Buffer[]
}

const LF = 0x0a
const SPACE = 0x20
const LESS = 0x3c
/** Longest octet count taken for one: 99,999,999 octets. */
const DIGITS = 8
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39
const isPadding = (byte: number): boolean => byte === LF || byte === 0x0d || byte === 0

/** A message without the line ends and zeros behind it; a zero that is half of its last UTF-16 letter stays. */
export const withoutPadding = (message: Buffer): Buffer => {
  const end = message.findLastIndex((byte) => !isPadding(byte)) + 1
  const halved = end % 2 === 1 && message[end] === 0 && message.subarray(0, end).includes(0)
  return message.subarray(0, halved ? end + 1 : end)
}

/**
 * How a connection frames its messages, by its first bytes: `MSG-LEN SP <` is octet counting, anything else newlines
 * (RFC 6587, 3.4.1 and 3.4.2; RFC 5425, 4.3). `undefined`: too early to tell.
 */
const modeOf = (head: Buffer): 'octets' | 'newlines' | undefined => {
  let i = 0
  while (i < head.length && i <= DIGITS && isDigit(head[i]!)) i++
  if (i === 0 || i > DIGITS) return head.length === 0 ? undefined : 'newlines'
  if (i === head.length) return undefined
  if (head[i] !== SPACE) return 'newlines'
  return i + 1 === head.length ? undefined : head[i + 1] === LESS ? 'octets' : 'newlines'
}

/** Collects the parts of one frame, at most `limit` bytes of it. */
const createCollector = (limit: number, counters: FramingCounters) => {
  let parts: Buffer[] = []
  let size = 0
  return {
    get size() {
      return size
    },
    add(part: Buffer): void {
      const room = limit - Math.min(size, limit)
      if (room > 0 && part.length > 0) parts.push(part.subarray(0, room))
      size += part.length
    },
    take(): readonly Buffer[] {
      const whole = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
      if (size > limit) counters.oversize++
      parts = []
      size = 0
      const bare = withoutPadding(whole)
      return bare.length === 0 ? [] : [bare]
    },
    drop(): void {
      if (size > 0) counters.truncated++
      parts = []
      size = 0
    },
  }
}

/**
 * Cuts a byte stream into frames of at most `limit` bytes. Never throws, holds at most one frame, and whatever a peer
 * sends is its own affair. `newlines`: each line is a frame; `syslog`: told by the connection's first bytes.
 */
export const createFramer = (kind: 'newlines' | 'syslog', limit: number, counters: FramingCounters): Framer => {
  const frame = createCollector(limit, counters)
  let mode: ReturnType<typeof modeOf> = kind === 'newlines' ? kind : undefined
  let head: Buffer = Buffer.alloc(0)
  let digits = ''
  /** Octets of the current frame that are still to come; `undefined` while its count is being read. */
  let missing: number | undefined
  /** In octet mode: the count was none, so read on to a newline. */
  let lost = false

  const line = (chunk: Buffer, from: number, frames: Buffer[]): number => {
    const newline = chunk.indexOf(LF, from)
    frame.add(chunk.subarray(from, newline < 0 ? chunk.length : newline))
    if (newline < 0) return chunk.length
    frames.push(...frame.take())
    lost = false
    return newline + 1
  }

  const count = (byte: number): void => {
    if (isDigit(byte) && digits.length < DIGITS) digits += String.fromCharCode(byte)
    else if (byte === SPACE && digits !== '') {
      missing = Number(digits)
      digits = ''
    } else if (digits !== '' || !isPadding(byte)) {
      counters.garbled++
      lost = true
      frame.add(Buffer.from(digits))
      digits = ''
    }
  }

  const octets = (chunk: Buffer, from: number, frames: Buffer[]): number => {
    if (missing === undefined) {
      count(chunk[from]!)
      return lost ? from : from + 1
    }
    const end = Math.min(chunk.length, from + missing)
    frame.add(chunk.subarray(from, end))
    missing -= end - from
    if (missing === 0) {
      frames.push(...frame.take())
      missing = undefined
    }
    return end
  }

  return {
    push(chunk) {
      let bytes = chunk
      if (mode === undefined) {
        bytes = Buffer.concat([head, chunk])
        mode = modeOf(bytes)
        head = mode ? Buffer.alloc(0) : bytes
        if (!mode) return []
      }
      const frames: Buffer[] = []
      let at = 0
      while (at < bytes.length) at = mode === 'newlines' || lost ? line(bytes, at, frames) : octets(bytes, at, frames)
      return frames
    },
    end(cleanly) {
      frame.add(head)
      head = Buffer.alloc(0)
      if (cleanly && mode !== 'octets') return frame.take()
      // An octet count says for certain that something is missing; half a line may name another person.
      if (frame.size === 0 && (missing !== undefined || digits !== '')) counters.truncated++
      frame.drop()
      return []
    },
  }
}
