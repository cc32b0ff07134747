import type { Drained, Engine } from '../../detectors/engine.ts'
import { isImmediate } from '../../detectors/immediate.ts'
import { actionsOf } from '../../detectors/machine.ts'
import type { Queued } from '../../detectors/queue.ts'
import { PIPELINES } from '../../detectors/registers/pipelines.ts'
import type { Change } from '../../detectors/state.ts'
import type { Alert } from '../../kernel/alert.ts'
import { entityOf, type Observation } from '../../kernel/event.ts'
import type { Ahead, Told } from './slicer.ts'

/** What the stream did since a slice was begun, as far as the slice must know. */
export const openNotes = (targets: readonly Queued[]) => {
  const all = targets.some(({ rule }) => rule === '*')
  const rules = new Set(targets.map(({ rule }) => rule))
  let written = new Map<string, Alert>()
  let carriers = new Map<string, Change>()
  return {
    note({ alerts, changes }: Drained): void {
      for (const alert of alerts) if (all || rules.has(alert.rule.id)) written.set(alert.id, alert)
      for (const change of changes) if (change.space === PIPELINES) carriers.set(change.key, change)
    },
    /** The alerts it wrote since it was last asked. */
    written(): readonly Alert[] {
      const told = [...written.values()]
      written = new Map()
      return told
    },
    /** What was learned of the carriers since it was last asked. */
    carriers(): readonly Change[] {
      const learned = [...carriers.values()]
      carriers = new Map()
      return learned
    },
  }
}

export type Notes = ReturnType<typeof openNotes>

/** What a slice is told of the stream as it stands. */
export const toldOf = (engine: Engine, notes: Notes | undefined): Told => {
  const { watermark, earliest, heard } = engine.slice()
  return {
    ...{ watermark, earliest, heardSince: heard.since },
    ...{ carriers: notes?.carriers() ?? [], passed: engine.passed() },
  }
}

/** What the stream holds back of whom the rules that never wait are asked about, by when that is called. */
export const concerned = (engine: Engine, ahead: Ahead): (() => readonly Observation[]) => {
  if (ahead.length === 0) return () => []
  const { rules } = engine.slice()
  const asked = ahead.flatMap(([id, entities]) => {
    const rule = rules.find((each) => each.id === id)
    return rule && isImmediate(rule) ? [{ by: rule.by, actions: actionsOf(rule), entities: new Set(entities) }] : []
  })
  const listening = Map.groupBy(
    asked.flatMap((one) => one.actions.map((action) => ({ ...one, action }))),
    ({ action }) => action,
  )
  const isAsked = (o: Observation): boolean =>
    listening.get(o.action)?.some(({ by, entities }) => entities.has(entityOf(o, by) ?? '')) ?? false
  return () => engine.slice().pending.filter(isAsked)
}
