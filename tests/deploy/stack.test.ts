import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startBroker } from '../../deploy/stack/broker.ts'
import { main } from '../../deploy/stack/cli.ts'
import { end, remember, runningOf } from '../../deploy/stack/running.ts'
import { runTool, toolError } from '../../deploy/stack/tool.ts'
import { isCoded } from '../../kernel/errors.ts'
import { sharedBrokers, uniqueName } from '../stack/kafka.ts'
import { temporaryFolder } from '../support/folder.ts'

const failure = async (work: Promise<unknown>): Promise<string> => {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  return isCoded(error) ? `${error.code}: ${error.message}` : `uncoded: ${error}`
}

test('a program that is not installed is named, with what to do', async () => {
  expect(await failure(runTool('mvn-that-is-not-there', [], 1_000))).toMatch(
    /^TOOL_MISSING: .*«mvn-that-is-not-there».*KAFKA_BROKERS/,
  )
  expect(String(toolError('java', Object.assign(new Error('spawn java'), { code: 'ENOENT' })))).toContain('openjdk')
  const other = new Error('something else')
  expect(toolError('java', other)).toBe(other)
})

test('a program that fails says its last words', async () => {
  expect(await failure(runTool(process.execPath, ['-e', 'console.error("hết chỗ"); process.exit(1)'], 10_000))).toMatch(
    /^SERVER_FAILED: .*hết chỗ/,
  )
})

test('a server is remembered while it runs, and ended with its children', async () => {
  const name = uniqueName('server')
  expect(runningOf(name)).toBeUndefined()
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  const gone = once(child, 'exit')
  remember(name, { url: '127.0.0.1:1', pid: child.pid! })
  expect(runningOf(name)).toMatchObject({ url: '127.0.0.1:1', pid: child.pid })
  expect(await end(name)).toBe(true)
  await gone
  expect(runningOf(name)).toBeUndefined()
  expect(await end(name)).toBe(false)
})

test('a server that died at once is not running', async () => {
  const name = uniqueName('server')
  remember(name, { url: '127.0.0.1:1', pid: 2 ** 30 })
  expect(runningOf(name)).toBeUndefined()
  expect(await end(name)).toBe(false)
})

test('the command says how it is called', async () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  onTestFinished(() => said.mockRestore())
  expect(await main([])).toBe(2)
  expect(await main(['--help'])).toBe(0)
  expect(said.mock.calls).toEqual([[expect.stringContaining('up | down | status')], [expect.anything()]])
})

const brokers = await sharedBrokers()

test.skipIf(!brokers?.[0]?.startsWith('127.0.0.1:'))('a port that a broker has is not taken', async () => {
  const port = Number(brokers![0]!.split(':')[1])
  expect(await failure(startBroker({ data: temporaryFolder(), port }))).toMatch(/^PORT_IN_USE: .*\d/)
})
