import { mkdir, open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { DirectoryVersion } from '../../kernel/directory/data.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import { type CodedError, coded } from '../../kernel/errors.ts'
import { writeDurably } from '../durably.ts'

/** A version as it was accepted: `ordinal` counts from 1, `accepted` is epoch ms. */
export type SavedVersion = { readonly ordinal: number; readonly accepted: number; readonly data: DirectoryData }

/** A version as it is stored, and as it is told to other processes. */
export const StoredVersion = z.object({ accepted: z.number(), data: DirectoryVersion })
const NAME = /^(\d{6})-([\da-f]{16})\.json$/

/**
 * Keeps an accepted version for good; durable once resolved. The version in force accepted again is not kept twice. One writer
 * a folder.
 */
export const saveVersion = async (folder: string, data: DirectoryData, accepted: number): Promise<SavedVersion> => {
  await mkdir(folder, { recursive: true })
  const names = await versionFiles(folder)
  const last = names.at(-1)
  if (last?.version === data.version) return readOne(folder, last)
  const ordinal = (last?.ordinal ?? 0) + 1
  const name = `${String(ordinal).padStart(6, '0')}-${data.version}.json`
  await writeDurably(folder, name, JSON.stringify({ accepted, data }))
  return { ordinal, accepted, data }
}

/** Every version ever accepted, oldest first. Throws DIRECTORY_INVALID where a file was damaged. */
export const readVersions = async (folder: string): Promise<readonly SavedVersion[]> =>
  Promise.all((await versionFiles(folder)).map((file) => readOne(folder, file)))

/** The ids of the accepted versions, oldest first; what they say is not read. */
export const listVersions = async (folder: string): Promise<readonly string[]> =>
  (await versionFiles(folder)).map(({ version }) => version)

/** A version as it was accepted last; `undefined` where it never was. Throws DIRECTORY_INVALID where its file was damaged. */
export const readVersion = async (folder: string, id: string): Promise<SavedVersion | undefined> => {
  const file = (await versionFiles(folder)).findLast(({ version }) => version === id)
  return file && readOne(folder, file)
}

/** Of the first version when it was accepted, epoch ms: what its file begins with. Throws DIRECTORY_INVALID where that is damaged. */
export const firstAccepted = async (folder: string): Promise<number | undefined> => {
  const [first] = await versionFiles(folder)
  if (!first) return undefined
  const file = await open(join(folder, first.name))
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(HEAD) })
    const [, accepted] = /^\{"accepted":(\d+),"data":/.exec(buffer.toString('latin1', 0, bytesRead)) ?? []
    if (accepted === undefined) throw damaged(first)
    return Number(accepted)
  } finally {
    await file.close()
  }
}

/** More than stands before the registers, bytes. */
const HEAD = 64

type VersionFile = { readonly name: string; readonly ordinal: number; readonly version: string }

const versionFiles = async (folder: string): Promise<readonly VersionFile[]> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names.sort().flatMap((name) => {
    const [, ordinal, version] = NAME.exec(name) ?? []
    return ordinal === undefined || version === undefined ? [] : [{ name, ordinal: Number(ordinal), version }]
  })
}

const damaged = ({ name }: VersionFile, cause?: unknown): CodedError =>
  coded('DIRECTORY_INVALID', `bản danh bạ đã lưu ${name} bị hỏng; lấy lại tệp này từ bản sao lưu`, cause)

const readOne = async (folder: string, file: VersionFile): Promise<SavedVersion> => {
  const { name, ordinal, version } = file
  const text = await readFile(join(folder, name), 'utf8')
  const stored = StoredVersion.safeParse(parsed(text))
  if (!stored.success || stored.data.data.version !== version) throw damaged(file, stored.error)
  // The schema holds every register; only its being readonly is not in the type.
  return { ordinal, accepted: stored.data.accepted, data: stored.data.data as DirectoryData }
}

/** `undefined` is no version, so the schema refuses it with the rest. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
