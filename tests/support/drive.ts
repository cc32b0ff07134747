import { createEngine, type Engine, type EngineOptions } from '../../detectors/engine.ts'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import type { Rule } from '../../detectors/meta.ts'
import type { Override } from '../../detectors/policy.ts'
import { openSlice, runSlice, type SliceSources } from '../../detectors/slice.ts'
import type { Change } from '../../detectors/state.ts'
import type { Yields } from '../../detectors/yields.ts'
import type { Alert } from '../../kernel/alert.ts'
import { type Change as DirectoryChange, diffDirectory } from '../../kernel/directory/diff.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import { registerObservations } from '../../kernel/directory/registers.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import { type Action, actionNames, type Observation } from '../../kernel/event.ts'
import { MINUTE } from '../../kernel/time.ts'
import { strictArchive } from './strict-archive.ts'
import { townData } from './town.ts'

export { townData } from './town.ts'

export const rules: readonly Rule[] = await loadRules()
const catalogue = loadCatalogue()
/** What units of the town are sure of: else nobody could judge MED-02, ACC-06, ACC-13, MED-06, SW-01. */
export const overrides: readonly Override[] = [
  { unit: 'tinh', rule: 'MED-02a', set: { scansLogged: true, onAccess: false }, basis: '1/KH' },
  { unit: 'tinh', rule: 'MED-02b', set: { scansLogged: true }, basis: '1/KH' },
  { unit: 'tinh', rule: 'MED-04', set: { secretMediaKept: true }, basis: '1/KH' },
  { unit: 'tinh', rule: 'ACC-13', set: { administratorsListed: true }, basis: '1/KH' },
  { unit: 'tinh', rule: 'PRV-02', set: { administratorsListed: true }, basis: '1/KH' },
  { unit: 'tinh', rule: 'ACC-06a', set: { changesLogged: true }, basis: '1/KH' },
  { unit: 'tinh', rule: 'MED-06', set: { devicesKept: true }, basis: '1/KH' },
  { unit: 'tinh', rule: 'SW-01', set: { listKept: true }, basis: '1/KH' },
]

export const yields: Yields = new Map<string, readonly Action[]>([
  ['windows', actionNames.filter((action) => action !== 'heartbeat')],
  ['bkav', ['heartbeat', 'malware.found', 'media.scan']],
])

export const LATENESS = 2 * MINUTE

export const optionsFor = (data: DirectoryData): Omit<EngineOptions, 'saved'> => ({
  rules,
  overrides,
  world: { directory: createDirectory(data), catalogue, assumed: new Set() },
  yields,
  lateness: LATENESS,
  register: registerObservations(data),
  sample: false,
})

/** What happens to the product, in the order in which it happens. */
export type Step =
  | { readonly kind: 'arrive'; readonly event: Observation }
  /** `busy`: what waits to be computed again waits on. */
  | { readonly kind: 'tick'; readonly at: number; readonly busy?: boolean }
  | { readonly kind: 'directory'; readonly data: DirectoryData }
  | { readonly kind: 'restart' }
  /** Numbers of units were changed, and the product was started again with them. */
  | { readonly kind: 'policy'; readonly overrides: readonly Override[] }
  /** A mapping was added, or taken away, and the product was started again with it. */
  | { readonly kind: 'sources'; readonly yields: Yields }
  /** A line is read again by a better parser: what it makes of it, and what no longer holds. */
  | { readonly kind: 'reread'; readonly events: readonly Observation[]; readonly withdraws: readonly Observation[] }
  /** A span of event time is no longer in the archive. */
  | { readonly kind: 'lose'; readonly from: number; readonly to: number }

/**
 * A shell of a few lines: engine, archive, store, all in memory, real code otherwise. Restarting saves and restores through JSON
 * and fills the reorder buffer from the archive, as the detector's loop does from the log.
 */
