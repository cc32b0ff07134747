import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { parseDocument } from 'yaml'
import { ensureJars } from '../../../deploy/stack/jars.ts'
import { freePort } from '../../../deploy/stack/tool.ts'
import { ownPrefix, withElastic } from '../../stack/elasticsearch.ts'
import { sharedBrokers, uniqueName } from '../../stack/kafka.ts'
import { composeFile, ROOT } from '../../support/compose.ts'
import { temporaryFolder } from '../../support/folder.ts'

/*
 * Docker itself is not needed: each service's command runs as the file has it, with its paths mapped to a folder of the test and its
 * servers' names to the real ones.
 */

const { services } = composeFile()
const serviceOf = (name: string) => services[name]!
/** The dollar of Compose has been undone already: this is what the container runs. */
const healthOf = (name: string): readonly string[] => serviceOf(name).healthcheck!.test!

/** Runs a health check as Docker does; whether it is content. */
const isHealthy = (test: readonly string[], map: (text: string) => string): boolean => {
  const [kind, ...words] = test.map(map)
  const [command, ...args] = kind === 'CMD-SHELL' ? ['sh', '-c', ...words] : words
  return spawnSync(command === 'node' ? process.execPath : command!, args, { cwd: ROOT, timeout: 60_000 }).status === 0
}

const untilHealthy = async (child: ChildProcess, look: () => boolean): Promise<void> => {
  const deadline = Date.now() + 150_000
  while (!look()) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
    if (Date.now() > deadline) throw new Error('it did not get healthy')
    await sleep(500)
  }
}

const ended = async (child: ChildProcess): Promise<number | null> => {
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
  return child.exitCode
}

test('kafka: its command formats and starts a broker with our properties, twice, and its health check knows it', async () => {
  const folder = temporaryFolder()
  const [client, controller, jars] = [await freePort(), await freePort(), await ensureJars()]
  // The scripts of the distribution, which Maven does not bring, end in these calls.
  for (const [script, main] of [
    ['kafka-storage.sh', 'kafka.tools.StorageTool'],
    ['kafka-server-start.sh', 'kafka.Kafka'],
  ]) {
    const file = join(folder, script!)
    writeFileSync(file, `#!/bin/sh\nexec java $KAFKA_HEAP_OPTS -XX:TieredStopAtLevel=1 -cp '${jars}' ${main} "$@"\n`)
    chmodSync(file, 0o755)
  }
  const mount = serviceOf('kafka').volumes!.find((one) => typeof one !== 'string' && one.target.endsWith('.properties'))
  if (typeof mount !== 'object') throw new Error('no properties are mounted')
  const properties = readFileSync(join(ROOT, mount.source), 'utf8')
    .replaceAll('kafka:9093', `127.0.0.1:${controller}`)
    .replaceAll('kafka:9092', `127.0.0.1:${client}`)
    .replaceAll('://:9092', `://127.0.0.1:${client}`)
    .replaceAll('://:9093', `://127.0.0.1:${controller}`)
    .replaceAll('/var/lib/kafka/data', join(folder, 'data'))
  writeFileSync(join(folder, 'server.properties'), properties)
  const [command, ...args] = serviceOf('kafka').command!.map((word) =>
    word
      .replaceAll('/opt/kafka/bin', folder)
      .replaceAll(mount.target, join(folder, 'server.properties'))
      .replaceAll('/var/lib/kafka/data', join(folder, 'data')),
  )
  const look = () => isHealthy(healthOf('kafka'), (text) => text.replaceAll('/9092', `/${client}`))
  expect(look()).toBe(false)
  const ids = new Set<string | undefined>()
  for (const _start of ['format', 'again']) {
    const env = { ...process.env, ...serviceOf('kafka').environment, KAFKA_HEAP_OPTS: '-Xmx256m' }
    const child = spawn(command!, args, { env, stdio: 'ignore' })
    onTestFinished(() => void child.kill('SIGKILL'))
    await untilHealthy(child, look)
    await ended(child)
    expect(look()).toBe(false)
    ids.add(/^cluster\.id=(.+)$/m.exec(readFileSync(join(folder, 'data/log/meta.properties'), 'utf8'))?.[1])
  }
  expect([...ids], 'drawn at the first start, and kept').toEqual([expect.stringMatching(/^[\w-]{22}$/)])
}, 400_000)

const brokers = await sharedBrokers()

