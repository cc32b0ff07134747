import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { digestOf, type Entry, Receipt } from '../../api/push/wire.ts'
import { openReading } from '../../deploy/receiver/reading.ts'
import { loadReceiver } from '../../deploy/receiver/settings.ts'
import { openTables } from '../../deploy/receiver/tables.ts'
import { has } from '../support/certificate.ts'
import { temporaryFolder } from '../support/folder.ts'
import { bodyOf, ledger, makeSite, speaker } from '../support/receiver.ts'
import { startReceiver } from '../support/receiver-process.ts'

const KILLS = 4
const BATCH = 20
const BEFORE_A_KILL = 4

test.runIf(has('openssl', 'version'))(
  'killed with requests in flight, it has every entry that it acknowledged, once and in order',
  { timeout: 300_000 },
  async () => {
    const site = makeSite(temporaryFolder())
    const acknowledged: Receipt[] = []
    const sent: Entry[] = []
    const batch = (): readonly Entry[] => {
      const last = sent.at(-1)
      const told = Array.from({ length: BATCH }, (_, i) => ({ kind: 'new' as const, alert: `a-${sent.length + i}` }))
      const made = ledger(told, Date.now(), last && { seq: last.seq, digest: digestOf(last) })
      sent.push(...made)
      return made
    }
    for (let kill = 0; kill <= KILLS; kill++) {
      const running = await startReceiver(site.config)
      onTestFinished(() => void running.end('SIGKILL'))
      const line = speaker(running.url, site.ca, site.sender)
      const hand = async (entries: readonly Entry[]): Promise<void> => {
        const { status, body } = await line.post(bodyOf(entries))
        expect(status, JSON.stringify(body)).toBe(200)
        acknowledged.push(Receipt.parse(body))
      }
      // What has no receipt is sent again, as a sender does; it may be there already.
      const known = acknowledged.at(-1)?.through ?? 0
      if (sent.length > known) await hand(sent.slice(known))
      for (let i = 0; i < BEFORE_A_KILL; i++) await hand(batch())
      if (kill === KILLS) {
        expect(await running.end('SIGTERM')).toBe(0)
      } else {
        // Several at once: the ones behind wait on the connection.
        const flying = [batch(), batch(), batch()].map((entries) => hand(entries).catch(() => undefined))
        await sleep(kill * 4)
        expect(await running.end('SIGKILL'), 'it had ended by itself').toBeNull()
        await Promise.all(flying)
      }
      line.close()
    }
    const db = openTables(loadReceiver(site.config).data, true)
    onTestFinished(() => db.close())
    const reading = openReading(db)
    const kept = [...reading.entries()]
    expect(kept.map(({ seq, digest }) => [seq, digest])).toEqual(sent.map((entry) => [entry.seq, digestOf(entry)]))
    const receipts = new Set(reading.receipts())
    for (const receipt of acknowledged) expect(receipts).toContain(JSON.stringify(receipt))
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  },
)
