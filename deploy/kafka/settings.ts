import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { Connection } from '../../ingest/kafka/client.ts'
import { coded } from '../../kernel/errors.ts'
import { DAY } from '../../kernel/time.ts'
import { duration } from '../duration.ts'
import { isPem } from '../pem.ts'

const id = z.string().min(1)

/** How a Kafka cluster is reached. Secrets are files: the configuration may be shown to anyone. */
const connection = {
  brokers: z.array(z.string().regex(/^[^\s:]+:\d+$/, 'cần dạng máy:cổng, như kafka-01:9093')).min(1),
  /** PEM files; `{}` for the authorities the system knows. */
  tls: z.strictObject({ ca: id.optional(), cert: id.optional(), key: id.optional() }).optional(),
  sasl: z
    .strictObject({
      mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
      username: id,
      passwordFile: id,
    })
    .optional(),
}

/** The product's own bus: the topics under `prefix`. */
export const KafkaBusConfig = z.strictObject({
  ...connection,
  /** Before the names of topics and groups: several installations may share a cluster. */
  prefix: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'cần chữ thường không dấu, số và các dấu . _ -, bắt đầu bằng chữ hoặc số')
    .default('vonggac.'),
  /** How long Kafka keeps what was published: so long detector and archive may be away. */
  retention: duration.refine((span) => span >= DAY, 'cần ít nhất 1d').default(7 * DAY),
  /** Copies of each topic; three where the cluster has so many brokers. */
  replication: z.number().int().min(1).max(7).optional(),
})
export type KafkaBusConfig = z.infer<typeof KafkaBusConfig>

/** Raw topics that collectors write themselves. */
export const KafkaInputConfig = z.strictObject({
  ...connection,
  group: id.default('vonggac'),
  topics: z
    .array(
      z.strictObject({
        topic: z
          .string()
          .regex(/^[a-zA-Z0-9._-]{1,249}$/, 'tên chủ đề Kafka chỉ gồm chữ không dấu, số và các dấu . _ -'),
        source: id.default('auto'),
        collector: id,
      }),
    )
    .min(1)
    .refine(
      (topics) => new Set(topics.map(({ topic }) => topic)).size === topics.length,
      'một chủ đề chỉ khai một lần',
    ),
})
export type KafkaInputConfig = z.infer<typeof KafkaInputConfig>

/** The connection with its files read, paths relative to `folder`. Throws `CONFIG_INVALID`. */
export const connectionOf = (
  { brokers, tls, sasl }: Pick<KafkaInputConfig, 'brokers' | 'tls' | 'sasl'>,
  folder: string,
): Connection => {
  const read = (path: string): string => {
    try {
      return readFileSync(resolve(folder, path), 'utf8')
    } catch (cause) {
      throw coded('CONFIG_INVALID', `kafka: không đọc được tệp «${resolve(folder, path)}»`, cause)
    }
  }
  const pem = (path: string, key: string, kind: Parameters<typeof isPem>[1]): string => {
    const text = read(path)
    if (isPem(text, kind)) return text
    const what = kind === 'CERTIFICATE' ? 'chứng thư' : 'khóa riêng'
    throw coded(
      'CONFIG_INVALID',
      `kafka: ${key}: tệp «${resolve(folder, path)}» không phải ${what} dạng PEM (không có dòng «-----BEGIN … ${kind}-----»)`,
    )
  }
  const secret = (path: string): string => {
    // A file written with an editor ends in a newline that is no part of the password.
    const text = read(path).replace(/\r?\n$/, '')
    if (text !== '') return text
    throw coded('CONFIG_INVALID', `kafka: sasl.passwordFile: tệp «${resolve(folder, path)}» rỗng`)
  }
  if (tls && (tls.cert === undefined) !== (tls.key === undefined))
    throw coded('CONFIG_INVALID', 'kafka: tls.cert và tls.key phải đi cùng nhau')
  if (sasl?.mechanism === 'plain' && !tls)
    throw coded(
      'CONFIG_INVALID',
      'kafka: sasl.mechanism plain gửi mật khẩu không mã hóa; hãy thêm mục tls, hoặc dùng scram-sha-512',
    )
  return {
    brokers,
    ...(tls && {
      tls: {
        ...(tls.ca !== undefined && { ca: pem(tls.ca, 'tls.ca', 'CERTIFICATE') }),
        ...(tls.cert !== undefined && { cert: pem(tls.cert, 'tls.cert', 'CERTIFICATE') }),
        ...(tls.key !== undefined && { key: pem(tls.key, 'tls.key', 'PRIVATE KEY') }),
      },
    }),
    ...(sasl && {
      sasl: {
        mechanism: sasl.mechanism,
        username: sasl.username,
        password: secret(sasl.passwordFile),
      },
    }),
  }
}
