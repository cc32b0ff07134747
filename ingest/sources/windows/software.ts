import { observe } from '../observe.ts'
import { subject } from './people.ts'
import type { Reader } from './record.ts'

/** MsiInstaller 1033 and 1034: product, version, language, status, manufacturer. `(NULL)` where the package says nothing. */
export const packaged =
  (action: 'software.install' | 'software.remove'): Reader =>
  (origin, event) => {
    const [product, version, status, vendor] = ['param1', 'param2', 'param4', 'param5'].map((name) => {
      const value = event.get(name)
      return /^\(null\)$/i.test(value ?? '') ? undefined : value
    })
    if (product === undefined) return undefined
    return observe(origin, action, {
      host: event.host,
      user: event.writer?.(),
      product,
      version,
      vendor,
      ok: status === undefined || status === '0',
    })
  }

/** Service Control Manager 7045 and Security 4697, which tell of the same act. */
export const serviceInstalled: Reader = (origin, event) => {
  const service = event.get('ServiceName')
  if (service === undefined) return undefined
  return observe(origin, 'service.install', {
    host: event.host,
    by: subject(event),
    service,
    path: event.get('ImagePath') ?? event.get('ServiceFileName'),
    account: event.get('AccountName') ?? event.get('ServiceAccount'),
  })
}

/** Windows Update Client 19 (installed) and 20 (could not be). */
export const updated =
  (ok: boolean): Reader =>
  (origin, event) => {
    const update = event.get('updateTitle')
    return update === undefined ? undefined : observe(origin, 'update.install', { host: event.host, update, ok })
  }

/** Windows Backup 4 (done), 5, 517 and 546 (failed). */
export const backedUp =
  (ok: boolean): Reader =>
  (origin, event) =>
    observe(origin, 'backup.run', { host: event.host, agent: 'windows-backup', ok, what: event.get('BackupTarget') })
