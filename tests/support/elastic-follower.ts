import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from '@elastic/elasticsearch'
import pino from 'pino'
import { onTestFinished } from 'vitest'
import { sqliteAlertStore, writeAlerts } from '../../api/store/sqlite.ts'
import { startFollower } from '../../deploy/elastic/follower.ts'
import { openOutbox } from '../../deploy/elastic/outbox.ts'
import { openPlace } from '../../deploy/elastic/place.ts'
import type { Alert } from '../../kernel/alert.ts'

const log = pino({ level: 'silent' })

export type Following = {
  readonly url: string
  readonly prefix: string
  /** The product's data folder. */
  readonly folder: string
  readonly oldest?: string
  /** Its own, by the address, unless told. */
  readonly client?: Client
}

/** A product's database with what tells Elasticsearch of it, as a start of the product opens both. */
export const follow = ({ url, prefix, folder, oldest = '0000.01', ...told }: Following) => {
  mkdirSync(folder, { recursive: true })
  const db = new DatabaseSync(join(folder, 'vonggac.db'), { timeout: 5_000 })
  const store = sqliteAlertStore(db)
  const place = openPlace(folder)
  const client = told.client ?? new Client({ node: url, maxRetries: 0, requestTimeout: 10_000 })
  const rest = { oldest: () => oldest, clock: { now: Date.now }, log }
  const follower = startFollower({ client, url, prefix, outbox: openOutbox(db), place, ...rest })
  let isOpen = true
  const stop = async (): Promise<void> => {
    if (!isOpen) return
    isOpen = false
    await follower.stop()
    await client.close()
    place.close()
    db.close()
  }
  onTestFinished(stop)
  return {
    db,
    store,
    place,
    state: follower.state,
    stop,
    put(alerts: readonly Alert[], now: number): void {
      writeAlerts(db, alerts, now)
      follower.wake()
    },
    /** Resolves once everything was sent. */
    async told(): Promise<void> {
      while (follower.state().n > 0 || follower.state().trouble) await sleep(20)
    },
    async troubled(): Promise<string> {
      for (;;) {
        const { trouble } = follower.state()
        if (trouble) return `${trouble.code}: ${trouble.message}`
        await sleep(20)
      }
    },
  }
}
