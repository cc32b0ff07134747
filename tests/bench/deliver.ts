import type { Item } from './data/load.ts'
import type { BenchProduct } from './product.ts'

/** The items in steps of receipt time, ms. */
export const stepsOf = (items: readonly Item[], step: number): readonly (readonly Item[])[] => [
  ...Map.groupBy(items, ({ deliveredAt }) => Math.floor(deliveredAt / step)).values(),
]

/** Who hands in what was written: each machine's collector by itself, or one relay that gathers for all of them. */
export type Senders = 'machines' | 'relay'

/**
 * Hands a step to the product as its collectors would: a delivery a collector and source, all at once, the clock at the step's head;
 * then its tick, which must not overtake what was handed in `before`. Resolves when every line is durable. Throws where a line is
 * refused.
 */
export const deliverStep = async (
  { product, setTime, clock }: BenchProduct,
  step: readonly Item[],
  { before, senders = 'machines' }: { readonly before?: Promise<void>; readonly senders?: Senders } = {},
): Promise<void> => {
  const head = Math.max(clock.now(), step.at(-1)!.deliveredAt)
  const groups = Map.groupBy(step, ({ collector, source }) =>
    senders === 'relay' ? source : `${collector}\n${source}`,
  )
  const outcomes = await Promise.all(
    [...groups.values()].map((lines) =>
      product.intake.deliver({
        collector: lines[0]!.collector,
        source: lines[0]!.source,
        lines: lines.map(({ bytes }) => bytes),
        text: {},
        received: head,
      }),
    ),
  )
  for (const { refused } of outcomes)
    if (refused[0]) throw new Error(`a generated line was refused: ${refused[0].refusal.detail}`)
  await before
  await setTime(head)
}
