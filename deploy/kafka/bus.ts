import type { Logger } from 'pino'
import type { Trouble } from '../../ingest/bus/follow.ts'
import { type KafkaBus, openKafkaBus, RECORD_TOPIC } from '../../ingest/bus/kafka.ts'
import { KEYS } from '../one-mask-key.ts'
import { PUSHERS } from '../push/claim.ts'
import { connectionOf, type KafkaBusConfig } from './settings.ts'

type Options = {
  readonly config: KafkaBusConfig
  /** Where its files lie. */
  readonly folder: string
  readonly log: Logger
  readonly onTrouble: (trouble: Trouble) => void
}

/** The bus on the cluster of the configuration. Throws `CONFIG_INVALID`, `BROKER_UNREACHABLE`, `BROKER_REFUSED`. */
export const kafkaBusOf = ({ config, folder, log, onTrouble }: Options): Promise<KafkaBus> =>
  openKafkaBus({
    connection: connectionOf(config, folder),
    prefix: config.prefix,
    settings: {
      ...RECORD_TOPIC,
      retentionMs: config.retention,
      ...(config.replication !== undefined && { replication: config.replication }),
    },
    lasting: [KEYS, PUSHERS],
    onTrouble,
    onRestart: (topic, restart) =>
      restart.kind === 'stalled'
        ? log.warn({ topic }, 'a reader of the bus stalled and was made anew')
        : log.error({ topic, err: restart.error }, 'reading from the bus broke off; it is tried again'),
    said: (message, detail) => log.debug(detail, `kafkajs: ${message}`),
  })
