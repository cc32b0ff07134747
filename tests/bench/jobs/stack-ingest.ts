import { randomUUID } from 'node:crypto'
import { detectInstance, instancesOf } from '../../../deploy/sources.ts'
import { openKafkaBus } from '../../../ingest/bus/kafka.ts'
import { createIntake } from '../../../ingest/intake/local.ts'
import { masker } from '../../../ingest/mask.ts'
import { openQuarantine } from '../../../ingest/quarantine.ts'
import { RECORDS } from '../../../ingest/wire.ts'
import { MINUTE } from '../../../kernel/time.ts'
import { arriving, loadItems } from '../data/load.ts'
import { type Senders, stepsOf } from '../deliver.ts'
import { freshFolder } from '../folder.ts'
import { measure } from '../measure.ts'
import type { Measured } from '../scenario.ts'
import { forget } from '../stack/client.ts'

type Params = {
  readonly folder: string
  readonly scratch: string
  readonly brokers: readonly string[]
  /** Of a topic that is kept for others; without it a topic of this job alone, gone after it. */
  readonly prefix?: string
  readonly senders?: Senders
}

/** Steps under way at once. */
const AHEAD = 4

/** Lines → intake (mask, parse, digests) → the topic `records`, acknowledged by the broker; a tick a minute of receipt time. */
export const job = async ({ folder, scratch, brokers, prefix, senders = 'relay' }: Params): Promise<Measured> => {
  const items = arriving(loadItems(folder), 'prompt')
  const run = freshFolder(scratch)
  const own = prefix ?? `bench-${randomUUID().slice(0, 8)}.`
  const bus = await openKafkaBus({ connection: { brokers }, prefix: own })
  let now = items[0]!.deliveredAt
  const clock = { now: () => now }
  const quarantine = openQuarantine(run.folder, { clock })
  const mask = masker(new Uint8Array(32))
  const intake = createIntake({ bus, quarantine, clock, mask, instances: instancesOf([]), detect: detectInstance })
  await bus.end(RECORDS) // the topic is there before the clock runs
  const deliver = async (step: (typeof items)[number][], before?: Promise<void>): Promise<void> => {
    now = Math.max(now, step.at(-1)!.deliveredAt)
    const received = now
    const groups = Map.groupBy(step, ({ collector, source }) =>
      senders === 'relay' ? source : `${collector}\n${source}`,
    )
    await Promise.all(
      [...groups.values()].map((lines) => {
        const { collector, source } = lines[0]!
        return intake.deliver({ collector, source, lines: lines.map(({ bytes }) => bytes), text: {}, received })
      }),
    )
    await before
    await intake.publishTick(received)
  }
  const measured = await measure(async () => {
    const under: Promise<void>[] = []
    for (const step of stepsOf(items, MINUTE)) {
      if (under.length >= AHEAD) await under.shift()
      under.push(deliver([...step], under.at(-1)))
    }
    await Promise.all(under)
    await intake.publishTick(now + 10 * MINUTE)
    return items.length
  })
  if (intake.counters.accepted < items.length)
    throw new Error(`${intake.counters.accepted} lines of ${items.length} stored`)
  const messages = await bus.end(RECORDS)
  await bus.close()
  if (prefix === undefined) await forget(brokers, `${own}${RECORDS}`)
  run.remove()
  return { ...measured, extra: { messages } }
}
