import type { Alert, EvidenceEvent } from '../kernel/alert.ts'
import type { Observation } from '../kernel/event.ts'
import type { Archive, Gap } from '../kernel/ports.ts'
import type { Text } from '../kernel/text.ts'
import { DAY, foldDay, foldDayStart, sayInstant } from '../kernel/time.ts'
import type { Detection } from './detection.ts'
import type { AbsenceState } from './kinds/absence.ts'
import type { Plan } from './plan.ts'
import type { Span } from './span.ts'
import { EVERYTHING, type Target } from './target.ts'

/*
 * Nothing is withdrawn on incomplete evidence (architecture 1; ADR 0010 goes through the kinds). A finding of any kind but an absence
 * rests on [t − its reach − what its registers remember, t]; one of an absence on all that was read up to its judgement, because an
 * earlier wait, an answer or an end decides in which episode it stands. Where a gap of the archive meets that, it is doubtful: an
 * alert that stands stays, and no new one is raised.
 */

/** What a slice could not be given: the gaps of the archive, and which events of standing alerts it delivered. */
export type Missing = {
  readonly gaps: readonly Gap[]
  readonly seen: (event: Proof) => boolean
  /** Ids of observations that a better parser took back: not missing but refuted. */
  readonly gone: ReadonlySet<string>
  /** Rules of which the stream remembers nothing. */
  readonly fresh: (rule: string) => boolean
}

type Proof = Pick<EvidenceEvent, 'id' | 'action' | 'digest'>

/** A sign of life is made of another event, whose digest it bears. */
const nameOf = ({ id, action, digest }: Proof): string => (action === 'host.seen' ? `seen/${digest}` : id)

/** Notes which proofs of the standing alerts of `plans` the archive delivers. */
export const witness = (plans: readonly Pick<Plan, 'standing'>[]) => {
  const unseen = new Set(
    plans.flatMap(({ standing }) =>
      standing.flatMap(({ evidence }) => evidence.flatMap(({ events }) => events.map(nameOf))),
    ),
  )
  return {
    look(batch: readonly Observation[]): void {
      if (unseen.size === 0) return
      for (const { id, digest } of batch) {
        unseen.delete(id)
        unseen.delete(`seen/${digest}`)
      }
    },
    seen: (event: Proof): boolean => !unseen.has(nameOf(event)),
  }
}

/** What the targets themselves say of it. */
export const saidBy = (targets: readonly Target[]): Pick<Missing, 'gone' | 'fresh'> => {
  const anew = targets.some(({ scope }) => scope.kind === 'register' && scope.space === EVERYTHING)
  return {
    gone: new Set(targets.flatMap(({ gone }) => gone ?? [])),
    fresh: (rule) => anew || targets.some((target) => target.fresh && (target.rule === rule || target.rule === '*')),
  }
}

/** The first of the gaps that meets a span. */
export const meets =
  (gaps: readonly Gap[]) =>
  ({ from, to }: Span): Gap | undefined =>
    gaps.find((gap) => gap.from <= to && gap.to >= from)

/** The gaps of a span, but for times before anything was ever received: nothing was lost there. */
export const gapsIn = async (
  { from, to }: Span,
  { earliest }: { readonly earliest: number },
  { gaps }: { readonly gaps: Archive['gaps'] },
): Promise<readonly Gap[]> => {
  const since = Math.max(from, earliest)
  if (since > to) return []
  return (await gaps({ from: since, to })).map((gap) => ({ ...gap, from: Math.max(gap.from, since) }))
}

