import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pino from 'pino'
import { onTestFinished, vi } from 'vitest'
import { sqliteAlertStore, writeAlerts } from '../../../../api/store/sqlite.ts'
import { openElastic } from '../../../../deploy/elastic/open.ts'
import { ElasticConfig } from '../../../../deploy/elastic/settings.ts'
import { openElasticStore } from '../../../../deploy/elastic/store.ts'
import { alertStoreContract } from '../../../contracts/alert-store.contract.ts'
import { emptied, ownPrefix, withElastic } from '../../../stack/elasticsearch.ts'
import { keyFile } from '../../../support/elastic-key.ts'
import { temporaryFolder } from '../../../support/folder.ts'

/* The store as the product has it: what its database holds is told to Elasticsearch, and pages read it there. */

await withElastic('the port', ({ client, url }) => {
  const prefix = ownPrefix(client)
  alertStoreContract('Elasticsearch', async () => {
    await emptied(client, prefix)
    const folder = temporaryFolder()
    const { protocol, host } = new URL(url)
    const settings = ElasticConfig.parse({
      ...{ url: `${protocol}//${host}`, prefix },
      ...(await keyFile(client, folder)),
    })
    const db = new DatabaseSync(join(folder, 'vonggac.db'))
    sqliteAlertStore(db) // makes its tables
    const log = pino({ level: 'silent' })
    const teller = openElastic({ settings, folder, data: folder, source: { db }, clock: { now: Date.now }, log })
    const reader = openElasticStore(settings, folder)
    onTestFinished(async () => {
      await teller.stop()
      await reader.close()
      db.close()
    })
    return {
      ...reader,
      async put(alerts, now) {
        writeAlerts(db, alerts, now)
        await vi.waitFor(
          () => {
            // Whoever is at something else does not hear the first time.
            teller.wake()
            const { n, trouble } = teller.state()
            if (n > 0 || trouble) throw new Error(`${n} are not told yet: ${trouble?.message}`)
          },
          { timeout: 60_000, interval: 20 },
        )
        await reader.settle()
      },
      close: () => Promise.resolve(),
    }
  })
})
