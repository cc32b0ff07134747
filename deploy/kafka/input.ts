import type { Logger } from 'pino'
import { type KafkaInput, openKafkaInput } from '../../ingest/inputs/kafka.ts'
import type { Intake } from '../../ingest/intake.ts'
import { connectionOf, type KafkaInputConfig } from './settings.ts'

type Options = {
  readonly config: KafkaInputConfig
  /** Where its files lie. */
  readonly folder: string
  readonly intake: Intake
  readonly log: Logger
}

/** The input of raw topics. Throws `CONFIG_INVALID`, `BROKER_REFUSED`, `BROKER_TOPIC`. */
export const kafkaInputOf = ({ config, folder, intake, log }: Options): Promise<KafkaInput> =>
  openKafkaInput({
    connection: connectionOf(config, folder),
    group: config.group,
    topics: config.topics,
    intake,
    onRestart: (restart) =>
      restart.kind === 'stalled'
        ? log.warn('a consumer of Kafka stalled and was made anew')
        : log.error({ err: restart.error }, 'reading from Kafka broke off; it is tried again'),
    said: (message, detail) => log.debug(detail, `kafkajs: ${message}`),
  })
