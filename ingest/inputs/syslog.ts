import { readFile } from 'node:fs/promises'
import {
  batcherFor,
  type Destination,
  lastChance,
  type NetServer,
  type NetServerOptions,
  openNetServer,
} from './net-server.ts'
import { openReceiver } from './udp-socket.ts'

/**
 * Syslog over TCP (RFC 6587, framing told per connection by its first bytes) or TLS (RFC 5425). Lines are handed over
 * whole, header included.
 */
export const openSyslogTcp = (options: NetServerOptions): Promise<NetServer> => openNetServer(options, 'syslog')

export type SyslogUdpOptions = Destination & { readonly host?: string; readonly port: number }

export type UdpCounters = {
  lines: number
  /** Datagrams dropped by us, because the intake could not keep up; see `drops` for the kernel's. */
  lost: number
}

export type UdpServer = {
  readonly port: number
  readonly counters: Readonly<UdpCounters>
  /** Bytes the kernel really gave for receiving (net.core.rmem_max caps what was asked for). */
  readonly receiveBuffer: number
  /** Datagrams the kernel dropped since the socket was opened; `undefined` where it does not say (not Linux). */
  drops(): Promise<number | undefined>
  close(): Promise<void>
}

const RECEIVE_BUFFER = 8 * 1024 * 1024
/** Held for the intake at most, some seconds of a storm; beyond that datagrams are lost and counted. */
const HELD_LINES = 200_000
const HELD_BYTES = 64 * 1024 * 1024

/** Column `drops` of the socket's row in /proc/net/udp (proc(5)); `local_address` is hexadecimal address:port. */
export const kernelDrops = (table: string, port: number): number | undefined => {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = table.split('\n').slice(1)
  const row = rows.map((text) => text.trim().split(/\s+/)).find((columns) => columns[1]?.endsWith(wanted))
  const drops = Number(row?.at(-1))
  return Number.isInteger(drops) ? drops : undefined
}

/**
 * Syslog over UDP (RFC 5426): one message a datagram. Nothing can hold a sender back, so what does not fit is lost, and
 * the loss is counted. A thread of its own receives.
 */
export const openSyslogUdp = async (options: SyslogUdpOptions): Promise<UdpServer> => {
  const { host = '127.0.0.1', port, failed } = options
  const family = host.includes(':') ? 'udp6' : 'udp4'
  const counters: UdpCounters = { lines: 0, lost: 0 }
  const stop = new AbortController()
  const batcher = batcherFor(options, stop.signal, counters)
  let lostThere = 0
  const receiver = await openReceiver(
    { family, host, port, receiveBuffer: RECEIVE_BUFFER, heldLines: HELD_LINES, heldBytes: HELD_BYTES },
    {
      failed,
      lost: (total) => {
        counters.lost += total - lostThere
        lostThere = total
      },
      take: async (lines) => {
        for (const line of lines) batcher.push(line)
        await batcher.room()
      },
    },
  )

  return {
    port: receiver.port,
    counters,
    receiveBuffer: receiver.receiveBuffer,
    async drops() {
      const table = `/proc/net/${family === 'udp6' ? 'udp6' : 'udp'}`
      return process.platform === 'linux' ? kernelDrops(await readFile(table, 'utf8'), receiver.port) : undefined
    },
    async close() {
      await receiver.close()
      await lastChance(batcher, stop)
    },
  }
}
