import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { linesOf } from '../data/load.ts'
import { httpToDetection } from '../http-to-detection.ts'
import { measure } from '../measure.ts'
import type { Measured } from '../scenario.ts'
import { startSender } from '../sender/start.ts'

type Params = { readonly folder: string; readonly scratch: string; readonly what: 'bytes' | 'parse' | 'detect' }

/** A thousand lines a request over eight connections: received only, received and parsed, or received, judged and detected. */
export const job = async ({ folder, scratch, what }: Params): Promise<Measured> => {
  const server = what === 'detect' ? await httpToDetection(folder, scratch) : await plain(what)
  const params = { file: join(folder, 'lines'), url: server.url, path: server.path, token: server.token }
  const sender = await startSender('full-speed', params)
  let sent: Readonly<Record<string, number>> = {}
  const measured = await measure(async () => {
    sent = await sender.go()
    return server.settled()
  })
  const late = server.late()
  await server.close()
  return { ...measured, extra: { senderCpu: sent['cpu'] ?? Number.NaN, repeated: sent['repeated'] ?? 0, late } }
}

/** What Fastify alone can do with the same requests. */
const plain = async (what: 'bytes' | 'parse') => {
  const app: FastifyInstance = Fastify({ logger: false, forceCloseConnections: true })
  let lines = 0
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 64 * 1024 * 1024 }, (_request, body, done) =>
    done(null, body),
  )
  app.post('/lines', async ({ body }) => {
    if (!Buffer.isBuffer(body)) throw new Error('no bytes')
    const all = linesOf(body)
    if (what === 'parse') for (const line of all) JSON.parse(line.toString('utf8'))
    lines += all.length
    return { accepted: all.length }
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { url, path: '/lines', token: 'none', settled: async () => lines, late: () => 0, close: () => app.close() }
}
