import { createEngine, type Engine, type EngineOptions } from '../../detectors/engine.ts'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import type { Rule } from '../../detectors/meta.ts'
import { runSlice } from '../../detectors/slice.ts'
import type { Change } from '../../detectors/state.ts'
import { town } from '../../detectors/timeline.ts'
import type { Alert } from '../../kernel/alert.ts'
import { directoryData } from '../../kernel/directory/data.ts'
import { type Change as DirectoryChange, diffDirectory } from '../../kernel/directory/diff.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import { registerObservations } from '../../kernel/directory/registers.ts'
import type { DirectoryData } from '../../kernel/directory/rows.ts'
import { type Action, actionNames, type Observation } from '../../kernel/event.ts'
import { MINUTE } from '../../kernel/time.ts'

export const rules: readonly Rule[] = await loadRules()
const catalogue = loadCatalogue()
/** The town, with a departed administrator, a register of devices and an application that only working hours expect. */
export const townData: DirectoryData = directoryData({
  ...town,
  accounts: [...town.accounts!, { id: 'qt.nghi@tinh', person: 'p-nghi', kind: 'personal', admin: true, enabled: true }],
  devices: [{ id: 'usb-7', unit: 'xa-a', kind: 'storage' }],
  pipelines: [...town.pipelines!, { collector: 'c2', source: 'ioffice', unit: 'xa-a', rhythm: '1h', hours: 'working' }],
})
/** Its units deliver the scans of media: without that nobody could judge MED-02. */
const overrides = [
  { unit: 'tinh', rule: 'MED-02a', set: { scansLogged: true, onAccess: false }, basis: '1/KH' },
  { unit: 'tinh', rule: 'MED-02b', set: { scansLogged: true }, basis: '1/KH' },
]

const yields = new Map<string, readonly Action[]>([
  ['windows', actionNames.filter((action) => action !== 'heartbeat')],
  ['bkav', ['heartbeat', 'malware.found', 'media.scan']],
])

export const LATENESS = 2 * MINUTE

const optionsFor = (data: DirectoryData): Omit<EngineOptions, 'saved'> => ({
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
  | { readonly kind: 'tick'; readonly at: number }
  | { readonly kind: 'directory'; readonly data: DirectoryData }
  | { readonly kind: 'restart' }

/**
 * A shell of a few lines: engine, archive, store, all in memory, real code otherwise. Restarting saves and restores through JSON
 * and fills the reorder buffer from the archive, as the detector's loop does from the log.
 */
export const openShell = (first: DirectoryData = townData, but: Partial<EngineOptions> = {}) => {
  let data = first
  const saved = new Map<string, Change>()
  const store = new Map<string, Alert>()
  const archive: Observation[] = []
  let engine: Engine = createEngine({ ...optionsFor(data), ...but, saved: [] })

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
  const reevaluate = async (): Promise<void> => {
    const targets = engine.targets()
    if (targets.length === 0) return
    const result = await runSlice(targets, engine.slice(), {
      async *archive(from, to) {
        yield archive.filter(({ at }) => at >= from && at < to)
      },
      previous: async (rule, from, to) =>
        [...store.values()].filter(
          (alert) => alert.rule.id === rule && alert.first < to && (alert.ended ?? Infinity) >= from,
        ),
    })
    engine.apply(result)
    save()
  }
  return {
    arrive(event: Observation): void {
      archive.push(event)
      engine.accept(event)
    },
    tick(at: number): void {
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
      engine = createEngine({ ...optionsFor(data), ...but, saved: left })
      for (const event of archive) engine.refill(event)
    },
    reevaluate,
    /** Every alert as it was last written, withdrawn ones too. */
    stored: (): readonly Alert[] => [...store.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    alerts: (): readonly Alert[] =>
      [...store.values()].filter((alert) => !alert.withdrawn).sort((a, b) => (a.id < b.id ? -1 : 1)),
    get engine(): Engine {
      return engine
    },
  }
}

/** Takes the steps one after the other, computing again what each asks for. */
export const walk = async (steps: readonly Step[], first: DirectoryData = townData) => {
  const shell = openShell(first)
  for (const step of steps) {
    switch (step.kind) {
      case 'arrive':
        shell.arrive(step.event)
        break
      case 'tick':
        shell.tick(step.at)
        await shell.reevaluate()
        break
      case 'directory':
        shell.directory(step.data)
        await shell.reevaluate()
        break
      case 'restart':
        shell.restart()
        break
      default:
        throw new Error(String(step satisfies never))
    }
  }
  return shell
}

/** The alerts in force after the steps. */
export const drive = async (steps: readonly Step[], first: DirectoryData = townData): Promise<readonly Alert[]> =>
  (await walk(steps, first)).alerts()

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
