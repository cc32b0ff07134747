import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isMissing } from '../../kernel/errors.ts'

/** The last block that was durable, as the file `head` has it: so a tail that was cut off can be told from one that a crash tore. */
const HeadFile = z.object({ next: z.number(), digest: z.string() })
export type Head = z.infer<typeof HeadFile>

/** The head as it was written last; undefined where there is none, or a power cut tore it. */
export const headOf = async (folder: string): Promise<Head | undefined> => {
  const text = await readFile(join(folder, 'head'), 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return ''
    throw error
  })
  try {
    return HeadFile.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

export const writeHead = async (folder: string, head: Head): Promise<void> => {
  await writeFile(join(folder, 'head.tmp'), JSON.stringify(head))
  await rename(join(folder, 'head.tmp'), join(folder, 'head'))
}
