import kafkajs, { type Kafka, type SASLOptions } from 'kafkajs'
import { useCodecs } from './codecs.ts'

export type Mechanism = 'plain' | 'scram-sha-256' | 'scram-sha-512'

/** How a cluster is reached. PEM texts, not paths. */
export type Connection = {
  /** Bootstrap addresses, host:port. */
  readonly brokers: readonly string[]
  /** Encrypted; `ca` instead of the system's authorities; `cert` and `key` where the broker asks who we are. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string }
  readonly sasl?: { readonly mechanism: Mechanism; readonly username: string; readonly password: string }
}

/** Hears what kafkajs warns of: it goes on by itself, nobody must act. */
export type Said = (message: string, detail: Readonly<Record<string, unknown>>) => void

/** How long a connection and a request may take, ms; the broker's own default for requests is 30 s. */
const CONNECTING = 10_000
const REQUEST = 15_000

/** A warning about what is so on purpose: the publisher goes on repeating where the client gives up, so that it can be stopped. */
const OURS = 'Limiting retries for the idempotent producer'

/** A client of the cluster; connects to nothing yet. */
export const kafkaClient = (connection: Connection, clientId: string, said: Said): Kafka => {
  useCodecs()
  const { brokers, tls, sasl } = connection
  return new kafkajs.Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: CONNECTING,
    authenticationTimeout: CONNECTING,
    requestTimeout: REQUEST,
    // Short: who uses the client goes on by itself, and says why meanwhile.
    retry: { retries: 4, initialRetryTime: 100, maxRetryTime: 1_000 },
    ...(tls && { ssl: tls.ca === undefined ? { ...tls } : { ...tls, ca: [tls.ca] } }),
    ...(sasl && { sasl: saslOf(sasl) }),
    logLevel: kafkajs.logLevel.WARN,
    logCreator:
      () =>
      ({ namespace, log: { message, timestamp: _, ...detail } }) => {
        if (!message.startsWith(OURS)) said(message, { namespace, ...detail })
      },
  })
}

const saslOf = ({ mechanism, username, password }: NonNullable<Connection['sasl']>): SASLOptions => {
  switch (mechanism) {
    case 'plain':
      return { mechanism, username, password }
    case 'scram-sha-256':
      return { mechanism, username, password }
    case 'scram-sha-512':
      return { mechanism, username, password }
    default:
      return mechanism satisfies never
  }
}
