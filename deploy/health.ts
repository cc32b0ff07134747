import type { Health } from '../api/schemas.ts'
import { blindRules } from '../detectors/blind.ts'
import type { Catalogue } from '../detectors/catalogue.ts'
import type { Rule } from '../detectors/meta.ts'
import type { Yields } from '../detectors/yields.ts'
import type { LocalIntake } from '../ingest/intake/local.ts'
import type { Quarantine } from '../ingest/quarantine.ts'
import { isCoded } from '../kernel/errors.ts'
import type { Clock } from '../kernel/ports.ts'
import { MINUTE } from '../kernel/time.ts'
import type { ArchiveState } from './archive.ts'
import type { ProductBus } from './bus.ts'
import type { Detector } from './detector/loop.ts'
import type { DirectoryWatch } from './directory-watch.ts'
import { elasticCounters, elasticFindings } from './elastic/findings.ts'
import type { ElasticState } from './elastic/open.ts'
import { archived, lacking } from './findings/archive.ts'
import { blind } from './findings/blind.ts'
import { behind, jumped, unsettled, wrongClocks } from './findings/clocks.ts'
import { fieldCounters, unknownFields } from './findings/fields.ts'
import { awaited, crowded, failed, lines, notRead, notTaken } from './findings/inputs.ts'
import { cut, notReevaluated, notTakenOver, reevaluatedOverGap, setAside, silent, unbound } from './findings/judging.ts'
import { namesakes } from './findings/namesakes.ts'
import { pipelinesOf, readByOlder, undeclared, unreadable } from './findings/sources.ts'
import { found, gone, remaking } from './findings/store.ts'
import { unlistedNames } from './findings/unlisted.ts'
import type { Finding } from './findings.ts'
import type { Inputs } from './inputs.ts'
import { busAway, busExpiring } from './kafka/findings.ts'
import { pushCounters, pushFindings, pushStanding } from './push/findings.ts'
import type { PushState } from './push/state.ts'
import { type Gap, gapsOf } from './unbound.ts'
import type { Versions } from './versions.ts'

/** What goes wrong by itself and may pass: the detector's batch, the product's minute hand. */
export type Troubles = ReadonlyMap<'detector' | 'tick', unknown>

/** What is looked at of a detector, or of several as one. */
export type HealthDetector = Pick<Detector, 'reevaluation' | 'state' | 'watermark' | 'waiting'> & {
  /** The message of the log that it takes next; of several, the slowest's; absent where that is not known. */
  readonly offset?: number | undefined
  readonly engine: Pick<Detector['engine'], 'pipelines' | 'acts' | 'counters'> & {
    readonly queue: Pick<Detector['engine']['queue'], 'aside'>
    readonly unlisted: Pick<Detector['engine']['unlisted'], 'counts' | 'namesakes'>
  }
}

export type HealthOptions = {
  readonly detector: HealthDetector
  readonly intake: LocalIntake
  readonly inputs: Pick<Inputs, 'counters' | 'trouble'>
  readonly quarantine: Quarantine
  readonly versions: Pick<Versions, 'directory' | 'latest'>
  readonly rules: readonly Rule[]
  readonly catalogue: Catalogue
  readonly yields: Yields
  /** Sources of which a newer parser has come than archived lines may have been read by. */
  readonly older: readonly string[]
  readonly watch: Pick<DirectoryWatch, 'problem'>
  readonly troubles: Troubles
  readonly archive: ArchiveState
  /** Open database files that no longer lie where they were opened. */
  readonly gone: readonly string[]
  readonly bus: Pick<ProductBus, 'trouble' | 'standing'>
  /** Absent where no Elasticsearch is configured. */
  readonly elastic?: ElasticState | undefined
  /** Absent where nobody is told from here. */
  readonly push?: PushState | undefined
  /** What is to be said of the periodic reports: a duty of people, nothing is out of order. */
  readonly reports?: readonly Finding[]
  /** Where a damaged database was put at the start. */
  readonly aside?: string | undefined
  /** When this process began to listen, epoch ms. */
  readonly started: number
  readonly clock: Clock & { readonly jumped?: boolean }
}

