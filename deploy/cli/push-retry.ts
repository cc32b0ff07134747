import { setTimeout as sleep } from 'node:timers/promises'
import { SECOND } from '../../kernel/time.ts'
import type { Requests } from '../push/requests.ts'

/** The product looks once a second. */
const NOTICED = 10 * SECOND
/** A try ends when its line is given up at the latest. */
const TRIED = 90 * SECOND

/** Asks the product that has this ledger to try a receiver at once, and waits for it: `absent` where no product took the request up in so long, ms. */
export const tryNow = async (
  requests: Requests,
  receiver: string,
  noticed = NOTICED,
): Promise<'absent' | 'trying' | 'tried'> => {
  const until = async (isIt: (state: ReturnType<Requests['state']>) => boolean, span: number): Promise<boolean> => {
    const end = performance.now() + span
    while (!isIt(requests.state(receiver)) && performance.now() < end) await sleep(SECOND / 5)
    return isIt(requests.state(receiver))
  }
  requests.ask(receiver)
  if (await until((state) => state !== 'asked', noticed))
    return (await until((state) => state === 'none', TRIED)) ? 'tried' : 'trying'
  requests.drop(receiver)
  return 'absent'
}
