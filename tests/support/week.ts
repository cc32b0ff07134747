import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type GenerateOptions, generate } from '../../deploy/generator/generate.ts'
import type { Delivery, Truth } from '../../deploy/generator/model.ts'
import { type RegisterVersion, registerVersions } from '../../deploy/generator/versions.ts'
import { buildWorld, type WorldOptions } from '../../deploy/generator/world.ts'
import { assumedOf, detectInstance, instancesOf, yieldsOf } from '../../deploy/sources.ts'
import { createEngine, type EngineOptions, type StoredIndeterminate } from '../../detectors/engine.ts'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import type { Override } from '../../detectors/policy.ts'
import { runSlice } from '../../detectors/slice.ts'
import { loadDirectory } from '../../ingest/directory/load.ts'
import { judge } from '../../ingest/intake/judge.ts'
import { INTAKE_LIMITS } from '../../ingest/intake/local.ts'
import { deliveryMark, pipelineOfLine } from '../../ingest/intake/marks.ts'
import { keyOf, WRONG } from '../../ingest/intake/sample.ts'
import { createSkews } from '../../ingest/intake/skew.ts'
import { stamped, stampOf } from '../../ingest/intake/stamp.ts'
import { masker } from '../../ingest/mask.ts'
import { decodeWire } from '../../ingest/wire.ts'
import type { Alert } from '../../kernel/alert.ts'
import { diffDirectory } from '../../kernel/directory/diff.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import { registerObservations } from '../../kernel/directory/registers.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import type { Observation } from '../../kernel/event.ts'
import { addDays, foldDayStart, HOUR, type Instant, type LocalDate, localTime, MINUTE } from '../../kernel/time.ts'
import { namedArchive } from './named-archive.ts'

export type Week = {
  readonly truth: readonly Truth[]
  /** What stands when the week is over. */
  readonly alerts: readonly Alert[]
  /** When its last day was over. */
  readonly end: Instant
  readonly lines: number
  /** Why a line was refused, and how often. */
  readonly refused: ReadonlyMap<string, number>
  readonly indeterminate: readonly StoredIndeterminate[]
  /** The observations about one machine, account, device or address, in order of time: why a finding came or did not. */
  about(value: string): readonly Observation[]
}

const instances = instancesOf([])
const catalogue = loadCatalogue()
const lateness = 2 * MINUTE

