import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from '@elastic/elasticsearch'
import { RECORDS } from '../../../ingest/wire.ts'
import { MINUTE } from '../../../kernel/time.ts'
import { arriving, loadItems } from '../data/load.ts'
import { deliverStep, type Senders, stepsOf } from '../deliver.ts'
import { freshFolder } from '../folder.ts'
import { measure } from '../measure.ts'
import { layRegisters, openBenchProduct } from '../product.ts'
import type { Measured } from '../scenario.ts'
import { forget } from '../stack/client.ts'
import { storedIn } from './whole.ts'

type Params = {
  readonly folder: string
  readonly scratch: string
  readonly brokers: readonly string[]
  readonly elastic: string
  readonly senders?: Senders
}

const AHEAD = 4

/**
 * The whole product in one process on both servers: lines → intake → Kafka → detection → archive and store → alerts in Elasticsearch.
 * Ends when everything was detected and saved, and Elasticsearch has every revision.
 */
export const job = async ({ folder, scratch, brokers, elastic, senders = 'relay' }: Params): Promise<Measured> => {
  const items = arriving(loadItems(folder), 'prompt')
  const run = freshFolder(scratch)
  layRegisters(folder, run.folder)
  const name = `b${randomUUID().slice(0, 8)}`
  const config = { kafka: { brokers, prefix: `${name}.` }, elasticsearch: { url: elastic, prefix: name } }
  const bench = await openBenchProduct(folder, run.folder, { config })
  const health = async () =>
    (await (await fetch(`${bench.product.url}/api/v1/health`)).json()) as { readonly counters: Record<string, number> }
  const measured = await measure(async () => {
    const under: Promise<void>[] = []
    for (const step of stepsOf(items, MINUTE)) {
      if (under.length >= AHEAD) await under.shift()
      under.push(deliverStep(bench, step, { senders, ...(under.length > 0 && { before: under.at(-1)! }) }))
    }
    await Promise.all(under)
    await bench.setTime(items.at(-1)!.deliveredAt + 10 * MINUTE)
    await bench.product.detector.settled()
    while (((await health()).counters['elastic.waiting'] ?? 0) > 0) await sleep(50)
    return items.length
  })
  const sent = (await health()).counters['elastic.sent'] ?? Number.NaN
  await bench.product.close()
  const client = new Client({ node: elastic })
  const indices = Object.keys(await client.indices.get({ index: `${name}-*`, allow_no_indices: true }))
  if (indices.length > 0) await client.indices.delete({ index: indices })
  await client.close()
  await forget(brokers, `${name}.${RECORDS}`)
  const extra = { ...storedIn(join(run.folder, 'data')), sent }
  run.remove()
  return { ...measured, extra }
}
