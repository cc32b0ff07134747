import { fork } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '../../deploy/cluster/roles.ts'
import type { Month } from './month.ts'
import type { Answer, Order } from './orders.ts'

const CHILD = join(import.meta.dirname, 'child.ts')
const SABOTEUR = new URL('./saboteur.ts', import.meta.url).href
/** What the first process compiled serves the others. */
const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'vonggac-test-compile-cache') }

type Unnumbered<T> = T extends unknown ? Omit<T, 'n'> : never

/** Starts the child on what lies in `folder`, its clock at `clock`, as all of the product or one role of it; resolves when it is open. */
export const startProcess = async (month: Month, folder: string, clock: number, role?: Role) => {
  const child = fork(CHILD, [folder, month.file, String(clock), String(month.knownAt), ...(role ? [role] : [])], {
    env,
    // Threads have what their process was started with.
    execArgv: ['--import', SABOTEUR],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let [said, cut] = ['', 0]
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-10_000)
    cut += text.split('cut off after a crash').length - 1
  })
  let last: Answer = { done: -1, cpu: 0, memory: 0, slots: [] }
  let [sent, tasks, over, at] = [0, 0, false, clock]
  /** Which numbers are those of tasks, in order; arming is none. */
  const numbers: { readonly n: number; readonly now: number }[] = []
  let wake = Promise.withResolvers<void>()
  const stir = (): void => {
    wake.resolve()
    wake = Promise.withResolvers()
  }
  child.on('message', (answer: Answer) => {
    last = answer
    for (; tasks < numbers.length && numbers[tasks]!.n <= answer.done; tasks++) at = Math.max(at, numbers[tasks]!.now)
    stir()
  })
  const ended = new Promise<void>((resolve) =>
    child.on('close', () => {
      over = true
      stir()
      resolve()
    }),
  )
  const until = async (number: number): Promise<void> => {
    while (last.done < number && !over) await wake.promise
  }
  const fail = (): never => {
    throw new Error(`the product ended by itself (${child.exitCode ?? child.signalCode}):\n${said}`)
  }
  const send = (order: Unnumbered<Order>): void => {
    const n = ++sent
    if (order.do === 'step' || order.do === 'look') numbers.push({ n, now: order.now })
    // A process that has died is noticed by its end, not by what could not be sent to it.
    child.send({ ...order, n }, () => undefined)
  }
  await until(0)
  if (over) fail()
  return {
    send,
    /** Resolves when order `number` was carried out, or the process is over. */
    until,
    fail,
    async tell(order: Unnumbered<Order>): Promise<void> {
      send(order)
      await until(sent)
      if (over) fail()
    },
    kill: () => void child.kill('SIGKILL'),
    ended,
    get over() {
      return over
    },
    get sent() {
      return sent
    },
    /** How many steps and versions it has acknowledged. */
    get done() {
      return tasks
    },
    /** The latest time at which it acknowledged anything. */
    get clock() {
      return at
    },
    /** How often it said that it had cut an unfinished record off the end of a file. */
    get cut() {
      return cut
    },
    /** The slots it ran at its last word. */
    get slots() {
      return last.slots
    },
    /** CPU seconds it had used, and bytes it held, at its last word. */
    get cpu() {
      return last.cpu
    },
    get memory() {
      return last.memory
    },
  }
}
export type Process = Awaited<ReturnType<typeof startProcess>>
