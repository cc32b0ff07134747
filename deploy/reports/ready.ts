import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReportFormat } from '../../api/reports/formats.ts'
import type { Period } from '../../api/reports/period.ts'
import type { Ready } from '../../api/schemas-reports.ts'
import { baseOf } from './kept.ts'

/** What the files that lie ready say of themselves, and of which state of the period they tell. */
export type ReadyNote = Ready & { readonly period: string; readonly unit?: string; readonly state: ReadyState }
export type ReadyState = 'draft' | 'closed' | 'signed'

const NOTE = 'note.json'

/**
 * The files of reports that were made, in `reports/ready` of the data folder: the latest of each period and scope. All of them can be
 * made again, so nothing is lost with this folder.
 */
export const readyIn = (data: string) => {
  const folder = join(data, 'reports/ready')
  const placeOf = (period: Pick<Period, 'id'>, unit: string | undefined): string => join(folder, baseOf(period, unit))

  /** Each making has a folder of its own, named by its number: one that is there is whole. */
  const makings = async (place: string): Promise<readonly number[]> =>
    (await list(place))
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => b - a)

  const note = async (place: string): Promise<ReadyNote | undefined> => {
    const [latest] = await makings(place)
    if (latest === undefined) return undefined
    const text = await unlessGone(readFile(join(place, String(latest), NOTE), 'utf8'))
    return text === undefined ? undefined : (JSON.parse(text) as ReadyNote) // written by `keep` alone
  }

  return {
    /** Puts files in the place of those before; a reader of these is not disturbed. */
    async keep(
      period: Pick<Period, 'id'>,
      said: ReadyNote,
      files: ReadonlyMap<ReportFormat, string | Uint8Array>,
    ): Promise<void> {
      const place = placeOf(period, said.unit)
      const before = await makings(place)
      const draft = join(place, '.draft')
      await rm(draft, { recursive: true, force: true })
      await mkdir(draft, { recursive: true, mode: 0o700 })
      for (const [format, content] of files) await writeFile(join(draft, format), content, { mode: 0o600 })
      await writeFile(join(draft, NOTE), JSON.stringify(said), { mode: 0o600 })
      await rename(draft, join(place, String((before[0] ?? 0) + 1)))
      for (const old of before) await rm(join(place, String(old)), { recursive: true, force: true })
    },

    note: (period: Pick<Period, 'id'>, unit: string | undefined) => note(placeOf(period, unit)),

    /** A file of the latest making; undefined where there is none. */
    async file(
      period: Pick<Period, 'id'>,
      unit: string | undefined,
      format: ReportFormat,
    ): Promise<Buffer | undefined> {
      const place = placeOf(period, unit)
      const [latest] = await makings(place)
      return latest === undefined ? undefined : unlessGone(readFile(join(place, String(latest), format)))
    },

    /** Of every period and scope. */
    async all(): Promise<readonly ReadyNote[]> {
      const found = await Promise.all((await list(folder)).map((name) => note(join(folder, name))))
      return found.flatMap((one) => one ?? [])
    },
  }
}

const list = async (folder: string): Promise<readonly string[]> => (await unlessGone(readdir(folder))) ?? []

/** A later making may take the place of one while it is looked at. */
const unlessGone = <T>(reading: Promise<T>): Promise<T | undefined> =>
  reading.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
