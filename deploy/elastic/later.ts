import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { type CodedError, isCoded, isMissing } from '../../kernel/errors.ts'
import { SECOND } from '../../kernel/time.ts'
import { sayOnce } from '../say-once.ts'
import type { Elastic, ElasticState } from './open.ts'

/** How often it is looked whether what was missing is there, ms. */
const LOOK = 10 * SECOND
const NOTHING: ElasticState = { sent: 0, foreign: 0, n: 0, refused: 0, removed: 0, dropped: 0 }

/**
 * What tells Elasticsearch, for who has more important things to do than that: where a file of the configuration is not there yet (a key that somebody
 * makes once Elasticsearch runs) it is opened when it is, and says until then what is missing. Throws what `open` throws for any other reason.
 */
export const openedLater = (open: () => Elastic, log: Logger, every = LOOK): Elastic => {
  let elastic: Elastic | undefined
  let missing: CodedError | undefined
  let watched: Parameters<Elastic['watch']>[0] | undefined
  const stopping = new AbortController()
  const once = sayOnce(() => performance.now())
  const tryOpen = (): void => {
    try {
      elastic = open()
      if (watched) elastic.watch(watched)
    } catch (error) {
      if (!isCoded(error) || !isMissing(error.cause)) throw error
      if (!missing) log.warn({ err: error }, 'Elasticsearch is told nothing until the file is there')
      missing = error
    }
  }
  const lookOn = async (): Promise<void> => {
    while (!elastic) {
      await sleep(every, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      try {
        tryOpen()
      } catch (error) {
        const said = once('elasticsearch', isCoded(error) ? error.message : String(error))
        if (said) log.error({ err: error, ...said }, 'Elasticsearch cannot be told anything')
      }
    }
  }
  tryOpen()
  void lookOn()

  return {
    state: () => elastic?.state() ?? { ...NOTHING, ...(missing && { untold: missing }) },
    wake: () => elastic?.wake(),
    watch(options) {
      watched = options
      elastic?.watch(options)
    },
    archive: (...asked) => elastic?.archive(...asked),
    recordsWaiting: () => elastic?.recordsWaiting(),
    async stop() {
      stopping.abort()
      await elastic?.stop()
    },
  }
}
