import type { Health } from '../api/schemas.ts'
import type { LocalIntake } from '../ingest/intake/local.ts'
import type { Quarantine } from '../ingest/quarantine.ts'
import type { Directory } from '../kernel/directory/facts.ts'
import { isCoded } from '../kernel/errors.ts'
import type { Clock } from '../kernel/ports.ts'
import { type Duration, HOUR, localTime, ms, saySpan } from '../kernel/time.ts'
import type { Detector } from './detector/loop.ts'
import type { DirectoryWatch } from './directory-watch.ts'
import type { Inputs } from './inputs.ts'
import type { Versions } from './versions.ts'

/** What goes wrong by itself and may pass: the detector's batch, the product's minute hand. */
export type Troubles = ReadonlyMap<'detector' | 'tick', unknown>

export type HealthOptions = {
  readonly detector: Detector
  readonly intake: LocalIntake
  readonly inputs: Inputs
  readonly quarantine: Quarantine
  readonly versions: Pick<Versions, 'directory'>
  readonly watch: DirectoryWatch
  readonly troubles: Troubles
  /** When this process began to listen, epoch ms. */
  readonly started: number
  readonly clock: Clock
}

type Finding = Health['findings'][number]
type Pipeline = Health['pipelines'][number]

/** How the product stands, from its own counters: what someone should look at, each with its cause. */
export const healthOf = (options: HealthOptions): Health => {
  const { detector, intake, inputs, quarantine, versions, watch, troubles, started, clock } = options
  const now = clock.now()
  const { pipelines, overdue } = pipelinesOf(versions.directory, detector.engine.pipelines(), started, now)
  const { unjudged, capped } = detector.engine.counters()
  const counted = inputs.counters()
  const lost = Object.entries(counted).reduce((sum, [name, n]) => (name.endsWith('.lost') ? sum + n : sum), 0)
  const failing = [...troubles].map(([what, error]) => failed(what, error))
  const findings: Finding[] = [
    ...failing,
    ...(watch.problem ? [notTakenOver(watch.problem)] : []),
    ...(quarantine.counters.dropped > 0 ? [dropped(quarantine.counters.dropped)] : []),
    ...(lost > 0 ? [lines(lost)] : []),
    ...Object.entries(capped).map(([rule, n]) => cut(rule, n)),
    ...overdue.map(({ id, last }) => silent(id, last, now)),
  ]
  return {
    status: failing.length > 0 ? 'failing' : findings.length > 0 ? 'degraded' : 'ok',
    findings,
    pipelines: [...pipelines],
    ...(Number.isFinite(detector.engine.watermark) && { watermark: detector.engine.watermark }),
    counters: {
      accepted: intake.counters.accepted,
      bytes: intake.counters.bytes,
      masked: intake.counters.masked,
      putOff: intake.counters.putOff,
      quarantined: quarantine.counters.lines,
      quarantineDropped: quarantine.counters.dropped,
      waiting: detector.engine.targets().length,
      ...prefixed('refused', intake.counters.refused),
      ...prefixed('unjudged', unjudged),
      ...prefixed('capped', capped),
      ...counted,
    },
  }
}

const prefixed = (prefix: string, counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).map(([name, n]) => [`${prefix}.${name}`, n]))

/** A log may be under way for so long before its source is called silent here; SRC-01 judges the deliveries. */
const ON_THE_WAY = HOUR

/**
 * Each registered pipeline once, and those from which something should have come by now: its rhythm, in the unit's working time
 * where the register says so, since its last event or, where it never spoke, since the product listens.
 */
const pipelinesOf = (directory: Directory, last: ReadonlyMap<string, number>, started: number, now: number) => {
  const rows = Map.groupBy(directory.allPipelines(now), ({ collector, source }) => `${collector}/${source}`)
  const judged = [...rows].map(([id, versions]) => {
    const at = last.get(id)
    const due = versions.map(({ unit, rhythm, hours, from }) => {
      const since = at ?? Math.max(started, from === undefined ? started : localTime(from, '00:00'))
      const span = ms(rhythm as Duration) + (at === undefined ? 0 : ON_THE_WAY)
      return hours === 'working' ? directory.afterWorkingTime(unit, since, span) : since + span
    })
    const overdue = now > Math.min(...due)
    const state = at === undefined ? 'never' : overdue ? 'silent' : 'alive'
    return { overdue, pipeline: { id, state, ...(at !== undefined && { last: at }) } satisfies Pipeline as Pipeline }
  })
  return {
    pipelines: judged.map(({ pipeline }) => pipeline),
    overdue: judged.filter(({ overdue }) => overdue).map(({ pipeline }) => pipeline),
  }
}

const failed = (what: 'detector' | 'tick', error: unknown): Finding => {
  const cause = error instanceof Error ? error.message : String(error)
  if (isCoded(error) && error.code === 'DISK_FULL')
    return { code: 'DISK_FULL', text: { vi: `Ổ đĩa đã đầy: ${cause}`, en: 'The disk is full.' } }
  return what === 'detector'
    ? {
        code: 'DETECTOR_FAILED',
        text: {
          vi: `Bộ phát hiện đang dừng ở một lô nhật ký và thử lại: ${cause}`,
          en: `The detector is stuck on a batch and tries again: ${cause}`,
        },
      }
    : {
        code: 'CLOCK_STOPPED',
        text: {
          vi: `Không ghi được nhịp thời gian nên chưa xét được điều gì mới: ${cause}`,
          en: `Time cannot be written, so nothing new is judged: ${cause}`,
        },
      }
}

const notTakenOver = ({ code, text }: NonNullable<DirectoryWatch['problem']>): Finding => ({
  code,
  text: { vi: text, en: 'The new version of the directory is not in force.' },
})

const cut = (rule: string, n: number): Finding => ({
  code: 'CAPPED',
  text: {
    vi: `Luật ${rule} đã bỏ bớt trạng thái ${n} lần vì chạm giới hạn.`,
    en: `Rule ${rule} cut its state ${n} times at its cap.`,
  },
})

const dropped = (n: number): Finding => ({
  code: 'QUARANTINE_FULL',
  text: {
    vi: `Khu cách ly đã đầy: ${n} dòng cũ nhất đã bị loại.`,
    en: `The quarantine was full: the ${n} oldest lines were dropped.`,
  },
})

const lines = (n: number): Finding => ({
  code: 'LINES_LOST',
  text: {
    vi: `${n} dòng nhật ký đã mất ở đầu vào từ khi chạy (quá tải hoặc lỗi khi ghi).`,
    en: `${n} log lines were lost at the inputs since the start (pressure, or a failure to store).`,
  },
})

const silent = (id: string, last: number | undefined, now: number): Finding => {
  if (last === undefined)
    return {
      code: 'SOURCE_NEVER',
      text: {
        vi: `Nguồn ${id} có trong sổ nhưng chưa từng gửi nhật ký.`,
        en: `The source ${id} is registered but has never sent a log.`,
      },
    }
  const hours = saySpan(Math.floor((now - last) / HOUR) * HOUR)
  return {
    code: 'SOURCE_SILENT',
    text: { vi: `Nguồn ${id} đã im lặng ${hours.vi}.`, en: `The source ${id} has been silent for ${hours.en}.` },
  }
}
