import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import type { Client } from '@elastic/elasticsearch'
import type { Logger } from 'pino'
import { type Act, sendBulk } from '../../api/store/elastic/bulk.ts'
import { elasticError } from '../../api/store/elastic/errors.ts'
import { currentOf, indexOf, monthOfDay } from '../../api/store/elastic/names.ts'
import { nested } from '../../api/store/elastic/nested.ts'
import { ensureTemplates } from '../../api/store/elastic/template.ts'
import type { CodedError } from '../../kernel/errors.ts'
import type { Clock } from '../../kernel/ports.ts'
import { datasets } from '../../kernel/status-fields.ts'
import { addDays, DAY, foldDay, HOUR, localDate, MINUTE, SECOND } from '../../kernel/time.ts'
import { type Cover, type Covered, coverOf } from './cover.ts'
import { type Sample, type Standing, samplesOf } from './sample.ts'
import { type Joint, jointOf, type SlotsHere, slotActs } from './slots.ts'

export type StatusOptions = {
  readonly client: Client
  readonly url: string
  readonly prefix: string
  /** How the product stands now. */
  readonly standing: () => Promise<Standing>
  /** What is needed to say what could be judged, but for the day, as this process or all slots know; `undefined` where this process judges nothing. */
  readonly covered: (joint?: Joint) => Promise<Omit<Covered, 'day'> | undefined>
  /** Where detectors share the entities: who has slot 0 says what could be judged, of all of them. */
  readonly slots?: SlotsHere | undefined
  readonly clock: Clock
  readonly log: Logger
}

/** How soon it is tried again, ms. */
const AGAIN = 10 * SECOND
const COVER_EVERY = 15 * MINUTE
/** What another process found, and it has not said so again for so long, is of a process that is gone. */
const GONE = HOUR
/** What came late, and what could be judged after all, changes days that are over. */
const COVERED_DAYS = 8
const BATCH = 500

/**
 * Tells Elasticsearch each minute how the product stands, and each quarter of an hour what could be judged. Neither is evidence and both
 * can be told again: what cannot be written is dropped and counted, and nothing waits for it.
 */
