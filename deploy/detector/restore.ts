import type { Logger } from 'pino'
import { createEngine, type Engine, type EngineOptions } from '../../detectors/engine.ts'
import type { SliceResult } from '../../detectors/slice.ts'
import type { Progress } from '../../detectors/sources.ts'
import type { Change as StateChange } from '../../detectors/state.ts'
import { decodeWire, RECORDS } from '../../ingest/wire.ts'
import { coded } from '../../kernel/errors.ts'
import type { Clock, EventBus } from '../../kernel/ports.ts'
import type { Checkpoint, Found, Position } from '../checkpoint.ts'
import { between } from './between.ts'
import { concerned } from './notes.ts'
import type { Slicer } from './slicer.ts'

/** An accepted version of the directory, ready for the engine. */
export type Version = Pick<EngineOptions, 'world' | 'register'>

/** The stream as it runs. */
export type Run = {
  readonly engine: Engine
  /** The message that comes next. */
  offset: number
  /** From where the reorder buffer is read again after a restart. */
  refill: number
  /** The version of the directory in force. */
  directory: string
  readonly found: Found
  /** The state could not be read and is not made anew yet. */
  lost: boolean
  /** How far it is made anew, where that is under way. */
  remade?: Progress
}

export type RestoreOptions = {
  readonly bus: EventBus
  readonly checkpoint: Pick<Checkpoint, 'restore' | 'discard'>
  readonly engine: Omit<EngineOptions, 'saved' | 'world' | 'register'>
  readonly version: (id: string) => Promise<Version>
  /** The version to begin with where nothing was saved. */
  readonly first: string
  /** What tells this build's version of a rule from every other, by id: of another than the saved state's all is computed again. */
  readonly prints: ReadonlyMap<string, string>
  readonly clock: Clock
  readonly log: Logger
}

/** The engine as the last transaction left it. Throws `STORE_VERSION`, `LOG_CORRUPT`. */
export const restore = async (options: RestoreOptions): Promise<Run> => {
  const { bus, checkpoint } = options
  const { position, saved, found } = checkpoint.restore()
  const directory = position?.directory ?? options.first
  const lost = found === 'unreadable' && position !== undefined
  if (lost) checkpoint.discard(position)
  if (lost && position.watermark === undefined)
    throw coded('STORE_VERSION', 'trạng thái đã lưu không đọc được, và không rõ đã xử lý nhật ký đến lúc nào')
  const version = await options.version(directory)
  const engine = createEngine({
    ...options.engine,
    ...version,
    saved: lost ? [...progressOf(position), ...saved] : saved,
  })
  declareSources(engine, options)
  const { offset = 0, refill = 0 } = position ?? {}
  const end = await bus.end(RECORDS)
  if (offset > end)
    throw coded(
      'LOG_CORRUPT',
      `trạng thái đã xử lý đến vị trí ${offset} nhưng nhật ký chỉ có đến ${end}: nhật ký đã bị mất`,
    )
  if (position) await refillFrom(bus, engine, refill, offset)
  if (!lost) activate(engine, options)
  engine.recheck()
  return { engine, offset, refill, directory, found, lost }
}

/** What is to be said of sources that can tell of more than at the start before. */
const declareSources = (engine: Engine, { clock, log }: Pick<RestoreOptions, 'clock' | 'log'>): void => {
  const { isFirst, begun } = engine.declare(clock.now())
  if (isFirst && Number.isFinite(engine.watermark))
    log.info('the saved state does not say since when sources yield what they do: it is taken as ever since')
  if (begun.size > 0)
    log.info(
      { sources: Object.fromEntries(begun) },
      'sources yield what they did not: no absence of before is judged by it',
    )
}

export const activate = (engine: Engine, { prints, log }: Pick<RestoreOptions, 'prints' | 'log'>): void => {
  const rules = engine.activate(prints)
  if (rules.length > 0) log.info({ rules }, 'rules that changed are applied to the past')
}

/** Computes the state anew from the archive and hands it to `use`. */
export const remake = async (run: Run, slicer: Slicer, use: (result: SliceResult) => Promise<void>): Promise<void> => {
  const { engine, directory } = run
  const { watermark, earliest } = engine
  const remade = slicer.open({ targets: engine.everything(), directory }, (progress) => {
    run.remade = progress
  })
  try {
    const ahead = await remade.advance({ watermark, earliest, heardSince: Infinity, carriers: [] })
    await use(await remade.finish({ pending: concerned(engine, ahead)(), written: [] }))
  } finally {
    remade.drop()
  }
}

/** What the position alone says of how far the stream had come. */
const progressOf = ({ watermark, earliest }: Position): readonly StateChange[] =>
  Object.entries({ watermark, earliest }).flatMap(([key, value]) =>
    value === undefined ? [] : [{ space: 'engine', key, value }],
  )

/** Reads the log again from `from` to `to` and puts what had not been released back into the buffer. */
const refillFrom = (bus: EventBus, engine: Engine, from: number, to: number): Promise<void> =>
  between(bus, from, to, ({ value }) => {
    const wire = decodeWire(value)
    if (!('observations' in wire)) return
    for (const o of wire.withdraws ?? []) engine.unfill(o)
    for (const o of wire.observations) engine.refill(o)
  })
