import { createHmac, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mask } from '../ingest/intake/mask-bytes.ts'
import { masker } from '../ingest/mask.ts'
import { coded } from '../kernel/errors.ts'

const KEY_BYTES = 32

/**
 * The mask with this installation's key: digests of secret titles can be compared here and mean nothing elsewhere. The key is made
 * at the first start, readable by the owner alone. Throws `CONFIG_INVALID` for a file that is no key: a weak one would let titles be guessed.
 */
export const maskFor = (dataFolder: string): Mask => masker(keyOf(dataFolder))

/** What tells one key from another and says nothing else about it: 32 hex digits. Makes the key and throws as `maskFor`. */
export const maskPrintOf = (dataFolder: string): string =>
  createHmac('sha256', keyOf(dataFolder)).update('vong-gac mask.key').digest('hex').slice(0, 32)

export const maskKeyFile = (dataFolder: string): string => join(dataFolder, 'mask.key')

const keyOf = (dataFolder: string): Uint8Array => {
  const file = maskKeyFile(dataFolder)
  if (!existsSync(file)) {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
    // Under another name first: a crash never leaves half a key.
    writeFileSync(`${file}.draft`, randomBytes(KEY_BYTES), { mode: 0o600 })
    renameSync(`${file}.draft`, file)
  }
  const key = readFileSync(file)
  if (key.length !== KEY_BYTES)
    throw coded(
      'CONFIG_INVALID',
      `${file}: không phải khóa che (cần ${KEY_BYTES} byte); lấy lại tệp này từ bản sao lưu`,
    )
  return key
}
