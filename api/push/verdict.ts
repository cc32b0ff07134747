import type { Level } from '../../kernel/alert.ts'
import { printOf } from './content.ts'
import type { EntryKind, PushedAlert } from './wire.ts'

/** What a receiver was told of an alert last. */
export type LastTold = {
  readonly level: Level
  readonly withdrawn: boolean
  /** Digests of what was told (`printOf`). */
  readonly all: string
  readonly standing: string
  /** When it was entered, epoch ms. */
  readonly at: number
}

export type Verdict =
  /** Nothing that the receiver would have to know. */
  | { readonly do: 'nothing' }
  /** It only grew, and was told not long ago: again when `due` (epoch ms). */
  | { readonly do: 'hold'; readonly due: number }
  | { readonly do: 'enter'; readonly kind: EntryKind }

const enter = (kind: EntryKind): Verdict => ({ do: 'enter', kind })
const NOTHING: Verdict = { do: 'nothing' }

/**
 * What is to be entered so that a receiver who was told `last` knows how the alert stands. Who was never told is told only of an alert that
 * stands and that the policy names; who was told is told of every change, whatever the policy says by then.
 */
export const verdictOf = (
  last: LastTold | undefined,
  content: PushedAlert,
  {
    isPushed,
    now,
    supplementEvery,
  }: { readonly isPushed: boolean; readonly now: number; readonly supplementEvery: number },
): Verdict => {
  const isWithdrawn = content.withdrawn !== undefined
  if (!last) return isPushed && !isWithdrawn ? enter('new') : NOTHING
  if (isWithdrawn) return last.withdrawn ? NOTHING : enter('withdraw')
  if (last.withdrawn) return enter('restore')
  if (last.level !== content.level) return enter('relevel')
  const print = printOf(content)
  if (print.all === last.all) return NOTHING
  const due = last.at + supplementEvery
  return print.standing === last.standing && now < due ? { do: 'hold', due } : enter('supplement')
}
