import { observe, table } from '../observe.ts'
import { addressOf } from './names.ts'
import { written } from './people.ts'
import type { Reader, WindowsRecord } from './record.ts'

/** `MD5=…,SHA256=…` in any order, as configured: the SHA-256 in lower case. */
const sha256 = (hashes: string | undefined): string | undefined =>
  /\bSHA256=([0-9a-f]{64})\b/i.exec(hashes ?? '')?.[1]?.toLowerCase()

/** 1. The same act as Security 4688, which is an `activity`. */
export const processStarted: Reader = (origin, event) => {
  const path = event.get('Image')
  if (path === undefined) return undefined
  return observe(origin, 'program.start', {
    host: event.host,
    user: written(event, 'User'),
    path,
    command: event.get('CommandLine'),
    parent: event.get('ParentImage'),
    product: event.get('Product'),
    vendor: event.get('Company'),
    original: event.get('OriginalFileName'),
    hash: sha256(event.get('Hashes')),
  })
}

const portOf = (value: string | undefined): number | undefined => {
  const port = Number(value ?? Number.NaN)
  return Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : undefined
}

/** 3: a connection that was made. The one who reached out is `ip`, whichever side this machine is. */
export const connected: Reader = (origin, event) => {
  const to = addressOf(event.get('DestinationIp'))
  if (to === undefined) return undefined
  return observe(origin, 'net.connect', {
    host: event.host,
    user: written(event, 'User'),
    ip: addressOf(event.get('SourceIp')),
    to,
    port: portOf(event.get('DestinationPort')),
    protocol: event.get('Protocol')?.toLowerCase(),
    domain: event.get('DestinationHostname')?.toLowerCase(),
    process: event.get('Image'),
    allowed: true,
  })
}

/** 11, 15 (a stream: what a browser notes of a download), 23 and 26. */
export const fileChanged =
  (what: 'created' | 'deleted' | 'downloaded'): Reader =>
  (origin, event) => {
    const path = event.get('TargetFilename')
    if (path === undefined) return undefined
    const url = /\bHostUrl=(\S{1,4096})/.exec(event.get('Contents') ?? '')?.[1]
    // A stream that names no origin is no download.
    if (what === 'downloaded' && (url === undefined || !/^https?:/i.test(url))) return undefined
    const common = { host: event.host, user: written(event, 'User'), path, process: event.get('Image') }
    return observe(origin, 'file.change', { ...common, what, url: what === 'downloaded' ? url : undefined })
  }

const REGISTRY = table({
  createkey: 'registry-created',
  deletekey: 'registry-deleted',
  deletevalue: 'registry-deleted',
  setvalue: 'registry-set',
  renamekey: 'registry-renamed',
})

/** What 13 and 14 are always; 12 is either of two. */
const BY_CODE = table({ '13': 'registry-set', '14': 'registry-renamed' })

/** NXLog leaves the kind out. */
const kindOf = (event: WindowsRecord): string | undefined =>
  REGISTRY.get(event.get('EventType')?.toLowerCase() ?? '') ?? BY_CODE.get(event.code)

/** 12, 13 and 14. */
export const registryChanged: Reader = (origin, event) => {
  const item = event.get('TargetObject')
  const what = kindOf(event)
  if (item === undefined || what === undefined) return undefined
  return observe(origin, 'config.change', {
    host: event.host,
    user: written(event, 'User'),
    system: 'windows',
    what,
    item,
    value: event.get('Details') ?? event.get('NewName'),
    process: event.get('Image'),
  })
}

/** 22. Names of a machine's own network without a dot are no domains. */
export const asked: Reader = (origin, event) => {
  const domain = event.get('QueryName')?.toLowerCase().replace(/\.$/, '')
  if (domain === undefined || domain === '') return undefined
  return observe(origin, 'dns.query', {
    host: event.host,
    user: written(event, 'User'),
    domain,
    answer: event.get('QueryResults'),
    process: event.get('Image'),
  })
}
