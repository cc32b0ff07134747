import type { Obligation } from '../../kernel/directory/duties.ts'
import type { Action } from '../../kernel/event.ts'
import type { LocalDate } from '../../kernel/time.ts'
import type { Span } from '../reports/spans.ts'

/** One thing that keeps a clause from being judged wholly in a unit. `actions`: any of them would have shown it. */
export type Lack =
  /** No source of the unit can tell of it. */
  | { readonly kind: 'no-source'; readonly actions: readonly Action[] }
  /** Its sources tell of it since a time within or after the period: what came before was stored as something else. */
  | {
      readonly kind: 'not-yet'
      readonly sources: readonly string[]
      readonly asked: readonly Action[]
      /** Epoch ms; absent: not at all so far. */
      readonly since?: number
    }
  /** Declared, and never heard. */
  | {
      readonly kind: 'silent'
      readonly sources: readonly string[]
      readonly spans: readonly Span[]
      readonly actions: readonly Action[]
    }
  /** A source (`collector/source`) that fell silent for longer than its rhythm. */
  | { readonly kind: 'interrupted'; readonly source: string; readonly spans: readonly Span[] }
  /** No source was declared, or none that was heard. */
  | { readonly kind: 'undeclared'; readonly spans: readonly Span[]; readonly actions: readonly Action[] }
  /** Working days on which nothing was told of the unit's machines. */
  | { readonly kind: 'no-days'; readonly days: readonly LocalDate[]; readonly actions: readonly Action[] }
  /** Such an act was not told of once for weeks: the setting that logs it may be off. */
  | { readonly kind: 'no-event'; readonly actions: readonly Action[] }
  /** Machines of the register that no source told of. */
  | { readonly kind: 'machines'; readonly machines: readonly string[]; readonly actions: readonly Action[] }
  /** The unit's policy says that it does not deliver what the rule needs. */
  | {
      readonly kind: 'policy'
      readonly rule: string
      readonly gate: string
      /** Acts that clear somebody, which it would have to deliver. */
      readonly actions: readonly Action[]
    }
  /** The rules of the clause leave something out wherever they are asked: one sentence of `due.yaml`. */
  | { readonly kind: 'rule'; readonly missing: string }
  /** A register, or all of them, has nobody of the unit. */
  | { readonly kind: 'register'; readonly register: 'machines' | 'accounts' | 'all' }
  /** The registers do not tell of what a unit owes there, or only since some time: a file or column that nobody had filled in. */
  | { readonly kind: 'duties'; readonly obligation: Obligation; readonly since?: number }
  | { readonly kind: 'no-pipeline' }
  /** The archive has lost logs of the period. */
  | { readonly kind: 'lost' }
  /** Some of the period is to be judged again. */
  | { readonly kind: 'pending' }
  /** Cases that nobody can judge: `cases` intervals of `entities` people or machines, `days` of them altogether. */
  | { readonly kind: 'indeterminate'; readonly cases: number; readonly entities: number; readonly days: number }
