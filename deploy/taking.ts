import type { Logger } from 'pino'
import type { SourceInstance } from '../ingest/intake/judge.ts'
import { createIntake } from '../ingest/intake/local.ts'
import type { Mask } from '../ingest/intake/mask-bytes.ts'
import type { Quarantine } from '../ingest/quarantine.ts'
import type { Clock, EventBus } from '../kernel/ports.ts'
import type { Cleanup } from './cleanup.ts'
import { keepClocks, recallClocks } from './clocks.ts'
import type { Config } from './config.ts'
import { intakePool } from './intake-pool.ts'
import { openPresence } from './presence.ts'
import { detectInstance } from './sources.ts'
import { watchStandstill } from './standstill.ts'

export type TakingOptions = {
  readonly config: Config
  readonly bus: EventBus
  readonly quarantine: Quarantine
  readonly instances: readonly SourceInstance[]
  readonly mask: Mask
  /** Whether lines are taken here; the only one who writes the log, or one of several. */
  readonly takes: 'alone' | 'beside-others' | 'not'
  /** ms of real time between two ticks. */
  readonly tickEvery: number
  readonly clock: Clock
  readonly log: Logger
}

/** How a process takes lines, with what it knew of their clocks when it ended. Throws as `openPresence`. */
export const openTaking = async (options: TakingOptions, opened: Cleanup) => {
  const { config, bus, quarantine, instances, mask, takes, clock, log } = options
  const { data } = config
  const pool = takes === 'not' ? undefined : intakePool(config, log)
  if (pool) opened.add(pool.close)
  const clocks = takes === 'not' ? undefined : await recallClocks(data, bus, log)
  const standstill = watchStandstill(options.tickEvery)
  const presence = takes === 'beside-others' ? await openPresence({ bus, data, clock, log, standstill }) : undefined
  if (presence) opened.add(presence.close)
  const intake = createIntake({
    ...{ bus, quarantine, clock, instances, detect: detectInstance, mask },
    ...(pool && { reader: pool.read }),
    ...(clocks && { clocks }),
    ...presence?.intake,
    onDiskFull: (error) => log.warn({ err: error }, 'the disk is full: no log is taken, senders are asked to wait'),
  })
  if (takes !== 'not') opened.add(keepClocks(data, intake, log))
  return { intake, presence, standstill }
}
