import type { Observation } from '../../kernel/event.ts'
import type { Message, StoredRecord } from '../../kernel/ports.ts'
import { MINUTE } from '../../kernel/time.ts'
import { encodeWire, type Tick } from '../wire.ts'
import { digestOf, type SourceInstance } from './judge.ts'

/** A pipeline: one collector bringing one source (architecture 4). */
export type Pipeline = { readonly collector: string; readonly source: string }

/** The parser of what the intake says itself. */
export const PARSER = 'intake/1'

/** The proof that a pipeline brought something in the minute (UTC) of `received`; its id makes repetitions one. */
export const deliveryOf = (pipeline: Pipeline, received: number): Observation => {
  const at = Math.floor(received / MINUTE) * MINUTE
  const name = `${pipeline.collector}/${pipeline.source}`
  return witnessed(pipeline, { id: `delivery/${name}/${new Date(at).toISOString().slice(0, 16)}`, at, received })
}

/** The same, to be stored. */
export const deliveryMark = (pipeline: Pipeline, received: number): Message => message(deliveryOf(pipeline, received))

/** A pipeline, and what was known of it when we went away: `since` and `spoke` of the mark. */
export type Unwatched = Pipeline & { readonly since?: number; readonly spoke?: number }

/** The word that from `at` to `until` we were not there: what a pipeline brought or not in that time, nobody can say. */
export const restartMark = (pipeline: Unwatched, at: number, until: number): Message => {
  const times = [at, until].map((time) => new Date(time).toISOString())
  const id = `delivery/${pipeline.collector}/${pipeline.source}/${times.join('/')}`
  const { since, spoke } = pipeline
  const known = since === undefined || spoke === undefined ? {} : { since, spoke }
  return message(witnessed(pipeline, { id, at, received: until, restart: true, until, ...known }))
}

/** The word that time has come so far. */
export const tickMessage = (tick: Tick): Message => ({ key: 'tick', value: encodeWire(tick) })

type When = {
  readonly id: string
  readonly at: number
  readonly received: number
  readonly restart?: true
  readonly until?: number
  readonly since?: number
  readonly spoke?: number
}

const witnessed = ({ collector, source }: Pipeline, when: When): Observation<'source.delivery'> => {
  const pipeline = `${collector}/${source}`
  return { ...when, action: 'source.delivery', pipeline, source, collector, digest: digestOf(when.id) }
}

const message = (observation: Observation): Message => {
  const { digest, received, collector, source } = observation
  const about = { digest, stored: digest, received, collector, source, parser: PARSER }
  return { key: `${collector}/${source}`, value: encodeWire({ ...about, raw: '', observations: [observation] }) }
}

/** What was stored with an open clock, once more with what is known by now: under the id it had, and the receipt. */
export const settledMessage = (observation: Observation): Message => {
  const { received, collector, source, id } = observation
  const digest = digestOf(`clock/${id}`)
  const about = { digest, stored: digest, received, collector, source, parser: PARSER }
  return recordMessage({ ...about, raw: '', observations: [observation] })
}

/** A record as a message; its key is the entity it is about, for whoever looks at the log: that has one order, whatever the key. `line`: its `raw` as bytes. */
export const recordMessage = (record: StoredRecord, line?: Uint8Array): Message => {
  const about = record.observations[0] as { readonly host?: string; readonly user?: string } | undefined
  return { key: about?.host ?? about?.user ?? `${record.collector}/${record.source}`, value: encodeWire(record, line) }
}

/** The pipeline an accepted line belongs to: by the source, as `pipelineOf` of its observations has it. */
export const pipelineOfLine = (collector: string, { source }: SourceInstance): Pipeline => ({
  collector,
  source: source.id,
})
