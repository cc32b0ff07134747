import type { Server } from 'node:https'
import type { Duplex } from 'node:stream'
import { SECOND } from '../../kernel/time.ts'
import type { Reason, Refusal } from './reasons.ts'

/**
 * Counts what never became a request: handshakes that failed, connections over the limit, requests too slow or unreadable. Anybody in the network can cause
 * them, so they are told once a second with their number, not one by one.
 */
export const watchConnections = (server: Server, refuse: (refusal: Refusal, times: number) => void) => {
  const pending = new Map<Reason, { times: number; readonly detail: string }>()
  const note = (reason: Reason, detail: string): void => {
    const known = pending.get(reason)
    if (known) known.times++
    else pending.set(reason, { times: 1, detail })
  }
  const tell = (): void => {
    for (const [reason, { times, detail }] of pending) refuse({ reason, detail }, times)
    pending.clear()
  }
  const timer = setInterval(tell, SECOND).unref()

  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    note('TLS', `${socket.remoteAddress ?? ''} ${error.code ?? error.message}`.trim())
  })
  server.on('drop', (data) => note('BUSY', data?.remoteAddress ?? ''))
  server.removeAllListeners('clientError')
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const isSlow = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
    // A connection that was cut asks for nothing.
    if (error.code !== 'ECONNRESET') note(isSlow ? 'SLOW' : 'INVALID', error.code ?? error.message)
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
