import type { Delivered, Message } from '../../kernel/ports.ts'
import type { Segment } from './segment.ts'

/** A group of messages as it was appended, and where its frame ends in which segment. */
export type Group = {
  readonly messages: readonly Delivered[]
  readonly segment: Segment
  readonly end: number
}

/** Whoever follows, and the offset it comes to next. */
export type Follower = { readonly offset: number }

export type Recent = {
  add(base: number, messages: readonly Message[], segment: Segment, end: number): void
  /** The group that begins at the offset, while it is remembered. What every follower has behind it is forgotten. */
  at(offset: number): Group | undefined
  join(follower: Follower): void
  leave(follower: Follower): void
}

const BYTES = 64 * 1024 * 1024

/**
 * What was appended last, so that those who follow at the end need not read it from the disk again: as much as somebody still has before
 * him, and no more than so many bytes.
 */
export const recent = (): Recent => {
  const groups = new Map<number, Group & { readonly bytes: number }>()
  const followers = new Set<Follower>()
  let held = 0

  /** From the oldest on, as long as it may go: what nobody needs, and what would be too much. */
  const forget = (): void => {
    const needed = Math.min(...[...followers].map(({ offset }) => offset))
    for (const [base, group] of groups) {
      if (held <= BYTES && base + group.messages.length > needed) return
      groups.delete(base)
      held -= group.bytes
    }
  }

  return {
    add: (base, messages, segment, end) => {
      let bytes = 0
      for (const { value } of messages) bytes += value.length
      const delivered = messages.map(({ key, value }, i) => ({ key, value, offset: base + i }))
      groups.set(base, { messages: delivered, segment, end, bytes })
      held += bytes
      forget()
    },
    at: (offset) => {
      forget()
      return groups.get(offset)
    },
    join: (follower) => followers.add(follower),
    leave: (follower) => followers.delete(follower),
  }
}
