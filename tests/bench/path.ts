import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { assumedOf, detectInstance, instancesOf, yieldsOf } from '../../deploy/sources.ts'
import { createEngine, type Drained, type EngineOptions } from '../../detectors/engine.ts'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import type { Rule } from '../../detectors/meta.ts'
import type { Override } from '../../detectors/policy.ts'
import { runSlice } from '../../detectors/slice.ts'
import { loadDirectory } from '../../ingest/directory/load.ts'
import { judge } from '../../ingest/intake/judge.ts'
import { INTAKE_LIMITS } from '../../ingest/intake/local.ts'
import { deliveryOf, pipelineOfLine } from '../../ingest/intake/marks.ts'
import { masker } from '../../ingest/mask.ts'
import type { Alert } from '../../kernel/alert.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import { registerObservations } from '../../kernel/directory/registers.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import { entryOf } from '../../kernel/entry.ts'
import type { Observation } from '../../kernel/event.ts'
import { addDays, DAY, foldDayStart, HOUR, localTime, MINUTE } from '../../kernel/time.ts'
import type { Meta } from './data/datasets.ts'
import type { Arrival, Item } from './data/load.ts'

/*
 * The product's path in one thread and in memory: the same functions in the same order as intake and detector call them, without bus,
 * archive and store.
 */

export const LATENESS = 2 * MINUTE
const instances = instancesOf([])

/** The registers of a data set, known a quarter before it begins. */
export const directoryData = async (folder: string, { from }: Pick<Meta, 'from'>): Promise<DirectoryData> => {
  const loaded = await loadDirectory(join(folder, 'registers'), undefined, foldDayStart(addDays(from, -90)))
  if (!loaded.ok) throw new Error(loaded.error.map(({ message }) => message).join('\n'))
  return loaded.value
}

/** What the units of a data set set themselves. */
export const policyOf = (folder: string): readonly Override[] =>
  // Written by datasets.ts out of the generator's rows.
  JSON.parse(readFileSync(join(folder, 'policy.json'), 'utf8')) as readonly Override[]

/** What the engine is made of for a data set: its registers, and a set of rules (all of them unless told). */
export const engineOptions = async (
  folder: string,
  data: DirectoryData,
  from: string,
  wanted: (rule: Rule) => boolean = () => true,
): Promise<EngineOptions> => ({
  rules: (await loadRules()).filter(wanted),
  overrides: policyOf(folder),
  world: { directory: createDirectory(data), catalogue: loadCatalogue(), assumed: assumedOf(instances) },
  yields: yieldsOf(instances),
  lateness: LATENESS,
  register: registerObservations(data).filter(({ at }) => at >= localTime(addDays(from, -60), '00:00')),
  saved: [],
  sample: true,
})

/** A line as the intake reads it: decoded, masked, digested, parsed, with the mark of its delivery once a minute and pipeline. */
export const lineReader = () => {
  const mask = masker(new Uint8Array(32))
  const options = { instances, detect: detectInstance, mask, lineBytes: INTAKE_LIMITS.lineBytes }
  const told = new Map<string, number>()
  let place = 0
  return ({ bytes, collector, source, deliveredAt: received }: Item): readonly Observation[] => {
    place += 1
    const judged = judge({ bytes, collector, source, place: '', received }, options)
    if (judged.kind === 'blank') return []
    if (judged.kind === 'refused') throw new Error(`line ${place} was refused: ${judged.refused.detail}`)
    const pipeline = pipelineOfLine(collector, judged.instance)
    const name = `${collector}/${pipeline.source}`
    const minute = Math.floor(received / MINUTE)
    if (told.get(name) === minute) return judged.record.observations
    told.set(name, minute)
    return [...judged.record.observations, deliveryOf(pipeline, received)]
  }
}

/** Where nothing comes late nothing is archived. */
export const keptOf = (arrival: Arrival): { readonly kept?: number } => (arrival === 'prompt' ? { kept: 0 } : {})

type Driving = {
  /** So far back the archive in memory reaches, ms; 0: nothing comes late, so nothing is archived. */
  readonly kept: number
  onDrain(drained: Drained): void
}

/**
 * The engine with an archive in memory: a tick a minute of receipt time, what came late is computed again every hour of it. The product
 * archives bytes and lets go of an observation once it is judged: one that is kept here costs the collector of garbage what none costs there.
 */
export const drive = (
  options: EngineOptions,
  { kept = 400 * DAY, onDrain = () => undefined }: Partial<Driving> = {},
) => {
  const engine = createEngine(options)
  const days = new Map<number, Observation[]>()
  const alerts = new Map<string, Alert>()
  let [clock, sliced] = [-Infinity, -Infinity]
  let slicing = 0

  const collect = (): void => {
    const drained = engine.drain()
    for (const alert of drained.alerts) alerts.set(alert.id, alert)
    onDrain(drained)
  }
  const reevaluate = async (): Promise<void> => {
    const targets = engine.targets()
    if (targets.length === 0) return
    if (kept === 0) throw new Error(`nothing was to come late, but ${targets[0]!.rule} must be computed again`)
    const start = performance.now()
    const result = await runSlice(targets, engine.slice(), {
      async *archive({ from, to, actions }) {
        for (let day = Math.floor(from / DAY); day <= Math.floor(to / DAY); day++) {
          const held = days.get(day)
          if (held) yield held.filter(({ at, action }) => at >= from && at <= to && (!actions || actions.has(action)))
        }
      },
      gaps: async () => [],
      previous: async (rule, from, to) =>
        [...alerts.values()].filter(
          (alert) => alert.rule.id === rule && alert.first < to && (alert.ended ?? Infinity) >= from,
        ),
    })
    engine.apply(result)
    collect()
    slicing += performance.now() - start
  }
  return {
    engine,
    take(o: Observation): void {
      if (kept > 0) entryOf(days, Math.floor(o.at / DAY), (): Observation[] => []).push(o)
      engine.accept(o)
    },
    /** Something is received at `at`: whole minutes before it are over. A promise only where something has to be computed again. */
    until(at: number): Promise<void> | undefined {
      if (at < clock + MINUTE) return undefined
      clock = Math.floor(at / MINUTE) * MINUTE
      engine.tick(clock)
      if (clock - sliced < HOUR) return undefined
      sliced = clock
      collect()
      for (const day of days.keys()) if (day < (at - kept) / DAY - 1) days.delete(day)
      return reevaluate()
    },
    async finish(): Promise<void> {
      engine.tick(clock + LATENESS + MINUTE)
      collect()
      await reevaluate()
    },
    alerts: (): readonly Alert[] => [...alerts.values()].filter((alert) => !alert.withdrawn),
    /** Wall time spent on computing again, ms. */
    slicing: () => slicing,
  }
}

export const truthOf = (folder: string): unknown => JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8'))
