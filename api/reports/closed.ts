import { createHash } from 'node:crypto'
import { canonical } from '../../kernel/canonical.ts'
import type { Item } from './counted.ts'
import type { Figures } from './figures.ts'
import type { Form } from './form.ts'
import type { Made } from './make.ts'

/** A period as it was closed: its numbers, what they were counted from, the form they were reported in. Never rewritten. */
export type Closed = Made & {
  readonly form: Form
  readonly closedAt: number
  /** SHA-256 of the numbers alone, as printed in the report. */
  readonly digest: string
}

export const digestOf = (figures: Figures): string => createHash('sha256').update(canonical(figures)).digest('hex')

/** What stands otherwise today than when the period was closed. */
export type Difference = {
  readonly added: readonly Item[]
  readonly removed: readonly Item[]
  readonly changed: readonly { readonly before: Item; readonly after: Item }[]
  /** Logs of sources, by pipeline: then and today. */
  readonly events: readonly {
    readonly source: string
    readonly before: number | undefined
    readonly after: number | undefined
  }[]
}

export const differenceOf = (closed: Pick<Closed, 'items' | 'figures'>, today: Made): Difference => {
  const [then, now] = [closed.items, today.items].map((items) => new Map(items.map((item) => [item.id, item])))
  const before = new Map(closed.figures.sources.map(({ id, events }) => [id, events]))
  const after = new Map(today.figures.sources.map(({ id, events }) => [id, events]))
  return {
    added: today.items.filter(({ id }) => !then!.has(id)),
    removed: closed.items.filter(({ id }) => !now!.has(id)),
    changed: closed.items.flatMap((item) => {
      const other = now!.get(item.id)
      return other && canonical(other) !== canonical(item) ? [{ before: item, after: other }] : []
    }),
    events: [...new Set([...before.keys(), ...after.keys()])]
      .sort()
      .map((source) => ({ source, before: before.get(source), after: after.get(source) }))
      .filter((one) => one.before !== one.after),
  }
}

export const isSame = ({ added, removed, changed, events }: Difference): boolean =>
  added.length + removed.length + changed.length + events.length === 0
