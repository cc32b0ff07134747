import { createSocket } from 'node:dgram'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { type Packed, pack } from '../intake/parcel.ts'
import { withoutPadding } from './framing.ts'

/** What the thread is started with. */
export type ReceiverOptions = {
  readonly family: 'udp4' | 'udp6'
  readonly host: string
  readonly port: number
  readonly receiveBuffer: number
  /** Held at most; beyond it datagrams are lost and counted. */
  readonly heldLines: number
  readonly heldBytes: number
}

/** `next`: ready for more lines. `stop`: listen no longer, send what is left. */
export type ToReceiver = 'next' | 'stop'

export type FromReceiver =
  | { readonly kind: 'bound'; readonly port: number; readonly receiveBuffer: number }
  | { readonly kind: 'failed'; readonly error: unknown; readonly code: string | undefined }
  /** Datagrams in the order in which they came, and how many were lost so far. */
  | { readonly kind: 'lines'; readonly lines: Packed; readonly total: number }
  | { readonly kind: 'lost'; readonly total: number }

const TELL_MS = 250
/** Datagrams handed over at once. */
const TOGETHER = 2_000

/**
 * Receives datagrams in a thread that does nothing else: the kernel holds only so many, and whoever reads lines or judges them in the same
 * thread leaves them waiting for longer than that.
 */
const receive = (port: MessagePort, options: ReceiverOptions): void => {
  const socket = createSocket({ type: options.family, recvBufferSize: options.receiveBuffer })
  const say = (message: FromReceiver): void =>
    port.postMessage(message, message.kind === 'lines' ? [message.lines.bytes.buffer] : [])
  const held: Uint8Array[] = []
  let [weight, lost, told] = [0, 0, 0]
  let [wanted, stopping] = [false, false]

  const hand = (): void => {
    if (!stopping && (!wanted || held.length === 0)) return
    const lines = held.splice(0, stopping ? held.length : TOGETHER)
    for (const line of lines) weight -= line.length
    say({ kind: 'lines', lines: pack(lines), total: lost })
    wanted = false
    told = lost
  }
  const teller = setInterval(() => {
    if (lost !== told) say({ kind: 'lost', total: lost })
    told = lost
  }, TELL_MS)

  socket.on('message', (message) => {
    const bare = withoutPadding(message)
    if (bare.length === 0) return
    if (held.length >= options.heldLines || weight >= options.heldBytes) {
      lost++
      return
    }
    weight += bare.length
    held.push(bare)
    // One message to the other thread for all that came in this turn.
    if (wanted && held.length === 1) setImmediate(hand)
  })
  socket.on('error', (error: NodeJS.ErrnoException) => say({ kind: 'failed', error, code: error.code }))
  socket.bind(options.port, options.host, () =>
    say({ kind: 'bound', port: socket.address().port, receiveBuffer: socket.getRecvBufferSize() }),
  )
  port.on('message', (message: ToReceiver) => {
    if (message === 'next') {
      wanted = true
      hand()
      return
    }
    clearInterval(teller)
    socket.close(() => {
      stopping = true
      hand()
      port.close()
    })
  })
}

if (parentPort) receive(parentPort, workerData as ReceiverOptions) // nobody else starts this file
