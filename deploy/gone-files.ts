import { stat } from 'node:fs/promises'
import type { Logger } from 'pino'
import { isMissing } from '../kernel/errors.ts'
import { SECOND } from '../kernel/time.ts'

/** Nobody looks at health for hours: the log says it within so many ms. */
const EVERY = 5 * SECOND

/**
 * Watches over database files that are open: SQLite goes on writing to one that was deleted or replaced, and all of that is lost with the
 * process. `paths` may name files that do not exist yet; each is known by what it is when it is first seen.
 */
export const watchOpenFiles = (paths: readonly string[], log: Logger) => {
  const seen = new Map<string, string>()
  let gone: readonly string[] = []

  const look = async (): Promise<void> => {
    const found: string[] = []
    for (const path of paths) {
      const [known, here] = [seen.get(path), await identityOf(path)]
      if (known === undefined && here !== undefined) seen.set(path, here)
      if (known !== undefined && known !== here) found.push(path)
    }
    for (const path of found)
      if (!gone.includes(path)) log.error({ path }, 'an open database file was deleted or replaced: its data is lost')
    gone = found
  }
  let running: Promise<void> = Promise.resolve()
  const next = (): Promise<void> => {
    running = running
      .then(look)
      .catch((error: unknown) => log.error({ err: error }, 'the database files cannot be looked at; tried again'))
    return running
  }
  void next()
  const timer = setInterval(next, EVERY)

  return {
    /** Those that no longer lie where they were opened. */
    async gone(): Promise<readonly string[]> {
      await next()
      return gone
    },
    async stop(): Promise<void> {
      clearInterval(timer)
      await running
    },
  }
}

/** Device and inode, which a file keeps for as long as it lives; undefined where there is none. */
const identityOf = async (path: string): Promise<string | undefined> => {
  const found = await stat(path, { bigint: true }).catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
  return found && `${found.dev}/${found.ino}`
}
