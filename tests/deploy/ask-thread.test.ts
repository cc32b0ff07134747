import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { threadArguments } from '../../deploy/ask-thread.ts'

const QUIET = '--disable-warning=ExperimentalWarning'

describe('the arguments of a thread', () => {
  test('what loads code goes with it, in one word or in two', () => {
    expect(threadArguments(['--import', 'a.mjs', '--no-warnings', '--import=b.mjs', '-r', 'c.cjs'])).toEqual([
      ...['--import', 'a.mjs', '--import=b.mjs', '-r', 'c.cjs'],
      QUIET,
    ])
  })

  test('a process that was started with options of V8 can start threads', async () => {
    const options = ['--max-old-space-size=512', '--max-semi-space-size=32', '--expose-gc', '--title=x']
    const started = (execArgv: string[]): Worker => new Worker('', { eval: true, execArgv })
    expect(() => started(options)).toThrow('invalid execArgv')
    const [code] = await once(started(threadArguments(options)), 'exit')
    expect(code).toBe(0)
  })
})