/** How the product stands, from its own counters: what someone should look at, each with its cause. */
export const healthOf = (options: HealthOptions): Health => {
  const { detector, intake, inputs, quarantine, versions, watch, troubles, started, clock } = options
  const now = clock.now()
  const { pipelines, overdue } = pipelinesOf({
    ...{ directory: versions.directory, last: detector.engine.pipelines(), counters: intake.counters, started, now },
    detects: Number.isFinite(detector.watermark),
  })
  const { unjudged, capped, forgotten } = detector.engine.counters()
  const unlisted = detector.engine.unlisted.counts()
  // What was computed over damage failed in nothing: ARCHIVE_DAMAGED says what is to be done; where no block is damaged, the gap has a finding of its own.
  const kept = detector.engine.queue.aside()
  const aside = kept.filter(({ error }) => error !== undefined)
  const overGap = kept.length - aside.length
  const { trouble } = detector.reevaluation()
  const counted = inputs.counters()
  const lost = Object.entries(counted).reduce((sum, [name, n]) => (name.endsWith('.lost') ? sum + n : sum), 0)
  const stuck = [...troubles].map(([what, error]) => failed(what, error))
  const isSaid = stuck.some(({ code }) => code === 'DISK_FULL')
  const unread = inputs.trouble()
  const [missing, ...others] = options.gone
  const failing = [
    ...stuck,
    ...(missing === undefined ? [] : [gone([missing, ...others])]),
    ...(intake.full && !isSaid ? [notTaken(intake.full)] : []),
    ...(unread && !isAway(unread) ? [notRead(unread)] : []),
    ...(options.bus.trouble ? [busAway(options.bus.trouble)] : []),
  ]
  const findings: Finding[] = [
    ...failing,
    ...(unread && isAway(unread) ? [awaited(unread)] : []),
    ...(options.bus.standing?.expiring ? [busExpiring(options.bus.standing)] : []),
    ...(watch.problem ? [notTakenOver(watch.problem)] : []),
    ...crowded(quarantine.counters),
    ...(lost > 0 ? [lines(lost)] : []),
    ...archived(options.archive),
    ...elasticFindings(options.elastic, now),
    ...pushFindings(options.push, now),
    ...Object.entries(capped).map(([rule, n]) => cut(rule, n)),
    ...(trouble ? [notReevaluated(trouble.text)] : []),
    ...(aside.length > 0 ? [setAside(aside.length, aside[0]!)] : []),
    ...(overGap > 0 && options.archive.damaged === 0 ? [reevaluatedOverGap(overGap)] : []),
    ...(detector.state.lost ? [remaking(detector.state.remade)] : []),
    ...overdue.map(({ id, last }) => silent(id, last, now)),
    ...unreadable(pipelines),
    ...clockOf(clock, detector.watermark, now),
    ...wrongClocks(intake.skews()),
  ]
  // Which texts bind whom is the province's to decide: said, but nothing is out of order.
  const gaps = gapsHere(options, now)
  const [gap, ...further] = gaps
  return {
    status: failing.length > 0 ? 'failing' : findings.length > 0 ? 'degraded' : 'ok',
    findings: [
      ...findings,
      ...found(detector.state, options.aside),
      ...lacking(options.archive),
      ...(intake.unsettled > 0 ? [unsettled(intake.unsettledMachines, intake.unsettled)] : []),
      ...(gap ? [unbound([gap, ...further])] : []),
      ...namesakes(detector.engine.unlisted.namesakes()),
      ...unlistedNames(unlisted),
      ...undeclared(pipelines),
      ...readByOlder(options.older, pipelines),
      ...blind(blindRules(judging(options.rules, gaps), detector.engine.acts(), options.yields, now)),
      ...unknownFields(intake.counters.fields),
      ...(options.reports ?? []),
    ],
    pipelines,
    ...(Number.isFinite(detector.watermark) && { watermark: detector.watermark }),
    ...(options.push && { push: pushStanding(options.push) }),
    counters: {
      accepted: intake.counters.accepted,
      around: intake.counters.around,
      bytes: intake.counters.bytes,
      masked: intake.counters.masked,
      putOff: intake.counters.putOff,
      unsettledClocks: intake.unsettled,
      forgottenLate: intake.forgottenLate,
      forgottenClocks: intake.forgottenClocks,
      quarantined: quarantine.counters.lines,
      quarantineDropped: quarantine.counters.dropped,
      waiting: detector.waiting,
      ...prefixed('refused', intake.counters.refused),
      ...prefixed('refusedBy', intake.counters.refusedBy),
      ...prefixed('unread', intake.counters.unread),
      ...fieldCounters(intake.counters.fields),
      ...prefixed('unjudged', unjudged),
      ...prefixed('capped', capped),
      reevaluationAside: aside.length,
      reevaluationOverDamage: overGap,
      indeterminateForgotten: forgotten,
      'unlisted.accounts': unlisted.accounts,
      'unlisted.machines': unlisted.machines,
      'unlisted.leftOut': unlisted.leftOut,
      ...counted,
      ...lagsOf(options),
      ...elasticCounters(options.elastic),
      ...pushCounters(options.push),
    },
  }
}

/** Messages of the log that each of its readers has yet to take, where the log is another server's. */
const lagsOf = ({ bus: { standing }, detector: { offset }, archive }: HealthOptions): Record<string, number> => {
  if (!standing) return {}
  const lag = (next: number): number => Math.max(0, standing.end - next)
  return {
    'records.lag.copy': lag(standing.copied),
    ...(offset !== undefined && { 'records.lag.detector': lag(offset) }),
    'records.lag.archive': lag(archive.next),
  }
}

/** The broker cannot be reached: it comes back, and keeps what there is until then. */
const isAway = (error: Error): boolean => isCoded(error) && error.code === 'BROKER_UNREACHABLE'

/** The watermark follows the clock: so far ahead of it, the clock was set back. */
const BEHIND = 10 * MINUTE

const clockOf = (clock: HealthOptions['clock'], watermark: number, now: number): Finding[] => [
  ...(clock.jumped ? [jumped()] : []),
  ...(Number.isFinite(watermark) && watermark > now + BEHIND ? [behind(watermark, now)] : []),
]

const gapsHere = ({ rules, catalogue, versions }: HealthOptions, now: number) =>
  gapsOf(rules, catalogue, versions.directory, versions.latest?.units.map(({ id }) => id) ?? [], now)

/** The rules that judge somewhere: of the others it is said that no text binds. */
const judging = (rules: readonly Rule[], gaps: readonly Gap[]): readonly Rule[] => {
  const silent = new Set(gaps.flatMap(({ everywhere, rules }) => (everywhere ? rules : [])))
  return rules.filter(({ id }) => !silent.has(id))
}

const prefixed = (prefix: string, counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).map(([name, n]) => [`${prefix}.${name}`, n]))
