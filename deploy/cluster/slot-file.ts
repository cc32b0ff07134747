import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Logger } from 'pino'
import { sqliteAlertStore, writeAlerts } from '../../api/store/sqlite.ts'
import type { Change } from '../../detectors/state.ts'
import { type Checkpoint, type CheckpointOptions, openCheckpoint, type Row } from '../checkpoint.ts'
import { openDatabase } from '../database.ts'
import type { Committed } from './changelog.ts'
import type { AlertRecord } from './changelog-record.ts'

/** Where a slot's copy of what Kafka holds of it lies. */
export const slotFileOf = (data: string, slot: number): string => join(data, 'slots', String(slot), 'vonggac.db')

/** Beside the state, in the same transactions: up to where on Kafka the file holds everything. No engine knows of it. */
const [SPACE, NOTE] = ['changelog', 'note']
export const noteOf = (committed: Committed): Change => ({ space: SPACE, key: NOTE, value: committed })

export type SlotFileOptions = CheckpointOptions & {
  readonly file: string
  readonly log: Logger
}

/** The file of a slot, which may be made anew at any time: Kafka has all of it. */
export const openSlotFile = ({ file, log, ...options }: SlotFileOptions) => {
  let db: DatabaseSync
  let checkpoint: Checkpoint
  const open = (): void => {
    mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
    db = openDatabase(file, Date.now(), log).db
    sqliteAlertStore(db) // makes its tables
    checkpoint = openCheckpoint(db, options)
  }
  open()

  return {
    get db() {
      return db
    },
    get checkpoint() {
      return checkpoint
    },
    /** What was noted last; undefined where the file is new. */
    noted: (): Committed | undefined => checkpoint.value(SPACE, NOTE) as Committed | undefined, // written by `take`, or with a commit

    /** What of it an engine knows of. */
    ownOf: (saved: readonly Change[]): readonly Change[] => saved.filter(({ space }) => space !== SPACE),
    /** Under what something is saved, whether or not it can be read. */
    keys: (): readonly (readonly [space: string, key: string])[] =>
      db
        .prepare('SELECT space, key FROM state WHERE space <> ?')
        .all(SPACE)
        .map(({ space, key }) => [String(space), String(key)]),

    /** Begins with an empty file. */
    renew(): void {
      db.close()
      for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true })
      open()
    },

    /** Begins with an empty file, and keeps the one there was: nobody else may have what it says. */
    putAside(): void {
      db.close()
      const aside = `${file}.rieng-${Date.now()}`
      for (const part of ['', '-wal', '-shm']) if (existsSync(file + part)) renameSync(file + part, aside + part)
      log.error(
        { aside },
        'Kafka has lost the state of the slot: its file was put aside, and is made anew from the archive',
      )
      open()
    },

    /** Revisions of alerts as Kafka has them; more than the place says is no harm. */
    takeAlerts(records: readonly AlertRecord[]): void {
      db.exec('BEGIN IMMEDIATE')
      try {
        for (const { alert, written } of records) writeAlerts(db, [alert], written)
        db.exec('COMMIT')
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK')
        throw error
      }
    },

    /** The state as of a place, all at once. */
    take(rows: Iterable<Row>, { place, offset }: Committed): void {
      checkpoint.write([...rows, [SPACE, NOTE, JSON.stringify({ place, offset })]], [], place.position, place.version)
    },

    close: () => db.close(),
  }
}

export type SlotFile = ReturnType<typeof openSlotFile>
