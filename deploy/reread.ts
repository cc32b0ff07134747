import { readRecords } from '../ingest/archive/records.ts'
import { type JudgeOptions, judge, type SourceInstance } from '../ingest/intake/judge.ts'
import { PARSER, recordMessage } from '../ingest/intake/marks.ts'
import { stamped } from '../ingest/intake/stamp.ts'
import type { Quarantine } from '../ingest/quarantine.ts'
import { RECORDS, type RecordHead } from '../ingest/wire.ts'
import type { Observation } from '../kernel/event.ts'
import type { EventBus, StoredRecord } from '../kernel/ports.ts'

export type RereadOptions = {
  readonly bus: Pick<EventBus, 'publish' | 'end'>
  /** The folder of the bus. */
  readonly folder: string
  readonly quarantine: Pick<Quarantine, 'put'>
  readonly judge: JudgeOptions
  readonly instance: SourceInstance
  /** Received in it or telling of it, epoch ms, bounds included. */
  readonly span: { readonly from: number; readonly to: number }
  /** Those too that today's parser has read. */
  readonly all: boolean
  readonly onProgress: (done: Reread) => void
}

/** How many lines were read again, and what became of them. */
export type Reread = {
  readonly lines: number
  readonly corrected: number
  readonly unchanged: number
  readonly refused: number
  readonly damagedBlocks: number
}

/**
 * Reads archived lines again with today's parser and publishes what it reads differently, with the receipt, digests and collector they
 * had; archive and detector follow as they follow a late log. What the parser now refuses goes into quarantine and keeps what was
 * read of it. Doing it again changes nothing.
 */
export const reread = async (options: RereadOptions): Promise<Reread> => {
  const { bus, folder, instance, span, all, onProgress, quarantine } = options
  const parser = `${instance.source.id}/${instance.source.parser}`
  const before = await bus.end(RECORDS)
  let [lines, corrected, unchanged, refused, damagedBlocks] = [0, 0, 0, 0, 0]
  const done = (): Reread => ({ lines, corrected, unchanged, refused, damagedBlocks })
  const isOurs = ({ source, observations }: RecordHead): boolean =>
    source === instance.id && !observations.some(({ action }) => action === 'source.delivery')
  const read = (wanted: (head: RecordHead) => boolean, onDamage: () => void = () => undefined) =>
    readRecords(folder, { ...span, before, onDamage, wanted: (head) => isOurs(head) && wanted(head) })

  /** Lines that today's parser has corrected already. */
  const settled = new Set<string>()
  for await (const records of read((head) => head.withdraws !== undefined && head.parser === parser))
    for (const record of records) settled.add(lineOf(record))

  /** What was found out about clocks after the line was stored, by observation. */
  const clocks = new Map<string, Observation['clock']>()
  const ours = { ...span, before, onDamage: () => undefined, wanted: (head: RecordHead) => head.parser === PARSER }
  for await (const records of readRecords(folder, ours))
    for (const { observations } of records) for (const { id, clock } of observations) clocks.set(id, clock)

  const old = read(
    (head) => head.parser !== PARSER && (all || head.parser !== parser) && !settled.has(lineOf(head)),
    () => damagedBlocks++,
  )
  for await (const records of old) {
    const corrections: StoredRecord[] = []
    for (const record of records) {
      lines++
      const { collector, received, digest, place = '', heading, raw } = record
      const bytes = Buffer.from(raw)
      const line = { bytes, collector, received, source: instance.id, place, heading }
      const judged = judge({ ...line, original: { digest, bytes: bytes.length, cut: false } }, options.judge)
      if (judged.kind === 'refused') {
        refused++
        quarantine.put([judged.refused])
      } else if (judged.kind === 'stored') {
        const correction = correctionOf(record, stamped(judged.record, clockOf(record, clocks)))
        if (correction) corrections.push(correction)
        else unchanged++
      }
    }
    if (corrections.length > 0)
      await bus.publish(
        RECORDS,
        corrections.map((record) => recordMessage(record)),
      )
    corrected += corrections.length
    if (records.length > 0) onProgress(done())
  }
  return done()
}

/** One line, however often it was read. */
const lineOf = ({ stored, collector, received, place = '' }: Omit<RecordHead, 'observations'>): string =>
  [stored, collector, received, place].join(' ')

type Clocks = ReadonlyMap<string, Observation['clock']>

/** What is known of the clock behind a line that was read before: it does not depend on the parser. */
const clockOf = ({ observations }: StoredRecord, clocks: Clocks): Observation['clock'] => {
  const [first] = observations
  return first && (clocks.has(first.id) ? clocks.get(first.id) : first.clock)
}

/** What is to be published where a line is read otherwise than it was. */
const correctionOf = (old: StoredRecord, now: StoredRecord): StoredRecord | undefined => {
  const said = new Set(now.observations.map(contentOf))
  const withdraws = old.observations.filter((observation) => !said.has(contentOf(observation)))
  if (withdraws.length === 0 && old.observations.length === now.observations.length) return undefined
  return { ...now, withdraws }
}

/** What a parser made of a line as text, whatever the order of its fields. */
const contentOf = (observation: Observation): string =>
  JSON.stringify(
    Object.entries(observation)
      .filter(([name, value]) => value !== undefined && name !== 'clock')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
