import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import Fastify from 'fastify'
import type { Logger } from 'pino'
import { bulkInput } from '../ingest/inputs/bulk.ts'
import { createGate } from '../ingest/inputs/collectors.ts'
import { openFiles } from '../ingest/inputs/files.ts'
import { httpInput } from '../ingest/inputs/http.ts'
import { openJsonLines } from '../ingest/inputs/json-lines.ts'
import { openSyslogTcp, openSyslogUdp } from '../ingest/inputs/syslog.ts'
import type { Intake } from '../ingest/intake.ts'
import { coded } from '../kernel/errors.ts'
import type { Config } from './config.ts'

type Listener = Config['syslog'][number]

/** Opens every input of the configuration. Throws `PORT_IN_USE` and `CONFIG_INVALID`. */
export const openInputs = async ({
  config,
  intake,
  log,
}: {
  readonly config: Config
  readonly intake: Intake
  readonly log: Logger
}) => {
  const failed = (error: unknown): void =>
    log.error({ err: error }, 'an input failed; the lines concerned are counted as lost')
  const gate = createGate(config.collectors)
  const http = Fastify({ logger: false, forceCloseConnections: true })
  await http.register(httpInput, { intake, gate })
  await http.register(bulkInput, { intake, gate })
  await http.listen({ host: config.ingest.host, port: config.ingest.port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw coded(
      'PORT_IN_USE',
      `ingest: cổng ${config.ingest.port} của ${config.ingest.host} đang có chương trình khác dùng`,
      error,
    )
  })

  const tlsOf = (listener: Listener) => {
    if (listener.cert === undefined || listener.key === undefined)
      throw coded('CONFIG_INVALID', `cổng ${listener.port}: «tls» cần cert và key`)
    const pem = (path: string): string => readFileSync(resolve(config.folder, path), 'utf8')
    return {
      cert: pem(listener.cert),
      key: pem(listener.key),
      ...(listener.ca !== undefined && { ca: pem(listener.ca) }),
    }
  }
  const socket = (listener: Listener) => {
    const { host, port, collector, source } = listener
    return {
      intake,
      collector,
      source,
      failed,
      host,
      port,
      ...(listener.protocol === 'tls' && { tls: tlsOf(listener) }),
    }
  }
  const servers = await Promise.all([
    ...config.syslog.map((listener) =>
      listener.protocol === 'udp' ? openSyslogUdp(socket(listener)) : openSyslogTcp(socket(listener)),
    ),
    ...config.jsonLines.map((listener) => openJsonLines(socket(listener))),
    ...config.files.map(async ({ path, collector, source }, i) =>
      openFiles({
        intake,
        collector,
        source,
        failed,
        paths: [resolve(config.folder, path)],
        checkpoint: join(config.data, `files-${i}.json`),
      }),
    ),
  ])
  const address = http.server.address()
  return {
    port: typeof address === 'object' && address ? address.port : config.ingest.port,
    counters: () => ({
      denied: gate.denied,
      ...Object.assign({}, ...servers.map((server, i) => prefixed(`input${i}`, server.counters))),
    }),
    async close(): Promise<void> {
      await http.close()
      await Promise.all(servers.map((server) => server.close()))
    },
  }
}

export type Inputs = Awaited<ReturnType<typeof openInputs>>

const prefixed = (prefix: string, counters: object): Record<string, number> =>
  Object.fromEntries(
    Object.entries(counters).flatMap(([name, value]) =>
      typeof value === 'number' ? [[`${prefix}.${name}`, value]] : [],
    ),
  )
