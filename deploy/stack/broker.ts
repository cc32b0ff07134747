import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { coded } from '../../kernel/errors.ts'
import { type Listener, settingsOf } from './broker-settings.ts'
import { ensureJars } from './jars.ts'
import { answersKafka } from './ready.ts'
import { freePort, isGone, lastOf, runTool, toolError } from './tool.ts'

export type BrokerOptions = {
  /** Folder of this broker alone; what lies there already is taken up again. */
  readonly data: string
  /** Loopback port; a free one unless told. */
  readonly port?: number
  /** Doors beside the plain one. */
  readonly listeners?: readonly Listener[]
  /** Server properties beside and over ours: key stores, mechanisms, authorizer. */
  readonly properties?: Readonly<Record<string, string>>
  /** Users made when the data folder is, as `SCRAM-SHA-256=[name=an,password=…]`. */
  readonly scram?: readonly string[]
  /** Lives on when this process ends. */
  readonly detached?: boolean
}

export type Broker = {
  /** Bootstrap address, host:port. */
  readonly url: string
  readonly pid: number
  /** Same data, same ports: killed (crash) or ended (clean), then up again. */
  restart(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Ends it; the data folder stays. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/** Small: this broker shares a machine with what it serves. */
const JVM = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn']
/** Any id will do for a cluster of one. */
const CLUSTER = 'dm9uZ2dhY3N0YWNrMDAwMQ'
const STARTING = 60_000

/**
 * A real Kafka broker of one node on loopback, without Docker; resolves when it answers.
 * Throws `TOOL_MISSING` (mvn, java), `SERVER_FAILED` with the end of its log, `PORT_IN_USE`.
 */
export const startBroker = async (options: BrokerOptions): Promise<Broker> => {
  const jars = await ensureJars()
  const { data, scram = [], listeners = [], properties = {}, detached = false } = options
  const ports = { client: options.port ?? (await freePort()), controller: await freePort() }
  if (await answersKafka(ports.client))
    throw coded('PORT_IN_USE', `Cổng ${ports.client} đã có một máy chủ Kafka khác trả lời.`)
  const [settings, log] = [join(data, 'server.properties'), join(data, 'broker.log')]
  await mkdir(data, { recursive: true })
  await writeFile(settings, settingsOf(data, ports, listeners, properties))
  if (!existsSync(join(data, 'log/meta.properties'))) {
    const users = scram.flatMap((user) => ['--add-scram', user])
    const format = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER, '-c', settings, ...users]
    await runTool('java', [...JVM, '-cp', jars, ...format], STARTING)
  }

  let server: ChildProcess
  const up = async (): Promise<void> => {
    server = launch([...JVM, '-cp', jars, 'kafka.Kafka', settings], log, detached)
    await untilReady(server, ports.client, log)
  }
  const down = async (signal: NodeJS.Signals): Promise<void> => {
    if (isGone(server)) return
    const gone = new Promise((resolve) => server.once('exit', resolve))
    server.kill(signal)
    await gone
  }
  const onExit = (): void => void server.kill('SIGKILL')
  if (!detached) process.once('exit', onExit)
  await up()
  return {
    url: `127.0.0.1:${ports.client}`,
    get pid() {
      return server.pid ?? 0
    },
    async restart(signal = 'SIGKILL') {
      await down(signal)
      await up()
    },
    async stop(signal = 'SIGTERM') {
      process.off('exit', onExit)
      await down(signal)
    },
  }
}

const launch = (args: readonly string[], log: string, detached: boolean): ChildProcess => {
  const out = openSync(log, 'a')
  const child = spawn('java', args, { stdio: ['ignore', out, out], detached })
  closeSync(out)
  if (detached) child.unref()
  return child
}

const untilReady = async (child: ChildProcess, port: number, log: string): Promise<void> => {
  const failed = new Promise<never>((_, reject) => child.once('error', (error) => reject(toolError('java', error))))
  const deadline = Date.now() + STARTING
  while (!(await Promise.race([answersKafka(port), failed]))) {
    if (isGone(child) || Date.now() > deadline) {
      child.kill('SIGKILL')
      const said = lastOf(await readFile(log, 'utf8'))
      throw coded('SERVER_FAILED', `Kafka không khởi động được (${log}):\n${said}`)
    }
    await sleep(50)
  }
}
