import { type Compile, compile } from './compile.ts'
import type { Found, Indeterminate, Raise } from './machine.ts'
import type { LogEvent, Policy } from './meta.ts'

/** What a machine said while it was looked at. */
export type Said =
  /** `trigger`: the event the finding is about, joined as the machine saw it. */
  | { readonly kind: 'found'; readonly found: Found; readonly trigger: LogEvent }
  | { readonly kind: 'indeterminate'; readonly what: Indeterminate }
  /** It remembers as much as it may about this entity, and left something out. */
  | { readonly kind: 'capped' }

/** One look at a machine: an event it was shown, or that time passed, and what became of what it remembers of the entity. */
export type Step = {
  /** The event it was shown, with the numbers in force for it; absent where only time passed. */
  readonly shown?: { readonly event: LogEvent; readonly policy: Policy }
  readonly before: unknown
  readonly after: unknown
  readonly said: readonly Said[]
}

/**
 * Makes the rules' own machines, and tells of each step that concerns one entity while it happens: an event's facts must be read then,
 * since the registers go on. What the machines find is not changed by it.
 */
export const watching =
  (entity: string, note: (step: Step) => void): Compile =>
  (rule, bench) => {
    const machine = compile(rule, bench)
    const { accept, advance } = machine
    const overhear = (raise: Raise, said: Said[]): Raise => ({
      found(found) {
        said.push({ kind: 'found', found, trigger: bench.join(found.trigger) })
        raise.found(found)
      },
      indeterminate(what) {
        said.push({ kind: 'indeterminate', what })
        raise.indeterminate(what)
      },
      ended: raise.ended,
      capped(name) {
        said.push({ kind: 'capped' })
        raise.capped?.(name)
      },
    })
    return {
      ...machine,
      accept(event, name, before, raise) {
        if (name !== entity) return accept(event, name, before, raise)
        const said: Said[] = []
        const after = accept(event, name, before, overhear(raise, said))
        note({ shown: { event, policy: bench.policyOf(event) }, before, after, said })
        return after
      },
      ...(advance && {
        advance(name, before, watermark, raise) {
          if (name !== entity) return advance(name, before, watermark, raise)
          const said: Said[] = []
          const after = advance(name, before, watermark, overhear(raise, said))
          note({ before, after, said })
          return after
        },
      }),
    }
  }
