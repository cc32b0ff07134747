import { setTimeout as sleep } from 'node:timers/promises'
import { detectInstance, instancesOf } from '../../../deploy/sources.ts'
import { openKafkaBus } from '../../../ingest/bus/kafka.ts'
import { openKafkaInput } from '../../../ingest/inputs/kafka.ts'
import { createIntake } from '../../../ingest/intake/local.ts'
import type { Intake } from '../../../ingest/intake.ts'
import { lagsOf } from '../../../ingest/kafka/lag.ts'
import { masker } from '../../../ingest/mask.ts'
import { openQuarantine } from '../../../ingest/quarantine.ts'
import { MINUTE, SECOND } from '../../../kernel/time.ts'
import { freshFolder } from '../folder.ts'
import { measure } from '../measure.ts'
import type { Measured } from '../scenario.ts'
import { clientOf } from '../stack/client.ts'

type Params = {
  readonly scratch: string
  readonly brokers: readonly string[]
  /** The raw topic, and the group of its name. */
  readonly topic: string
  readonly partitions: number
  /** Of the bus. */
  readonly prefix: string
}

const LOOK = 100
/** Lines that do not come within so long will not come. */
const PATIENCE = 3 * MINUTE

/** One ingester of a raw topic: from the first line of the group to its last; `ended` is when, epoch ms. */
export const job = async ({ scratch, brokers, topic, partitions, prefix }: Params): Promise<Measured> => {
  const run = freshFolder(scratch)
  const bus = await openKafkaBus({ connection: { brokers }, prefix })
  let now = 0
  const clock = { now: () => now }
  const quarantine = openQuarantine(run.folder, { clock })
  const mask = masker(new Uint8Array(32))
  const local = createIntake({ bus, quarantine, clock, mask, instances: instancesOf([]), detect: detectInstance })
  /** As if each delivery came when it was written: a backlog's lines would be late besides. */
  const intake: Intake = {
    get pressed() {
      return local.pressed
    },
    deliver(delivery) {
      now =
        Date.parse(/"@timestamp":"([^"]+)"/.exec(Buffer.from(delivery.lines.at(-1)!).toString('latin1'))![1]!) + SECOND
      return local.deliver(delivery)
    },
  }
  const admin = clientOf(brokers).admin()
  await admin.connect()
  const input = await openKafkaInput({
    ...{ connection: { brokers }, group: topic, intake, onRestart: () => undefined, said: () => undefined },
    topics: [{ topic, collector: 'bench', source: 'winlogbeat' }],
  })
  const began = performance.now()
  const lag = async (): Promise<number> => (await lagsOf(admin, topic, [topic])).lags.get(topic) ?? 0
  const measured = await measure(async () => {
    // What ends a transaction stands in each partition, and is no line; before it there is nothing to be read.
    for (let isThere = false, left = 0; !isThere || left > partitions; isThere ||= left > partitions) {
      if (performance.now() - began > PATIENCE) throw new Error('the lines did not come')
      await sleep(LOOK)
      left = await lag()
    }
    return input.counters['lines']!
  })
  const ended = Date.now()
  await input.close()
  await admin.disconnect()
  await bus.close()
  run.remove()
  const { refused } = local.counters
  if (Object.values(refused).some((n) => n > 0)) throw new Error(`lines were refused: ${JSON.stringify(refused)}`)
  return { ...measured, extra: { ended } }
}
