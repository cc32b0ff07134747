import type { Health } from '../../api/schemas.ts'
import type { Directory } from '../../kernel/directory/facts.ts'
import { pipelineOf } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { type Dataset, datasets, type StatusField } from '../../kernel/status-fields.ts'
import { DAY, type Instant, SECOND } from '../../kernel/time.ts'

/** What has been counted since the start of the process. */
export type Totals = {
  readonly accepted: number
  readonly lost: number
  readonly masked: number
  readonly refused: Readonly<Partial<Record<Refusal['reason'], number>>>
  /** Records taken and lines refused, by `collector/source`; absent where nobody counts them. */
  readonly bySource?: Readonly<Record<string, number>>
  readonly refusedOf?: Readonly<Record<string, number>>
}

/** How the product stands at an instant, as its parts say. */
export type Standing = {
  readonly now: Instant
  /** Since when this process listens. */
  readonly started: Instant
  /** Which process says so. */
  readonly node: string
  readonly isSample: boolean
  readonly health: Health
  readonly directory: Directory
  readonly totals: Totals
  /** What waits between two stages; `since`: the oldest of it. */
  readonly lags: readonly { readonly name: string; readonly count: number; readonly since?: Instant }[]
  /** Newest sign of life of each machine, by event time. */
  readonly seen: ReadonlyMap<string, Instant>
  /** Blocks of the archive that cannot be read. */
  readonly damaged?: number
  readonly disk?: { readonly free: number; readonly daysLeft?: number }
}

type Value = string | number | boolean | readonly string[] | undefined
export type StatusFields = Readonly<Partial<Record<StatusField, Value>>>

/** One sample: `thing` tells it from every other of the same minute. */
export type Sample = { readonly thing: string; readonly fields: StatusFields }

const iso = (at: Instant): string => new Date(at).toISOString()
const seconds = (span: number): number => Math.round(Math.max(0, span) / 100) / 10

/**
 * How the product stands as one document a thing: pure. What is counted (`before`: the standing of the sample before) is of the time
 * since then; the first sample of a process counts nothing. Where several processes list the same sources one of them tells how each
 * stands (`tellsSources`); what it took of each, every process tells.
 */
export const samplesOf = (
  standing: Standing,
  before?: Pick<Standing, 'now' | 'totals'>,
  tellsSources = true,
): readonly Sample[] => [
  serviceOf(standing, before),
  ...sourcesOf(standing, before, tellsSources ? standing.health.pipelines : []),
  ...[...standing.lags, ...rawOf(standing.health)].map(({ name, count, since }) => {
    const waited = since === undefined ? undefined : seconds(standing.now - since)
    const fields = { 'vonggac.lag.name': name, 'vonggac.lag.count': count, 'vonggac.lag.seconds': waited }
    return sample(standing, 'lag', name, fields)
  }),
  ...refusedOf(standing, before),
  ...findingsOf(standing),
]

const sample = (
  { now, node, isSample }: Standing,
  dataset: keyof typeof datasets,
  name: string,
  fields: StatusFields,
): Sample => ({
  thing: `${dataset}/${name}`,
  fields: {
    '@timestamp': iso(now),
    'event.kind': dataset === 'finding' ? 'state' : 'metric',
    'event.dataset': datasets[dataset] satisfies Dataset,
    'service.name': 'vonggac',
    'service.node.name': node,
    'vonggac.sample': isSample,
    ...fields,
  },
})

/** Counts of a stretch of time, with its length. */
const countedOf = (standing: Standing, before: Pick<Standing, 'now' | 'totals'> | undefined) => {
  const span = before ? standing.now - before.now : 0
  /** A process that began anew counts from nothing. */
  const grown = (of: (totals: Totals) => number | undefined): number | undefined =>
    before && span > 0 ? Math.max(0, (of(standing.totals) ?? 0) - (of(before.totals) ?? 0)) : undefined
  const rate = (count: number | undefined): number | undefined =>
    count === undefined ? undefined : Math.round((count / span) * SECOND * 100) / 100
  return { interval: span > 0 ? seconds(span) : undefined, grown, rate }
}

const TROUBLE = { ok: 0, degraded: 1, failing: 2 } as const satisfies Readonly<Record<Health['status'], number>>
/** Who judges nothing can say what is wrong with it, but not that all is well: nobody else may be left who judges. */
const troubleOf = ({ status, watermark }: Health): number | undefined =>
  status === 'ok' && watermark === undefined ? undefined : TROUBLE[status]

