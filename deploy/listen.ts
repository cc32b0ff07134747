import type { FastifyInstance } from 'fastify'
import { coded } from '../kernel/errors.ts'
import type { Config } from './config.ts'

/** Binds the console and returns its address. Throws `PORT_IN_USE`. */
export const listen = async (app: FastifyInstance, { console: { host, port } }: Config): Promise<string> => {
  await app.listen({ host, port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw coded(
      'PORT_IN_USE',
      `console: cổng ${port} của ${host} đang có chương trình khác dùng; hãy đặt cổng khác (--port hoặc config.yaml)`,
      error,
    )
  })
  const address = app.server.address()
  return `http://${host}:${typeof address === 'object' && address ? address.port : port}`
}
