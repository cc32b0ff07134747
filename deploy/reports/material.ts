import { join } from 'node:path'
import type { Closed } from '../../api/reports/closed.ts'
import { createHearing, type Heard } from '../../api/reports/heard.ts'
import type { Material } from '../../api/reports/make.ts'
import { pendingIn } from '../../api/reports/pending.ts'
import type { Period } from '../../api/reports/period.ts'
import { merged, within } from '../../api/reports/spans.ts'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import { absencesOf } from '../../detectors/meta.ts'
import { readVersions } from '../../ingest/directory/versions.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import { coded } from '../../kernel/errors.ts'
import type { Archive } from '../../kernel/ports.ts'
import { DAY } from '../../kernel/time.ts'
import type { Config } from '../config.ts'
import { openArchive } from '../open-archive.ts'
import { instancesOf, yieldsOf } from '../sources.ts'
import { savedIn } from './saved.ts'

/** So much of the archive is read at a time: what is remembered to drop duplicates is of one span. */
const SPAN = DAY

export type Reading = { readonly share: number; readonly reached: number }

/** What the archive says of the coming of logs over a period. */
export const hear = async (
  archive: Pick<Archive, 'read'>,
  { from, to }: Pick<Period, 'from' | 'to'>,
  onProgress: (reading: Reading) => void,
): Promise<Heard> => {
  const hearing = createHearing()
  for (let at = from; at < to; at += SPAN) {
    const end = Math.min(at + SPAN, to)
    hearing.begin(at, end)
    for await (const batch of archive.read({ from: at, to: end - 1 })) hearing.add(batch)
    onProgress({ share: (end - from) / (to - from), reached: end })
  }
  return hearing.heard()
}

/** What the archive of a data folder, and of Elasticsearch where records are kept there too, says of [from, to), and what neither can give of it. */
const archived = async (
  config: Config,
  { from, to }: Pick<Period, 'from' | 'to'>,
  onProgress: (reading: Reading) => void,
): Promise<Pick<Material, 'heard' | 'lacks'>> => {
  const archive = await openArchive(config)
  try {
    const heard = await hear(archive, { from, to }, onProgress)
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

/**
 * What a report of a product's data folder is made of, read beside a running product or without one. `closed`: the earlier reports of its
 * kind and calendar, oldest first. Throws `BAD_ARGUMENT` in a cluster, where nothing was ever judged there, or no such unit is.
 */
export const materialFor = async (
  config: Config,
  { period, unit, closed }: { readonly period: Period; readonly unit?: string; readonly closed: readonly Closed[] },
  onProgress: (reading: Reading) => void,
): Promise<Material> => {
  if (config.detector)
    throw coded(
      'BAD_ARGUMENT',
      'chưa làm được báo cáo khi nhiều bộ phát hiện chia nhau việc (cấu hình có mục detector): cảnh báo và phần chờ đánh giá lại của từng bộ nằm ở nhiều nơi, chưa đọc được tại cùng một thời điểm nên số liệu có thể sai',
    )
  const versions = await readVersions(join(config.data, 'directory'))
  const earlier = closed
    .filter(({ figures }) => figures.period.kind === period.kind && figures.period.calendar === period.calendar)
    .filter(({ figures }) => figures.period.to <= period.from)
    .slice(-LOOKED_BACK)
  const since = Math.min(period.from, ...earlier.map(({ figures }) => figures.period.from))
  const rules = await loadRules()
  const saved = savedIn(config.data, since, absencesOf(rules))
  const { watermark } = saved
  const inForce = versions.find(({ data }) => data.version === saved.directory) ?? versions.at(-1)
  if (!inForce) throw coded('BAD_ARGUMENT', `${config.data}: chưa có phiên bản danh bạ nào được chấp nhận`)
  const { data } = inForce
  if (unit !== undefined && !data.units.some(({ id }) => id === unit))
    throw coded('BAD_ARGUMENT', `không có đơn vị «${unit}» trong danh bạ`)
  const to = Math.max(period.from + 1, Math.min(period.to, watermark))
  const roots = data.units.filter(({ parent }) => parent === undefined)
  return {
    ...{ period, data, watermark, directory: createDirectory(data) },
    ...(unit !== undefined && { unit }),
    ...{ alerts: saved.alerts, unjudged: saved.unjudged },
    pending: pendingIn(period, saved, rules, config.policy),
    ...(await archived(config, { from: period.from, to }, onProgress)),
    rules,
    catalogue: loadCatalogue(),
    yields: yieldsOf(instancesOf(config.sources)),
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
