import pino from 'pino'
import { loadConfig } from '../../deploy/config.ts'
import { openProduct } from '../../deploy/product.ts'
import { openLines } from './month.ts'
import type { Answer, Order } from './orders.ts'
import { arm, everyMinute } from './saboteur.ts'

/*
 * The product in a process of its own, whose clock is moved by whoever feeds it. Nothing of it is replaced: intake, bus, detector,
 * archive and store are those of `vonggac start`; only the lines are handed to the intake by this file and not by a socket.
 */

const [folder, file, startAt, knownAt] = process.argv.slice(2) as [string, string, string, string]
let now = Number(startAt)
const lines = openLines(file)
const log = pino({ level: 'warn' }, pino.destination({ fd: 2, sync: true }))
const product = await openProduct({
  config: loadConfig(folder),
  clock: { now: () => now },
  sample: false,
  log,
  knownAt: Number(knownAt),
  // The feeder's steps move the minute hand.
  tickEvery: 2 ** 31 - 1,
})

const obey = async (order: Order): Promise<void> => {
  switch (order.do) {
    case 'step': {
      now = Math.max(now, order.now)
      const taken = order.groups.map(({ collector, source, places }) =>
        product.intake.deliver({
          ...{ collector, source, lines: places.map(lines.read) },
          ...(!order.live && { received: order.now }),
        }),
      )
      // What a fast clock tells is put aside; nobody else's line is.
      for (const { refused } of await Promise.all(taken))
        for (const { refusal } of refused) if (refusal.reason !== 'time') throw new Error(`refused: ${refusal.detail}`)
      // What the product does every minute by the wall clock belongs to the minutes that pass here.
      if (order.live) everyMinute()
      await product.intake.publishTick(order.now)
      return
    }
    case 'look':
      now = Math.max(now, order.now)
      await product.watch.look()
      if (product.watch.problem) throw new Error(product.watch.problem.text)
      return
    case 'arm':
      return arm(order.at, order.after)
    case 'settle': {
      // What came late is computed again at the next beat of the minute hand.
      const ticking = setInterval(() => void product.intake.publishTick(now), 500)
      await product.detector.settled()
      clearInterval(ticking)
      return
    }
    case 'close':
      await product.close()
      lines.close()
      process.disconnect()
      return
    default:
      throw new Error(String(order satisfies never))
  }
}

const answer = (what: Answer): void => void process.send?.(what)
let obeyed = Promise.resolve()
process.on('message', (order: Order) => {
  obeyed = obeyed.then(async () => {
    await obey(order)
    if (order.do !== 'close') answer({ done: order.n, cpu: cpuSeconds(), memory: process.memoryUsage().rss })
  })
})
process.on('disconnect', () => process.exit())
const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
void product.broken.then((error) => {
  console.error(error)
  process.exit(3)
})
answer({ done: 0, cpu: cpuSeconds(), memory: process.memoryUsage().rss })
