import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { STACK } from './jars.ts'

const Running = z.strictObject({ url: z.string(), pid: z.number().int(), started: z.string() })
/** A server that outlived the command that started it; `started` is the kernel's word for when its process began. */
export type Running = z.infer<typeof Running>

export const DATA = join(STACK, 'data')
const fileOf = (name: string): string => join(DATA, `${name}.running.json`)

/** When a process began, as `ps` says it; empty where there is none. A number used again has another beginning. */
const beginningOf = (pid: number): string => {
  try {
    // In one language and zone, whoever asks.
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env }).trim()
  } catch {
    return '' // ps ends with 1 where there is no such process
  }
}

/** The server of this name that `remember` wrote down, if its process still lives. */
export const runningOf = (name: string): Running | undefined => {
  if (!existsSync(fileOf(name))) return undefined
  const running = Running.parse(JSON.parse(readFileSync(fileOf(name), 'utf8')))
  return running.started !== '' && beginningOf(running.pid) === running.started ? running : undefined
}

export const remember = (name: string, { url, pid }: { readonly url: string; readonly pid: number }): void => {
  mkdirSync(dirname(fileOf(name)), { recursive: true })
  const running: Running = { url, pid, started: beginningOf(pid) }
  writeFileSync(fileOf(name), JSON.stringify(running))
}

const STOPPING = 30_000

/** Ends a remembered server and its children, by force after half a minute. Whether there was one. */
export const end = async (name: string): Promise<boolean> => {
  const running = runningOf(name)
  if (running) {
    // Servers are started as leaders of their own group.
    process.kill(-running.pid, 'SIGTERM')
    const deadline = Date.now() + STOPPING
    while (runningOf(name) && Date.now() < deadline) await sleep(100)
    if (runningOf(name)) process.kill(-running.pid, 'SIGKILL')
  }
  rmSync(fileOf(name), { force: true })
  return running !== undefined
}
