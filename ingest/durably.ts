import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'

/** Writes a file so that its name appears only with the whole content behind it, on the disk. */
export const writeDurably = async (folder: string, name: string, text: string): Promise<void> => {
  const draft = join(folder, `${name}.draft`)
  const file = await open(draft, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, join(folder, name))
  // Windows opens no folders; there the rename itself is journalled.
  if (process.platform === 'win32') return
  const directory = await open(folder, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
