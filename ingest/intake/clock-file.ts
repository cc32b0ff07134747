import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { actionNames } from '../../kernel/event.ts'
import type { SavedClocks } from './skew.ts'

const Sample = z.object({ received: z.number(), at: z.number() })
const Waiting = z.looseObject({
  ...{ id: z.string(), at: z.number(), received: z.number(), action: z.enum(actionNames) },
  ...{ source: z.string(), collector: z.string(), digest: z.string() },
})
const Machines = z.array(
  z.object({
    ...{ collector: z.string(), source: z.string(), host: z.string() },
    samples: z.array(Sample),
    behind: z.number().optional(),
    good: Sample.optional(),
    cells: z.array(z.object({ from: Sample, to: Sample })).default([]),
    open: z.array(Waiting),
  }),
)
/**
 * Earlier versions wrote the machines alone, or kept of late lines only that their lag became less: what they knew of clocks counts, and
 * by which lines others are late is learnt again.
 */
const Saved = z.union([
  z.object({ from: z.number(), machines: Machines }),
  Machines.transform((machines) => ({ machines })),
])

/** What is known of the machines' clocks, and the offset of the log from which on that does not know what it says. */
export type KeptClocks = { readonly from?: number; readonly machines: SavedClocks }

const fileOf = (data: string): string => join(data, 'clocks.json')

/**
 * What was known of the machines' clocks when it was last written. Nothing where the file is missing or damaged: then they are learnt
 * again, within minutes of hearing each; `onDamage` is told.
 */
export const readClocks = (data: string, onDamage: (error: unknown) => void): KeptClocks => {
  try {
    // The loose fields of an observation are those its source gave it.
    return Saved.parse(JSON.parse(readFileSync(fileOf(data), 'utf8'))) as KeptClocks
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) onDamage(error)
    return { machines: [] }
  }
}

/** Puts the file in place as a whole, once its bytes are on the disk; throws what the file system throws. */
export const writeClocks = (data: string, clocks: KeptClocks): void => {
  const file = fileOf(data)
  writeFileSync(`${file}.new`, JSON.stringify(clocks), { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
}
