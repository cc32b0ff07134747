import type { Logger } from 'pino'
import { kafkaClient } from '../../ingest/kafka/client.ts'
import { brokerTrouble } from '../../ingest/kafka/trouble.ts'
import type { Cleanup } from '../cleanup.ts'
import { connectionOf, type KafkaBusConfig } from '../kafka/settings.ts'
import type { ReadingBroker } from './read-partition.ts'
import { type ClusterTopics, ensureClusterTopics } from './topics.ts'

export type ConnectOptions = {
  readonly config: KafkaBusConfig
  /** Where its files lie. */
  readonly folder: string
  readonly slots: number
  readonly log: Logger
}

export type Cluster = { readonly broker: ReadingBroker; readonly topics: ClusterTopics }

/** The cluster with the topics that detectors share. Throws `CONFIG_INVALID`, `BROKER_UNREACHABLE`, `BROKER_REFUSED`, `BROKER_TOPIC`. */
export const connectCluster = async (
  { config, folder, slots, log }: ConnectOptions,
  opened: Cleanup,
): Promise<Cluster> => {
  const { prefix, replication } = config
  const connection = connectionOf(config, folder)
  const { brokers } = connection
  const client = kafkaClient(connection, 'vonggac-detector', (message, detail) =>
    log.debug(detail, `kafkajs: ${message}`),
  )
  const admin = client.admin({ retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000 } })
  try {
    await admin.connect()
  } catch (error) {
    throw brokerTrouble(error, { brokers })
  }
  opened.add(() => admin.disconnect())
  const topics = await ensureClusterTopics({ admin, brokers, prefix, slots, replication })
  const broker: ReadingBroker = {
    ...{ client, admin, brokers, prefix },
    onRestart: (topic, restart) =>
      restart.kind === 'stalled'
        ? log.warn({ topic }, 'a reader of the cluster stalled and was made anew')
        : log.warn({ topic, err: restart.error }, 'reading from the cluster broke off; it is tried again'),
  }
  return { broker, topics }
}
