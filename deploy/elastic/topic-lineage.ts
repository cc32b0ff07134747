import { randomUUID } from 'node:crypto'
import type { Client } from '@elastic/elasticsearch'
import { z } from 'zod'
import { controlOf } from '../../api/store/elastic/names.ts'
import { newestThere } from './compare.ts'

/** The end of each partition of a topic, and what a group has committed of it (-1: nothing). */
export type TopicPlace = { readonly ends: readonly number[]; readonly committed: readonly number[] }

/** A topic has at most so many partitions: with the offset they make one order of all its revisions. */
const PARTITIONS = 4_096

/** The place of a revision in a topic as one number: of two of one partition the later has the larger. */
export const seqOf = (partition: number, offset: number): number => offset * PARTITIONS + partition
const offsetOf = (seq: number): number => Math.floor(seq / PARTITIONS)

const Kept = z.object({ lineage: z.string() })

/**
 * Which topic these revisions are of, as Elasticsearch and every follower know it. Where Elasticsearch does not (it is new, or was emptied),
 * or knows of later revisions than the topic has (it was made anew), it is another one from here on, and all is to be told again: `reset` is done
 * before anybody is told so. Of several followers that find this at once one decides.
 */
export const topicLineage = async (
  client: Client,
  prefix: string,
  topic: string,
  { ends, committed }: TopicPlace,
  reset: () => Promise<void>,
): Promise<string> => {
  const place = { index: controlOf(prefix), id: `topic/${topic}` }
  for (;;) {
    const found = await client.get(place, { ignore: [404] })
    const known = found._source === undefined ? undefined : Kept.parse(found._source).lineage
    if (known !== undefined) {
      const there = offsetOf(await newestThere(client, prefix, known))
      const isAhead = committed.some((next, i) => next > (ends[i] ?? 0))
      if (!isAhead && there < Math.max(1, ...ends)) return known
    }
    await reset()
    const lineage = randomUUID()
    const document = { what: 'lineage', topic, lineage, former: known }
    const after =
      known === undefined
        ? ({ op_type: 'create' } as const)
        : { if_seq_no: found._seq_no!, if_primary_term: found._primary_term! } // of a document that is there
    const answer = await client.index({ ...place, ...after, document, refresh: true }, { ignore: [409], meta: true })
    if (answer.statusCode !== 409) return lineage
  }
}
