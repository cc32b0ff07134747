import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { LocalIntake } from '../ingest/intake/local.ts'
import { registers } from '../kernel/directory/data.ts'
import type { DirectoryData } from '../kernel/directory/rows.ts'
import { isCoded } from '../kernel/errors.ts'
import type { Clock } from '../kernel/ports.ts'
import { MINUTE, SECOND } from '../kernel/time.ts'
import type { Slicer } from './detector/slicer.ts'
import type { Versions } from './versions.ts'

/** How often it is looked whether something changed, ms. */
const EVERY = 2 * SECOND
/** What failed is tried again after twice as long each time, up to so long, unless something changes before, ms. */
const LONGEST_PAUSE = MINUTE
/** Where `vonggac check --confirm` leaves the version an operator agreed to. */
const CONFIRMED = 'directory-confirmed'

export const confirmVersion = (dataFolder: string, version: string): void =>
  writeFileSync(join(dataFolder, CONFIRMED), version)

const confirmedVersion = (dataFolder: string): string | undefined => {
  const file = join(dataFolder, CONFIRMED)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** Changes whenever a file under the folder does: what is unchanged is not read again. */
const stampOf = (folder: string): string =>
  (existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [])
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => {
      const { size, mtimeMs, ino } = statSync(join(parentPath, name))
      return [parentPath, name, size, mtimeMs, ino].join()
    })
    .sort()
    .join('\n')

export type WatchOptions = {
  /** The clerk's folder. */
  readonly folder: string
  readonly versions: Pick<Versions, 'latest' | 'accept'>
  /** Reads the folder beside the stream. */
  readonly propose: Slicer['propose']
  /** What a version would do to the alerts, computed beside the stream. */
  readonly preview: Slicer['preview']
  readonly intake: Pick<LocalIntake, 'publishDirectory'>
  readonly clock: Clock
  readonly log: Logger
  readonly confirmAbove: number
  readonly data: string
  /** The version the detector stands on: an accepted one that a crash kept out of the log is published again. */
  readonly inForce: string
  /**
   * Whether all is judged and saved that there was when the watch began: before that nobody can say what a version would do. Absent: where
   * that is so from the beginning.
   */
  readonly isCaughtUp?: () => boolean
}

export type WatchProblem = {
  readonly code: 'DIRECTORY_INVALID' | 'DIRECTORY_NEEDS_CONFIRMATION' | 'DIRECTORY_WAITS' | 'DIRECTORY_WATCH_FAILED'
  readonly text: string
}

const WAITS: WatchProblem = {
  code: 'DIRECTORY_WAITS',
  text: 'Tiến trình này vừa nhận việc xem danh bạ và còn đang đọc nhật ký: đọc hết mới tính được phiên bản mới làm phát sinh hay thu hồi bao nhiêu cảnh báo; cho tới khi ấy phiên bản cũ còn hiệu lực',
}

/**
 * Looks at the clerk's folder every two seconds, and into it where something changed. A valid new version whose consequences stay under the limit (or that was confirmed) is
 * taken over through the log; a bad or a heavy one leaves the old in force, and says so in health. So does one that could not be
 * judged: it is tried again, ever more seldom, and never ends the watch. One look at a time.
 */
export const directoryWatch = (options: WatchOptions) => {
  const { versions, intake, clock, log, isCaughtUp = () => true } = options
  let problem: WatchProblem | undefined
  let published = options.inForce
  /** A version already judged too heavy: judging reads the archive, so it is done once. */
  let heavy: string | undefined
  let running: Promise<void> = Promise.resolve()
  const stopping = new AbortController()
  let stamp = ''
  /** Looks that failed one after the other, and when it is tried again, ms of `performance.now`. */
  let failures = 0
  let again = 0

  const publish = async (): Promise<void> => {
    const { version } = versions.latest!
    if (version === published) return
    await intake.publishDirectory(version)
    published = version
    log.info({ version }, 'a new directory version was taken over')
  }

  /** What speaks against taking a version over, if anything does. */
  const objection = async (next: DirectoryData): Promise<WatchProblem | undefined> => {
    if (confirmedVersion(options.data) === next.version) return undefined
    if (next.version === heavy) return problem
    if (!isCaughtUp()) return WAITS
    const { raised, withdrawn } = await options.preview(next, stopping.signal)
    const count = raised + withdrawn
    if (count <= options.confirmAbove) return undefined
    heavy = next.version
    log.warn({ count }, 'a new directory version waits for confirmation')
    return {
      code: 'DIRECTORY_NEEDS_CONFIRMATION',
      text: `Phiên bản danh bạ mới làm phát sinh hoặc thu hồi ${count} cảnh báo, quá ${options.confirmAbove}: hãy chạy «vonggac check» để xem, rồi «vonggac check --confirm» để chấp nhận`,
    }
  }

  const look = async (): Promise<void> => {
    await publish()
    const asked = clock.now()
    const read = await options.propose(asked)
    const next = read && knownFrom(read, asked, clock.now())
    if (next && next.version !== versions.latest!.version) {
      problem = await objection(next)
      if (problem) return
      await versions.accept(next, clock.now())
      await publish()
    }
    problem = undefined
    heavy = undefined
  }

  const failed = (error: unknown): void => {
    if (stopping.signal.aborted) return
    const invalid = isCoded(error) && error.code === 'DIRECTORY_INVALID'
    const text = error instanceof Error ? error.message : String(error)
    if (problem?.text !== text) {
      if (invalid) log.warn({ problem: text }, 'the directory is not valid; the old version stays in force')
      else log.error({ err: error }, 'the directory could not be looked at')
    }
    heavy = undefined
    problem = { code: invalid ? 'DIRECTORY_INVALID' : 'DIRECTORY_WATCH_FAILED', text }
    failures += 1
    again = performance.now() + Math.min(EVERY * 2 ** failures, LONGEST_PAUSE)
  }

  const lookNow = async (where: 'anyhow' | 'changed'): Promise<void> => {
    if (stopping.signal.aborted) return
    const now = `${stampOf(options.folder)}\n${confirmedVersion(options.data)}`
    const isDue =
      (problem?.code === 'DIRECTORY_WATCH_FAILED' && performance.now() >= again) || (problem === WAITS && isCaughtUp())
    if (where === 'changed' && now === stamp && !isDue) return
    stamp = now
    await look()
    failures = 0
  }
  const queue = (where: Parameters<typeof lookNow>[0]): Promise<void> => {
    running = running.then(() => lookNow(where)).catch(failed)
    return running
  }
  let timer: NodeJS.Timeout | undefined
  /** The next look is waited for from the end of this one: none stand in line behind one that takes long. */
  const lookOn = (): void => {
    if (!stopping.signal.aborted) timer = setTimeout(() => void queue('changed').then(lookOn), EVERY)
  }
  lookOn()

  return {
    get problem() {
      return problem
    },
    /** Looks now; resolves when the version in the folder is in force or refused. */
    look: () => queue('anyhow'),
    /** What is under way is dropped. */
    async stop(): Promise<void> {
      stopping.abort()
      clearTimeout(timer)
      await running
    },
  }
}

/** Rows known since it was asked for them are known since they were read, which may be later. */
const knownFrom = (data: DirectoryData, asked: number, now: number): DirectoryData => {
  const dated = registers.map((register) => [
    register,
    data[register].map((row) => (row.known === asked ? { ...row, known: now } : row)),
  ])
  return { ...data, ...(Object.fromEntries(dated) as Partial<DirectoryData>) } // each register has its own rows
}

export type DirectoryWatch = ReturnType<typeof directoryWatch>
