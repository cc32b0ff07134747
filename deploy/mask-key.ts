import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mask } from '../ingest/intake/mask-bytes.ts'
import { masker } from '../ingest/mask.ts'

/**
 * The mask with this installation's key: digests of secret titles can be compared here and mean nothing elsewhere. The key is made
 * at the first start, readable by the owner alone.
 */
export const maskFor = (dataFolder: string): Mask => {
  const file = join(dataFolder, 'mask.key')
  if (!existsSync(file)) {
    mkdirSync(dataFolder, { recursive: true })
    writeFileSync(file, randomBytes(32), { mode: 0o600 })
  }
  return masker(readFileSync(file))
}
