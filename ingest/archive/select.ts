import type { Observation } from '../../kernel/event.ts'
import type { Asked } from '../../kernel/ports.ts'
import type { RecordHead } from '../wire.ts'
import { isAbout } from './filter.ts'

/** A record and its place in the order of the bus: of two records the later one has the greater. */
export type Ordered = { readonly order: number; readonly head: RecordHead }

/** The last withdrawal of each observation, by id. */
export type Withdrawn = ReadonlyMap<string, number>

/** Takes in what these records withdraw. */
export const noteWithdrawn = (withdrawn: Map<string, number>, records: readonly Ordered[]): void => {
  for (const { order, head } of records)
    for (const { id } of head.withdraws ?? []) withdrawn.set(id, Math.max(order, withdrawn.get(id) ?? -1))
}

/** What these records give to who asked, without what a later one withdrew. */
export const select = (asked: Asked, withdrawn: Withdrawn) => {
  const { from, to, actions, about } = asked
  const wanted = ({ id, at, action }: Observation, order: number): boolean =>
    at >= from && at <= to && (!actions || actions.has(action)) && !((withdrawn.get(id) ?? -1) > order)
  return (records: readonly Ordered[]): Observation[] =>
    records.flatMap(({ order, head: { observations } }) =>
      !about || observations.some((observation) => isAbout(observation, about))
        ? observations.filter((observation) => wanted(observation, order))
        : [],
    )
}
