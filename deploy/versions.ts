import { join } from 'node:path'
import type { World } from '../detectors/detection.ts'
import { loadRules } from '../detectors/load.ts'
import { loadDirectory } from '../ingest/directory/load.ts'
import { firstAccepted, listVersions, readVersion, saveVersion } from '../ingest/directory/versions.ts'
import { diffDirectory } from '../kernel/directory/diff.ts'
import { createDirectory } from '../kernel/directory/directory.ts'
import type { Directory } from '../kernel/directory/facts.ts'
import { registerObservations } from '../kernel/directory/registers.ts'
import type { DirectoryData } from '../kernel/directory/rows.ts'
import { coded } from '../kernel/errors.ts'
import type { Version } from './detector/restore.ts'
import { wrongExceptions } from './exceptions.ts'

/**
 * Every accepted version of the directory, kept for ever: what a re-evaluation of the past may have to stand on. In memory are the latest and
 * the one before it, whose difference is asked for (a province's has 20 MB each); any other is read from the folder when it is asked for.
 */
export const openVersions = async (dataFolder: string, directoryFolder: string, others: Omit<World, 'directory'>) => {
  const kept = join(dataFolder, 'directory')
  const ids = await listVersions(kept)
  const [last, accepted] = [ids.at(-1), new Set(ids)]
  let since = await firstAccepted(kept)
  let latest = last === undefined ? undefined : (await readVersion(kept, last))?.data
  let former: DirectoryData | undefined

  const dataOf = async (id: string): Promise<DirectoryData> => {
    const held = [latest, former].find((one) => one?.version === id)
    const data = held ?? (await readVersion(kept, id))?.data
    if (!data) throw coded('LOG_CORRUPT', `không còn phiên bản danh bạ «${id}» trong ${kept}`)
    return data
  }
  let made: { readonly data: DirectoryData; readonly directory: Directory } | undefined
  /** Those of the latest are made once, for all who judge by it. */
  const lookUps = (data: DirectoryData): Directory => {
    if (data !== latest) return createDirectory(data)
    if (made?.data !== data) made = { data, directory: createDirectory(data) }
    return made.directory
  }
  const toVersion = (data: DirectoryData): Version => ({
    world: { ...others, directory: lookUps(data) },
    register: registerObservations(data),
  })

  return {
    /** The latest version as look-ups. */
    get directory(): Directory {
      return lookUps(latest!)
    },
    get latest(): DirectoryData | undefined {
      return latest
    },
    /** When the first version was accepted, epoch ms: nothing was watched before. */
    get since(): number | undefined {
      return since
    },
    has: (id: string): boolean => accepted.has(id),
    /** Throws `LOG_CORRUPT` where it is not in the folder, `DIRECTORY_INVALID` where it is damaged. */
    dataOf,
    version: async (id: string): Promise<Version> => toVersion(await dataOf(id)),
    toVersion,
    changes: async (before: string | undefined, after: string) =>
      before === undefined ? [] : diffDirectory(await dataOf(before), await dataOf(after)),
    /** What a version not yet accepted changes against the latest. */
    changesTo: async (next: DirectoryData) => (latest ? diffDirectory(latest, next) : []),

    /**
     * Reads the clerk's folder as a whole, with what only the rules know of. Throws `DIRECTORY_INVALID` with every problem; the version
     * in force stays.
     */
    async propose(now: number): Promise<DirectoryData> {
      const loaded = await loadDirectory(directoryFolder, latest && { data: latest }, now)
      const problems = loaded.ok ? wrongExceptions(directoryFolder, await loadRules(), others.catalogue) : loaded.error
      if (!loaded.ok || problems.length > 0)
        throw coded('DIRECTORY_INVALID', problems.map(({ message }) => message).join('\n'))
      return loaded.value
    },

    /** Keeps a version as accepted from `now` on. */
    async accept(data: DirectoryData, now: number): Promise<void> {
      if (latest?.version === data.version) return
      await saveVersion(kept, data, now)
      accepted.add(data.version)
      former = latest
      latest = data
      since ??= now
    },
  }
}

export type Versions = Awaited<ReturnType<typeof openVersions>>
