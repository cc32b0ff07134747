import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { coded, isMissing } from '../../kernel/errors.ts'

/** Seals bytes so that only who holds the key file can read them; `label` is bound to them and must be given again. */
export type Vault = {
  seal(plain: Uint8Array, label: string): Uint8Array
  open(sealed: Uint8Array, label: string): Uint8Array
  /** Tells two keys apart without giving either away. */
  readonly fingerprint: string
}

const KEY = 32
const NONCE = 12
const TAG = 16

/**
 * AES-256-GCM (NIST SP 800-38D, random 96-bit nonces) under the key in `path`. A missing key file is created with mode 0600
 * only where nothing was sealed yet (`begin`). Throws CONFIG_INVALID.
 */
export const openVault = (path: string, begin: boolean): Vault => {
  const key = readKey(path) ?? (begin ? createKey(path) : undefined)
  if (!key) throw coded('CONFIG_INVALID', `Thiếu tệp khóa «${path}» của kho cách ly; hãy khôi phục từ bản sao lưu.`)
  if (key.length !== KEY) throw coded('CONFIG_INVALID', `Tệp khóa «${path}» phải dài đúng ${KEY} byte.`)
  return {
    fingerprint: createHash('sha256').update('vong-gac quarantine key').update(key).digest('hex').slice(0, 32),
    seal: (plain, label) => {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(label))
      const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
    },
    open: (sealed, label) => {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG })
      decipher.setAAD(Buffer.from(label)).setAuthTag(sealed.subarray(NONCE, NONCE + TAG))
      return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()])
    },
  }
}

const readKey = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

const createKey = (path: string): Buffer => {
  const key = randomBytes(KEY)
  const fresh = `${path}.tmp`
  const file = openSync(fresh, 'w', 0o600)
  try {
    writeSync(file, key)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(fresh, path)
  return key
}
