import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startBroker } from '../../deploy/stack/broker.ts'
import { startElasticsearch } from '../../deploy/stack/elasticsearch.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a suite asks for a server that all suites of a run share; see `tests/stack/shared.ts`. */
    stack: string
  }
}

type Server = { readonly url: string; stop(): Promise<void> }

/** How each server of the stack is started, in a folder of this run alone. */
const starts: Readonly<Record<string, (data: string) => Promise<Server>>> = {
  kafka: async (data) => {
    const broker = await startBroker({ data })
    return { url: broker.url, stop: () => broker.stop('SIGKILL') }
  },
  elasticsearch: async (data) => {
    const node = await startElasticsearch({ data, security: true })
    return { url: node.url, stop: node.kill }
  },
}

/**
 * One server of a kind for a whole run, started when the first suite asks for it over HTTP: most runs need none. 200 with its address, 503 with the
 * reason why it could not be started. The run ends all of them.
 */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const started = new Map<string, Promise<Server>>()
  const folder = mkdtempSync(join(tmpdir(), 'vong-gac-stack-'))
  const desk = createServer(async (request, response) => {
    const name = request.url!.slice(1)
    const server = started.get(name) ?? starts[name]!(join(folder, name))
    started.set(name, server)
    try {
      response.end((await server).url)
    } catch (error) {
      response.writeHead(503).end(error instanceof Error ? error.message : String(error))
    }
  })
  desk.listen(0, '127.0.0.1')
  await once(desk, 'listening')
  const address = desk.address()
  project.provide('stack', `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`)

  return async () => {
    desk.close()
    for (const server of await Promise.allSettled(started.values()))
      if (server.status === 'fulfilled') await server.value.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
