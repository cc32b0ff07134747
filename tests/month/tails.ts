import { appendFileSync, existsSync, globSync } from 'node:fs'
import { join } from 'node:path'

/** The files of a product that grow at their ends. */
export const tails = ['log', 'archive', 'database'] as const
export type Tail = (typeof tails)[number]

const lastOf = (pattern: string): string | undefined => globSync(pattern).sort().at(-1)

const fileOf = (data: string, tail: Tail): string | undefined => {
  switch (tail) {
    case 'log':
      return lastOf(join(data, 'bus/records/*.log'))
    case 'archive':
      return lastOf(join(data, 'archive/*.seg'))
    case 'database':
      return existsSync(join(data, 'vonggac.db-wal')) ? join(data, 'vonggac.db-wal') : undefined
    default:
      throw new Error(String(tail satisfies never))
  }
}

const GARBAGE = Buffer.from(Array.from({ length: 777 }, (_, i) => (i * 197 + 31) % 256))

/**
 * Puts garbage where the next record would stand, as a disk does that had begun to write it when the power went. Of a product that is
 * not running; returns whether it had such a file.
 */
export const damageTail = (data: string, tail: Tail): boolean => {
  const file = fileOf(data, tail)
  if (file === undefined) return false
  appendFileSync(file, GARBAGE)
  return true
}
