import { join } from 'node:path'
import { actsUntold } from '../../api/coverage/untold.ts'
import type { Closed } from '../../api/reports/closed.ts'
import { createHearing, type Heard } from '../../api/reports/heard.ts'
import type { Material } from '../../api/reports/make.ts'
import { pendingIn } from '../../api/reports/pending.ts'
import type { Period } from '../../api/reports/period.ts'
import { merged, within } from '../../api/reports/spans.ts'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import { absencesOf } from '../../detectors/meta.ts'
import { neededParts, type Part } from '../../detectors/witness.ts'
import { readVersions } from '../../ingest/directory/versions.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import type { Directory } from '../../kernel/directory/facts.ts'
import { coded } from '../../kernel/errors.ts'
import type { Archive } from '../../kernel/ports.ts'
import { DAY } from '../../kernel/time.ts'
import type { Config } from '../config.ts'
import { instancesOf, yieldsOf } from '../sources.ts'
import { type Judged, judgedBy } from './judged.ts'
import { storageIn } from './keeping.ts'
import { refusedIn } from './refused.ts'
import { sharingIn } from './sharing.ts'

/** So much of the archive is read at a time: what is remembered to drop duplicates is of one span. */
const SPAN = DAY

export type Reading = { readonly share: number; readonly reached: number }

/**
 * An act that was told of within so long before the end is logged: what seldom happens need not have happened in a period that is shorter.
 */
const SELDOM = 30 * DAY

/** What the archive says of the coming of logs over a period; where a unit told of none of what a part needs, of the days before it too. */
export const hear = async (
  archive: Pick<Archive, 'read'>,
  { from, to }: Pick<Period, 'from' | 'to'>,
  { directory, parts }: { readonly directory: Directory; readonly parts: readonly Part[] },
  onProgress: (reading: Reading) => void,
): Promise<Heard> => {
  const hearing = createHearing(directory)
  for (let at = from; at < to; at += SPAN) {
    const end = Math.min(at + SPAN, to)
    hearing.begin(at, end)
    for await (const batch of archive.read({ from: at, to: end - 1 })) hearing.add(batch)
    onProgress({ share: (end - from) / (to - from), reached: end })
  }
  const actions = actsUntold(parts, hearing.heard().ears)
  if (to - SELDOM < from && actions.size > 0)
    for await (const batch of archive.read({ from: to - SELDOM, to: from - 1, actions })) hearing.addBefore(batch)
  return hearing.heard()
}

/** What the archive of a deployment says of [from, to), and what it cannot give of that. */
const archived = async (
  open: Judged['archive'],
  { from, to }: Pick<Period, 'from' | 'to'>,
  heeding: Parameters<typeof hear>[2],
  onProgress: (reading: Reading) => void,
): Promise<Pick<Material, 'heard' | 'lacks'>> => {
  const archive = await open()
  try {
    const heard = await hear(archive, { from, to }, heeding, onProgress)
    // Asked last: damage shows when it is read.
    const gaps = await archive.gaps({ from, to: to - 1 })
    return {
      heard,
      lacks: merged(
        within(
          gaps.map((gap) => ({ from: gap.from, to: gap.to + 1 })),
          [{ from, to }],
        ),
      ),
    }
  } finally {
    await archive.close()
  }
}

/** Earlier reports whose corrections a new one looks for. */
const LOOKED_BACK = 12

/** What is known before any log is read. */
export type Known = Pick<Material, 'watermark' | 'pending'>

/**
 * What a report of a product is made of, read beside a running one or without it. `closed`: the earlier reports of its kind and calendar, oldest
 * first. `check` may throw before logs are read, which takes long. Throws `BAD_ARGUMENT` where nothing was ever judged, or no such unit is, and as
 * `judgedBy`.
 */
export const materialFor = async (
  config: Config,
  { period, unit, closed }: { readonly period: Period; readonly unit?: string; readonly closed: readonly Closed[] },
  check: (known: Known) => void,
  onProgress: (reading: Reading) => void,
): Promise<Material> => {
  const earlier = closed
    .filter(({ figures }) => figures.period.kind === period.kind && figures.period.calendar === period.calendar)
    .filter(({ figures }) => figures.period.to <= period.from)
    .slice(-LOOKED_BACK)
  const since = Math.min(period.from, ...earlier.map(({ figures }) => figures.period.from))
  const rules = await loadRules()
  const { saved, archive } = await judgedBy(config, since, absencesOf(rules))
  const { watermark } = saved
  const versions = await readVersions(join(config.data, 'directory'))
  const inForce = versions.find(({ data }) => data.version === saved.directory)
  // One that came over from others may still be on its way.
  if (!inForce)
    throw coded('BAD_ARGUMENT', `${config.data}: chưa có phiên bản danh bạ đang có hiệu lực (${saved.directory})`)
  const { data } = inForce
  if (unit !== undefined && !data.units.some(({ id }) => id === unit))
    throw coded('BAD_ARGUMENT', `không có đơn vị «${unit}» trong danh bạ`)
  const pending = pendingIn(period, saved, rules, config.policy)
  check({ watermark, pending })
  const to = Math.max(period.from + 1, Math.min(period.to, watermark))
  const instances = instancesOf(config.sources)
  const storage = await storageIn(config, to)
  const refused = refusedIn(config, { from: period.from, to })
  const sharing = unit === undefined ? sharingIn(config, { from: period.from, to }) : undefined
  const roots = data.units.filter(({ parent }) => parent === undefined)
  const [directory, yields] = [createDirectory(data), yieldsOf(instances)]
  const heeding = { directory, parts: rules.flatMap((rule) => neededParts(rule, yields, saved.since)) }
  return {
    ...{ period, data, watermark, directory, rules, yields, since: saved.since },
    ...(unit !== undefined && { unit }),
    ...{ alerts: saved.alerts, unjudged: saved.unjudged },
    pending,
    ...(await archived(archive, { from: period.from, to }, heeding, onProgress)),
    catalogue: loadCatalogue(),
    overrides: config.policy,
    types: new Map(instances.map(({ id, source }) => [id, source.id])),
    ...(refused && { refused }),
    ...(storage && { storage }),
    ...(sharing && { sharing }),
    changes: versions.map(({ ordinal, accepted }) => ({
      ...{ at: accepted, document: '' },
      what: `Danh bạ: phiên bản thứ ${ordinal} được chấp nhận`,
    })),
    closed: earlier.map(({ figures, items, corrections }) => ({
      period: figures.period,
      figures,
      items,
      corrections,
    })),
    name: roots.length === 1 ? roots[0]!.name : config.name,
  }
}
