import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type Broker, type BrokerOptions, startBroker } from '../../deploy/stack/broker.ts'
import { notTested, sharedServer } from './shared.ts'

/** The brokers all suites share: `KAFKA_BROKERS`, or the one of this run. `undefined`, said loudly, where there is none. */
export const sharedBrokers = async (): Promise<readonly string[] | undefined> =>
  (await sharedServer('kafka', 'KAFKA_BROKERS'))?.split(',')

/** A broker of this suite alone, to be killed or to be given rights. `undefined`, said loudly, where it cannot be started. */
export const ownBroker = async (options: Omit<BrokerOptions, 'data'> = {}): Promise<Broker | undefined> => {
  const data = mkdtempSync(join(tmpdir(), 'vong-gac-broker-'))
  try {
    const broker = await startBroker({ ...options, data })
    afterAll(async () => {
      await broker.stop('SIGKILL')
      rmSync(data, { recursive: true, force: true })
    })
    return broker
  } catch (error) {
    rmSync(data, { recursive: true, force: true })
    return notTested('kafka', error instanceof Error ? error.message : String(error))
  }
}

/** A name nobody used before: brokers given to the tests keep what earlier runs wrote. */
export const uniqueName = (kind: string): string => `t-${kind}-${randomUUID().slice(0, 8)}`
