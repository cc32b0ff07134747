import pino from 'pino'
import type { Role } from '../../deploy/cluster/roles.ts'
import { loadConfig } from '../../deploy/config.ts'
import { openLines } from './month.ts'
import type { Answer, Order } from './orders.ts'
import { openPart } from './part.ts'
import { arm, everyMinute } from './saboteur.ts'

/*
 * The product, or one role of it, in a process of its own, whose clock is moved by whoever feeds it. Nothing of it is replaced: intake, bus, detector,
 * archive and store are those of `vonggac start`; only the lines are handed to the intake by this file and not by a socket.
 */

const [folder, file, startAt, knownAt, role] = process.argv.slice(2) as [string, string, string, string, Role?]
let now = Number(startAt)
const lines = openLines(file)
const log = pino({ level: 'warn' }, pino.destination({ fd: 2, sync: true }))
const part = await openPart(
  {
    config: loadConfig(folder),
    clock: { now: () => now },
    sample: false,
    log,
    knownAt: Number(knownAt),
    // The feeder's steps move the minute hand.
    tickEvery: 2 ** 31 - 1,
  },
  role,
)

const obey = async (order: Order): Promise<void> => {
  switch (order.do) {
    case 'step': {
      now = Math.max(now, order.now)
      const taken = order.groups.map(({ collector, source, places }) =>
        part.deliver({
          ...{ collector, source, lines: places.map(lines.read) },
          ...(!order.live && { received: order.now }),
        }),
      )
      // What a fast clock tells is put aside; nobody else's line is.
      for (const { refused } of await Promise.all(taken))
        for (const { refusal } of refused) if (refusal.reason !== 'time') throw new Error(`refused: ${refusal.detail}`)
      // What the product does every minute by the wall clock belongs to the minutes that pass here.
      if (order.live) everyMinute()
      await part.tick(order.now)
      return
    }
    case 'look':
      now = Math.max(now, order.now)
      return part.look()
    case 'arm':
      return arm(order.at, order.after)
    case 'settle': {
      // What came late is computed again at the next beat of the minute hand.
      const ticking = setInterval(() => void part.tick(now), 500)
      await part.settled()
      clearInterval(ticking)
      return
    }
    case 'close':
      await part.close()
      lines.close()
      process.disconnect()
      return
    default:
      throw new Error(String(order satisfies never))
  }
}

const answer = (done: number): void => {
  const said: Answer = { done, cpu: cpuSeconds(), memory: process.memoryUsage().rss, slots: part.slots() }
  process.send?.(said)
}
let obeyed = Promise.resolve()
process.on('message', (order: Order) => {
  obeyed = obeyed.then(async () => {
    await obey(order)
    if (order.do !== 'close') answer(order.n)
  })
})
process.on('disconnect', () => process.exit())
const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
void part.broken.then((error) => {
  console.error(error)
  process.exit(3)
})
answer(0)
