import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pino from 'pino'
import { onTestFinished } from 'vitest'
import { stringify } from 'yaml'
import { Entry } from '../../api/push/wire.ts'
import { startReceiver } from '../../deploy/receiver/server.ts'
import { loadReceiver } from '../../deploy/receiver/settings.ts'
import { makeAuthority } from './authority.ts'
import { temporaryFolder } from './folder.ts'
import { openFront } from './front.ts'
import type { Party } from './receiver.ts'

const pem = (kind: 'private' | 'public', key: ReturnType<typeof generateKeyPairSync>) =>
  kind === 'private'
    ? key.privateKey.export({ type: 'pkcs8', format: 'pem' })
    : key.publicKey.export({ type: 'spki', format: 'pem' })

/** A sender and a receiver that know one another, with every file both need, made now; `push` is the sender's section of `config.yaml`. */
export const agreeIn = async (folder: string, more: Readonly<Record<string, unknown>> = {}) => {
  const at = (name: string): string => join(folder, name)
  const authority = makeAuthority(folder)
  const [server, client] = [authority.sign('may-nhan'), authority.sign('may-gui')]
  const [theirs, ours] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')]
  const files = {
    'server.pem': server.cert,
    'server-key.pem': server.key,
    'client.pem': client.cert,
    'client-key.pem': client.key,
    'receiver-sign.pem': pem('private', theirs),
    'receiver.pub': pem('public', theirs),
    'sender-sign.pem': pem('private', ours),
    'sender.pub': pem('public', ours),
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text)
  const front = await openFront()
  mkdirSync(at('nhan'))
  const receiver = {
    id: 'pa05',
    port: 0,
    data: at('nhan'),
    ...{ cert: at('server.pem'), key: at('server-key.pem'), ca: authority.file, signingKey: at('receiver-sign.pem') },
    senders: [
      {
        id: 'tinh-mau',
        publicKeys: [at('sender.pub')],
        certificates: [new X509Certificate(client.cert).fingerprint256],
      },
    ],
    logLevel: 'warn',
  }
  writeFileSync(at('receiver.yaml'), stringify(receiver))
  const push = {
    sender: 'tinh-mau',
    signingKey: at('sender-sign.pem'),
    receivers: [
      {
        ...{ id: 'pa05', name: 'PA05 tỉnh mẫu', url: front.url, ca: authority.file },
        ...{ cert: at('client.pem'), key: at('client-key.pem'), receiverKey: at('receiver.pub') },
        ...{ profile: 'full', policy: [{ from: '2026-01-01' }], supplementEvery: '0s' },
        ...more,
      },
    ],
  }
  return {
    folder,
    push,
    /** The receiver's configuration file. */
    file: at('receiver.yaml'),
    /** Where the sender sends to; a receiver that is started has to be led to. */
    front,
    ca: authority.ca,
    /** The sender, for whoever wants to speak in its name. */
    party: { id: 'tinh-mau', ...client, signingKey: ours.privateKey } satisfies Party,
    /** What is in effect there, in order. */
    received(): readonly Entry[] {
      const db = new DatabaseSync(at('nhan/receiver.db'), { readOnly: true, timeout: 5_000 })
      const rows = db.prepare('SELECT body FROM entry ORDER BY seq').all()
      db.close()
      return rows.map(({ body }) => Entry.parse(JSON.parse(String(body))))
    },
    receiverData: at('nhan'),
  }
}

/** The same for one test, with the receiver in its process. */
export const agree = async (more: Readonly<Record<string, unknown>> = {}) => {
  const agreed = await agreeIn(temporaryFolder(), more)
  const { front } = agreed
  onTestFinished(front.close)
  return {
    ...agreed,
    /** Starts the receiver; closing it cuts whoever is connected. */
    async receive(now: () => number = Date.now) {
      const running = await startReceiver(loadReceiver(agreed.file), { now }, pino({ level: 'silent' }))
      onTestFinished(running.close)
      front.lead(running.url)
      return {
        async close(): Promise<void> {
          front.lead()
          await running.close()
        },
      }
    },
  }
}
export type Agreed = Awaited<ReturnType<typeof agree>>
