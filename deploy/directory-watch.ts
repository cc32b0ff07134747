import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { EngineOptions } from '../detectors/engine.ts'
import type { LocalIntake } from '../ingest/intake/local.ts'
import type { DirectoryData } from '../kernel/directory/rows.ts'
import { isCoded } from '../kernel/errors.ts'
import type { Archive, Clock } from '../kernel/ports.ts'
import type { Checkpoint } from './checkpoint.ts'
import { previewVersion } from './preview.ts'
import type { Versions } from './versions.ts'

/** Where `vonggac check --confirm` leaves the version an operator agreed to. */
const CONFIRMED = 'directory-confirmed'

export const confirmVersion = (dataFolder: string, version: string): void =>
  writeFileSync(join(dataFolder, CONFIRMED), version)

const isConfirmed = (dataFolder: string, version: string): boolean => {
  const file = join(dataFolder, CONFIRMED)
  return existsSync(file) && readFileSync(file, 'utf8') === version
}

export type WatchOptions = {
  readonly versions: Versions
  readonly checkpoint: Checkpoint
  readonly archive: Archive
  readonly intake: LocalIntake
  readonly clock: Clock
  readonly log: Logger
  readonly engine: Omit<EngineOptions, 'saved' | 'world' | 'register'>
  readonly confirmAbove: number
  readonly data: string
  readonly every?: number
}

/**
 * Looks at the clerk's folder every ten seconds. A valid new version whose consequences stay under the limit (or that was confirmed) is
 * taken over through the log; a bad or a heavy one leaves the old in force, and says so in health.
 */
export const directoryWatch = (options: WatchOptions) => {
  const { versions, checkpoint, intake, clock, log } = options
  let problem:
    | { readonly code: 'DIRECTORY_INVALID' | 'DIRECTORY_NEEDS_CONFIRMATION'; readonly text: string }
    | undefined
  let seen = versions.latest!.version
  let running: Promise<void> = Promise.resolve()

  const consequence = async (next: DirectoryData): Promise<number> => {
    const before = versions.latest!
    const { raised, withdrawn } = await previewVersion(
      options.engine,
      checkpoint.restore().saved,
      versions.toVersion(before),
      versions.toVersion(next),
      await versions.changesTo(next),
      options.archive,
      checkpoint.previous,
    )
    return raised.length + withdrawn.length
  }

  const look = async (): Promise<void> => {
    try {
      const next = await versions.propose(clock.now())
      if (next.version === versions.latest!.version) {
        problem = undefined
        seen = next.version
        return
      }
      if (!isConfirmed(options.data, next.version)) {
        if (next.version === seen && problem) return
        seen = next.version
        const count = await consequence(next)
        if (count > options.confirmAbove) {
          problem = {
            code: 'DIRECTORY_NEEDS_CONFIRMATION',
            text: `Phiên bản danh bạ mới làm phát sinh hoặc thu hồi ${count} cảnh báo, quá ${options.confirmAbove}: hãy chạy «vonggac check --confirm»`,
          }
          log.warn({ count }, 'a new directory version waits for confirmation')
          return
        }
      }
      await versions.accept(next, clock.now())
      await intake.publishDirectory(next.version)
      problem = undefined
      log.info({ version: next.version }, 'a new directory version was taken over')
    } catch (error) {
      if (!isCoded(error) || error.code !== 'DIRECTORY_INVALID') throw error
      if (problem?.text !== error.message)
        log.warn({ problem: error.message }, 'the directory is not valid; the old version stays in force')
      problem = { code: 'DIRECTORY_INVALID', text: error.message }
    }
  }

  const queue = (): Promise<void> => {
    running = running
      .then(look)
      .catch((error: unknown) => log.error({ err: error }, 'the directory could not be looked at'))
    return running
  }
  const timer = setInterval(() => void queue(), options.every ?? 10_000)

  return {
    get problem() {
      return problem
    },
    /** Looks now; resolves when the version in the folder is in force or refused. */
    look: queue,
    async stop(): Promise<void> {
      clearInterval(timer)
      await running
    },
  }
}

export type DirectoryWatch = ReturnType<typeof directoryWatch>
