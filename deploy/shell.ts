import { mkdirSync } from 'node:fs'
import { loadCatalogue, loadRules } from '../detectors/load.ts'
import { absencesOf } from '../detectors/meta.ts'
import { checkOverrides } from '../detectors/policy.ts'
import { RECORDS } from '../ingest/wire.ts'
import type { Alert } from '../kernel/alert.ts'
import { coded } from '../kernel/errors.ts'
import type { EventBus } from '../kernel/ports.ts'
import { type ArchiveState, keptFor } from './archive.ts'
import type { Cleanup } from './cleanup.ts'
import type { Config } from './config.ts'
import type { Elastic } from './elastic/open.ts'
import type { StandingOptions } from './elastic/standing.ts'
import { olderParsers } from './parsers.ts'
import { claimPush } from './push/claim.ts'
import { readLines } from './push/lines.ts'
import { openPush, type PushOptions } from './push/open.ts'
import { aimless } from './push/settings.ts'
import type { Push } from './push/state.ts'
import { assumedOf, instancesOf } from './sources.ts'

/*
 * What stands around the detectors of a process, one or several of them: what they judge by, and who hears of them.
 */

/** What the product judges by, beside the directory; the data folder is made. Throws `CONFIG_INVALID`. */
export const openRules = async ({ policy, push, sources, data }: Config) => {
  const [rules, catalogue] = [await loadRules(), loadCatalogue()]
  const wrong = [...checkOverrides(rules, policy), ...aimless(push, rules)]
  if (wrong.length > 0) throw coded('CONFIG_INVALID', wrong.join('\n'))
  const instances = instancesOf(sources)
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const older = olderParsers(data, instances)
  return { rules, catalogue, instances, older, assumed: assumedOf(instances), absences: absencesOf(rules) }
}

type Passing = 'detector' | 'tick'
type Listener = (alerts: readonly Alert[]) => void

/** What goes wrong by itself and may pass, for health; and who hears of alerts just written. */
export const openSignals = () => {
  const troubles = new Map<Passing, unknown>()
  const listeners = new Set<Listener>()
  return {
    troubles,
    /** `undefined`: it goes on. */
    trouble(what: Passing, error: unknown): void {
      if (error === undefined) troubles.delete(what)
      else troubles.set(what, error)
    },
    tell(alerts: readonly Alert[]): void {
      for (const listener of listeners) listener(alerts)
    },
    onAlerts(listener: Listener): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

export type TellingOptions = Omit<PushOptions, 'settings' | 'files' | 'data' | 'keep'> & {
  readonly config: Config
  readonly sample: boolean
  readonly bus: EventBus
}

/**
 * What tells other offices of alerts, where the configuration names any; before anything is added to the database. What is made from the
 * sample province is told to nobody. Throws `CONFIG_INVALID`, where another process of the same Kafka tells already, too.
 */
export const openTelling = async (
  { config, sample, bus, ...rest }: TellingOptions,
  opened: Cleanup,
): Promise<Push | undefined> => {
  const { push: settings, folder, data } = config
  if (!settings || sample) return undefined
  const files = readLines(settings, folder)
  // Claimed for good: not by a start that its own files will end.
  if (config.kafka) await claimPush(bus, { sender: settings.sender, data, now: rest.clock.now() })
  const push = openPush({ ...rest, settings, files, data, keep: keptFor(config.archive.months) })
  opened.add(push.stop)
  return push
}

export type StagesOptions = {
  readonly bus: EventBus
  /** `offset`: the message that it takes next, where that is known. */
  readonly detector: { readonly offset: number | undefined }
  readonly archive: () => Promise<ArchiveState>
  readonly elastic: Elastic
}

/** What waits between the stages of a process that detects. */
export const stagesOf =
  ({ bus, detector, archive, elastic }: StagesOptions): StandingOptions['stages'] =>
  async () => {
    const [end, { next, damaged }] = [await bus.end(RECORDS), await archive()]
    const waiting = await elastic.recordsWaiting()
    const { offset } = detector
    const lags = [
      ...(offset === undefined ? [] : [{ name: 'records', count: end - offset }]),
      { name: 'archive', count: end - next },
      ...(waiting === undefined ? [] : [{ name: 'archive-elastic', count: waiting }]),
    ]
    return { lags, damaged }
  }
