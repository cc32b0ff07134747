import type { Rule, Selector } from '../../detectors/meta.ts'
import type { Yields } from '../../detectors/registers/pipelines.ts'
import type { Action } from '../../kernel/event.ts'
import { type Carrier, unheardIn, type Watch } from './carried.ts'
import type { Span } from './spans.ts'

/**
 * How far a clause could be judged in one unit: `silent` where nothing that could show it was heard all period, `partial` where it fell
 * silent at times, or none was declared for a time. Only `judged` makes a zero.
 */
export type Judged = 'judged' | 'partial' | 'silent' | 'no-source'

/** What the registers and the product itself say comes without any log. */
const ALWAYS: ReadonlySet<Action> = new Set<Action>([
  'account.departed',
  'account.closed',
  'machine.listed',
  'source.delivery',
  'host.seen',
])

const on = ({ on: actions }: Pick<Selector, 'on'>): readonly Action[] => [actions].flat()

/** What a rule must be able to see, each part by itself: of an absence its beginning and what did not come. */
const partsOf = (rule: Rule): readonly (readonly Action[])[] => {
  switch (rule.kind) {
    case 'sequence':
      return rule.steps.map(on)
    case 'absence':
      return [on(rule.after), on(rule.expect)]
    default:
      return [on(rule)]
  }
}

/** The sources that can show each part of a rule; `undefined`: no log is needed for it. */
export const witnessesOf = (rule: Rule, yields: Yields): readonly (ReadonlySet<string> | undefined)[] =>
  partsOf(rule).map((actions) =>
    actions.some((action) => ALWAYS.has(action))
      ? undefined
      : new Set([...yields].flatMap(([source, can]) => (actions.some((a) => can.includes(a)) ? [source] : []))),
  )

/** How a unit's pipelines let a rule be judged over the time in which it was watched, and when they fell silent. */
export const judgedBy = (
  witnesses: ReturnType<typeof witnessesOf>,
  { watched, carriers: all }: Watch,
): { readonly judged: Judged; readonly silences: readonly Span[] } => {
  const parts = witnesses.flatMap((sources): readonly (readonly Carrier[])[] =>
    sources === undefined ? [] : [all.filter(({ source }) => sources.has(source))],
  )
  if (parts.some((carriers) => carriers.length === 0)) return { judged: 'no-source', silences: [] }
  const silences = parts.flatMap((carriers) => carriers.flatMap((carrier) => carrier.silences))
  if (parts.some((carriers) => carriers.every(({ heard }) => !heard))) return { judged: 'silent', silences }
  const isWhole = silences.length === 0 && parts.every((carriers) => unheardIn(watched, carriers).length === 0)
  return { judged: isWhole ? 'judged' : 'partial', silences }
}
