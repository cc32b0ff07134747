import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { coded, isMissing } from '../../kernel/errors.ts'

/** How far one file was read. */
const FileMark = z.object({
  /** `device:inode`: a file keeps it when it is renamed. */
  inode: z.string(),
  /** The path under which its lines are known, whatever its name is now, and its inode when it was first seen. */
  path: z.string(),
  born: z.string().default(''),
  /** Where the first line that was not yet taken begins; in a gzip file, counted after inflation. */
  offset: z.number().int().min(0),
  /** SHA-256 of the first bytes and of the last ones before `offset`: tells the file from another in its place. */
  digest: z.string(),
  /** The offset lies inside an oversize line whose rest is to be skipped. */
  skipping: z.boolean(),
  /** The heading line (masked) that names the columns of the next line. */
  heading: z.string().optional(),
})
export type FileMark = z.infer<typeof FileMark>

const Checkpoint = z.object({ version: z.literal(1), files: z.array(FileMark) })

/** Reads the checkpoint; none yet is an empty one. Throws LOG_CORRUPT rather than read everything again unasked. */
export const loadCheckpoint = async (path: string): Promise<readonly FileMark[]> => {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
  try {
    return Checkpoint.parse(JSON.parse(text)).files
  } catch (error) {
    const message = `Tệp đánh dấu vị trí đọc «${path}» bị hỏng; xóa tệp này thì các tệp nhật ký được đọc lại từ đầu.`
    throw coded('LOG_CORRUPT', message, error)
  }
}

/** Replaces the checkpoint as a whole: after a power cut it is the old one or the new one. */
export const saveCheckpoint = async (path: string, files: readonly FileMark[]): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(`${path}.new`, 'w')
  try {
    await file.writeFile(JSON.stringify({ version: 1, files }))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}
