import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startNode } from '../spawn.ts'

/**
 * Starts one of the load generators of this folder. `go` lets it begin and resolves with what it says of itself at its end: its CPU time
 * in ms, and figures of its own.
 */
export const startSender = async (name: 'full-speed' | 'paced' | 'udp', params: object, cores?: string) => {
  const file = join(import.meta.dirname, `${name}.ts`)
  const child = startNode(file, [JSON.stringify(params)], cores === undefined ? {} : { cores })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ended = once(child, 'close')
  const first = await lines.next()
  if (first.done) throw new Error(`the sender ${name} did not begin`)
  return {
    go: async (): Promise<Readonly<Record<string, number>>> => {
      child.stdin.write('go\n')
      const said = await lines.next()
      await ended
      if (said.done) throw new Error(`the sender ${name} ended without a word`)
      // Each of them prints an object of numbers.
      return JSON.parse(said.value) as Record<string, number>
    },
  }
}
