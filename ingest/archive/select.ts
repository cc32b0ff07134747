import type { Observation } from '../../kernel/event.ts'
import type { Archive, Asked } from '../../kernel/ports.ts'
import type { RecordHead } from '../wire.ts'
import { isAbout } from './filter.ts'
import { isAsked, type Times } from './times.ts'

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
  const { actions, about } = asked
  const wanted = ({ id, at, action }: Observation, order: number): boolean =>
    isAsked(asked, at) && (!actions || actions.has(action)) && !((withdrawn.get(id) ?? -1) > order)
  return (records: readonly Ordered[]): Observation[] =>
    records.flatMap(({ order, head: { observations } }) =>
      !about || observations.some((observation) => isAbout(observation, about))
        ? observations.filter((observation) => wanted(observation, order))
        : [],
    )
}

/** What an archive gives of a question, in no order. */
export type Shelf = {
  /** Records that withdraw something of the span. */
  withdrawals(times: Times): AsyncIterable<readonly Ordered[]>
  /** Records that may hold something of what is asked for. */
  records(asked: Asked): AsyncIterable<readonly Ordered[]>
}

/** An archive's reading: who withdraws what is known before the first record is given. */
export const readingOf = ({ withdrawals, records }: Shelf): Archive['read'] =>
  async function* (asked) {
    if (asked.from > asked.to) return
    const withdrawn = new Map<string, number>()
    for await (const one of withdrawals(asked)) noteWithdrawn(withdrawn, one)
    const wanted = select(asked, withdrawn)
    for await (const one of records(asked)) {
      const observations = wanted(one)
      if (observations.length > 0) yield observations
    }
  }
