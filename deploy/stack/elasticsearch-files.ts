import { spawnSync } from 'node:child_process'
import { pbkdf2Sync, randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { STACK } from './jars.ts'
import { runTool } from './tool.ts'

const VERSION = '9.4.3'
const POM = join(import.meta.dirname, 'elasticsearch/pom.xml')
const FETCHING = 1_200_000

/** Whoever calls it is root on a node with `security`: it listens on loopback, for tests. */
export const ADMIN = { name: 'admin', password: 'test-only' } as const

/**
 * The server's own folder (Maven fetches 947 MB the first time, 198 MB stay). Unpacked beside and moved into place: who comes at
 * the same time finds all of it or nothing. Throws `TOOL_MISSING`, `SERVER_FAILED`.
 */
export const ensureElasticsearch = async (): Promise<string> => {
  const folder = join(STACK, `elasticsearch-${VERSION}`)
  const home = join(folder, 'elasticsearch')
  if (existsSync(join(home, 'lib', `elasticsearch-${VERSION}.jar`))) return home
  const part = `${folder}.${process.pid}.part`
  mkdirSync(part, { recursive: true })
  try {
    await runTool('mvn', ['-B', '-q', '-ntp', '-f', POM, `-Dstack.dist=${part}`, 'dependency:unpack@es'], FETCHING)
    await rename(part, folder)
  } catch (error) {
    // Somebody else was faster: theirs is as good.
    if (!existsSync(home)) throw error
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
  return home
}

export type Place = { readonly home: string; readonly data: string; readonly port: number; readonly transport: number }

/** What a node reads when it starts; what lies in its data folder already is kept. */
export const writeSettings = ({ home, data, port, transport }: Place, security: boolean): void => {
  for (const name of ['data', 'logs', 'tmp', 'config']) mkdirSync(join(data, name), { recursive: true })
  cpSync(join(home, 'config'), join(data, 'config'), { recursive: true })
  const settings = [
    'cluster.name: vonggac-stack',
    'node.name: n1',
    'discovery.type: single-node',
    'network.host: 127.0.0.1',
    `http.port: ${port}`,
    `transport.port: ${transport}`,
    `xpack.security.enabled: ${security}`,
    'xpack.security.autoconfiguration.enabled: false',
    'xpack.security.http.ssl.enabled: false',
    'cluster.routing.allocation.disk.threshold_enabled: false',
    `path.data: ${join(data, 'data')}`,
    `path.logs: ${join(data, 'logs')}`,
  ]
  writeFileSync(join(data, 'config', 'elasticsearch.yml'), `${settings.join('\n')}\n`)
  if (security) writeAdmin(join(data, 'config'))
}

/** The file realm's one user. */
const writeAdmin = (config: string): void => {
  const salt = randomBytes(32)
  const digest = pbkdf2Sync(ADMIN.password, salt, 10_000, 32, 'sha512')
  const hash = `{PBKDF2}10000$${salt.toString('base64')}$${digest.toString('base64')}`
  writeFileSync(join(config, 'users'), `${ADMIN.name}:${hash}\n`)
  writeFileSync(join(config, 'users_roles'), `superuser:${ADMIN.name}\n`)
}

const NAMESPACE = ['unshare', '-U', '--map-user=1000', '--map-group=1000'] as const
const NOBODY = 65_534

/**
 * How a program is run that refuses uid 0: as it is where we are somebody else, in a user namespace, or, where there are none, as
 * `nobody`, to whom the data folder is given.
 */
export const unprivileged = (data: string): { before: readonly string[]; as: { uid?: number; gid?: number } } => {
  if (process.getuid?.() !== 0) return { before: [], as: {} }
  const [unshare, ...args] = NAMESPACE
  if (spawnSync(unshare, [...args, 'true']).status === 0) return { before: NAMESPACE, as: {} }
  spawnSync('chown', ['-R', `${NOBODY}:${NOBODY}`, data])
  return { before: [], as: { uid: NOBODY, gid: NOBODY } }
}
