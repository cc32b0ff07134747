import { spawn, spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { Measured } from '../scenario.ts'

const SOURCE = join(import.meta.dirname, 'esper')

type Built = { readonly ok: true; readonly classPath: string } | { readonly ok: false; readonly why: string }

const run = (command: string, args: readonly string[]) =>
  spawnSync(command, args, { encoding: 'utf8', cwd: SOURCE, timeout: 300_000 })

/** Fetches Esper by Maven and compiles the peer into `out`; says why where that is not possible here. */
export const buildEsper = async (out: string): Promise<Built> => {
  for (const tool of [
    ['javac', '-version'],
    ['mvn', '-version'],
  ] as const)
    if (run(tool[0], [tool[1]]).status !== 0)
      return { ok: false, why: `${tool[0]} is not on this machine: Esper was not run` }
  await mkdir(out, { recursive: true })
  const [library, classes] = [join(out, 'lib'), join(out, 'classes')]
  const fetched = run('mvn', ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${library}`])
  if (fetched.status !== 0) return { ok: false, why: 'Esper could not be fetched from Maven Central' }
  const sources = globSync('src/main/java/bench/*.java', { cwd: SOURCE })
  const compiled = run('javac', ['-cp', join(library, '*'), '-d', classes, ...sources])
  if (compiled.status !== 0) throw new Error(compiled.stderr)
  return { ok: true, classPath: `${join(library, '*')}${delimiter}${classes}` }
}

/** One cold pass over the events that `exportWork` wrote. */
export const runEsper = async (classPath: string, work: string): Promise<Measured> => {
  const child = spawn('java', ['-cp', classPath, 'bench.Main', work], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    out += part
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`Esper ended with ${String(code)}`)
  // Printed by Main.java in this form.
  return JSON.parse(out.trim().split('\n').at(-1)!) as Measured
}
