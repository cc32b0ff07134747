import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Of a request: four bytes of length, then its kind; 1 is Fetch (https://kafka.apache.org/protocol). */
const isFetch = (data: Buffer): boolean => data.length > 6 && data.readInt16BE(4) === 1

/** Stands before the loopback port of a broker, on any port or the one given; the connections that fetch can be made to hang, while all others work. */
export const openProxy = async (target: number, port = 0) => {
  const pairs = new Set<readonly [Socket, Socket]>()
  const fetching = new Set<readonly [Socket, Socket]>()
  const server = createServer((from) => {
    const to = connect(target, '127.0.0.1')
    const pair = [from, to] as const
    pairs.add(pair)
    for (const [one, other] of [pair, pair.toReversed() as unknown as typeof pair]) {
      one.on('data', (data) => other.write(data))
      one.on('error', () => other.destroy()).on('close', () => other.destroy())
    }
    from.on('data', (data) => isFetch(data) && fetching.add(pair))
    from.on('close', () => pairs.delete(pair) && fetching.delete(pair))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    /** What fetches now hears nothing any more; what is connected later works. */
    hang(): void {
      for (const pair of fetching) for (const socket of pair) socket.removeAllListeners('data').pause()
    },
    close(): void {
      for (const pair of pairs) for (const socket of pair) socket.destroy()
      server.close()
    },
  }
}
