import { mkdirSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { coded, isCoded } from '../../kernel/errors.ts'
import type { Delivered, EventBus } from '../../kernel/ports.ts'
import { type Feed, follow, type Trouble, troubleEndsProcess } from './follow.ts'
import { messagesOf } from './frame.ts'
import { groupCommit } from './group-commit.ts'
import { growth } from './growth.ts'
import { lockFolder } from './lock.ts'
import { type LogFile, type LogFileOptions, openLogFile, writeAt } from './log-file.ts'
import { type Follower, recent } from './recent.ts'
import { corrupt, readFrames } from './segment.ts'

export type EmbeddedBusOptions = Partial<LogFileOptions> & {
  /** A refused batch (it is offered again) and a failed reading (the subscription is over). Default: the latter ends the process. */
  readonly onTrouble?: (trouble: Trouble) => void
  readonly retryMs?: number
}

/** The bus of one process, which may forget what nobody needs any more. */
export type EmbeddedBus = EventBus & {
  /** Removes whole closed segments all of whose messages lie before the offset. Returns how many. Nobody may be reading there. */
  trim(topic: string, before: number): Promise<number>
}

type Topic = ReturnType<typeof topicOn>

/**
 * The bus of one process: a folder per topic, append-only segments in it, one sync for all that is published meanwhile.
 * A tail that a crash left unfinished is cut off and told to `onRepair` (default: a process warning).
 * Throws DATA_LOCKED, LOG_CORRUPT.
 */
export const openEmbeddedBus = async (folder: string, options: EmbeddedBusOptions = {}): Promise<EmbeddedBus> => {
  const { onTrouble = troubleEndsProcess, retryMs = 100, ...rest } = options
  const settings: LogFileOptions = { ...DEFAULTS, ...rest }
  mkdirSync(folder, { recursive: true })
  const unlock = lockFolder(folder)
  const topics = new Map<string, Promise<Topic>>()
  const subscriptions = new Set<{ stop(): Promise<void> }>()
  let closed = false

  const topicOf = (name: string): Promise<Topic> => {
    if (closed) return Promise.reject(new Error('the bus is closed'))
    if (!TOPIC.test(name)) return Promise.reject(coded('BAD_ARGUMENT', `Tên chủ đề «${name}» không hợp lệ.`))
    const opened =
      topics.get(name) ??
      openLogFile(join(folder, name), settings).then((log) =>
        topicOn(log, (trouble) => onTrouble({ ...trouble, topic: name })),
      )
    topics.set(name, opened)
    opened.catch(() => topics.delete(name)) // a failed opening (a full disk) may be tried again
    return opened
  }

  const close = async () => {
    closed = true
    await Promise.all([...subscriptions].map((subscription) => subscription.stop()))
    for (const topic of await Promise.allSettled(topics.values()))
      if (topic.status === 'fulfilled') await topic.value.close()
    unlock()
  }

  try {
    for (const entry of await readdir(folder, { withFileTypes: true }))
      if (entry.isDirectory()) await topicOf(entry.name)
  } catch (error) {
    await close()
    throw error
  }

  return {
    publish: async (name, messages) => (await topicOf(name)).publish(messages),
    end: async (name) => (await topicOf(name)).log.next,
    begin: async (name) => (await topicOf(name)).log.segments[0]!.base,
    trim: async (name, before) => (await topicOf(name)).log.trim(before),
    subscribe: async (name, from, handler) => {
      const topic = await topicOf(name)
      const feed = feedOf(topic, name, from)
      topic.latest.join(feed)
      const following = follow(feed, { topic: name, from, handler, onTrouble, retryMs })
      const subscription = {
        broken: following.broken,
        stop: async () => {
          subscriptions.delete(subscription)
          await following.stop()
          topic.latest.leave(feed)
        },
      }
      subscriptions.add(subscription)
      return subscription
    },
    close,
  }
}

const TOPIC = /^[a-z0-9][a-z0-9._-]*$/

const DEFAULTS: LogFileOptions = {
  segmentBytes: 64 * 1024 * 1024,
  onRepair: ({ path, position, cut }) =>
    process.emitWarning(`Đã cắt ${cut} byte ghi dở ở cuối tệp «${path}» (từ byte ${position}).`),
  write: writeAt,
}

const topicOn = (log: LogFile, onTrouble: (trouble: Omit<Trouble, 'topic'>) => void) => {
  const grown = growth()
  const latest = recent()
  const commits = groupCommit(async (messages, bytes) => {
    const base = log.next
    await log.append(messages, bytes).catch((error: unknown) => {
      // Not only those who publish must hear that the log is gone.
      if (isCoded(error) && error.code === 'LOG_CORRUPT') onTrouble({ kind: 'reading', offset: base, error })
      throw error
    })
    latest.add(base, messages, log.segments.at(-1)!, log.size)
    grown.announce()
  })
  return {
    log,
    grown,
    latest,
    publish: commits.publish,
    close: async () => {
      await commits.idle()
      await log.close()
    },
  }
}

/** Reads a topic from an offset on, segment by segment, never beyond what is durable; what was appended last from memory. */
const feedOf = ({ log, grown, latest }: Topic, name: string, from: number): Feed & Follower => {
  const first = log.segments.findLastIndex(({ base }) => base <= from)
  if (!Number.isSafeInteger(from) || from < 0 || from > log.next || first < 0)
    throw coded(
      'BAD_ARGUMENT',
      `Chủ đề «${name}» không có vị trí ${from} (có từ ${log.segments[0]!.base} đến ${log.next}).`,
    )
  let segment = log.segments[first]!
  let position = 0
  let offset = segment.base

  const next = async (): Promise<readonly Delivered[]> => {
    while (offset < log.next) {
      const group = offset >= from ? latest.at(offset) : undefined
      if (group) {
        ;({ segment, end: position } = group)
        offset += group.messages.length
        return group.messages
      }
      const { path } = segment
      const limit = segment === log.segments.at(-1) ? log.size : Number.POSITIVE_INFINITY
      const read = await readFrames(path, position, limit).catch((error: unknown) => {
        if (log.segments.includes(segment)) throw error
        return { frames: [], position } // trimmed meanwhile
      })
      if (read.frames.length === 0) {
        // A closed segment ends where the next one begins; anything else is a loss.
        const following = log.segments.find(({ base }) => base === offset)
        if (!following || following === segment) throw corrupt(path, position)
        segment = following
        position = 0
        continue
      }
      if (read.frames[0]!.base !== offset) throw corrupt(path, position)
      const messages = read.frames.flatMap(messagesOf)
      position = read.position
      offset = messages.at(-1)!.offset + 1
      const wanted = messages[0]!.offset < from ? messages.filter((message) => message.offset >= from) : messages
      if (wanted.length > 0) return wanted
    }
    return []
  }
  return {
    next,
    more: (signal) => grown.wait(() => log.next > offset, signal),
    get offset() {
      return offset
    },
  }
}
