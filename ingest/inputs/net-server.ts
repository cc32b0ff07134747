import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createServer as createTlsServer } from 'node:tls'
import { coded } from '../../kernel/errors.ts'
import type { Intake } from '../intake.ts'
import { type Batcher, createBatcher } from './batcher.ts'
import { createFramer, type Framer, type FramingCounters } from './framing.ts'
import { handOverUntilTaken } from './hand-over.ts'

/** Whose lines these are and where they go: senders on a socket do not identify themselves. */
export type Destination = {
  readonly intake: Intake
  readonly collector: string
  /** Id of the source instance that reads the lines. */
  readonly source: string
  /** A failure that is neither pressure nor a full disk; the lines concerned are counted as lost. */
  readonly failed: (error: unknown) => void
}

/** PEM texts. With `ca`, only clients with a certificate signed by it are let in. */
export type TlsFiles = { readonly cert: string; readonly key: string; readonly ca?: string }

export type NetServerOptions = Destination & {
  readonly host?: string
  readonly port: number
  readonly tls?: TlsFiles
  readonly maxFrame?: number
  readonly maxConnections?: number
}

export type NetCounters = FramingCounters & {
  lines: number
  connections: number
  /** Connections that broke off or failed their TLS handshake. */
  broken: number
  /** Lines read but never taken: the product was stopped under pressure, or failed. */
  lost: number
}

export type NetServer = {
  readonly port: number
  readonly counters: Readonly<NetCounters>
  /** Stops listening, hands over what was read and closes. Resolves within a few seconds, taken or not. */
  close(): Promise<void>
}

/** More than any line the intake reads, so that a frame that was cut is refused as too large and never half read. */
export const MAX_FRAME = 16 * 1024 * 1024
const MAX_CONNECTIONS = 4096
const HANDSHAKE_MS = 10_000
const LAST_CHANCE_MS = 3_000

/** Gathers lines for a destination; aborting `signal` gives up what is not taken by then and counts it. */
export const batcherFor = (to: Destination, signal: AbortSignal, counters: { lines: number; lost: number }): Batcher =>
  createBatcher({
    failed: to.failed,
    async deliver(lines) {
      const { collector, source } = to
      let taken = false
      try {
        taken = (await handOverUntilTaken(to.intake, { collector, source, lines }, signal)) !== undefined
      } finally {
        if (taken) counters.lines += lines.length
        else counters.lost += lines.length
      }
    },
  })

/** Hands over what is held; gives up after a few seconds, so that a stop under pressure ends. */
export const lastChance = async (batcher: Batcher, stop: AbortController): Promise<void> => {
  const timer = setTimeout(() => stop.abort(), LAST_CHANCE_MS)
  try {
    await batcher.flush()
  } finally {
    clearTimeout(timer)
    stop.abort()
  }
}

/** Listening on a port that is taken is the operator's to solve, so it has a code. */
export const portError = (error: Error, host: string, port: number): Error =>
  'code' in error && error.code === 'EADDRINUSE'
    ? coded('PORT_IN_USE', `Cổng ${port} trên ${host} đang được chương trình khác dùng.`, error)
    : error

const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) => reject(portError(error, host, port)))
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })

/** Reads one connection to its end. Not reading on, while the batch before is not taken, is what holds the sender back. */
const readerOf =
  (batcher: Batcher) =>
  async (socket: Socket, framer: Framer): Promise<void> => {
    let cleanly = true
    try {
      for await (const chunk of socket as AsyncIterable<Buffer>) {
        for (const frame of framer.push(chunk)) batcher.push(frame)
        await batcher.room()
      }
    } catch {
      // A peer that resets its connection costs only itself and is counted; a failed delivery was reported already.
      cleanly = false
    }
    for (const frame of framer.end(cleanly)) batcher.push(frame)
  }

/**
 * A TCP or TLS listener that hands each frame to the intake. While the intake is pressed it reads no further, so that
 * the sender's own queue fills instead of our memory; the same lines are offered again until they are taken.
 */
export const openNetServer = async (options: NetServerOptions, framing: 'newlines' | 'syslog'): Promise<NetServer> => {
  const { host = '127.0.0.1', port, tls, maxFrame = MAX_FRAME } = options
  const counters: NetCounters = { lines: 0, connections: 0, broken: 0, lost: 0, oversize: 0, garbled: 0, truncated: 0 }
  const stop = new AbortController()
  const batcher = batcherFor(options, stop.signal, counters)
  const read = readerOf(batcher)
  const sockets = new Set<Socket>()
  const reading = new Set<Promise<void>>()

  const accept = (socket: Socket): void => {
    counters.connections++
    socket.on('error', () => counters.broken++)
    sockets.add(socket)
    const done = read(socket, createFramer(framing, maxFrame, counters)).finally(() => {
      sockets.delete(socket)
      reading.delete(done)
      socket.destroy()
    })
    reading.add(done)
  }

  const server = tls
    ? createTlsServer(
        { ...tls, minVersion: 'TLSv1.2', requestCert: tls.ca !== undefined, handshakeTimeout: HANDSHAKE_MS },
        accept,
      )
    : createServer(accept)
  server.maxConnections = options.maxConnections ?? MAX_CONNECTIONS
  server.on('tlsClientError', () => counters.broken++)
  const bound = await listen(server, host, port)
  server.on('error', options.failed)

  return {
    port: bound,
    counters,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await Promise.race([Promise.allSettled(reading), sleep(LAST_CHANCE_MS, undefined, { ref: false })])
      await lastChance(batcher, stop)
      await closed
    },
  }
}
