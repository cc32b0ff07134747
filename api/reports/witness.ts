import type { Rule, Selector } from '../../detectors/meta.ts'
import type { Yields } from '../../detectors/registers/pipelines.ts'
import type { Action } from '../../kernel/event.ts'
import type { SourceFigures, Span } from './sources.ts'

/**
 * How far a clause could be judged in one unit: `silent` where nothing that could show it was heard all period, `partial` where it fell
 * silent at times. Only `judged` makes a zero.
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

/** How a unit's pipelines let a rule be judged, and when they did not. */
export const judgedBy = (
  witnesses: ReturnType<typeof witnessesOf>,
  pipelines: readonly SourceFigures[],
): { readonly judged: Judged; readonly silences: readonly Span[] } => {
  const parts = witnesses.flatMap((sources) =>
    sources === undefined ? [] : [pipelines.filter(({ source }) => sources.has(source))],
  )
  if (parts.some((carriers) => carriers.length === 0)) return { judged: 'no-source', silences: [] }
  const silences = parts.flatMap((carriers) => carriers.flatMap((carrier) => carrier.silences))
  if (parts.some((carriers) => carriers.every(({ state }) => state === 'silent'))) return { judged: 'silent', silences }
  return { judged: silences.length > 0 ? 'partial' : 'judged', silences }
}
