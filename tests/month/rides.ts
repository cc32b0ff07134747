import type { Kills } from './feed.ts'
import type { Month } from './month.ts'
import { points } from './orders.ts'
import { type Variant, variantsOf } from './variants.ts'

export type Planned = {
  readonly name: string
  readonly variant: () => Variant
  /** How it is killed where the month as a whole is to be killed so often. */
  readonly killed?: (times: number) => Kills
}

/**
 * Every way in which the month has to come to the same; the first is what the others are compared with. What is a week late is killed
 * too, seldom: there is where slices are computed beside the stream.
 */
export const rides = (month: Month): readonly [Planned, ...Planned[]] => {
  const { ordered, ...all } = variantsOf(month)
  // Where the product's clock gives the receipt, what is said of the machines' clocks depends on it.
  const others = month.options.live ? { 'registers late': all['registers late'] } : all
  return [
    { name: 'in order', variant: ordered },
    { name: 'killed', variant: ordered, killed: (times) => ({ times, at: points.filter((at) => at !== 'slice') }) },
    ...Object.entries(others).map(([name, variant]) => ({
      ...{ name, variant },
      ...(name === 'a week late' && {
        killed: (times: number): Kills => ({ times: Math.ceil(times / 10), at: ['slice', 'after a commit'] }),
      }),
    })),
  ]
}
