import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { syncFolder } from '../bus/log-file.ts'
import { namesIn } from './segments.ts'

/** Messages that were judged once and are in no file any more: bus offsets, and the latest time they can tell of, epoch ms. */
const Lost = z.object({ first: z.number(), next: z.number(), to: z.number() })
export type Lost = z.infer<typeof Lost>

const NAME = /^\d{16}\.lost\.json$/

/** Keeps it for good in the archive's folder that messages were lost; durable when it resolves. */
export const tellLost = async (folder: string, lost: Lost): Promise<void> => {
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${String(lost.first).padStart(16, '0')}.lost.json`)
  const file = await open(`${path}.tmp`, 'w')
  try {
    await file.writeFile(JSON.stringify(lost))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.tmp`, path)
  await syncFolder(folder)
}

/** The latest time that each loss can concern; Infinity where its file cannot be read. */
export const lostIn = async (folder: string): Promise<readonly number[]> => {
  const names = (await namesIn(folder)).filter((name) => NAME.test(name))
  return Promise.all(names.map((name) => readEnd(join(folder, name))))
}

const readEnd = async (path: string): Promise<number> => {
  const text = await readFile(path, 'utf8')
  try {
    return Lost.parse(JSON.parse(text)).to
  } catch {
    return Infinity // that something was lost is known all the same
  }
}
