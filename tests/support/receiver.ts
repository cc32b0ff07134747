import { execFileSync } from 'node:child_process'
import { createHash, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { join } from 'node:path'
import { TLSSocket } from 'node:tls'
import { stringify } from 'yaml'
import { fingerprintOf, requestHeaders, signBytes } from '../../api/push/signature.ts'
import { digestOf, ENTRIES, type Entry, type EntryKind, ZEROS } from '../../api/push/wire.ts'

/** A certificate with its key, PEM. */
export type Pem = { readonly cert: string; readonly key: string }
export type Party = Pem & { readonly id: string; readonly signingKey: KeyObject }
export type Site = {
  readonly config: string
  readonly folder: string
  readonly ca: string
  readonly sender: Party
  readonly stranger: Party
  readonly receiverKey: KeyObject
}

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
const openssl = (...args: readonly string[]): void => void execFileSync('openssl', args, { stdio: 'ignore' })

/** A police unit that knows one sender, `tinh-x`; and a stranger with a certificate of the same authority. Keys are made now: none is kept in the repository. */
export const makeSite = (folder: string, settings: Readonly<Record<string, unknown>> = {}): Site => {
  mkdirSync(folder, { recursive: true })
  const at = (name: string): string => join(folder, name)
  openssl('req', '-x509', ...EC, '-subj', '/CN=ca.example', '-keyout', at('ca-key.pem'), '-out', at('ca.pem'))
  const leaf = (name: string, alternative: string): Pem => {
    const signed = ['-CA', at('ca.pem'), '-CAkey', at('ca-key.pem'), '-addext', 'basicConstraints=critical,CA:FALSE']
    const own = ['-subj', `/CN=${name}.example`, '-addext', `subjectAltName=${alternative}`]
    openssl('req', '-x509', ...EC, ...signed, ...own, '-keyout', at(`${name}-key.pem`), '-out', at(`${name}.pem`))
    return { cert: readFileSync(at(`${name}.pem`), 'utf8'), key: readFileSync(at(`${name}-key.pem`), 'utf8') }
  }
  const ed25519 = (name: string): KeyObject => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    writeFileSync(at(`${name}-sign.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }))
    writeFileSync(at(`${name}-sign.pub.pem`), publicKey.export({ type: 'spki', format: 'pem' }))
    return privateKey
  }
  leaf('receiver', 'DNS:localhost,IP:127.0.0.1')
  const party = (id: string): Party => ({ id, ...leaf(id, `DNS:${id}.example`), signingKey: ed25519(id) })
  const [sender, stranger] = [party('tinh-x'), party('tinh-y')]
  const receiverKey = ed25519('receiver')
  const config = {
    ...{ id: 'pa05', port: 0, cert: 'receiver.pem', key: 'receiver-key.pem', ca: 'ca.pem', logLevel: 'error' },
    signingKey: 'receiver-sign.pem',
    senders: [
      {
        id: sender.id,
        publicKeys: ['tinh-x-sign.pub.pem'],
        certificates: [new X509Certificate(sender.cert).fingerprint256],
      },
    ],
    ...settings,
  }
  writeFileSync(at('receiver.yaml'), stringify(config))
  return { config: at('receiver.yaml'), folder, ca: readFileSync(at('ca.pem'), 'utf8'), sender, stranger, receiverKey }
}

/** A ledger of entries, each with the digest of the one before it: `kinds` of alert after alert. */
export const ledger = (
  told: readonly { readonly kind: EntryKind; readonly alert: string; readonly but?: object }[],
  at: number,
  before: { readonly seq: number; readonly digest: string } = { seq: 0, digest: ZEROS },
): readonly Entry[] => {
  let [seq, previous] = [before.seq, before.digest]
  return told.map(({ kind, alert, but }) => {
    const entry: Entry = {
      ...{ seq: ++seq, previous, kind, at },
      alert: {
        ...{ id: alert, revision: seq, profile: 'full', digest: createHash('sha256').update(alert).digest('hex') },
        rule: { id: 'MED-01', version: '1', title: 'Thiết bị lạ' },
        clause: { id: 'MED-01', title: 'Cắm thiết bị', standing: 'violation', basis: [{ doc: 'PT', at: '2' }] },
        ...{ level: 'high', unit: { id: 'xa-a', name: 'Xã A' }, first: at, last: at, occurrences: 1 },
        ...{ late: false, doubts: [], machine: 'pc-01', say: `Cắm thiết bị lạ vào pc-01 (${alert})` },
        ...(kind === 'withdraw' && { withdrawn: { reason: 'nhật ký đến muộn', at } }),
        ...but,
      },
    }
    previous = digestOf(entry)
    return entry
  })
}

export const bodyOf = (entries: readonly Entry[], sender = 'tinh-x', receiver = 'pa05'): Buffer =>
  Buffer.from(JSON.stringify({ sender, receiver, entries }))

/** The file of a site without a line. */
export const exportOf = (entries: readonly Entry[], { id, signingKey }: Party, receiver = 'pa05'): Buffer => {
  const [first, last] = [entries[0]!, entries.at(-1)!]
  const head = {
    ...{ format: 'vonggac-push-1', sender: id, receiver, first: first.seq, last: last.seq },
    ...{ previous: first.previous, made: last.at, key: fingerprintOf(signingKey) },
  }
  const signed = Buffer.from([head, ...entries].map((line) => `${JSON.stringify(line)}\n`).join(''))
  const end = { sha256: createHash('sha256').update(signed).digest('hex'), signature: signBytes(signingKey, signed) }
  return Buffer.concat([signed, Buffer.from(`${JSON.stringify(end)}\n`)])
}

export type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> }
type Post = {
  readonly path?: string
  readonly at?: number
  /** Instead of the headers that belong to the body. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Who speaks to the receiver at `url`: one connection that is kept, as a sender has it, or one for each request. */
export const speaker = (url: string, ca: string, party: Party, { keepAlive = true } = {}) => {
  const agent = new Agent({ keepAlive, maxSockets: 1, ca, cert: party.cert, key: party.key })
  let resumed = 0
  return {
    post: (body: Buffer, { path = ENTRIES, at = Date.now(), headers }: Post = {}): Promise<Answer> =>
      new Promise((resolve, reject) => {
        const own = headers ?? requestHeaders(party.signingKey, { at, path, body })
        const options = { method: 'POST', agent, headers: { 'content-type': 'application/json', ...own } }
        const asked = request(`${url}${path}`, options, (answer) => {
          let text = ''
          answer.setEncoding('utf8').on('data', (part: string) => {
            text += part
          })
          answer.on('error', reject)
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text === '' ? {} : JSON.parse(text) }))
        })
        asked.on('error', reject)
        asked.on('socket', (socket) => {
          if (!asked.reusedSocket)
            socket.once('secureConnect', () => {
              if (socket instanceof TLSSocket && socket.isSessionReused()) resumed++
            })
        })
        asked.end(body)
      }),
    /** Connections that went on with the TLS session of an earlier one. */
    resumed: () => resumed,
    close: (): void => agent.destroy(),
  }
}
