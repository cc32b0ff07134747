import type { Action, Fields, Observation, Origin } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { err, type Result } from '../../kernel/result.ts'
import type { LineContext } from '../source.ts'

/** An observation of one action; fields that are `undefined` or empty are left out, so that two deliveries are equal bytes. */
export const observe = <A extends Action>(origin: Origin, action: A, fields: Fields<A>): Observation<A> => {
  const observation: Record<string, unknown> = { ...origin, action }
  for (const name in fields) {
    const value = fields[name]
    if (value !== undefined && value !== '') observation[name] = value
  }
  // Fields<A> has been spread over an Origin: that is what Observation<A> is.
  return observation as Observation<A>
}

/** Identity of a record that carries none: its bytes and their place. */
export const lineId = (context: LineContext, part?: number): string =>
  `${context.digest}@${context.place}${part === undefined ? '' : `#${part}`}`

/** Order of lines inside one second: the last number of the place (offset or line), where there is one. */
export const lineSeq = (place: string): { seq?: number } => {
  const number = /(\d{1,15})$/.exec(place)
  return number ? { seq: Number(number[1]) } : {}
}

/** Where an observation comes from whose record carries no identity of its own. `part`: of several of one line. */
export const lineOrigin = (
  source: string,
  at: number,
  context: LineContext,
  more: Pick<Origin, 'code' | 'provider' | 'count'> = {},
  part?: number,
): Origin => ({
  id: lineId(context, part),
  at,
  received: context.received,
  source,
  collector: context.collector,
  digest: context.digest,
  ...lineSeq(context.place),
  ...more,
})

export const refuse = (reason: Refusal['reason'], detail: string): Result<never, Refusal> => err({ reason, detail })

/** A look-up table whose keys come out of log lines: unlike an object it holds nothing by inheritance (`constructor`). */
export const table = <T>(entries: Readonly<Record<string, T>>): ReadonlyMap<string, T> =>
  new Map(Object.entries(entries))
