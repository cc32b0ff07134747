import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { bulkInput } from '../ingest/inputs/bulk.ts'
import { createGate, type Gate } from '../ingest/inputs/collectors.ts'
import { openFiles } from '../ingest/inputs/files.ts'
import { httpInput } from '../ingest/inputs/http.ts'
import type { QuotesOf } from '../ingest/inputs/join-rows.ts'
import { openJsonLines } from '../ingest/inputs/json-lines.ts'
import { openSyslogTcp, openSyslogUdp } from '../ingest/inputs/syslog.ts'
import type { Intake } from '../ingest/intake.ts'
import { coded } from '../kernel/errors.ts'
import { type Cleanup, cleanup } from './cleanup.ts'
import type { Config } from './config.ts'
import { kafkaInputOf } from './kafka/input.ts'
import { instancesOf } from './sources.ts'

type Listener = Config['syslog'][number]

type Options = { readonly config: Config; readonly intake: Intake; readonly log: Logger }

/** Opens every input of the configuration, or none. Throws `PORT_IN_USE` and `CONFIG_INVALID`. */
export const openInputs = async (options: Options) => {
  const opened = cleanup()
  try {
    return await openAll(options, opened)
  } catch (error) {
    await opened.run()
    throw error
  }
}

const openAll = async ({ config, intake, log }: Options, opened: Cleanup) => {
  const failed = (error: unknown): void =>
    log.error({ err: error }, 'an input failed; the lines concerned are counted as lost')
  const gate = createGate(config.collectors)
  const instances = new Map(instancesOf(config.sources).map(({ id, source }) => [id, source]))
  const quotesOf: QuotesOf = (source) => instances.get(source)?.quotes
  const servers: { readonly counters: object }[] = []
  const open = async (server: Promise<{ readonly counters: object; close(): Promise<void> }>): Promise<void> => {
    const { counters, close } = await server
    opened.add(close)
    servers.push({ counters })
  }
  for (const listener of config.syslog) {
    const options = { ...socketOf(listener, config.folder), intake, failed }
    await open(listener.protocol === 'udp' ? openSyslogUdp(options) : openSyslogTcp(options))
  }
  for (const listener of config.jsonLines)
    await open(openJsonLines({ ...socketOf(listener, config.folder), intake, failed }))
  for (const [i, { path, collector, source }] of config.files.entries()) {
    const from = { paths: [resolve(config.folder, path)], checkpoint: join(config.data, `files-${i}.json`) }
    await open(openFiles({ intake, collector, source, failed, quotes: quotesOf(source), ...from }))
  }
  const http = await openHttp(config, intake, gate, quotesOf)
  opened.add(http.close)
  const { kafka } = config.ingest
  const topics = kafka && (await kafkaInputOf({ config: kafka, folder: config.folder, intake, log }))
  if (topics) opened.add(topics.close)

  const address = http.server.address()
  return {
    port: typeof address === 'object' && address ? address.port : config.ingest.port,
    counters: (): Record<string, number> => ({
      denied: gate.denied,
      ...Object.assign({}, ...servers.map((server, i) => prefixed(`input${i}`, server.counters))),
      ...(topics && prefixed('kafka', topics.counters)),
    }),
    /** Why an input reads nothing at the moment, where one says so. */
    trouble: (): Error | undefined => topics?.trouble,
    close: opened.run,
  }
}

const openHttp = async ({ ingest, folder }: Config, intake: Intake, gate: Gate, quotesOf: QuotesOf) => {
  const { host, port, cert, key } = ingest
  const https = cert !== undefined || key !== undefined ? tlsOf(ingest, folder) : undefined
  const options = { logger: false, forceCloseConnections: true }
  const http: FastifyInstance = https
    ? (Fastify({ ...options, https }) as unknown as FastifyInstance)
    : Fastify(options)
  await http.register(httpInput, { intake, gate, quotesOf })
  await http.register(bulkInput, { intake, gate })
  await http.listen({ host, port }).catch(async (error: NodeJS.ErrnoException) => {
    await http.close()
    if (error.code !== 'EADDRINUSE') throw error
    throw coded('PORT_IN_USE', `ingest: cổng ${port} của ${host} đang có chương trình khác dùng`, error)
  })
  return { server: http.server, close: () => http.close() }
}

const socketOf = (listener: Listener, folder: string) => {
  const { protocol, host, port, collector, source } = listener
  return { host, port, collector, source, ...(protocol === 'tls' && { tls: tlsOf(listener, folder) }) }
}

/** The PEM files of a listener, relative to `folder`. Throws `CONFIG_INVALID`. */
export const tlsOf = ({ port, cert, key, ca }: Pick<Listener, 'port' | 'cert' | 'key' | 'ca'>, folder: string) => {
  if (cert === undefined || key === undefined) throw coded('CONFIG_INVALID', `cổng ${port}: «tls» cần cert và key`)
  const pem = (path: string): string => {
    try {
      return readFileSync(resolve(folder, path), 'utf8')
    } catch (cause) {
      throw coded('CONFIG_INVALID', `cổng ${port}: không đọc được tệp PEM «${path}»`, cause)
    }
  }
  return { cert: pem(cert), key: pem(key), ...(ca !== undefined && { ca: pem(ca) }) }
}

export type Inputs = Awaited<ReturnType<typeof openInputs>>

const prefixed = (prefix: string, counters: object): Record<string, number> =>
  Object.fromEntries(
    Object.entries(counters).flatMap(([name, value]) =>
      typeof value === 'number' ? [[`${prefix}.${name}`, value]] : [],
    ),
  )
