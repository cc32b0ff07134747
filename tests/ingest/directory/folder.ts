import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { loadDirectory } from '../../../ingest/directory/load.ts'
import type { DirectoryData } from '../../../kernel/directory/rows.ts'

export type Files = Readonly<Record<string, string | Uint8Array>>

/** A small province as a clerk would keep it. */
export const sound: Files = {
  'units.csv': 'mã;tên;trực thuộc;giám sát từ\ntinh;Tỉnh mẫu;;01/01/2026\nxa-a;Xã A;tinh;\n',
  'people.csv': 'mã;họ tên;đơn vị;trạng thái;từ ngày;đến ngày\np-an;Nguyễn Văn An;xa-a;đang làm việc;;\n',
  'accounts.csv': 'tài khoản;cán bộ;quản trị\nan.nv@tinh;p-an;không\n',
}

/** A folder with these files, gone when the test ends. */
export const folderOf = async (files: Files): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'danh-ba-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  return folder
}

export const load = async (files: Files, previous?: DirectoryData, now = 1_000) =>
  loadDirectory(await folderOf(files), previous && { data: previous }, now)

/** The version, where the test is about a sound folder. */
export const loaded = async (files: Files, previous?: DirectoryData, now = 1_000): Promise<DirectoryData> => {
  const result = await load(files, previous, now)
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join('\n'))
  return result.value
}

export const messages = async (files: Files, previous?: DirectoryData): Promise<readonly string[]> => {
  const result = await load(files, previous)
  return result.ok ? [] : result.error.map(({ message }) => message)
}
