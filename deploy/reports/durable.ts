import { link, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * A file that appears only with its whole content behind it, and never in another's place: false where one of that name is there. Durable
 * once resolved.
 */
export const writeOnce = async (folder: string, name: string, content: string | Uint8Array): Promise<boolean> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = join(folder, `.${name}.${process.pid}.draft`)
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, join(folder, name))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
  // Windows opens no folders; there the name itself is journalled.
  if (process.platform === 'win32') return true
  const opened = await open(folder, 'r')
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
  return true
}
