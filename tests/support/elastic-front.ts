import { once } from 'node:events'
import { type RequestListener, request, createServer as withoutTls } from 'node:http'
import { createServer as withTls } from 'node:https'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Certificate } from './certificate.ts'

/**
 * Something in front of a real Elasticsearch that a test may take away: `down` cuts every connection and refuses new ones, `lose` carries so many
 * more bulk requests through and cuts each before its answer. With a certificate it speaks TLS.
 */
export const elasticFront = async (url: string, certificate?: Pick<Certificate, 'cert' | 'key'>) => {
  const { hostname, port, username, password } = new URL(url)
  let losing = 0
  const listener: RequestListener = (asked, answer) => {
    const isLost = losing > 0 && asked.url?.startsWith('/_bulk') === true
    if (isLost) losing--
    const { method, url: path, headers } = asked
    const passed = request({ hostname, port, method, path, headers }, (got) => {
      if (isLost) {
        got.resume().once('end', () => answer.destroy())
        return
      }
      answer.writeHead(got.statusCode!, got.headers)
      got.pipe(answer)
    })
    passed.once('error', () => answer.destroy()) // cut together with what asked
    asked.pipe(passed)
  }
  const server = certificate
    ? withTls({ cert: certificate.cert, key: certificate.key }, listener)
    : withoutTls(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const at = (server.address() as AddressInfo).port // it listens on a port
  const down = async (): Promise<void> => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  onTestFinished(down)
  const credentials = username === '' ? '' : `${username}:${password}@`
  return {
    url: `${certificate ? 'https' : 'http'}://${credentials}127.0.0.1:${at}`,
    bare: `${certificate ? 'https' : 'http'}://127.0.0.1:${at}`,
    down,
    async up(): Promise<void> {
      server.listen(at, '127.0.0.1')
      await once(server, 'listening')
    },
    lose: (bulks: number): void => {
      losing = bulks
    },
  }
}
