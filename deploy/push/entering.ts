import type { DatabaseSync } from 'node:sqlite'
import { contentOf, type Seal } from '../../api/push/content.ts'
import { isPushed } from '../../api/push/policy.ts'
import { verdictOf } from '../../api/push/verdict.ts'
import type { Alert } from '../../kernel/alert.ts'
import { canonical } from '../../kernel/canonical.ts'
import type { Clock } from '../../kernel/ports.ts'
import { SECOND } from '../../kernel/time.ts'
import type { Cursor, Ledger } from './ledger.ts'
import { openRevisions } from './revisions.ts'
import type { PushReceiver } from './settings.ts'

/** So many revisions at once: some milliseconds of the process that also takes logs. */
const BATCH = 100
/** A database that was made anew counts as complete once nothing was added to it for so long. */
const QUIET = 30 * SECOND

export type EnteringOptions = {
  readonly ledger: Ledger
  /** The product's database, with its tables, as it stands before anything is added. Only read. */
  readonly db: DatabaseSync
  readonly receivers: readonly Pick<PushReceiver, 'id' | 'profile' | 'policy' | 'supplementEvery'>[]
  readonly seal: Seal
  /** False while alerts are being made anew: how they stand in between is nobody's business. */
  readonly settled: () => boolean
  readonly clock: Clock
  /** ms that only grow; the process's own unless told. */
  readonly elapsed?: () => number
}

/**
 * Enters into the ledger how alerts stand, in the order in which their newest revisions were written. What a receiver was told, the entry and
 * the place reached are one transaction, so an end at any moment loses nothing and doubles nothing. A revision that a newer one has already
 * taken the place of is passed over: what counts is how the alert stands.
 */
export const openEntering = (options: EnteringOptions) => {
  const { ledger, receivers, seal, settled, clock, elapsed = () => performance.now() } = options
  const revisions = openRevisions(options.db)
  let held: number | undefined
  /** How the database stood when it was last seen to grow, and when. */
  let grown = UNSEEN

  for (const { id, ...asked } of receivers) {
    const terms = termsOf(asked)
    const cursor = ledger.cursor(id)
    if (cursor.terms !== terms) ledger.place(id, { ...START, renewed: cursor.renewed, terms })
    if (!revisions.has(cursor)) ledger.place(id, { ...START, renewed: 1, terms })
  }

  /** How far it was looked through; from the beginning where another database has taken the place of the one in which that was, also under way. */
  const cursorOf = (id: string): Cursor => {
    const cursor = ledger.cursor(id)
    if (revisions.has(cursor)) return cursor
    grown = UNSEEN
    const anew = { ...START, renewed: 1, terms: cursor.terms }
    ledger.place(id, anew)
    return anew
  }

  const isQuiet = (): boolean => {
    const newest = revisions.newest()
    if (newest !== grown.newest) grown = { newest, at: elapsed() }
    return elapsed() - grown.at >= QUIET
  }

  const look = (
    { id, profile, policy, supplementEvery }: EnteringOptions['receivers'][number],
    alert: Alert,
  ): boolean => {
    if (alert.sample) return false
    const now = clock.now()
    const content = contentOf(alert, profile, { seal, now })
    const last = ledger.told(id, alert.id)
    const follows = alert.replaces !== undefined && ledger.told(id, alert.replaces) !== undefined
    const verdict = verdictOf(last, content, { isPushed: follows || isPushed(policy, alert), now, supplementEvery })
    if (verdict.do === 'enter') ledger.append(id, verdict.kind, content, now)
    else if (last) ledger.hold(id, alert.id, verdict.do === 'hold' ? verdict.due : null)
    return verdict.do === 'enter'
  }

  /** What is new for one receiver, and what was held back until now. */
  const enter = (
    receiver: EnteringOptions['receivers'][number],
  ): { readonly entered: number; readonly more: boolean; readonly isHeld?: boolean } => {
    const cursor = cursorOf(receiver.id)
    if (cursor.renewed && !isQuiet()) return { entered: 0, more: false, isHeld: true }
    const batch = revisions.after(cursor.seq, BATCH)
    const due = ledger.due(receiver.id, clock.now(), BATCH)
    if (batch.length === 0 && due.length === 0 && !cursor.renewed) return { entered: 0, more: false }
    return ledger.transaction(() => {
      const standing = batch.flatMap(({ alert }) => alert ?? [])
      let entered = standing.filter((alert) => look(receiver, alert)).length
      for (const id of due) {
        const alert = revisions.current(id)
        if (alert) entered += look(receiver, alert) ? 1 : 0
        else ledger.hold(receiver.id, id, null)
      }
      const end = batch.at(-1)
      const reached = end ? { seq: end.seq, alert: end.id, revision: end.revision } : cursor
      ledger.place(receiver.id, { ...cursor, ...reached, renewed: 0 })
      return { entered, more: batch.length === BATCH || due.length === BATCH }
    })
  }

  return {
    /** Since when nothing is entered because alerts are being made anew or copied, epoch ms. */
    held: (): number | undefined => held,
    /** Looks at a batch for every receiver: how many entries it gave, and whether there may be more at once. Throws what the database throws. */
    round(): { readonly entered: number; readonly more: boolean } {
      const rounds = settled() ? receivers.map(enter) : []
      held = rounds.length > 0 && rounds.every(({ isHeld }) => isHeld !== true) ? undefined : (held ?? clock.now())
      return { entered: rounds.reduce((sum, { entered }) => sum + entered, 0), more: rounds.some(({ more }) => more) }
    },
  }
}

const START: Omit<Cursor, 'terms' | 'renewed'> = { seq: 0, alert: null, revision: null }

const UNSEEN = { newest: -1, at: Number.NEGATIVE_INFINITY }

/** When this changes, every alert is looked at again. */
const termsOf = ({ profile, policy }: Pick<PushReceiver, 'profile' | 'policy'>): string =>
  canonical({ profile, policy })
