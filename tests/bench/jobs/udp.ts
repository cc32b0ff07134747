import { createSocket } from 'node:dgram'
import { setTimeout as sleep } from 'node:timers/promises'
import { metaOf } from '../data/load.ts'
import { freshFolder } from '../folder.ts'
import { measure } from '../measure.ts'
import { layRegisters, openBenchProduct } from '../product.ts'
import type { Measured } from '../scenario.ts'
import { startSender } from '../sender/start.ts'

type Params = { readonly folder: string; readonly scratch: string; readonly rate: number; readonly seconds: number }

const NOON = 29 * 3_600_000

const freePort = async (): Promise<number> => {
  const socket = createSocket('udp4')
  const port = await new Promise<number>((resolve) => socket.bind(0, '127.0.0.1', () => resolve(socket.address().port)))
  await new Promise<void>((resolve) => socket.close(resolve))
  return port
}

/** Syslog over UDP into the whole product: how many of the datagrams sent are stored. */
export const job = async ({ folder, scratch, rate, seconds }: Params): Promise<Measured> => {
  const run = freshFolder(scratch)
  layRegisters(folder, run.folder)
  const offset = Date.parse(`${metaOf(folder).from}T00:00:00Z`) + NOON - Date.now()
  const port = await freePort()
  const config = { syslog: [{ protocol: 'udp', port, collector: 'bench', source: 'linux-auth' }] }
  const bench = await openBenchProduct(folder, run.folder, { config, tickEvery: 1_000, now: () => Date.now() + offset })
  const { counters } = bench.product.intake
  const taken = (): number => counters.accepted + Object.values(counters.refused).reduce((sum, n) => sum + n, 0)
  const sender = await startSender('udp', { port, rate, seconds, offset })
  let said: Readonly<Record<string, number>> = {}
  const measured = await measure(async () => {
    said = await sender.go()
    // What lies in buffers still comes in; nothing more for a second, and it is over.
    for (let last = -1; last !== taken(); ) {
      last = taken()
      await sleep(1_000)
    }
    return taken()
  })
  const lost = bench.product.inputs.counters()['input0.lost'] ?? 0
  await bench.product.close()
  run.remove()
  return { ...measured, extra: { ...said, stored: taken(), lost } }
}
