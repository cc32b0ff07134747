import { coded } from '../../kernel/errors.ts'
import type { Message } from '../../kernel/ports.ts'
import { bodySize, MAX_BODY } from './frame.ts'

type Pending = {
  readonly messages: readonly Message[]
  readonly bytes: number
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

export type GroupCommit = {
  /** Resolves when `append` did with these messages; one call's messages are never torn apart. */
  publish(messages: readonly Message[]): Promise<void>
  /** Resolves when nothing is waiting any more. */
  idle(): Promise<void>
}

const GROUP_BYTES = 4 * 1024 * 1024

/** Many publishers, one sync: whatever comes while a group is written makes up the next one. `append` is told their `bodySize`, too. */
export const groupCommit = (append: (messages: readonly Message[], bytes: number) => Promise<void>): GroupCommit => {
  let pending: Pending[] = []
  let working: Promise<void> | undefined

  const work = async () => {
    await Promise.resolve() // what is published in the same turn joins the first group
    while (pending.length > 0) {
      const group = pending.slice(0, groupLength(pending))
      pending = pending.slice(group.length)
      try {
        const bytes = group.reduce((sum, one) => sum + one.bytes, 0)
        await append(group.length === 1 ? group[0]!.messages : group.flatMap(({ messages }) => messages), bytes)
        for (const { done } of group) done()
      } catch (error) {
        for (const { failed } of group) failed(error)
      }
    }
    working = undefined
  }

  return {
    publish: async (messages) => {
      if (messages.length === 0) return
      const bytes = bodySize(messages)
      if (bytes > MAX_BODY)
        throw coded('BAD_ARGUMENT', `Một lần ghi không được vượt quá ${MAX_BODY} byte (đang là ${bytes} byte).`)
      await new Promise<void>((done, failed) => {
        pending.push({ messages, bytes, done, failed })
        working ??= work()
      })
    },
    idle: async () => {
      await working
    },
  }
}

/** How many fit together: at least one, whatever its size. */
const groupLength = (pending: readonly Pending[]): number => {
  let bytes = 0
  let length = 0
  for (const one of pending) {
    bytes += one.bytes
    if (length > 0 && bytes > GROUP_BYTES) break
    length += 1
  }
  return length
}
