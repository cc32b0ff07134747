import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { EngineOptions } from '../../detectors/engine.ts'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import { absencesOf } from '../../detectors/meta.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import type { Archive } from '../../kernel/ports.ts'
import { type Checkpoint, openCheckpoint } from '../checkpoint.ts'
import { slotFileOf } from '../cluster/slot-file.ts'
import { onlyOf, type Slot } from '../cluster/slots.ts'
import type { Config } from '../config.ts'
import { openArchive } from '../open-archive.ts'
import type { PreviewOptions } from '../preview.ts'
import { assumedOf, instancesOf, yieldsOf } from '../sources.ts'
import { openVersions } from '../versions.ts'
import type { Version } from './restore.ts'

/** What a reader of a data folder must be told: plain data. */
export type ReadingOptions = {
  readonly config: Pick<Config, 'data' | 'folder' | 'policy' | 'sources' | 'lateness' | 'elasticsearch'>
  readonly sample: boolean
  /** The share of the entities it is about, with a file of its own; all of them where absent. */
  readonly slot?: Slot
}

/** A data folder as slices see it. */
export type Reading = {
  readonly engine: Omit<EngineOptions, 'saved' | 'world' | 'register'>
  readonly archive: Archive
  readonly checkpoint: Checkpoint
  /** For what is computed about everybody, where the rest is a share: registers are the same in each, alerts are copied from all. */
  readonly everybody?: Pick<PreviewOptions, 'engine' | 'checkpoint'>
  readonly version: (id: string) => Promise<Version>
  /** The clerk's folder as a version known from `now` on; undefined where it says what the latest does. Throws `DIRECTORY_INVALID`. */
  readonly propose: (now: number) => Promise<DirectoryData | undefined>
  /** The version in force, one that may follow it, and what that changes. */
  readonly proposal: (next: DirectoryData) => Promise<Pick<PreviewOptions, 'before' | 'after' | 'changes'>>
  close(): Promise<void>
}

/**
 * Opens a data folder to compute over it, while the product runs or not: rules, policy, directory, archive and saved state as the
 * product has them. Writes nothing.
 */
export const openReading = async ({ config, sample, slot }: ReadingOptions): Promise<Reading> => {
  const rules = await loadRules()
  const instances = instancesOf(config.sources)
  const world = { catalogue: loadCatalogue(), assumed: assumedOf(instances) }
  const directory = (): ReturnType<typeof openVersions> =>
    openVersions(config.data, join(config.folder, 'directory'), world)
  let versions = await directory()
  const file = slot ? slotFileOf(config.data, slot.index) : join(config.data, 'vonggac.db')
  const db = new DatabaseSync(file, { readOnly: true })
  const absences = absencesOf(rules)
  const engine = { rules, overrides: config.policy, yields: yieldsOf(instances), lateness: config.lateness, sample }
  const checkpoint = openCheckpoint(db, { readOnly: true, absences })
  const archive = await openArchive(config)
  const whole = slot && new DatabaseSync(join(config.data, 'vonggac.db'), { readOnly: true })
  return {
    engine: { ...engine, ...(slot && { only: onlyOf(slot) }) },
    ...(whole && {
      everybody: {
        engine,
        checkpoint: { ...openCheckpoint(whole, { readOnly: true, absences }), restore: checkpoint.restore },
      },
    }),
    archive,
    checkpoint,
    /** An accepted version of the directory: the product accepts more as it runs. */
    async version(id) {
      if (!versions.has(id)) versions = await directory()
      return versions.version(id)
    },
    async propose(now) {
      versions = await directory()
      const next = await versions.propose(now)
      return next.version === versions.latest?.version ? undefined : next
    },
    async proposal(next) {
      versions = await directory()
      const [before, after] = [versions.toVersion(versions.latest!), versions.toVersion(next)]
      return { before, after, changes: await versions.changesTo(next) }
    },
    async close() {
      db.close()
      whole?.close()
      await archive.close()
    },
  }
}
