import type { Alert } from '../kernel/alert.ts'
import type { AlertFilter } from '../kernel/ports.ts'

export type AlertState = 'open' | 'withdrawn' | 'silenced'

/** Withdrawn wins over silenced: what no longer holds needs no exception. */
export const stateOf = (alert: Alert): AlertState =>
  alert.withdrawn ? 'withdrawn' : alert.silenced ? 'silenced' : 'open'

/** The unit of an alert with everything above it, root first: what a filter by unit looks through. */
export const unitPath = ({ subject: { unit } }: Alert): readonly string[] =>
  unit === undefined ? [] : unit.path.includes(unit.id) ? unit.path : [...unit.path, unit.id]

/** Lower case without tone marks, and đ as d: `'Nguyễn Đức'` is found by `'nguyen duc'`. */
export const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase()

/** The words a free-text search must all find. */
export const wordsOf = (text: string): readonly string[] => plain(text).split(/\s+/u).filter(Boolean)

/** Everything of an alert that a free-text search looks through. */
export const searchText = (alert: Alert): string => {
  const { subject, rule, clause, entity, say } = alert
  const parts = [
    subject.person?.name,
    subject.person?.id,
    subject.account,
    subject.address,
    subject.machine,
    subject.device,
    subject.unit?.name,
    entity.value,
    rule.id,
    rule.title.vi,
    clause.id,
    clause.title.vi,
    say.vi,
  ]
  return plain(parts.filter(Boolean).join('\n'))
}

/**
 * Whether an alert passes a filter; an absent field asks nothing (no `state`: every state). The live stream filters with
 * this, and it is the oracle the stores are held to.
 */
export const matches = (filter: AlertFilter, alert: Alert): boolean => {
  const { subject } = alert
  if (filter.unit !== undefined && !unitPath(alert).includes(filter.unit)) return false
  if (filter.rule !== undefined && alert.rule.id !== filter.rule) return false
  if (filter.clause !== undefined && alert.clause.id !== filter.clause) return false
  if (filter.level !== undefined && !filter.level.includes(alert.level)) return false
  if (filter.person !== undefined && subject.person?.id !== filter.person) return false
  if (filter.account !== undefined && subject.account !== filter.account) return false
  if (filter.machine !== undefined && subject.machine !== filter.machine) return false
  if (filter.from !== undefined && alert.last < filter.from) return false
  if (filter.to !== undefined && alert.last > filter.to) return false
  if (filter.state !== undefined && filter.state !== 'all' && stateOf(alert) !== filter.state) return false
  if (filter.text === undefined) return true
  const text = searchText(alert)
  return wordsOf(filter.text).every((word) => text.includes(word))
}
