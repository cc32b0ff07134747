import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** A client on loopback, connected; with `ca`, over TLS to vonggac.example. */
export const dial = (port: number, ca?: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = ca
      ? connectTls({ host: '127.0.0.1', port, ca, servername: 'vonggac.example' })
      : connect(port, '127.0.0.1')
    socket.once('error', reject)
    socket.once(ca ? 'secureConnect' : 'connect', () => resolve(socket))
  })

/** Sends all of it and closes; resolves when it is on its way. */
export const sendAll = async (port: number, bytes: string | Uint8Array, ca?: string): Promise<void> => {
  const socket = await dial(port, ca)
  await new Promise<void>((resolve) => socket.end(bytes, resolve))
}

export const octets = (message: string): string => `${Buffer.byteLength(message)} ${message}`
