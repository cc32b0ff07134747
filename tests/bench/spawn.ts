import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Measured } from './scenario.ts'

export type JobOptions = {
  /** Cores the process may use, as `taskset -c` takes them. */
  readonly cores?: string
  /** MiB of old space: more than the default where a job holds the data of the bench, 0 for the product's own default. */
  readonly heap?: number
}

const ENTRY = join(import.meta.dirname, 'job.ts')

/** Whether processes can be tied to cores here. */
export const canPin = (): boolean => spawnSync('taskset', ['-c', '0', process.execPath, '--version']).status === 0

/** Starts `node file args` so that what it writes on standard output can be read line by line. */
export const startNode = (file: string, args: readonly string[], { cores, heap = 8_192 }: JobOptions = {}) => {
  const size = heap === 0 ? [] : [`--max-old-space-size=${heap}`]
  const command = [process.execPath, ...size, '--no-warnings', file, ...args]
  const [program, ...rest] = cores === undefined ? command : ['taskset', '-c', cores, ...command]
  return spawn(program!, rest, { stdio: ['pipe', 'pipe', 'inherit'] })
}

/** Runs a command to its end; its standard output. Throws where it fails. */
export const outputOf = async (child: ReturnType<typeof startNode>, what: string): Promise<string> => {
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    out += part
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${what} ended with ${code}`)
  return out
}

/** Runs `jobs/<name>.ts` in a process of its own and returns what it measured: the last line it wrote. */
export const runJob = async (name: string, params: object, options: JobOptions = {}): Promise<Measured> => {
  const out = await outputOf(startNode(ENTRY, [name, JSON.stringify(params)], options), `job ${name}`)
  // Written by job.ts, which is typed to write this.
  return JSON.parse(out.trim().split('\n').at(-1)!) as Measured
}