/** One version of the registers, read as the product reads a clerk's folder. */
const readVersion = async ({ knownAt, files }: RegisterVersion, previous?: DirectoryData): Promise<DirectoryData> => {
  const folder = await mkdtemp(join(tmpdir(), 'vong-gac-tuan-'))
  try {
    for (const [name, text] of files()) await writeFile(join(folder, name), text)
    const loaded = await loadDirectory(folder, previous && { data: previous }, knownAt)
    if (!loaded.ok) throw new Error(loaded.error.map(({ message }) => message).join('\n'))
    return loaded.value
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Lines as the intake makes observations of them: real sources, receipt when they were delivered, a mark a minute and pipeline. */
const reader = (refused: Map<string, number>) => {
  const options = {
    instances,
    detect: detectInstance,
    mask: masker(new Uint8Array(32)),
    lineBytes: INTAKE_LIMITS.lineBytes,
  }
  const told = new Map<string, number>()
  const skews = createSkews()
  const bytes = new TextEncoder()
  return ({ collector, source, line, deliveredAt: received }: Delivery, place: number): readonly Observation[] => {
    const judged = judge({ bytes: bytes.encode(line), collector, source, place: String(place), received }, options)
    if (judged.kind !== 'stored') {
      const why = `${source}: ${judged.kind === 'refused' ? judged.refused.detail : judged.kind}`
      refused.set(why, (refused.get(why) ?? 0) + 1)
      return []
    }
    const pipeline = pipelineOfLine(collector, judged.instance)
    const [first] = judged.record.observations
    const host = first && 'host' in first ? first.host : undefined
    const known = first && host !== undefined ? skews.known(collector).get(keyOf(first.source, host)) : undefined
    const clock = first && host !== undefined ? stampOf({ at: first.at, received }, known) : undefined
    const { observations } = stamped(judged.record, clock)
    const sample = first && { at: first.at, received }
    const late = sample && received - sample.at > WRONG ? [{ from: sample, to: sample }] : []
    const heard =
      first && host !== undefined ? [{ source: first.source, host, first: first.at, last: first.at, late }] : []
    const open = clock === 'open' ? observations : []
    const settled = skews.note({ collector, received, heard, open })
    skews.stored(settled)
    const all = [...observations, ...settled]
    const name = `${collector}/${pipeline.source}`
    const minute = Math.floor(received / MINUTE)
    if (told.get(name) === minute) return all
    told.set(name, minute)
    const wire = decodeWire(deliveryMark(pipeline, received).value)
    return [...all, ...('observations' in wire ? wire.observations : [])]
  }
}

type Wanted = Omit<WorldOptions, 'size'> & {
  readonly size?: WorldOptions['size']
  readonly generated?: GenerateOptions
  /** Until everything was delivered, not only until the last day is over. */
  readonly toTheEnd?: boolean
}

/** Rows that count from a date some months back: what the registers themselves say about the time before is not looked at, but for what is owed still. */
const since = (from: LocalDate) => (data: DirectoryData) =>
  registerObservations(data).filter(
    ({ at, action }) => action.startsWith('obligation.') || at >= localTime(addDays(from, -60), '00:00'),
  )

/**
 * Generates a province's days (a small one's unless said) and lets them pass through the real sources and the real engine in the
 * order in which they were delivered: the clock is the delivery's, a tick a minute, registers are taken over when a clerk entered
 * them, what came late is computed again every hour. Nothing else is faked.
 */
export const liveThrough = async (wanted: Wanted, overrides: readonly Override[] = []): Promise<Week> => {
  const { generated = {}, toTheEnd = false, ...options } = wanted
  const world = buildWorld({ size: 'small', ...options })
  const [first, ...versions] = registerVersions(world)
  let data = await readVersion(first!)
  const registersOf = since(options.from)
  const worldOf = (directory: DirectoryData): EngineOptions['world'] => ({
    directory: createDirectory(directory),
    catalogue,
    assumed: assumedOf(instances),
  })
  const engine = createEngine({
    rules: await loadRules(),
    overrides,
    world: worldOf(data),
    yields: yieldsOf(instances),
    lateness,
    register: registersOf(data),
    saved: [],
    sample: true,
  })
  const refused = new Map<string, number>()
  const read = reader(refused)
  const archive = namedArchive()
  const alerts = new Map<string, Alert>()
  let [lines, clock, sliced] = [0, -Infinity, -Infinity]

  const collect = (): void => {
    for (const alert of engine.drain().alerts) alerts.set(alert.id, alert)
  }
  const reevaluate = async (): Promise<void> => {
    const targets = engine.targets()
    if (targets.length === 0) return
    const result = await runSlice(targets, engine.slice(), {
      archive: archive.read,
      gaps: async () => [],
      previous: async (rule, from, to) =>
        [...alerts.values()].filter(
          (alert) => alert.rule.id === rule && alert.first < to && (alert.ended ?? Infinity) >= from,
        ),
    })
    engine.apply(result)
    collect()
  }
  const takeOver = async (version: RegisterVersion): Promise<void> => {
    const next = await readVersion(version, data)
    engine.takeOver(worldOf(next), registersOf(next), diffDirectory(data, next))
    data = next
  }
  const tick = async (at: number): Promise<void> => {
    while (versions[0] && versions[0].knownAt <= at) await takeOver(versions.shift()!)
    engine.tick(at)
    clock = at
    if (at - sliced < HOUR) return
    sliced = at
    collect()
    await reevaluate()
  }

  const end = foldDayStart(addDays(options.from, options.days))
  for (const delivery of generate(world, generated)) {
    // What late laptops still owe then, nobody has seen when the week is over.
    if (!toTheEnd && delivery.deliveredAt >= end) break
    if (delivery.deliveredAt >= clock + MINUTE) await tick(Math.floor(delivery.deliveredAt / MINUTE) * MINUTE)
    for (const o of read(delivery, lines)) {
      archive.put(o)
      engine.accept(o)
    }
    lines++
  }
  await tick(Math.max(end, clock, toTheEnd ? (versions.at(-1)?.knownAt ?? 0) : 0) + lateness)
  collect()
  await reevaluate()
  const touches = (o: Observation, value: string): boolean =>
    Object.values(o as unknown as Record<string, unknown>).includes(value)
  return {
    truth: world.planting.truth,
    alerts: [...alerts.values()].filter((alert) => !alert.withdrawn),
    end,
    lines,
    refused,
    indeterminate: engine.indeterminate(),
    about: (value) =>
      archive
        .all()
        .filter((o) => touches(o, value))
        .sort((a, b) => a.at - b.at),
  }
}
