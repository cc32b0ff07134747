import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { coded } from '../../kernel/errors.ts'
import { ADMIN, ensureElasticsearch, unprivileged, writeSettings } from './elasticsearch-files.ts'
import { findJdk } from './jdk.ts'
import { freePort, isGone, lastOf } from './tool.ts'

export type NodeOptions = {
  /** Folder of this node alone; what lies there already is taken up again. */
  readonly data: string
  /** Loopback port; a free one unless told. */
  readonly port?: number
  /** With users and API keys; the address then carries the administrator's name and password. */
  readonly security?: boolean
  /** Lives on when this process ends. */
  readonly detached?: boolean
}

export type ElasticNode = {
  readonly url: string
  readonly pid: number
  /** Ends it; the data folder stays. */
  stop(): Promise<void>
  /** `kill -9`, as a power cut would. */
  kill(): Promise<void>
  /** Same data, same port: up again after `stop` or `kill`. */
  restart(): Promise<void>
}

/** `ES_HEAP`: as large as this machine can spare; the least that is enough for tests where it is not given. */
const heap = (): string => process.env['ES_HEAP'] ?? '512m'
const SMALL = '-Xms4m -Xmx64m -XX:+UseSerialGC'
/** Seven seconds on a quiet machine; a minute and more where two cores serve twenty others. */
const STARTING = 240_000

/**
 * A real Elasticsearch of one node on loopback, without Docker; resolves when it is green.
 * Throws `TOOL_MISSING` (mvn, JDK), `SERVER_FAILED` with the end of its log, `PORT_IN_USE`.
 */
export const startElasticsearch = async (options: NodeOptions): Promise<ElasticNode> => {
  const [home, jdk] = [await ensureElasticsearch(), findJdk()]
  const { data, security = false, detached = false } = options
  const [port, transport] = [options.port ?? (await freePort()), await freePort()]
  const bare = `http://127.0.0.1:${port}`
  if (await answers(bare)) throw coded('PORT_IN_USE', `Cổng ${port} đã có một máy chủ khác trả lời.`)
  mkdirSync(data, { recursive: true })
  writeSettings({ home, data, port, transport }, security)

  let node: ChildProcess
  const up = async (): Promise<void> => {
    node = launch({ home, jdk, data, detached })
    await untilGreen(node, bare, security, join(data, 'out.log'))
  }
  const down = async (signal: NodeJS.Signals): Promise<void> => {
    if (isGone(node)) return
    const gone = new Promise((resolve) => node.once('exit', resolve))
    signalGroup(node, signal)
    await gone
  }
  const onExit = (): void => signalGroup(node, 'SIGKILL')
  if (!detached) process.once('exit', onExit)
  await up()
  return {
    url: security ? bare.replace('//', `//${ADMIN.name}:${ADMIN.password}@`) : bare,
    get pid() {
      return node.pid ?? 0
    },
    async stop() {
      await down('SIGTERM')
      process.off('exit', onExit)
    },
    kill: () => down('SIGKILL'),
    restart: up,
  }
}

/** The launcher and the server it started: they are one process group. */
const signalGroup = (child: ChildProcess, signal: NodeJS.Signals): void => {
  if (child.pid !== undefined && !isGone(child)) process.kill(-child.pid, signal)
}

type Launch = { readonly home: string; readonly jdk: string; readonly data: string; readonly detached: boolean }

const launch = ({ home, jdk, data, detached }: Launch): ChildProcess => {
  const java = join(jdk, 'bin', 'java')
  const { before, as } = unprivileged(data)
  const launcher = [
    '-cp',
    join(home, 'lib/tools/server-launcher/*'),
    'org.elasticsearch.server.launcher.ServerLauncher',
  ]
  const [command, ...args] = [...before, java, ...SMALL.split(' '), ...launcher]
  const out = openSync(join(data, 'out.log'), 'a')
  const child = spawn(command!, args, {
    ...{ cwd: home, detached: true, stdio: ['ignore', out, out], ...as },
    env: {
      ...{ PATH: process.env['PATH'], HOME: data, JAVA: java, JAVA_TYPE: 'ES_JAVA_HOME', ES_JAVA_HOME: jdk },
      ...{
        ES_HOME: home,
        ES_PATH_CONF: join(data, 'config'),
        ES_DISTRIBUTION_TYPE: 'zip',
        ES_TMPDIR: join(data, 'tmp'),
      },
      CLI_JAVA_OPTS: SMALL,
      // Compiled lightly, it starts in half the time; what it serves here is short.
      ES_JAVA_OPTS: `-Xms${heap()} -Xmx${heap()} -XX:-AlwaysPreTouch -XX:TieredStopAtLevel=1`,
    },
  })
  closeSync(out)
  if (detached) child.unref()
  return child
}

/** Whether anything speaks HTTP there. */
const answers = async (url: string): Promise<boolean> => {
  try {
    await fetch(url)
    return true
  } catch {
    return false // refused, which is what is asked
  }
}

const untilGreen = async (child: ChildProcess, url: string, security: boolean, log: string): Promise<void> => {
  const failed = new Promise<never>((_, reject) => child.once('error', reject))
  const deadline = Date.now() + STARTING
  while (!(await Promise.race([isGreen(url, security), failed]))) {
    if (isGone(child) || Date.now() > deadline) {
      signalGroup(child, 'SIGKILL')
      const said = lastOf(await readFile(log, 'utf8'))
      throw coded('SERVER_FAILED', `Elasticsearch không khởi động được (${log}):\n${said}`)
    }
    await sleep(100)
  }
}

const isGreen = async (url: string, security: boolean): Promise<boolean> => {
  const pair = Buffer.from(`${ADMIN.name}:${ADMIN.password}`).toString('base64')
  const headers: Record<string, string> = security ? { authorization: `Basic ${pair}` } : {}
  try {
    const answer = await fetch(`${url}/_cluster/health?wait_for_status=green&timeout=5s`, { headers })
    return ((await answer.json()) as { status?: string }).status === 'green' // the API's own answer
  } catch {
    return false // not listening yet
  }
}
