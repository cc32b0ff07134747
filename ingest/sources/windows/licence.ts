import { observe } from '../observe.ts'
import type { Reader } from './record.ts'

/** `kms.example:1688` among the parts of a comma-delimited text. */
const SERVER = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?:\d{1,5}$/i

/**
 * Security-SPP 12288: the machine asked a key management server to activate it (Microsoft, «Volume Activation Operations Guide», table 11).
 * The server it asked is all that is told of: whose it is nobody can say here.
 */
export const activationAsked: Reader = (origin, event) => {
  const server = (event.get('param1') ?? '')
    .split(',', 16)
    .map((part) => part.trim())
    .find((part) => SERVER.test(part))
  return server === undefined
    ? undefined
    : observe(origin, 'config.change', {
        ...{ host: event.host, system: 'windows', what: 'activation-asked', item: server.toLowerCase() },
      })
}

/** Security-SPP 8198: an activation failed, often because no server could be reached: it says nothing of the licence. */
export const activationFailed: Reader = (origin, event) => {
  const code = /\bhr=(0x[0-9a-f]{1,8})\b/i.exec(event.get('param1') ?? '')?.[1]
  return code === undefined
    ? undefined
    : observe(origin, 'config.change', {
        ...{ host: event.host, system: 'windows', what: 'activation-failed', value: code.toLowerCase() },
      })
}
