import { observe } from '../observe.ts'
import { addressOf, personOf } from './names.ts'
import { subject } from './people.ts'
import type { Reader } from './record.ts'

/** What the log says for the title unless the policy «Allow job name in event logs» is on, in the languages met so far. */
const NO_TITLE = /^(print document|in tài liệu|문서 인쇄)$/iu

const count = (value: string | undefined): number | undefined =>
  /^\d{1,15}$/.test(value ?? '') ? Number(value) : undefined

/**
 * PrintService 307: job, document, person, machine, printer, port, bytes, pages. A printer of files has the file for its port. The person is
 * named without a domain: on a machine of a domain that domain's.
 */
export const printed: Reader = (origin, event) => {
  const printer = event.get('Param5')
  if (printer === undefined) return undefined
  const title = event.get('Param2')?.normalize('NFC')
  const port = event.get('Param6')
  return observe(origin, 'document.print', {
    host: event.host,
    user: personOf(event.get('Param3'), event.domain, undefined, event.host),
    document: NO_TITLE.test(title ?? '') ? undefined : title,
    printer,
    path: /^[a-z]:\\/i.test(port ?? '') ? port : undefined,
    pages: count(event.get('Param8')),
    bytes: count(event.get('Param7')),
  })
}

/** WLAN-AutoConfig 8001. */
export const joinedWifi: Reader = (origin, event) => {
  const ssid = event.get('SSID') ?? event.get('ProfileName')
  if (ssid === undefined) return undefined
  return observe(origin, 'wifi.connect', { host: event.host, ssid, bssid: event.get('BSSID')?.toLowerCase() })
}

// FILE_WRITE_DATA, FILE_APPEND_DATA and DELETE ([MS-DTYP] 2.4.3).
const WRITES = 0x2 | 0x4 | 0x10000

/** 5140 and 5145; `\\*\IPC$` carries pipes, not files. */
export const shared: Reader = (origin, event) => {
  const share = event.get('ShareName')
  if (share === undefined || /\\ipc\$$/i.test(share)) return undefined
  const mask = Number(event.get('AccessMask') ?? 0)
  const path = event.get('RelativeTargetName')
  if (event.outcome() === 'failure') return undefined
  return observe(origin, 'share.access', {
    host: event.host,
    user: subject(event),
    ip: addressOf(event.get('IpAddress')),
    share,
    path: path === '\\' ? undefined : path,
    write: Number.isInteger(mask) && (mask & WRITES) !== 0,
  })
}

/** 5152 and 5157: what the machine's own firewall did not let through. */
export const blocked: Reader = (origin, event) => {
  const to = addressOf(event.get('DestAddress'))
  const port = count(event.get('DestPort'))
  if (to === undefined) return undefined
  return observe(origin, 'net.connect', {
    host: event.host,
    ip: addressOf(event.get('SourceAddress')),
    to,
    port: port !== undefined && port <= 65_535 ? port : undefined,
    protocol: event.get('Protocol'),
    process: event.get('Application'),
    allowed: false,
  })
}
