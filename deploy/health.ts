import type { Health } from '../api/schemas.ts'
import type { LocalIntake } from '../ingest/intake/local.ts'
import type { Quarantine } from '../ingest/quarantine.ts'
import type { Clock } from '../kernel/ports.ts'
import { type Duration, HOUR, ms, saySpan } from '../kernel/time.ts'
import type { Detector } from './detector/loop.ts'
import type { DirectoryWatch } from './directory-watch.ts'
import type { Inputs } from './inputs.ts'
import type { Versions } from './versions.ts'

export type HealthOptions = {
  readonly detector: Detector
  readonly intake: LocalIntake
  readonly inputs: Inputs
  readonly quarantine: Quarantine
  readonly versions: Versions
  readonly watch: DirectoryWatch
  readonly failure: unknown
  readonly clock: Clock
}

type Finding = Health['findings'][number]

/** How the product stands, from its own counters: what someone should look at, each with its cause. */
export const healthOf = ({
  detector,
  intake,
  inputs,
  quarantine,
  versions,
  watch,
  failure,
  clock,
}: HealthOptions): Health => {
  const now = clock.now()
  const last = detector.engine.pipelines()
  const pipelines = versions.latest!.pipelines.map(({ collector, source, rhythm }): Health['pipelines'][number] => {
    const id = `${collector}/${source}`
    const at = last.get(id)
    if (at === undefined) return { id, state: 'never' }
    return { id, state: now - at > ms(rhythm as Duration) + HOUR ? 'silent' : 'alive', last: at }
  })
  const { unjudged, capped } = detector.engine.counters()
  const findings: Finding[] = [
    ...(failure === undefined ? [] : [failed(failure)]),
    ...(watch.problem
      ? [
          {
            code: watch.problem.code,
            text: { vi: watch.problem.text, en: 'The new version of the directory is not in force.' },
          },
        ]
      : []),
    ...(quarantine.counters.dropped > 0 ? [dropped(quarantine.counters.dropped)] : []),
    ...Object.entries(capped).map(
      ([rule, n]): Finding => ({
        code: 'CAPPED',
        text: {
          vi: `Luật ${rule} đã bỏ bớt trạng thái ${n} lần vì chạm giới hạn.`,
          en: `Rule ${rule} cut its state ${n} times at its cap.`,
        },
      }),
    ),
    ...pipelines.filter(({ state }) => state === 'silent').map(({ id, last: at }): Finding => silent(id, now - at!)),
  ]
  return {
    status: failure !== undefined ? 'failing' : findings.length > 0 ? 'degraded' : 'ok',
    findings,
    pipelines,
    ...(Number.isFinite(detector.engine.watermark) && { watermark: detector.engine.watermark }),
    counters: {
      accepted: intake.counters.accepted,
      bytes: intake.counters.bytes,
      masked: intake.counters.masked,
      putOff: intake.counters.putOff,
      quarantined: quarantine.counters.lines,
      quarantineDropped: quarantine.counters.dropped,
      waiting: detector.engine.targets().length,
      ...Object.fromEntries(Object.entries(intake.counters.refused).map(([reason, n]) => [`refused.${reason}`, n])),
      ...Object.fromEntries(Object.entries(unjudged).map(([reason, n]) => [`unjudged.${reason}`, n])),
      ...inputs.counters(),
    },
  }
}

const failed = (error: unknown): Finding => ({
  code: 'DETECTOR_FAILED',
  text: {
    vi: `Bộ phát hiện đang dừng ở một lô nhật ký: ${String(error)}`,
    en: `The detector is stuck on a batch: ${String(error)}`,
  },
})

const dropped = (n: number): Finding => ({
  code: 'QUARANTINE_FULL',
  text: {
    vi: `Khu cách ly đã đầy: ${n} dòng cũ nhất đã bị loại.`,
    en: `The quarantine was full: the ${n} oldest lines were dropped.`,
  },
})

const silent = (id: string, span: number): Finding => {
  const hours = saySpan(Math.floor(span / HOUR) * HOUR)
  return {
    code: 'SOURCE_SILENT',
    text: { vi: `Nguồn ${id} đã im lặng ${hours.vi}.`, en: `The source ${id} has been silent for ${hours.en}.` },
  }
}
