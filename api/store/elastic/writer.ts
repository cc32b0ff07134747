import type { Client } from '@elastic/elasticsearch'
import { z } from 'zod'
import type { Alert } from '../../../kernel/alert.ts'
import { type Act, type Refused, sendBulk } from './bulk.ts'
import { documentOf } from './document.ts'
import { aliasOf, indexOf, monthIn } from './names.ts'
import type { Document } from './nested.ts'
import { planOf, type Revision, type Standing, type Step } from './plan.ts'

export type WriterOptions = {
  readonly client: Client
  readonly prefix: string
  /** The database whose revisions these are. */
  readonly lineage: string
}

/**
 * Takes the place of what stands where it is older, or of another lineage; `triage` is the analysts' and stays. Atomic for one document, so a
 * person who writes at the same moment loses nothing.
 */
const REPLACE = `
  def here = ctx._source;
  if (ctx.op != 'create') {
    def mine = here.vonggac;
    if (mine != null && mine.lineage == params.lineage && mine.revision >= params.revision) { ctx.op = 'none'; return }
  }
  def triage = here.triage;
  here.clear();
  here.putAll(params.document);
  if (triage != null) { here.triage = triage }`

/** Of what stands only this is looked at. */
const Stored = z.object({
  event: z.object({ id: z.string() }),
  vonggac: z.object({
    revision: z.number(),
    lineage: z.string(),
    grown: z.boolean(),
    raised: z.string(),
    body: z.string(),
  }),
})
const SEEN = [
  'event.id',
  'vonggac.revision',
  'vonggac.lineage',
  'vonggac.grown',
  'vonggac.raised',
  'vonggac.body',
] as const

/** What is sent of one revision, and why it can be sent no more. */
export const keyOf = ({ id, revision }: Pick<Alert, 'id' | 'revision'>): string => `${id}/${revision}`

/**
 * Writes revisions, idempotent by (id, revision): an older or equal one changes nothing. The history is written before what refers to
 * it, so that whatever stops it in between is made good by sending the same again. One caller at a time: it looks before it writes.
 */
export const openWriter = ({ client, prefix, lineage }: WriterOptions) => {
  const standingOf = async (ids: readonly string[]): Promise<ReadonlyMap<string, Standing>> => {
    const answer = await client.search({
      index: aliasOf(prefix, 'alerts'),
      ignore_unavailable: true,
      query: { terms: { 'event.id': [...ids] } },
      size: ids.length,
      _source: [...SEEN],
    })
    return new Map(
      answer.hits.hits.map(({ _index, _source }) => {
        const { event, vonggac } = Stored.parse(_source)
        const { revision, lineage: from, grown } = vonggac
        const alert = JSON.parse(vonggac.body) as Alert // written by this program
        const month = monthIn(prefix, _index)!
        return [event.id, { month, lineage: from, revision, grown, raised: Date.parse(vonggac.raised), alert }]
      }),
    )
  }

  const revisionId = (alert: Pick<Alert, 'id' | 'revision'>): string => `${lineage}/${keyOf(alert)}`
  const historyActs = ({ alert, month, around, folds }: Step): readonly Act[] => {
    const place = { key: keyOf(alert), index: indexOf(prefix, 'revisions', month) }
    const { written, grown } = around
    const body = JSON.stringify(alert)
    const document = { alert: { id: alert.id, revision: alert.revision }, written, lineage, grown, body }
    const create: Act = { ...place, kind: 'create', id: revisionId(alert), document }
    const fold = folds === undefined ? [] : [revisionId({ id: alert.id, revision: folds })]
    return [create, ...fold.map((id): Act => ({ ...place, kind: 'delete', id }))]
  }
  const alertAct = ({ alert, month }: Step, document: Document): Act => ({
    ...{ key: keyOf(alert), kind: 'update', index: indexOf(prefix, 'alerts', month), id: alert.id },
    body: {
      scripted_upsert: true,
      upsert: {},
      script: { source: REPLACE, lang: 'painless', params: { document, lineage, revision: alert.revision } },
    },
  })

  return {
    /** Makes what was written before visible to `write`. */
    async open(): Promise<void> {
      await client.indices.refresh({ index: aliasOf(prefix, 'alerts'), ignore_unavailable: true })
    },

    /** Gives back what Elasticsearch refuses for its own sake, by `keyOf`; the others are written. Throws where the cluster fails. */
    async write(revisions: readonly Revision[]): Promise<Refused> {
      if (revisions.length === 0) return new Map()
      const standing = await standingOf([...new Set(revisions.map(({ alert }) => alert.id))])
      const { steps, documents, faulty } = drawn(planOf(standing, revisions, lineage))
      const histories = await sendBulk(client, steps.flatMap(historyActs), { refresh: true })
      const refused = new Map([...faulty, ...histories])
      const newest = new Map(
        steps.filter(({ alert }) => !refused.has(keyOf(alert))).map((step) => [step.alert.id, step]),
      )
      const acts = [...newest.values()].map((step) => alertAct(step, documents.get(step)!))
      for (const [key, reason] of await sendBulk(client, acts, { refresh: true })) refused.set(key, reason)
      return refused
    },
  }
}

export type ElasticWriter = ReturnType<typeof openWriter>

/** Steps with their documents; those that cannot be drawn, with the reason. */
const drawn = (steps: readonly Step[]) => {
  const documents = new Map<Step, Document>()
  const faulty = new Map<string, string>()
  for (const step of steps) {
    try {
      documents.set(step, documentOf(step.alert, step.around))
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      faulty.set(keyOf(step.alert), error.message)
    }
  }
  return { steps: steps.filter((step) => documents.has(step)), documents, faulty }
}
