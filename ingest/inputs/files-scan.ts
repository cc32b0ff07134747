import { glob, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { isMissing } from '../../kernel/errors.ts'
import type { FileMark } from './files-checkpoint.ts'
import { digestOf, isGzip, sampleAt } from './files-content.ts'

export type Found = {
  readonly path: string
  readonly inode: string
  readonly size: number
  /** Changes whenever the file was written to. */
  readonly state: string
  /** Its name was asked for; otherwise it is a neighbour, of interest only as what a log was renamed or copied to. */
  readonly wanted: boolean
}

const look = async (path: string, wanted: boolean): Promise<Found | undefined> => {
  try {
    const stats = await stat(path, { bigint: true })
    if (!stats.isFile()) return undefined
    const { dev, ino, size, mtimeNs } = stats
    return { path, inode: `${dev}:${ino}`, size: Number(size), state: `${size}@${mtimeNs}`, wanted }
  } catch (error) {
    // It went away since the folder was listed.
    if (isMissing(error)) return undefined
    throw error
  }
}

const patternOf = async (path: string): Promise<string> => {
  try {
    return (await stat(path)).isDirectory() ? join(path, '*') : path
  } catch (error) {
    // A pattern, or something that does not exist yet.
    if (isMissing(error)) return path
    throw error
  }
}

const neighboursOf = async (folder: string): Promise<readonly string[]> => {
  try {
    return (await readdir(folder)).map((name) => join(folder, name))
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/** All files named by `paths` (files, folders, or patterns such as `/var/log/*.log`), and their neighbours. */
export const scan = async (paths: readonly string[]): Promise<readonly Found[]> => {
  const wanted = new Set<string>()
  const folders = new Set<string>()
  for (const path of paths) {
    const pattern = await patternOf(resolve(path))
    if (!/[*?[{]/.test(dirname(pattern))) folders.add(dirname(pattern))
    for await (const match of glob(pattern)) {
      wanted.add(match)
      folders.add(dirname(match))
    }
  }
  const all = new Set(wanted)
  for (const folder of folders) for (const path of await neighboursOf(folder)) all.add(path)
  const found: Found[] = []
  for (const path of all) {
    const file = await look(path, wanted.has(path))
    if (file) found.push(file)
  }
  return found
}

const holds = async ({ path, size }: Found, mark: FileMark): Promise<boolean> => {
  if (!isGzip(path) && size < mark.offset) return false
  return digestOf(await sampleAt(path, mark.offset)) === mark.digest
}

/** `app` of `app.log`: what a rotated name begins with (`app.log.1`, `app-20260703.log`, `app.log.2.gz`). */
const stem = (path: string): string => basename(path).split('.')[0]!

/**
 * How far a file was read before: by its inode after a rename; by its content where a log was copied or compressed
 * (copytruncate, gzip), so that nothing is read twice; from the beginning if it is new, or was emptied in place.
 * `undefined`: none of our business.
 */
export const markFor = async (file: Found, known: ReadonlyMap<string, FileMark>): Promise<FileMark | undefined> => {
  const fresh = {
    inode: file.inode,
    path: file.path,
    born: file.inode,
    offset: 0,
    digest: digestOf(await sampleAt(file.path, 0)),
    skipping: false,
  }
  const own = known.get(file.inode)
  if (own) {
    if (await holds(file, own)) return own
    return file.wanted ? fresh : undefined
  }
  for (const mark of known.values()) {
    const related = mark.offset > 0 && dirname(mark.path) === dirname(file.path)
    if (related && basename(file.path).startsWith(stem(mark.path)) && (await holds(file, mark))) {
      return { ...mark, inode: file.inode }
    }
  }
  return file.wanted ? fresh : undefined
}
