import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { coded } from '../../kernel/errors.ts'

/** Why a file cannot be read, by Node's code of it. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'không có tệp này',
  EACCES: 'tài khoản đang chạy không có quyền đọc',
  EISDIR: 'đây là thư mục',
}

/** A file that the configuration names, relative to its folder. Throws CONFIG_INVALID, naming the key. */
export const readNamed = (folder: string, key: string, file: string): string => {
  const path = resolve(folder, file)
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw coded('CONFIG_INVALID', `${key}: không đọc được tệp ${path}: ${UNREADABLE[code] ?? code}`, error)
  }
}

/** An Ed25519 key in PEM. Throws CONFIG_INVALID for a file that cannot be read or is another kind of key. */
export const readKey = (folder: string, key: string, file: string, kind: 'private' | 'public'): KeyObject => {
  const text = readNamed(folder, key, file)
  const what = kind === 'private' ? 'khóa riêng' : 'khóa công khai'
  try {
    const found = kind === 'private' ? createPrivateKey(text) : createPublicKey(text)
    if (found.asymmetricKeyType === 'ed25519') return found
  } catch (error) {
    throw coded('CONFIG_INVALID', `${key}: ${resolve(folder, file)} không phải ${what} Ed25519 (PEM)`, error)
  }
  throw coded('CONFIG_INVALID', `${key}: ${resolve(folder, file)} không phải ${what} Ed25519 (PEM)`)
}

/** A certificate in PEM, as it was given. Throws CONFIG_INVALID, naming the key of the configuration. */
export const certified = (pem: string, key: string): string => {
  try {
    new X509Certificate(pem)
    return pem
  } catch (error) {
    throw coded('CONFIG_INVALID', `${key}: không phải chứng thư PEM`, error)
  }
}
