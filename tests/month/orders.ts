/** Moments at which a process dies worst. */
export const points = [
  'half a write',
  'before a sync',
  'after a sync',
  'before a commit',
  'after a commit',
  'before a rename',
  'after a rename',
  'before a removal',
  'slice',
] as const
export type Point = (typeof points)[number]

/** What the feeder asks of the child; orders are numbered from 1 and answered one after the other, closing aside. */
export type Order = { readonly n: number } & (
  | {
      readonly do: 'step'
      /** The time of receipt, epoch ms. */
      readonly now: number
      /** The product's clock gives the receipt. */
      readonly live: boolean
      readonly groups: readonly {
        readonly collector: string
        readonly source: string
        readonly places: readonly (readonly [number, number])[]
      }[]
    }
  /** The clerk's folder holds another version. */
  | { readonly do: 'look'; readonly now: number }
  /** Die at the so-manieth passing of a point. */
  | { readonly do: 'arm'; readonly at: Point; readonly after: number }
  | { readonly do: 'settle' }
  | { readonly do: 'close' }
)

/** How a slot stands that runs in a process: the offset of the log behind what it has saved, and whether it has anything left to compute or to tell. */
export type Standing = { readonly slot: number; readonly saved: number; readonly busy: boolean }

/**
 * Order `done` was carried out, what it stored is durable; 0: the product is open. CPU in seconds and memory in bytes, of the child; the slots it
 * runs, where it is one of several detectors.
 */
export type Answer = {
  readonly done: number
  readonly cpu: number
  readonly memory: number
  readonly slots: readonly Standing[]
}
