import { createEngine, type EngineOptions } from '../detectors/engine.ts'
import { runSlice } from '../detectors/slice.ts'
import { mergeByTime } from '../ingest/inputs/merge.ts'
import type { JudgeOptions } from '../ingest/intake/judge.ts'
import { deliveryOf } from '../ingest/intake/marks.ts'
import type { Alert } from '../kernel/alert.ts'
import { entryOf } from '../kernel/entry.ts'
import { type Observation, pipelineOf } from '../kernel/event.ts'
import type { Archive, Asked, Refusal } from '../kernel/ports.ts'
import { DAY, MINUTE } from '../kernel/time.ts'
import { type ReplayFile, readFile } from './replay-lines.ts'

export type { ReplayFile } from './replay-lines.ts'

export type ReplayOptions = {
  readonly files: readonly ReplayFile[]
  readonly judge: JudgeOptions
  readonly engine: Omit<EngineOptions, 'saved'>
  /** After each line: how many there were, and the time of the logs that was reached (-Infinity at first). */
  readonly onProgress: (lines: number, clock: number) => void
  readonly onRefused: (at: string, refusal: Refusal) => void
}

export type Replayed = {
  /** Withdrawn ones too, by time. */
  readonly alerts: readonly Alert[]
  readonly lines: number
  readonly refused: number
  readonly late: number
}

/**
 * Runs files through the same reader and the same engine as the product, as fast as they can be read. The clock is the logs' own: it
 * stands where the latest event stands, so several files are merged by time, and what lies further back than the lateness is
 * re-evaluated as anywhere else. Deliveries are witnessed once a minute and pipeline as the intake does it, by that clock, so
 * files that do not reach as far as the others make their pipelines look silent. Keeps everything in memory.
 */
export const replayFiles = async (options: ReplayOptions): Promise<Replayed> => {
  const { files, judge, onProgress, onRefused } = options
  let [lines, refused, late, clock] = [0, 0, 0, Number.NEGATIVE_INFINITY]
  const player = createPlayer(options.engine)
  const events = {
    onLine: () => onProgress(++lines, clock),
    onRefused(at: string, refusal: Refusal): void {
      refused++
      onRefused(at, refusal)
    },
  }
  const inputs = files.map((file) => readFile(file, judge, events))
  for await (const observations of mergeByTime(inputs, ([first]) => first?.at)) {
    for (const observation of observations) {
      if (player.take({ ...observation, received: Math.max(observation.at, clock) }) === 'late') late++
      if (observation.at < clock + MINUTE) continue
      clock = observation.at
      player.tick(clock)
    }
  }
  if (Number.isFinite(clock)) player.tick(clock + options.engine.lateness + MINUTE)
  const alerts = await player.end()
  return { alerts: alerts.sort((a, b) => a.first - b.first || (a.id < b.id ? -1 : 1)), lines, refused, late }
}

/** An engine with an archive and a store in memory. */
const createPlayer = (options: ReplayOptions['engine']) => {
  const engine = createEngine({ ...options, saved: [] })
  const archive = memoryArchive()
  const alerts = new Map<string, Alert>()
  const told = new Map<string, number>()

  const accept = (observation: Observation): void => {
    archive.add(observation)
    engine.accept(observation)
  }
  /** Where this observation's pipeline has not been witnessed in the minute of its receipt yet. */
  const witness = ({ collector, source, received }: Observation): void => {
    const name = pipelineOf({ collector, source })
    const minute = Math.floor(received / MINUTE)
    if (told.get(name) === minute) return
    told.set(name, minute)
    accept(deliveryOf({ collector, source }, received))
  }
  const collect = (): void => {
    for (const alert of engine.drain().alerts) alerts.set(alert.id, alert)
  }
  const previous = async (rule: string, from: number, to: number): Promise<readonly Alert[]> =>
    [...alerts.values()].filter((a) => a.rule.id === rule && a.first < to && (a.ended ?? Infinity) >= from)

  return {
    take(observation: Observation): 'late' | 'in time' {
      const late = observation.at < engine.watermark
      accept(observation)
      witness(observation)
      return late ? 'late' : 'in time'
    },
    tick(at: number): void {
      engine.tick(at)
      collect()
    },
    /** Computes again what came late; gives every alert there ever was. */
    async end(): Promise<Alert[]> {
      const targets = engine.targets()
      if (targets.length > 0) {
        engine.apply(await runSlice(targets, engine.slice(), { archive: archive.read, gaps: archive.gaps, previous }))
        collect()
      }
      return [...alerts.values()]
    },
  }
}

/** Observations by day, in the order in which they came. */
const memoryArchive = (): Archive & { add(observation: Observation): void } => {
  const days = new Map<number, Observation[]>()
  return {
    add: (observation: Observation): void =>
      void entryOf(days, Math.floor(observation.at / DAY), (): Observation[] => []).push(observation),
    // Everything is held, so whoever asks for less may be given more: only days are looked at.
    async *read({ from, to }: Asked): AsyncGenerator<readonly Observation[]> {
      for (const [day, held] of days)
        if (day >= Math.floor(from / DAY) && day <= Math.floor(to / DAY))
          yield held.filter(({ at }) => at >= from && at <= to)
    },
    gaps: async () => [],
  }
}
