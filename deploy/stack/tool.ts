import { type ChildProcess, execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { promisify } from 'node:util'
import { coded, isMissing } from '../../kernel/errors.ts'

const run = promisify(execFile)

/** What of these a program lacks, and how it is got on Debian. */
const PACKAGES: Readonly<Record<string, string>> = { mvn: 'maven', java: 'openjdk-17-jre-headless' }

/** The error of a program that is not installed; any other is given back as it is. */
export const toolError = (tool: string, error: unknown): unknown =>
  isMissing(error)
    ? coded(
        'TOOL_MISSING',
        `Không tìm thấy chương trình «${tool}» mà bộ máy chủ thử cần: hãy cài (Debian: apt install ${PACKAGES[tool] ?? tool}), hoặc trỏ KAFKA_BROKERS và ES_URL tới máy chủ có sẵn.`,
        error,
      )
    : error

/** Runs a program to its end; gives what it wrote. Throws `TOOL_MISSING`, and `SERVER_FAILED` with its last words. */
export const runTool = async (tool: string, args: readonly string[], timeoutMs: number): Promise<string> => {
  try {
    const { stdout } = await run(tool, [...args], { timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 })
    return stdout
  } catch (error) {
    const told = toolError(tool, error)
    if (told !== error) throw told
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string } // what execFile rejects with
    throw coded('SERVER_FAILED', `«${tool} ${args.at(-1)}» hỏng: ${lastOf(stderr || stdout || String(error))}`, error)
  }
}

/** Whether a program that was started has ended. */
export const isGone = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

/** The last words of a log: enough to see why something ended. */
export const lastOf = (text: string): string => text.trimEnd().slice(-2_000)

/** A loopback port that nobody listens on now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