await withElastic(
  'the services of docker-compose.yml',
  ({ client, url }) => {
    const { username, password, host } = new URL(url)
    const prefix = ownPrefix(client)
    const folder = mkdtempSync(join(tmpdir(), 'vong-gac-compose-'))
    const kafka = `${uniqueName('compose')}.`
    const [port, ingest] = [freePort(), freePort()]
    afterAll(async () => {
      rmSync(folder, { recursive: true, force: true })
      await client.security.invalidateApiKey({ name: `${prefix}-*` })
    })
    const within = (path: string): string => join(folder, path)
    /** Where the container has it → where it is here. */
    const map = (word: string): string =>
      ['/etc/vong-gac', '/keys', '/grafana-keys', '/run/secrets', '/var/lib/vong-gac', '/srv/detect'].reduce(
        (text, path) => text.replaceAll(path, within(path)),
        word,
      )

    /** What the service's volumes and secrets put there, with the names of servers made true. */
    const lay = async (name: string): Promise<void> => {
      rmSync(within('/var/lib/vong-gac'), { recursive: true, force: true })
      for (const path of [
        '/etc/vong-gac',
        '/keys',
        '/grafana-keys',
        '/run/secrets',
        '/var/lib/vong-gac',
        '/srv/detect',
      ])
        mkdirSync(within(path), { recursive: true })
      writeFileSync(within('/run/secrets/elastic_password'), `${password}\n`)
      for (const mount of serviceOf(name).volumes ?? [])
        if (typeof mount !== 'string' && mount.type === 'bind')
          cpSync(join(ROOT, mount.source), within(mount.target), { recursive: true })
      const file = within('/etc/vong-gac/config.yaml')
      const config = parseDocument(map(readFileSync(file, 'utf8')))
      // As the network of Compose names them.
      expect(config.getIn(['kafka', 'brokers', 0])).toBe('kafka:9092')
      expect(config.getIn(['elasticsearch', 'url'])).toBe('http://elasticsearch:9200')
      config.setIn(['kafka', 'brokers'], brokers)
      config.setIn(['kafka', 'prefix'], kafka)
      config.setIn(['elasticsearch', 'url'], `http://${host}`)
      config.setIn(['elasticsearch', 'prefix'], prefix)
      config.setIn(['console', 'port'], await port)
      config.setIn(['ingest', 'port'], await ingest)
      writeFileSync(file, String(config))
    }

    const argvOf = (name: string): readonly string[] => {
      const { entrypoint = ['node', 'bin/vonggac.js'], command = [] } = serviceOf(name)
      return [...entrypoint, ...command].map((word) => (word === 'node' ? process.execPath : map(word)))
    }
    const start = (name: string, more: readonly string[] = []) => {
      const [program, ...args] = argvOf(name)
      return spawn(program!, [...args, ...more], {
        cwd: ROOT,
        env: { ...process.env, ...serviceOf(name).environment },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
    }

    const setup = async (): Promise<string> => {
      await lay('setup')
      // A stock server calls its administrator so; this one has another.
      const child = start('setup', ['--user', username])
      let said = ''
      child.stdout!.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
      await once(child, 'close')
      expect(child.exitCode).toBe(0)
      return said
    }

    test('elasticsearch: its health check knows a secured node', () => {
      const look = (to: string) => isHealthy(healthOf('elasticsearch'), (text) => text.replaceAll('127.0.0.1:9200', to))
      expect(look(host)).toBe(true)
      expect(look('127.0.0.1:1')).toBe(false)
    })

    test('setup: makes templates and keys, and leaves what works; each key may do what it is for', async () => {
      expect(await setup()).toMatch(/«vonggac»: đã tạo[\s\S]*«grafana»: đã tạo/)
      const keys = () =>
        ['/keys/vonggac.key', '/grafana-keys/grafana.key'].map((file) => readFileSync(within(file), 'utf8').trim())
      const [product, boards] = keys()
      expect(await setup()).toMatch(/«vonggac»: đang dùng được[\s\S]*«grafana»: đang dùng được/)
      expect(keys()).toEqual([product, boards])
      const asked = async (key: string, method: string, path: string, body?: string) => {
        const headers = { authorization: `ApiKey ${key}`, 'content-type': 'application/json' }
        return (await fetch(`http://${host}/${path}`, { method, headers, ...(body !== undefined && { body }) })).status
      }
      expect(await asked(product!, 'PUT', `${prefix}-alerts-2026.03`)).toBe(200)
      expect(await asked(boards!, 'GET', `${prefix}-alerts/_search`)).toBe(200)
      expect(await asked(boards!, 'POST', `${prefix}-alerts/_doc`, '{}')).toBe(403)
      expect(await asked(boards!, 'GET', `${prefix}-archive-2026.03/_search`)).toBe(403)
      expect(await asked(product!, 'PUT', `_index_template/${prefix}-alerts`, '{"index_patterns":["x"]}')).toBe(403)

      // Withdrawn by somebody: made anew.
      const { api_keys } = await client.security.getApiKey({ name: `${prefix}-grafana` })
      await client.security.invalidateApiKey({ ids: api_keys.map(({ id }) => id) })
      expect(await setup()).toMatch(/«vonggac»: đang dùng được[\s\S]*«grafana»: đã tạo/)
      expect(await asked(keys()[1]!, 'GET', `${prefix}-alerts/_search`)).toBe(200)
    }, 200_000)

    if (brokers)
      test.each(['ingest', 'detect', 'api'])(
        '%s: starts by its command, is healthy by its health check, ends when it is asked to',
        async (name) => {
          // Logs are taken before there is a key.
          if (name === 'ingest') rmSync(within('/keys'), { recursive: true, force: true })
          else await setup()
          await lay(name)
          const child = start(name)
          onTestFinished(() => void child.kill('SIGKILL'))
          const url = `http://127.0.0.1:${await port}`
          await untilHealthy(child, () => isHealthy([...healthOf(name), url], (text) => text))
          expect(await ended(child)).toBe(0)
        },
        300_000,
      )
  },
  'users',
)
