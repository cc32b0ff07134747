import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** An address that stays a test's own while the server behind it comes and goes: nobody else can take the port meanwhile. */
export const openFront = async () => {
  let target: number | undefined
  const open = new Set<Socket>()
  const server = createServer((from) => {
    if (target === undefined) {
      from.destroy()
      return
    }
    const to = connect(target, '127.0.0.1')
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      open.add(one)
      // What breaks off on one side breaks off on the other.
      one
        .on('error', () => other.destroy())
        .on('close', () => {
          open.delete(one)
          other.destroy()
        })
      one.pipe(other)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `https://127.0.0.1:${port}`,
    /** Leads to the server at that address from here on; to nobody without one. */
    lead(url?: string): void {
      target = url === undefined ? undefined : Number(new URL(url).port)
    },
    close(): void {
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}
