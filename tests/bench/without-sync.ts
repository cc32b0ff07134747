import { open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Makes this process believe that the disk has what it was only told: `datasync` and `sync` of every file answer at once. For the figure
 * «without fsync» alone: the product has no such switch.
 */
export const withoutSync = async (): Promise<void> => {
  const path = join(tmpdir(), `vonggac-bench-${process.pid}`)
  const file = await open(path, 'w')
  const prototype: object = Object.getPrototypeOf(file)
  for (const name of ['datasync', 'sync']) Object.defineProperty(prototype, name, { value: async () => undefined })
  await file.close()
  await rm(path)
}