const serviceOf = (standing: Standing, before: Pick<Standing, 'now' | 'totals'> | undefined): Sample => {
  const { now, health, node, disk, seen } = standing
  const { watermark, counters, pipelines } = health
  const { interval, grown, rate } = countedOf(standing, before)
  const count = grown(({ accepted }) => accepted)
  const inState = (wanted: string): number => pipelines.filter(({ state }) => state === wanted).length
  const fresh = (watermark ?? now) - DAY
  return sample(standing, 'service', node, {
    'vonggac.interval': interval,
    'vonggac.events.count': count,
    'vonggac.events.rate': rate(count),
    'vonggac.events.lost': grown(({ lost }) => lost),
    'vonggac.events.masked': grown(({ masked }) => masked),
    'vonggac.status': health.status,
    'vonggac.trouble': troubleOf(health),
    'vonggac.watermark.at': watermark === undefined ? undefined : iso(watermark),
    'vonggac.watermark.delay': watermark === undefined ? undefined : seconds(now - watermark),
    'vonggac.reevaluation.waiting': counters['waiting'],
    'vonggac.reevaluation.aside': counters['reevaluationAside'],
    'vonggac.sources.alive': inState('alive'),
    'vonggac.sources.silent': inState('silent'),
    'vonggac.sources.never': inState('never'),
    'vonggac.machines.seen': [...seen.values()].filter((at) => at >= fresh).length,
    'vonggac.disk.free': disk?.free,
    'vonggac.disk.days_left': disk?.daysLeft,
    'vonggac.archive.damaged': standing.damaged,
    'vonggac.quarantine.held': counters['quarantined'],
    'vonggac.quarantine.dropped': counters['quarantineDropped'],
  })
}

/** How each source stands that is known here, and what was taken of those that are not: it says nothing of how they stand. */
const sourcesOf = (
  standing: Standing,
  before: Pick<Standing, 'now' | 'totals'> | undefined,
  known: Health['pipelines'],
): readonly Sample[] => {
  const { now, started, directory, totals } = standing
  const rows = Map.groupBy(directory.allPipelines(now), pipelineOf)
  const { interval, grown, rate } = countedOf(standing, before)
  const taken = (id: string): StatusFields => {
    const count = totals.bySource && grown(({ bySource }) => bySource?.[id])
    return {
      'vonggac.interval': interval,
      'vonggac.pipeline.id': id,
      'vonggac.events.count': count,
      'vonggac.events.rate': rate(count),
      'vonggac.events.refused': totals.refusedOf && grown(({ refusedOf }) => refusedOf?.[id]),
    }
  }
  const told = known.map(({ id, state, last, rhythm }) => {
    const own = rows.get(id) ?? []
    const units = [...new Set(own.map(({ unit }) => unit))].flatMap((unit) => directory.units.at(unit, now) ?? [])
    return sample(standing, 'source', id, {
      ...taken(id),
      // Neither has a slash.
      'observer.name': id.slice(0, id.indexOf('/')),
      'vonggac.pipeline.source': id.slice(id.indexOf('/') + 1),
      'vonggac.pipeline.state': state,
      'vonggac.sources.alive': Number(state === 'alive'),
      'vonggac.sources.silent': Number(state === 'silent'),
      'vonggac.sources.never': Number(state === 'never'),
      'vonggac.pipeline.last_seen': last === undefined ? undefined : iso(last),
      'vonggac.pipeline.silent': seconds(now - (last ?? started)),
      'vonggac.pipeline.rhythm': rhythm === undefined ? undefined : seconds(rhythm),
      'organization.id': units.map((unit) => unit.id),
      // One text: a table of Grafana shows a list as JSON.
      'organization.name': units.length > 0 ? units.map(({ name }) => name).join(', ') : undefined,
      'vonggac.unit.path': [...new Set(units.flatMap((unit) => [...unit.path, unit.id]))],
    })
  })
  const here = new Set(known.map(({ id }) => id))
  const others = Object.keys({ ...totals.bySource, ...totals.refusedOf }).filter((id) => !here.has(id))
  return [...told, ...others.map((id) => sample(standing, 'source', id, taken(id)))]
}

/** What was not read yet of topics that collectors write themselves, as the input counts it. */
const rawOf = ({ counters }: Health): Standing['lags'] =>
  Object.entries(counters).flatMap(([name, count]) => {
    const topic = /^kafka\.(.+)\.lag$/.exec(name)?.[1]
    return topic === undefined ? [] : [{ name: `raw:${topic}`, count }]
  })

const refusedOf = (standing: Standing, before: Pick<Standing, 'now' | 'totals'> | undefined): readonly Sample[] => {
  const { grown, interval } = countedOf(standing, before)
  const reasons = Object.keys(standing.totals.refused) as Refusal['reason'][] // its own keys
  return reasons.map((reason) =>
    sample(standing, 'quarantine', reason, {
      'vonggac.interval': interval,
      'vonggac.quarantine.reason': reason,
      'vonggac.quarantine.count': grown(({ refused }) => refused[reason]),
    }),
  )
}

/** Of several findings with one code each is a thing of its own, told by its sentence. */
const findingsOf = (standing: Standing): readonly Sample[] =>
  standing.health.findings.map(({ code, text }) =>
    sample(standing, 'finding', `${code}/${text.vi}`, { 'vonggac.finding.code': code, message: text.vi }),
  )
