import { onTestFinished } from 'vitest'
import { detectInstance, instancesOf } from '../../deploy/sources.ts'
import { createIntake, type IntakeOptions } from '../../ingest/intake/local.ts'
import { masker } from '../../ingest/mask.ts'
import { openQuarantine } from '../../ingest/quarantine.ts'
import { RECORDS } from '../../ingest/wire.ts'
import type { Observation } from '../../kernel/event.ts'
import type { StoredRecord } from '../../kernel/ports.ts'
import { temporaryFolder } from './folder.ts'
import { openMemoryBus } from './memory-bus.ts'
import { recordsIn } from './records-in.ts'

/** After every time in the lines of these tests. */
export const NOW = Date.UTC(2026, 2, 10)

/** The product's own intake, over a bus in memory and a quarantine in a folder. */
export const realIntake = (options: Partial<IntakeOptions> = {}, folder = temporaryFolder()) => {
  const bus = openMemoryBus()
  const clock = { now: () => NOW }
  const quarantine = openQuarantine(folder, { clock })
  onTestFinished(() => quarantine.close())
  const mask = masker(Buffer.alloc(32, 7))
  const fixed = { bus, quarantine, clock, mask }
  const intake = createIntake({ ...fixed, instances: instancesOf([]), detect: detectInstance, ...options })
  const records = (): readonly StoredRecord[] =>
    bus
      .messages(RECORDS)
      .flatMap(recordsIn)
      .filter(({ parser }) => !parser.startsWith('intake/'))
  const observations = (): readonly Observation[] => records().flatMap((record) => record.observations)
  return { intake, records, observations, ...fixed }
}

export type RealIntake = ReturnType<typeof realIntake>
