import { existsSync, mkdirSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { openEmbeddedBus } from '../../ingest/bus/embedded.ts'
import type { Trouble } from '../../ingest/bus/follow.ts'
import { lockFolder } from '../../ingest/bus/lock.ts'
import { syncFolder } from '../../ingest/bus/log-file.ts'
import { startMirror } from '../../ingest/bus/mirror.ts'
import { segmentAt } from '../../ingest/bus/segment.ts'
import { RECORDS } from '../../ingest/wire.ts'
import type { CodedError } from '../../kernel/errors.ts'
import type { ProductBus } from '../bus.ts'
import { type Cleanup, cleanup } from '../cleanup.ts'
import { belongsToKafka } from './belongs.ts'
import { kafkaBusOf } from './bus.ts'
import { keepRefusal, refusedBefore } from './refusal.ts'
import type { KafkaBusConfig } from './settings.ts'
import { watchStanding } from './standing.ts'

export type CopiedOptions = {
  readonly config: KafkaBusConfig
  /** Where the files of the configuration lie. */
  readonly folder: string
  readonly data: string
  /** One of several detectors may come when the log has begun to forget; one that is alone has lost what it lacks. */
  readonly joins: boolean
  readonly log: Logger
  readonly onTrouble: (trouble: Trouble) => void
}

/**
 * Kafka with a copy of `records` in the data folder, beside the archive: what is published goes to Kafka, what is read of `records` comes
 * from the copy. So whatever the detector has heard, the archive's readers find; and what Kafka's retention removes later is missed by
 * nobody here. Throws `DATA_LOCKED`, `CONFIG_INVALID`, `LOG_CORRUPT`, `BROKER_UNREACHABLE`, `BROKER_REFUSED`, `BROKER_TOPIC`.
 */
export const copiedBus = (options: CopiedOptions): Promise<ProductBus> => wholly((opened) => compose(options, opened))

/** Kafka without a copy, for whoever does not read `records` again and again. Throws as `copiedBus`, but for `LOG_CORRUPT`. */
export const uncopiedBus = (options: CopiedOptions): Promise<ProductBus> =>
  wholly(async (opened) => {
    const place = join(options.data, 'bus')
    mkdirSync(place, { recursive: true })
    opened.add(lockFolder(place))
    const far = await kafkaBusOf(options)
    opened.add(far.close)
    belongsToKafka(place, far.identity)
    const { publish, subscribe, begin, end } = far
    return {
      ...{ publish, subscribe, begin, end },
      get trouble() {
        return far.trouble
      },
      get unstored() {
        return far.unstored
      },
      close: opened.run,
    }
  })

/** Opens all of it, or none. */
const wholly = async <T>(open: (opened: Cleanup) => Promise<T>): Promise<T> => {
  const opened = cleanup()
  try {
    return await open(opened)
  } catch (error) {
    await opened.run()
    throw error
  }
}

const compose = async ({ config, folder, data, joins, log, onTrouble }: CopiedOptions, opened: Cleanup) => {
  const place = join(data, 'bus')
  refusedBefore(place)
  const far = await kafkaBusOf({ config, folder, log, onTrouble })
  opened.add(far.close)
  belongsToKafka(place, far.identity)
  if (joins) await beginAt(join(place, RECORDS), await far.begin(RECORDS))
  const near = await openEmbeddedBus(place, {
    onRepair: (repair) =>
      log.warn(repair, 'an unfinished record at the end of the copied log was cut off after a crash'),
    onTrouble,
  })
  opened.add(near.close)
  const onMisfit = (error: CodedError): void => keepRefusal(place, error)
  const mirror = await startMirror({ far, near, topic: RECORDS, onMisfit })
  opened.add(mirror.stop)
  const watch = watchStanding({
    ...{ far, near, topic: RECORDS, retention: config.retention, clock: { now: Date.now } },
  })
  opened.add(watch.stop)
  const readOf = (topic: string) => (topic === RECORDS ? near : far)
  return {
    publish: far.publish,
    subscribe: (topic, from, handler) => readOf(topic).subscribe(topic, from, handler),
    begin: (topic) => readOf(topic).begin(topic),
    /** Of what was published, copied or not. */
    end: far.end,
    trim: near.trim,
    far,
    copied: near.end,
    get standing() {
      return watch.standing
    },
    get trouble() {
      return far.trouble ?? mirror.trouble
    },
    get unstored() {
      return far.unstored
    },
    close: opened.run,
  } satisfies ProductBus
}

/** A copy that is not there yet begins where the log does by now; the archive says that it lacks what came before. */
const beginAt = async (folder: string, begin: number): Promise<void> => {
  if (begin === 0 || existsSync(folder)) return
  await mkdir(folder, { recursive: true })
  await writeFile(segmentAt(folder, begin).path, '')
  await syncFolder(folder)
}
