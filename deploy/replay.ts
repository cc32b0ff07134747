import { statSync } from 'node:fs'
import { createEngine, type EngineOptions } from '../detectors/engine.ts'
import { runSlice } from '../detectors/slice.ts'
import { readLines } from '../ingest/inputs/files-reader.ts'
import { mergeByTime } from '../ingest/inputs/merge.ts'
import { type JudgeOptions, judge } from '../ingest/intake/judge.ts'
import type { Alert } from '../kernel/alert.ts'
import { entryOf } from '../kernel/entry.ts'
import type { Observation } from '../kernel/event.ts'
import { DAY, MINUTE } from '../kernel/time.ts'

export type ReplayFile = { readonly path: string; readonly collector: string; readonly source: string }

export type ReplayOptions = {
  readonly files: readonly ReplayFile[]
  readonly judge: JudgeOptions
  readonly engine: Omit<EngineOptions, 'saved'>
  readonly onProgress: (lines: number, clock: number) => void
  readonly onRefused: (file: string, offset: number, reason: string, detail: string) => void
}

export type Replayed = {
  readonly alerts: readonly Alert[]
  readonly lines: number
  readonly refused: number
  readonly late: number
}

type Item = { readonly observations: readonly Observation[] }

/**
 * Runs files through the same reader and the same engine as the product, as fast as they can be read. The clock is the logs' own: time
 * stands where the latest event stands, so several files are merged by time, and what lies further back than the lateness is
 * re-evaluated as anywhere else. Keeps everything in memory.
 */
export const replayFiles = async ({
  files,
  judge: reading,
  engine: options,
  onProgress,
  onRefused,
}: ReplayOptions): Promise<Replayed> => {
  const engine = createEngine({ ...options, saved: [] })
  const days = new Map<number, Observation[]>()
  const alerts = new Map<string, Alert>()
  let [lines, refused, late, clock] = [0, 0, 0, -Infinity]

  async function* read({ path, collector, source }: ReplayFile): AsyncGenerator<Item> {
    // Lines without a year were written before the file was last touched.
    const received = statSync(path).mtimeMs
    for await (const { line, offset, cut } of readLines(path, { lineBytes: reading.lineBytes })) {
      lines++
      const judged = judge(
        { bytes: line, collector, source, place: `${path}@${offset}`, received, original: cut },
        reading,
      )
      if (judged.kind === 'refused') {
        refused++
        onRefused(path, offset, judged.refused.reason, judged.refused.detail)
      } else if (judged.kind === 'stored') yield { observations: judged.record.observations }
    }
  }
  const collect = (): void => {
    for (const alert of engine.drain().alerts) alerts.set(alert.id, alert)
  }
  const reevaluate = async (): Promise<void> => {
    const targets = engine.targets()
    if (targets.length === 0) return
    const result = await runSlice(targets, engine.slice(), {
      async *archive(from, to) {
        for (let day = Math.floor(from / DAY); day <= Math.floor(to / DAY); day++) {
          const held = days.get(day)
          if (held) yield held.filter(({ at }) => at >= from && at < to)
        }
      },
      previous: async (rule, from, to) =>
        [...alerts.values()].filter(
          (alert) => alert.rule.id === rule && alert.first < to && (alert.ended ?? Infinity) >= from,
        ),
    })
    engine.apply(result)
    collect()
  }

  for await (const { observations } of mergeByTime(files.map(read), (item) => item.observations[0]?.at)) {
    for (const read of observations) {
      const o = { ...read, received: Math.max(read.at, clock) }
      if (o.at < engine.watermark) late++
      entryOf(days, Math.floor(o.at / DAY), (): Observation[] => []).push(o)
      engine.accept(o)
      if (o.at < clock + MINUTE) continue
      clock = o.at
      engine.tick(clock)
      collect()
      onProgress(lines, clock)
    }
  }
  if (Number.isFinite(clock)) engine.tick(clock + options.lateness + MINUTE)
  collect()
  await reevaluate()
  return {
    alerts: [...alerts.values()].sort((a, b) => a.first - b.first || (a.id < b.id ? -1 : 1)),
    lines,
    refused,
    late,
  }
}
