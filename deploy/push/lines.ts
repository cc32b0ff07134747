import type { KeyObject } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { coded } from '../../kernel/errors.ts'
import type { ClientOptions } from './client.ts'
import { certified, readKey, readNamed } from './keys.ts'
import type { PushConfig, PushReceiver } from './settings.ts'

/** A receiver with what its files hold; `tls` is absent where there is no address to connect to. */
export type Told = {
  readonly receiver: PushReceiver
  readonly tls: Omit<ClientOptions, 'signingKey'> | undefined
  readonly receiverKey: KeyObject
}
export type Lines = { readonly signingKey: KeyObject; readonly lines: readonly Told[] }

/**
 * Reads every file that `push` names, relative to `folder`: a start does it, and so does a check, which therefore says the same of each. Throws
 * CONFIG_INVALID for the first that cannot be read, is no key of its kind, or does not fit the others.
 */
export const readLines = ({ signingKey, receivers }: PushConfig, folder: string): Lines => ({
  signingKey: readKey(folder, 'push.signingKey', signingKey, 'private'),
  lines: receivers.map((receiver) => ({ receiver, ...lineOf(receiver, folder) })),
})

const lineOf = ({ id, url, ca, cert, key, receiverKey }: PushReceiver, folder: string) => {
  const named = (what: string): string => `push.receivers «${id}», ${what}`
  const read = (what: string, file: string): string => readNamed(folder, named(what), file)
  const tls =
    url === undefined || cert === undefined || key === undefined
      ? undefined
      : { url, ca: ca === undefined ? undefined : read('ca', ca), cert: read('cert', cert), key: read('key', key) }
  if (tls) holdTogether(tls, named)
  return { tls, receiverKey: readKey(folder, named('receiverKey'), receiverKey, 'public') }
}

/** As TLS itself would use them: it finds out at the first connection only. */
const holdTogether = (
  { ca, cert, key }: Pick<ClientOptions, 'ca' | 'cert' | 'key'>,
  named: (what: string) => string,
): void => {
  try {
    createSecureContext({ cert, key })
  } catch (error) {
    throw coded('CONFIG_INVALID', `${named('cert, key')}: không phải chứng thư và khóa PEM đi cùng nhau`, error)
  }
  if (ca !== undefined) certified(ca, named('ca'))
}