export const startStatus = (options: StatusOptions) => {
  const { client, prefix, clock, log, slots } = options
  const counters = { written: 0, dropped: 0 }
  let before: Standing | undefined
  let isMet = false
  let trouble: CodedError | undefined
  let again: NodeJS.Timeout | undefined
  /** The slots that kept it from being said what could be judged; `undefined`: it was said since slot 0 is here. */
  let lacking: string | undefined = ''
  /** The coverage as it was written last, by id. */
  const told = new Map<string, string>()

  /** Writes all or counts it as dropped. */
  const write = async (acts: readonly Act[]): Promise<boolean> => {
    try {
      if (!isMet) await ensureTemplates(client, prefix)
      isMet = true
      for (let i = 0; i < acts.length; i += BATCH) {
        const refused = await sendBulk(client, acts.slice(i, i + BATCH), { refresh: true })
        counters.dropped += refused.size
        counters.written += Math.min(BATCH, acts.length - i) - refused.size
        const [first] = refused
        if (first) log.error({ id: first[0], reason: first[1], n: refused.size }, 'Elasticsearch refuses samples')
      }
      trouble = undefined
      return true
    } catch (error) {
      isMet = false
      counters.dropped += acts.length
      const told = elasticError(error, options.url)
      if (told.message !== trouble?.message && !isStopped)
        log.warn({ err: error, n: acts.length }, 'samples were dropped')
      trouble = told
      // How things stand now can still be told; and that it can be again must not be noticed a minute late.
      clearTimeout(again)
      if (!isStopped) again = setTimeout(() => void work(look), AGAIN)
      return false
    }
  }

  const look = async (): Promise<void> => {
    const standing = await options.standing()
    const samples = samplesOf(standing, before, isFirst())
    before = standing
    if (await write(samples.flatMap((sample) => actsOf(prefix, standing, sample)))) await forget(standing)
    if (!slots) return
    await write(slotActs(prefix, slots, standing.now))
    if (!isFirst()) letGo()
    else if (lacking !== undefined) await cover()
  }

  const isFirst = (): boolean => slots?.running().some(({ slot }) => slot === 0) ?? true
  /** Somebody else says what could be judged: what was written last is not known any more. */
  const letGo = (): void => {
    told.clear()
    lacking = ''
  }

  /** What this process says no more, findings of processes that are gone, and after a day everything of those. */
  const forget = async ({ now, node }: Standing): Promise<void> => {
    const iso = (at: number): string => new Date(at).toISOString()
    const finding = { term: { 'event.dataset': datasets.finding } }
    const until = (at: number) => ({ range: { '@timestamp': { lt: iso(at) } } })
    const passed = { bool: { filter: [{ term: { 'service.node.name': node } }, until(now)] } }
    const gone = { bool: { filter: [finding, until(now - GONE)] } }
    const query = { bool: { should: [passed, gone, until(now - DAY)], minimum_should_match: 1 } }
    await client
      .deleteByQuery({ index: currentOf(prefix), query, conflicts: 'proceed', refresh: true })
      .catch((error: unknown) => {
        if (!isStopped) log.warn({ err: error }, 'what passed could not be taken out of the samples')
      })
  }

  /** What all slots know, where it is for this process to say so and none is missing. */
  const together = async (here: SlotsHere): Promise<Joint | undefined> => {
    if (!isFirst()) {
      letGo()
      return undefined
    }
    const now = clock.now()
    if (!(await write(slotActs(prefix, here, now)))) return undefined
    const joint = await jointOf(client, prefix, here.of, now)
    const missing = 'missing' in joint ? joint.missing.join(' ') : undefined
    if (missing !== undefined && missing !== lacking)
      log.info({ slots: missing }, 'what could be judged is not told: not every slot has said what it could not')
    lacking = missing
    return 'missing' in joint ? undefined : joint
  }

  const cover = async (): Promise<void> => {
    const joint = slots && (await together(slots))
    if (slots && !joint) return
    const covered = await options.covered(joint)
    if (!covered || !Number.isFinite(covered.watermark)) return
    const today = foldDay(covered.watermark)
    const kept = new Set<string>()
    for (let back = COVERED_DAYS - 1; back >= 0; back--) {
      const day = addDays(today, -back)
      const covers = coverOf({ ...covered, day })
      for (const { id } of covers) kept.add(id)
      const changed = covers.filter(({ id, fields }) => told.get(id) !== JSON.stringify(fields))
      const index = indexOf(prefix, 'coverage', monthOfDay(day))
      if (changed.length > 0 && (await write(changed.map((one) => coverAct(index, one, clock.now())))))
        for (const { id, fields } of changed) told.set(id, JSON.stringify(fields))
      await turn()
    }
    for (const id of told.keys()) if (!kept.has(id)) told.delete(id)
  }

  let isStopped = false
  let running: Promise<void> = Promise.resolve()
  /** One at a time. */
  const work = (what: () => Promise<void>): Promise<void> => {
    running = running
      .then(() => (isStopped ? undefined : what()))
      .catch((error: unknown) => {
        if (!isStopped) log.error({ err: error }, 'how the product stands could not be told; it is tried again')
      })
    return running
  }
  const timers = [setInterval(() => void work(look), MINUTE), setInterval(() => void work(cover), COVER_EVERY)]
  void work(look)
  void work(cover)

  return {
    /** Tells now, too; each resolves when that is done. */
    look: () => work(look),
    cover: () => work(cover),
    counters: (): Readonly<typeof counters> => ({ ...counters }),
    /** Why nothing could be told when it was tried last. */
    trouble: (): CodedError | undefined => trouble,
    /** What is under way is not waited for longer than this. */
    async stop(patience = 2 * SECOND): Promise<void> {
      isStopped = true
      for (const timer of [...timers, again]) clearInterval(timer)
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, patience).unref())])
    },
  }
}

export type Status = ReturnType<typeof startStatus>

const idOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32)

/** The same thing in the same minute is the same document; a finding has no history here, its alert or counter has. */
const actsOf = (prefix: string, { now, node }: Standing, { thing, fields }: Sample): readonly Act[] => {
  const document = nested(fields)
  const current: Act = {
    key: thing,
    kind: 'index',
    index: currentOf(prefix),
    id: idOf(node, thing),
    document,
  }
  if (fields['event.dataset'] === datasets.finding) return [current]
  const minute = String(Math.floor(now / MINUTE))
  const index = indexOf(prefix, 'status', monthOfDay(localDate(now)))
  return [current, { key: thing, kind: 'index', index, id: idOf(node, thing, minute), document }]
}

const coverAct = (index: string, { id, fields }: Cover, now: number): Act => ({
  ...{ key: id, kind: 'index', index, id: idOf(id) },
  document: nested({ ...fields, 'event.ingested': new Date(now).toISOString() }),
})
