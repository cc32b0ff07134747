import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const BIN = join(import.meta.dirname, '../../bin/vonggac.js')

/** `vonggac receiver start` as its own process, once it listens. Rejects with what it said where it does not. */
export const startReceiver = async (config: string) => {
  const child = spawn(process.execPath, [BIN, 'receiver', 'start', '--config', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(child, 'close')
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      said += part
      const found = /(https:\S+)\n/.exec(said)
      if (found) resolve(found[1]!)
    })
    child.once('close', () => reject(new Error(`the receiver did not start: ${said}`)))
  })
  return {
    child,
    url,
    /** What it said on standard error so far. */
    said: () => said,
    /** Ends it; its exit code, null where the signal ended it. */
    end: async (signal: NodeJS.Signals): Promise<number | null> => {
      child.kill(signal)
      return (await ended)[0] as number | null // what `close` tells first
    },
  }
}
