import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { coded } from '../../kernel/errors.ts'

/**
 * Takes the folder for this one writer and returns how to give it back. The lock is SQLite's exclusive lock on the file
 * `lock`, which the operating system drops with the process: so the lock of a dead process needs no guess by its number
 * (in a container the next process often has the same one). Throws DATA_LOCKED.
 */
export const lockFolder = (folder: string): (() => void) => {
  const database = new DatabaseSync(join(folder, 'lock'))
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    throw coded('DATA_LOCKED', `Thư mục dữ liệu «${folder}» đang được một tiến trình khác sử dụng`, cause)
  }
  return () => database.close()
}
