import { readFileSync } from 'node:fs'
import { linesOf } from '../data/load.ts'
import { poster } from './http.ts'

/*
 * A load generator, in a process of its own so that its CPU time is not the server's. Posts every line of a file, `group` a request, over
 * some connections, as fast as it is answered. Starts when a line comes on standard input. Prints its CPU time (ms) and how many
 * requests had to be repeated.
 */

type Params = { readonly file: string; readonly url: string; readonly path: string; readonly token: string }

const GROUP = 1000
const CONNECTIONS = 8

const { file, url, path, token } = JSON.parse(process.argv[2]!) as Params
const lines = linesOf(readFileSync(file))
const bodies: Buffer[] = []
for (let at = 0; at < lines.length; at += GROUP) {
  const group = lines.slice(at, at + GROUP).flatMap((line) => [line, Buffer.from('\n')])
  bodies.push(Buffer.concat(group))
}
const post = poster(url, { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }, CONNECTIONS)
process.stdout.write('ready\n')
await new Promise((resolve) => process.stdin.once('data', resolve))

const before = process.cpuUsage()
let [next, repeated] = [0, 0]
const send = async (): Promise<void> => {
  while (next < bodies.length) {
    const body = bodies[next++]!
    for (;;) {
      const status = await post(path, body)
      if (status === 200) break
      if (status !== 429) throw new Error(`answered with ${status}`)
      repeated += 1
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
await Promise.all(Array.from({ length: CONNECTIONS }, send))
const { user, system } = process.cpuUsage(before)
process.stdout.write(`${JSON.stringify({ cpu: (user + system) / 1000, repeated })}\n`, () => process.exit(0))
