import { Session } from 'node:inspector/promises'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measure } from './measure.ts'
import type { Measured } from './scenario.ts'

/** What the folders of the tree do on the way of a line; the first that fits counts. */
const STAGES: readonly (readonly [stage: string, folders: readonly string[]])[] = [
  ['wire', ['ingest/wire']],
  ['archive', ['ingest/archive', 'deploy/archive']],
  ['log', ['ingest/bus']],
  ['intake', ['ingest', 'deploy/sources']],
  ['engine', ['detectors', 'kernel', 'deploy/detector/loop']],
  ['saving', ['deploy']],
  ['bench', ['tests']],
]
const ROOT = `${join(import.meta.dirname, '../..')}${sep}`

/** Not in any function of ours, nor called by one. */
const OUTSIDE: ReadonlyMap<string, string> = new Map([
  ['(idle)', 'waiting'],
  ['(garbage collector)', 'garbage collection'],
])

type Frame = { readonly functionName: string; readonly url: string }

const stageOf = ({ functionName, url }: Frame): string | undefined => {
  if (url.startsWith('file:')) {
    const path = fileURLToPath(url)
    if (path.startsWith(ROOT) && !path.includes('node_modules')) {
      const inside = path.slice(ROOT.length).replaceAll(sep, '/')
      return STAGES.find(([, folders]) => folders.some((folder) => inside.startsWith(folder)))?.[0]
    }
  }
  return OUTSIDE.get(functionName)
}

/**
 * Measures as `measure` does, with a sampling profile of this thread beside it. `extra` says how many ms went where, as `at:<stage>`:
 * what Node and libraries do counts for whoever of us called them. Sampling itself costs some per cent.
 */
export const profiled = async (work: () => number | Promise<number>): Promise<Measured> => {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 500 })
  await session.post('Profiler.start')
  const measured = await measure(work)
  const { profile } = await session.post('Profiler.stop')
  session.disconnect()

  const stages = new Map<number, string>()
  const visit = (id: number, above: string): void => {
    const node = nodes.get(id)!
    const stage = stageOf(node.callFrame) ?? above
    stages.set(id, stage)
    for (const child of node.children ?? []) visit(child, stage)
  }
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
  visit(profile.nodes[0]!.id, 'Node itself')

  const { samples = [], timeDeltas = [] } = profile
  const spent: Record<string, number> = {}
  // From the end: to begin with, the profiler itself needs some time.
  let left = measured.wall
  for (let i = samples.length - 1; i >= 0 && left > 0; i--) {
    const name = `at:${stages.get(samples[i]!)!}`
    const took = Math.min(left, timeDeltas[i]! / 1000)
    spent[name] = (spent[name] ?? 0) + took
    left -= took
  }
  return { ...measured, extra: spent }
}