/** What of a plan's result may be believed. */
export const doubts = (
  plan: Plan,
  { gaps, seen, gone, fresh }: Missing,
  rows: ReadonlySet<string>,
  watermark: number,
) => {
  const { rule, window } = plan
  const gapIn = meets(gaps)
  const absent = rule.kind === 'absence'
  // Reach, registers and presence: as far back as the window itself is read before its first fold.
  const back = window.from - window.read
  const restsOn = (first: number, last: number): Span =>
    absent ? { from: window.read, to: last } : { from: first - back, to: last }

  /** What an alert rests on: its findings, where all are shown; else whatever may have happened in its fold. */
  const spansOf = ({ evidence, occurrences, first, last, ended = watermark }: Alert): readonly Span[] => {
    if (absent) return [restsOn(first, ended)]
    if (evidence.length === occurrences) return evidence.map(({ at }) => restsOn(at, at))
    return [restsOn(foldDayStart(foldDay(first)), foldDayStart(foldDay(last)) + DAY)]
  }

  /** Whether everything a finding rests on was read. */
  const isWhole = ({ evidence }: Detection): boolean => {
    const last = evidence.events.reduce((latest, { at }) => Math.max(latest, at), evidence.at)
    return gapIn(restsOn(evidence.at, last)) === undefined
  }

  /** Why an alert that stands may not be taken back. */
  const doubtOf = (alert: Alert): Text | undefined => {
    const isRefuted = ({ collector, id }: EvidenceEvent): boolean =>
      collector === 'directory' ? !rows.has(id) : gone.has(id)
    // Rows that are no longer in a register, lines that a better parser reads otherwise: that is no want of evidence.
    const refuted = alert.evidence.every(({ events }) => events.some(isRefuted))
    if (refuted && alert.occurrences === alert.evidence.length) return undefined
    const gap = spansOf(alert)
      .map(gapIn)
      .find((found) => found !== undefined)
    if (gap) return sayGap(gap)
    const lost = alert.evidence
      .flatMap(({ events }) => events)
      .find(
        (o) => o.collector !== 'directory' && o.at >= window.read && o.at < window.until && !isRefuted(o) && !seen(o),
      )
    return lost && sayLost(lost.at)
  }

  const lately = gapIn({ from: absent ? window.read : watermark - back, to: watermark })
  /** Where the stream remembers something, it saw what the archive lost, and lacks no more than what came late. */
  const isStateBetter = !lately || fresh(rule.id)
  /** What the slice's machine remembers, without the waits that may have been answered in a gap. */
  const stateOf = (state: unknown): unknown => {
    if (!absent || !lately || state === undefined) return state
    const ends = gaps.reduce((latest, { to }) => Math.max(latest, to), -Infinity)
    // An absence's machine remembers nothing else.
    const waits = (state as AbsenceState).waits.filter(({ after }) => after.at > ends)
    return waits.length > 0 ? { ...(state as AbsenceState), waits } : undefined
  }

  const incomplete = gapIn({ from: window.read, to: watermark }) !== undefined
  return { isWhole, doubtOf, isStateBetter, stateOf, incomplete }
}

/** Where it is not known when what is lost begins or ends, that end is not told. */
const sayGap = ({ from, to, reason }: Gap): Text => {
  const begins = Number.isFinite(from) && from > 0
  const ends = Number.isFinite(to)
  const vi = [...(begins ? [`từ ${sayInstant(from)}`] : []), ...(ends ? [`đến ${sayInstant(to)}`] : [])]
  const en = [...(begins ? [`from ${sayInstant(from)}`] : []), ...(ends ? [`up to ${sayInstant(to)}`] : [])]
  const [lostVi, lostEn] =
    reason === 'retention'
      ? ['không còn được lưu', 'are no longer kept']
      : ['bị hỏng trong kho lưu trữ', 'are damaged in the archive']
  return { vi: ['nhật ký', ...vi, lostVi].join(' '), en: ['logs', ...en, lostEn].join(' ') }
}

const sayLost = (at: number): Text => ({
  vi: `kho lưu trữ không trả lại sự kiện lúc ${sayInstant(at)} mà cảnh báo đã dẫn`,
  en: `the archive did not give back the event of ${sayInstant(at)} that the alert shows`,
})
