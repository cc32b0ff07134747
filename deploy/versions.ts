import { join } from 'node:path'
import type { World } from '../detectors/detection.ts'
import { loadRules } from '../detectors/load.ts'
import { loadDirectory } from '../ingest/directory/load.ts'
import { readVersions, saveVersion } from '../ingest/directory/versions.ts'
import { diffDirectory } from '../kernel/directory/diff.ts'
import { createDirectory } from '../kernel/directory/directory.ts'
import type { Directory } from '../kernel/directory/facts.ts'
import { registerObservations } from '../kernel/directory/registers.ts'
import type { DirectoryData } from '../kernel/directory/rows.ts'
import { coded } from '../kernel/errors.ts'
import type { Version } from './detector/restore.ts'
import { wrongExceptions } from './exceptions.ts'

/** Every accepted version of the directory, kept for ever: what a re-evaluation of the past may have to stand on. */
export const openVersions = async (dataFolder: string, directoryFolder: string, others: Omit<World, 'directory'>) => {
  const kept = join(dataFolder, 'directory')
  const versions = await readVersions(kept)
  const accepted = new Map<string, DirectoryData>(versions.map(({ data }) => [data.version, data]))
  let latest = versions.at(-1)?.data
  let since = versions[0]?.accepted

  const dataOf = (id: string): DirectoryData => {
    const data = accepted.get(id)
    if (!data) throw coded('LOG_CORRUPT', `không còn phiên bản danh bạ «${id}» trong ${kept}`)
    return data
  }
  const toVersion = (data: DirectoryData): Version => ({
    world: { ...others, directory: createDirectory(data) },
    register: registerObservations(data),
  })

  let made: { readonly data: DirectoryData; readonly directory: Directory } | undefined

  return {
    /** The latest version as look-ups; made once a version. */
    get directory(): Directory {
      const data = latest!
      if (made?.data !== data) made = { data, directory: createDirectory(data) }
      return made.directory
    },
    get latest(): DirectoryData | undefined {
      return latest
    },
    /** When the first version was accepted, epoch ms: nothing was watched before. */
    get since(): number | undefined {
      return since
    },
    has: (id: string): boolean => accepted.has(id),
    dataOf,
    version: async (id: string): Promise<Version> => toVersion(dataOf(id)),
    toVersion,
    changes: async (before: string | undefined, after: string) =>
      before === undefined ? [] : diffDirectory(dataOf(before), dataOf(after)),
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
      if (accepted.has(data.version) && latest?.version === data.version) return
      await saveVersion(kept, data, now)
      accepted.set(data.version, data)
      latest = data
      since ??= now
    },
  }
}

export type Versions = Awaited<ReturnType<typeof openVersions>>
