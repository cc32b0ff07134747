import { mkdirSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { coded } from '../../kernel/errors.ts'
import type { Delivered, EventBus } from '../../kernel/ports.ts'
import { type Feed, follow, type Trouble, troubleEndsProcess } from './follow.ts'
import { messagesOf } from './frame.ts'
import { groupCommit } from './group-commit.ts'
import { growth } from './growth.ts'
import { lockFolder } from './lock.ts'
import { type LogFile, type LogFileOptions, openLogFile } from './log-file.ts'
import { corrupt, readFrames } from './segment.ts'

export type EmbeddedBusOptions = Partial<LogFileOptions> & {
  /** A refused batch (it is offered again) and a failed reading (the subscription is over). Default: the latter ends the process. */
  readonly onTrouble?: (trouble: Trouble) => void
  readonly retryMs?: number
}

type Topic = ReturnType<typeof topicOn>

/**
 * The bus of one process: a folder per topic, append-only segments in it, one sync for all that is published meanwhile.
 * A tail that a crash left unfinished is cut off and told to `onRepair` (default: a process warning).
 * Throws DATA_LOCKED, LOG_CORRUPT.
 */
export const openEmbeddedBus = async (folder: string, options: EmbeddedBusOptions = {}): Promise<EventBus> => {
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
    const opened = topics.get(name) ?? openLogFile(join(folder, name), settings).then(topicOn)
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
    subscribe: async (name, from, handler) => {
      const topic = await topicOf(name)
      const following = follow(feedOf(topic, name, from), { topic: name, from, handler, onTrouble, retryMs })
      const subscription = {
        stop: async () => {
          subscriptions.delete(subscription)
          await following.stop()
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
  write: async (file, bytes, position) => (await file.write(bytes, 0, bytes.length, position)).bytesWritten,
}

const topicOn = (log: LogFile) => {
  const grown = growth()
  const commits = groupCommit(async (messages) => {
    await log.append(messages)
    grown.announce()
  })
  return {
    log,
    grown,
    publish: commits.publish,
    close: async () => {
      await commits.idle()
      await log.close()
    },
  }
}

/** Reads a topic from an offset on, segment by segment, never beyond what is durable. */
const feedOf = ({ log, grown }: Topic, name: string, from: number): Feed => {
  const first = log.segments.findLastIndex(({ base }) => base <= from)
  if (!Number.isSafeInteger(from) || from < 0 || from > log.next || first < 0)
    throw coded(
      'BAD_ARGUMENT',
      `Chủ đề «${name}» không có vị trí ${from} (có từ ${log.segments[0]!.base} đến ${log.next}).`,
    )
  let index = first
  let position = 0
  let offset = log.segments[first]!.base

  const next = async (): Promise<readonly Delivered[]> => {
    while (offset < log.next) {
      const { path } = log.segments[index]!
      const limit = index === log.segments.length - 1 ? log.size : Number.POSITIVE_INFINITY
      const read = await readFrames(path, position, limit)
      if (read.frames.length === 0) {
        // A closed segment ends where the next one begins; anything else is a loss.
        if (log.segments[index + 1]?.base !== offset) throw corrupt(path, position)
        index += 1
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
  return { next, more: (signal) => grown.wait(() => log.next > offset, signal) }
}
