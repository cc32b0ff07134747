import { randomBytes } from 'node:crypto'
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
export const maskFor = (dataFolder: string): Mask => {
  const file = join(dataFolder, 'mask.key')
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
  return masker(key)
}
