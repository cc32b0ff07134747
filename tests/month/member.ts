import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Role } from '../../deploy/cluster/roles.ts'
import { WINDOW } from './feed.ts'
import type { Month } from './month.ts'
import type { Order, Standing } from './orders.ts'
import { type Process, startProcess } from './process.ts'

export type Groups = Extract<Order, { do: 'step' }>['groups']
/** What one process has to take, in order: lines, and the minute hand with them. */
export type Task = { readonly now: number; readonly groups: Groups }

/** Whoever looks after a process (systemd, a container's engine) starts it so often, with pauses, ms. */
const [STARTS, PAUSE] = [3, 2_000]

/** One process of the product over its lives: what a kill leaves unacknowledged is handed over again, under the receipt it had. */
export const openMember = (month: Month, name: string, folder: string, role: Role) => {
  const tasks: Task[] = []
  let running: Process | undefined
  let [first, sent, clock] = [0, 0, month.begins]

  return {
    name,
    role,
    /** Its clock stands where the life before left it, or at `now` (epoch ms), where it was away so long. One that does not come up is started again. */
    async start(now = clock): Promise<void> {
      clock = now
      for (let attempt = 1; ; attempt++)
        try {
          running = await startProcess(month, folder, clock, role)
          sent = first
          return
        } catch (error) {
          if (attempt === STARTS) throw error
          console.warn(`${name} did not come up:`, error)
          await sleep(PAUSE)
        }
    },
    give: (task: Task): void => void tasks.push(task),
    /** Hands over what there is, where it lives. */
    send(): void {
      if (!running) return
      for (; sent < tasks.length; sent++) running.send({ do: 'step', live: false, ...tasks[sent]! })
    },
    /** Resolves when all but `window` of what was handed over is acknowledged, or where it is dead. Throws where it died by itself. */
    async until(window = WINDOW): Promise<void> {
      const one = running
      await one?.until(one.sent - window)
      if (one?.over && one === running) one.fail()
    },
    /** How much of what it was given it has not acknowledged; nothing where it is dead. */
    get unacknowledged(): number {
      return running && !running.over ? running.sent - running.done : 0
    },
    /** The slots it ran at its last word. */
    get slots(): readonly Standing[] {
      return running?.slots ?? []
    },
    /** `kill -9`. */
    async kill(): Promise<void> {
      const dying = running
      running = undefined
      if (!dying) return
      dying.kill()
      await dying.ended
      first += dying.done
      clock = dying.clock
    },
    async close(): Promise<void> {
      running?.send({ do: 'close' })
      await running?.ended
    },
    /** Its disk is empty, but for the key that whoever sets a process up gives it. */
    wipe(): void {
      const data = join(folder, 'data')
      for (const one of existsSync(data) ? readdirSync(data) : [])
        if (one !== 'mask.key') rmSync(join(data, one), { recursive: true })
    },
  }
}
export type Member = ReturnType<typeof openMember>
