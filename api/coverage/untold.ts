import type { Part } from '../../detectors/witness.ts'
import { type Action, actionNames, actions as schemas } from '../../kernel/event.ts'
import type { LocalDate } from '../../kernel/time.ts'
import type { Days, Ear } from './ears.ts'

/** What people and machines of a unit at work do every working day: a day without any of it was not seen. The rest may not happen for weeks. */
const DAILY: ReadonlySet<Action> = new Set<Action>(['login', 'heartbeat', 'web.visit', 'dns.query', 'net.connect'])

export const isDaily = ({ actions }: Pick<Part, 'actions'>): boolean => actions.some((action) => DAILY.has(action))

/** What no machine tells: it is heard of a unit by its people alone. */
const HOSTLESS: ReadonlySet<Action> = new Set(actionNames.filter((action) => !('host' in schemas[action].shape)))

export const isHostless = ({ actions }: Pick<Part, 'actions'>): boolean =>
  actions.every((action) => HOSTLESS.has(action))

/** Whether any of the sources of a part told of a day; of these acts, where any are named. */
export const isTold = (days: Days, day: LocalDate, { sources }: Part, acts?: readonly Action[]): boolean =>
  [...(days.get(day) ?? [])].some(
    ([source, told]) => sources.has(source) && (acts === undefined || acts.some((act) => told.has(act))),
  )

/** Whether an act that a part needs was told of a unit at all, in the period or before it. */
export const wasEverTold = (part: Part, { days, before }: Pick<Ear, 'days' | 'before'>): boolean =>
  part.actions.some((action) => before.has(action)) ||
  [...days.keys()].some((day) => isTold(days, day, part, part.actions))

/** The acts of parts of which some unit that was heard told nothing: whether they are logged at all is to be looked for earlier. */
export const actsUntold = (parts: readonly Part[], ears: ReadonlyMap<string, Ear>): ReadonlySet<Action> =>
  new Set(
    parts
      .filter((part) => !isDaily(part) && !part.provesLife && [...ears.values()].some((ear) => !wasEverTold(part, ear)))
      .flatMap(({ actions }) => actions),
  )
