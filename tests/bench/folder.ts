import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A fresh folder below `scratch`, and its removal. */
export const freshFolder = (scratch: string) => {
  mkdirSync(scratch, { recursive: true })
  const folder = mkdtempSync(join(scratch, 'run-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Bytes of all files below a folder, or of those whose path `counts`. */
export const bytesIn = (folder: string, counts: (path: string) => boolean = () => true): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && counts(join(entry.parentPath, entry.name)))
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
