import type { Reevaluation } from '../api/schemas.ts'
import type { Engine } from '../detectors/engine.ts'
import type { Queued } from '../detectors/queue.ts'
import type { Progress } from '../detectors/sources.ts'
import type { Scope } from '../detectors/target.ts'
import type { Detector } from './detector/loop.ts'

/** So many of a list are shown; the others are counted. */
const SHOWN = 100

/** The queue as it is looked at. */
export const reevaluationOf = ({
  engine,
  reevaluation,
}: Pick<Detector, 'reevaluation'> & {
  readonly engine: { readonly queue: Pick<Engine['queue'], 'waiting' | 'aside'> }
}): Reevaluation => {
  const { running, last, finished, longestHold, trouble } = reevaluation()
  return {
    ...(running && {
      running: {
        ...listOf(running.targets),
        since: running.since,
        stage: running.progress?.stage ?? 'looking',
        // While those concerned are looked for nobody knows how much there is to compute.
        ...(running.progress?.stage === 'computing' && { percent: percentOf(running.progress) }),
        ...passOf(running.progress),
        ...(Number.isFinite(running.progress?.reached) && { reached: running.progress?.reached }),
        events: running.progress?.events ?? 0,
      },
    }),
    waiting: listOf(engine.queue.waiting()),
    aside: listOf(engine.queue.aside()),
    ...(last && {
      last: {
        ...{ at: last.at, seconds: last.seconds, events: last.events, alerts: last.alerts, held: last.held },
        ...{ count: last.targets.length, reason: last.targets[0]!.reason },
      },
    }),
    ...{ finished, longestHold },
    ...(trouble && { trouble }),
  }
}

const listOf = (targets: readonly Queued[]) => ({
  count: targets.length,
  first: targets.slice(0, SHOWN).map(({ rule, scope, from, to, reason, asked, tries, error, gap }) => ({
    ...{ rule, about: aboutOf(scope), reason },
    ...(Number.isFinite(from) && { from }),
    ...(Number.isFinite(to) && { to }),
    ...(Number.isFinite(asked) && { asked }),
    ...(tries !== undefined && { tries }),
    ...(error !== undefined && { error }),
    ...(gap && { gap }),
  })),
})

/** Of the looking: how far its pass over the archive is. */
const passOf = ({ pass, share = 0 }: Partial<Progress> = {}) =>
  pass === undefined ? {} : { pass: { nth: pass, percent: Math.floor(share * 100) } }

/** Of the computing: who is looked for in how many passes shows only at their end. */
export const percentOf = (progress: Progress | undefined): number => {
  if (progress?.stage !== 'computing') return 0
  const { from, to, reached } = progress
  return to > from ? Math.floor(((reached - from) / (to - from)) * 100) : 100
}

const aboutOf = (scope: Scope): string => {
  switch (scope.kind) {
    case 'all':
      return 'tất cả'
    case 'entity':
      return scope.value
    case 'register':
      return `${scope.space} ${scope.key}`
    case 'about':
      return [scope.host, scope.user, scope.ip, scope.device].filter((name) => name !== undefined).join(' ')
    default:
      return scope satisfies never
  }
}