export const openShell = (first: DirectoryData = townData, but: Partial<EngineOptions> = {}, filtered = true) => {
  let data = first
  let numbers = but.overrides ?? overrides
  let sources = but.yields ?? yields
  let now = 0
  const saved = new Map<string, Change>()
  const store = new Map<string, Alert>()
  const archive = strictArchive()
  const start = (from: readonly Change[]): Engine => {
    const made = createEngine({ ...optionsFor(data), ...but, overrides: numbers, yields: sources, saved: from })
    made.declare(now)
    for (const event of archive.held) made.refill(event)
    const own = but.rules ?? rules
    made.activate(new Map(own.map(({ id }) => [id, 'print'])))
    return made
  }
  let engine = start([])

  const save = (): void => {
    const { alerts, changes } = engine.drain()
    for (const change of changes)
      saved.set(JSON.stringify([change.space, change.key]), JSON.parse(JSON.stringify(change)) as Change)
    for (const alert of alerts) {
      const before = store.get(alert.id)
      if (before && before.revision >= alert.revision)
        throw new Error(`revision ${alert.revision} of ${alert.id} after ${before.revision}`)
      store.set(alert.id, JSON.parse(JSON.stringify(alert)) as Alert)
    }
  }
  const files: SliceSources = {
    archive: filtered ? archive.read : ({ from, to }) => archive.read({ from, to }),
    gaps: archive.gaps,
    previous: async (rule, from, to) =>
      [...store.values()].filter(
        (alert) => alert.rule.id === rule && alert.first < to && (alert.ended ?? Infinity) >= from,
      ),
  }
  const reevaluate = async (): Promise<void> => {
    const targets = engine.targets()
    if (targets.length === 0) return
    engine.apply(await runSlice(targets, engine.slice(), files))
    save()
  }
  /** Begins to compute what waits, beside the stream: it goes on until the slice is put in place. */
  const begin = async () => {
    const targets = engine.queue.next('newest')
    engine.begin(targets)
    const slice = await openSlice(targets, engine.slice(), files)
    const [before, advance] = [
      new Map([...store.values()].map(({ id, revision }) => [id, revision])),
      async (): Promise<void> => {
        for await (const _ of slice.advance(engine.slice(), engine.passed()));
      },
    ]
    await advance()
    return {
      targets,
      async apply(): Promise<void> {
        await advance()
        const written = [...store.values()].filter(({ id, revision }) => before.get(id) !== revision)
        engine.apply(slice.result(engine.slice(), written))
        save()
      },
    }
  }
  return {
    archive,
    arrive(event: Observation): void {
      archive.put([event])
      engine.accept(event)
    },
    tick(at: number): void {
      now = at
      engine.tick(at)
      save()
    },
    directory(next: DirectoryData): void {
      engine.takeOver(optionsFor(next).world, registerObservations(next), diffDirectory(data, next))
      data = next
      save()
    },
    /** Asks for everything about everybody and all time to be computed again. */
    doubtAll(): void {
      const everything: DirectoryChange = {
        register: 'calendar',
        key: 'all',
        kind: 'added',
        from: 0,
        to: 8.64e15,
        scope: { everything: true },
      }
      engine.takeOver(optionsFor(data).world, registerObservations(data), [everything])
      save()
    },
    restart(): void {
      save()
      const left = [...saved.values()].filter(({ value }) => value !== undefined)
      engine = start(left)
    },
    policy(next: readonly Override[]): void {
      numbers = next
      this.restart()
    },
    sources(next: Yields): void {
      sources = next
      this.restart()
    },
    reread(events: readonly Observation[], withdraws: readonly Observation[]): void {
      archive.put(events, withdraws)
      for (const event of withdraws) engine.withdraw(event)
      for (const event of events) engine.accept(event)
    },
    lose: archive.lose,
    reevaluate,
    begin,
    /** Every alert as it was last written, withdrawn ones too. */
    stored: (): readonly Alert[] => [...store.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    alerts: (): readonly Alert[] =>
      [...store.values()].filter((alert) => !alert.withdrawn).sort((a, b) => (a.id < b.id ? -1 : 1)),
    get engine(): Engine {
      return engine
    },
  }
}

type DropFirst<T extends readonly unknown[]> = T extends readonly [unknown?, ...infer R] ? R : never

/** Takes the steps one after the other, computing again what each asks for. */
export const walk = async (
  steps: readonly Step[],
  first: DirectoryData = townData,
  ...options: DropFirst<Parameters<typeof openShell>>
) => {
  const shell = openShell(first, ...options)
  for (const step of steps) {
    switch (step.kind) {
      case 'arrive':
        shell.arrive(step.event)
        break
      case 'tick':
        shell.tick(step.at)
        if (!step.busy) await shell.reevaluate()
        break
      case 'directory':
        shell.directory(step.data)
        await shell.reevaluate()
        break
      case 'restart':
        shell.restart()
        break
      case 'policy':
        shell.policy(step.overrides)
        break
      case 'sources':
        shell.sources(step.yields)
        break
      case 'reread':
        shell.reread(step.events, step.withdraws)
        break
      case 'lose':
        shell.lose(step.from, step.to)
        break
      default:
        throw new Error(String(step satisfies never))
    }
  }
  return shell
}

/** The alerts in force after the steps. */
export const drive = async (...asked: Parameters<typeof walk>): Promise<readonly Alert[]> =>
  (await walk(...asked)).alerts()

/** Events that come as they happen, a tick each minute, and time enough at the end for every wait. */
export const inOrder = (events: readonly Observation[], until: number): Step[] => {
  const steps: Step[] = []
  let clock = Math.floor((events[0]?.at ?? until) / MINUTE) * MINUTE
  for (const event of [...events].sort((a, b) => a.at - b.at)) {
    for (; clock + MINUTE <= event.at; clock += MINUTE) steps.push({ kind: 'tick', at: clock + MINUTE })
    steps.push({ kind: 'arrive', event })
  }
  for (; clock < until; clock += 10 * MINUTE) steps.push({ kind: 'tick', at: clock + 10 * MINUTE })
  return [...steps, { kind: 'tick', at: until }]
}
