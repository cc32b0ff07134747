import { DatabaseSync } from 'node:sqlite'
import { digestOf, Entry, ZEROS } from '../../api/push/wire.ts'
import { prepareAlerts } from '../../api/store/schema.ts'
import { writeAlerts } from '../../api/store/sqlite.ts'
import { openEntering } from '../../deploy/push/entering.ts'
import { openLedger } from '../../deploy/push/ledger.ts'
import type { PushReceiver } from '../../deploy/push/settings.ts'
import { openTables } from '../../deploy/push/tables.ts'
import type { Alert } from '../../kernel/alert.ts'
import { MINUTE } from '../../kernel/time.ts'

export type Told = Pick<PushReceiver, 'id' | 'profile' | 'policy' | 'supplementEvery'>

/** Told of what is high or serious, in full. */
export const police: Told = {
  id: 'pa05',
  profile: 'full',
  policy: [{ from: '2026-01-01', levels: ['high', 'serious'] }],
  supplementEvery: 15 * MINUTE,
}

/** A product's database of alerts, in memory. */
export const alertsHere = () => {
  const db = new DatabaseSync(':memory:')
  prepareAlerts(db)
  return { db, put: (alert: Alert, now: number): void => void writeAlerts(db, [alert], now) }
}

export type LedgerParts = {
  /** The data folder of `push.db`. */
  readonly folder: string
  readonly db: DatabaseSync
  readonly receivers?: readonly Told[]
  readonly now: () => number
  readonly elapsed?: () => number
  readonly settled?: () => boolean
  /** Called before each entry is added: what it throws is the end of the process at that moment. */
  readonly onAppend?: () => void
}

/** The ledger with what enters into it, as a start of the product opens both. */
export const openHere = ({ folder, db, receivers = [police], now, onAppend, ...rest }: LedgerParts) => {
  const tables = openTables(folder)
  const ledger = openLedger(tables)
  const guarded: typeof ledger = {
    ...ledger,
    append(...entry) {
      onAppend?.()
      return ledger.append(...entry)
    },
  }
  const parts = { settled: () => true, ...rest }
  const entering = openEntering({ ledger: guarded, db, receivers, seal: (text) => text, clock: { now }, ...parts })
  return {
    ledger,
    tables,
    round: entering.round,
    /** Until nothing is left to be entered. */
    drain(): void {
      for (let more = true; more; more = entering.round().more);
    },
    /** The entries of a receiver, each read as a receiver would; throws where they are no chain without a gap. */
    entries(receiver = police.id): readonly Entry[] {
      let previous = ZEROS
      return ledger.after(receiver, 0, 1_000_000).map(({ seq, digest, body }, i) => {
        const entry = Entry.parse(JSON.parse(body))
        if (seq !== i + 1 || entry.seq !== seq) throw new Error(`a gap before ${seq}`)
        if (entry.previous !== previous || digestOf(entry) !== digest) throw new Error(`no chain at ${seq}`)
        previous = digest
        return entry
      })
    },
    close: () => tables.close(),
  }
}
