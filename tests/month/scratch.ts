import { existsSync, mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
const ROOM = 4 * 2 ** 30

const hasRoom = (folder: string): boolean => {
  if (!existsSync(folder)) return false
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize >= ROOM
}

/**
 * A new folder for the data of a month: in memory where there is room. A month is 9,000 small groups, each with its syncs; what is
 * tried here is the death of processes, which no page of a file system notices, and not the loss of power.
 */
export const scratch = (): string => mkdtempSync(join(hasRoom(MEMORY) ? MEMORY : tmpdir(), 'vong-gac-thang-'))
