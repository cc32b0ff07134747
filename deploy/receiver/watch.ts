import type { Server } from 'node:https'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { SECOND } from '../../kernel/time.ts'
import { sayHandshake } from './handshake.ts'
import { originOf } from './origin.ts'
import type { Refusal } from './reasons.ts'

/** So many are told apart in a second; further ones are counted with the last of their reason. */
const MOST_APART = 20

/**
 * Counts what never became a request: handshakes that failed, connections over the limit, requests too slow or unreadable. Anybody in the network can cause
 * them, so they are told once a second with their number, not one by one.
 */
export const watchConnections = (server: Server, refuse: (refusal: Refusal, times: number) => void) => {
  const pending = new Map<string, { readonly refusal: Refusal; times: number }>()
  const note = (refusal: Refusal): void => {
    const { reason, detail, origin } = refusal
    const apart = `${reason} ${detail} ${origin}`
    const key = pending.has(apart) || pending.size < MOST_APART ? apart : reason
    const known = pending.get(key)
    if (known) known.times++
    else pending.set(key, { refusal, times: 1 })
  }
  const tell = (): void => {
    for (const { refusal, times } of pending.values()) refuse(refusal, times)
    pending.clear()
  }
  const timer = setInterval(tell, SECOND).unref()

  // A certificate that is not taken ends its connection first, and with it Node forgets the address; it keeps the socket below, under a name of its own.
  const addresses = new WeakMap<object, string>()
  server.on('connection', (raw: Socket) => addresses.set(raw, raw.remoteAddress ?? ''))
  const addressBelow = (socket: object): string | undefined =>
    '_parent' in socket && socket._parent instanceof Socket ? addresses.get(socket._parent) : undefined
  // Before Node's own listener, which passes the same error on to `clientError`.
  const handshakes = new WeakSet<Error>()
  server.prependListener('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    handshakes.add(error)
    note({ reason: 'TLS', detail: sayHandshake(error, socket), origin: originOf(socket, addressBelow(socket)) })
  })
  server.on('drop', (data) => note({ reason: 'BUSY', detail: '', origin: data?.remoteAddress ?? '' }))
  server.removeAllListeners('clientError')
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const isSlow = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
    // A connection that was cut asks for nothing.
    if (!handshakes.has(error) && error.code !== 'ECONNRESET')
      note({
        ...(isSlow
          ? { reason: 'SLOW', detail: '' }
          : { reason: 'INVALID', detail: `không phải yêu cầu HTTP (${error.code ?? error.message})` }),
        origin: originOf(socket),
      })
    if (socket.writable)
      socket.end(`HTTP/1.1 ${isSlow ? '408 Request Timeout' : '400 Bad Request'}\r\nconnection: close\r\n\r\n`)
    else socket.destroy(error)
  })

  return {
    /** Tells what is still to be told. */
    close(): void {
      clearInterval(timer)
      tell()
    },
  }
}
