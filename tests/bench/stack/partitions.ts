import type { Side } from '../compare.ts'
import type { Row } from '../scenario.ts'
import { BYTES_LINES, type Given, JAVA_PRODUCE } from './sides.ts'

const of = (partitions: number): string => (partitions === 1 ? '1 partition' : `${partitions} partitions`)

/** Sides that differ in the number of partitions of the topic alone, and in that of those who share them. */
export const partitionSides = ({ servers, folder, scratch, jars, lines, partitions }: Given): readonly Side[] => {
  const { brokers } = servers
  const most = Math.max(...partitions)
  /** One side for each number of partitions, set against the first: what one partition gives. */
  const each = (job: string, name: (n: number) => string, params: (n: number) => object): readonly Side[] =>
    partitions.map((n) => ({
      ...{ what: name(n), job, params: { brokers, folder, ...params(n) } },
      ...(n !== partitions[0] && { against: name(partitions[0]!) }),
    }))
  const raw = (n: number): string => `raw topic of ${of(n)} → intake → Kafka, one ingester`
  const spread = { scratch, partitions: most, ingesters: 2 }
  return [
    ...each(
      'stack-java',
      // What one gives stands in the table above.
      (n) => (n === 1 ? JAVA_PRODUCE : `${JAVA_PRODUCE}, ${of(n)}`),
      (n) => ({ what: 'produce', jars, partitions: n, messages: lines(n).messages }),
    ).filter(({ what }) => what !== JAVA_PRODUCE),
    ...each(
      'stack-produce',
      (n) => `kafkajs alone, producing our lines, zstd, ${of(n)}`,
      (n) => ({ partitions: n }),
    ),
    ...each(
      'stack-java',
      (n) => `Kafka’s own consumer-perf-test, our lines, ${of(n)}`,
      (n) => ({ what: 'consume', jars, ...lines(n) }),
    ),
    ...each(
      'stack-consume',
      (n) => `${BYTES_LINES}, ${of(n)}`,
      (n) => ({ ...lines(n), what: 'bytes' }),
    ),
    ...each('stack-raw', raw, (n) => ({ scratch, partitions: n, ingesters: 1 })),
    ...(most < 2
      ? []
      : [
          {
            what: `raw topic of ${of(most)} → intake → Kafka, two ingesters`,
            job: 'stack-raw',
            params: { brokers, folder, ...spread },
            against: raw(most),
            note: 'two processes of one consumer group, on the same cores; wall time to the last line, CPU time of both',
          },
        ]),
  ]
}

/** Why no figure stands under the log itself. */
export const WHOLE_LOG: Row = {
  what: 'Kafka → detection, the log `records` in several partitions',
  value: Number.NaN,
  unit: 'events/s',
  note: 'not built: `records` has one partition, because every detector reads the whole log in one order (ADR 37); what more detectors bring stands in the first table. `alerts` and `state` have a partition a slot, which is the share of one detector',
}
