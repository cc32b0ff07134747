import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isMissing } from '../../kernel/errors.ts'
import { isFull } from '../bus/log-file.ts'
import type { Header } from './format.ts'
import { readHeads } from './read-block.ts'
import { namesIn, type Placed, withFile } from './segments.ts'

/** A block that could not be read: bus offsets and event times. */
const Damage = z.object({ first: z.number(), next: z.number(), from: z.number(), to: z.number() })
export type Damage = z.infer<typeof Damage>

const NAME = /^\d{16}\.damaged\.json$/
const fileOf = (first: number): string => `${String(first).padStart(16, '0')}.damaged.json`

/**
 * The damaged blocks that readers met, each a small file in the archive's folder: who reads in another thread or process tells the
 * one that answers for health.
 */
export const damagesIn = (folder: string) => {
  /** What could not be written down: the files rule otherwise, so that what is restored is forgotten everywhere at once. */
  const unwritten = new Map<number, Damage>()
  return {
    /** Where the folder may only be read or is full, it is remembered here alone. */
    async tell({ first, next, minAt, maxAt }: Header): Promise<void> {
      const path = join(folder, fileOf(first))
      if (minAt > maxAt || (await readDamage(path))) return
      const damage = { first, next, from: minAt, to: maxAt }
      try {
        await writeFile(path, JSON.stringify(damage))
        unwritten.delete(first)
      } catch (error) {
        if (!isFull(error) && !isReadOnly(error)) throw error
        unwritten.set(first, damage)
      }
    },
    async all(): Promise<readonly Damage[]> {
      const known = new Map(unwritten)
      for (const name of await namesIn(folder))
        if (NAME.test(name)) {
          const damage = await readDamage(join(folder, name))
          if (damage) known.set(damage.first, damage)
        }
      return [...known.values()]
    },
    /** Forgets what can be read again: the file was restored. */
    async recheck(blocks: readonly Placed[]): Promise<void> {
      for (const { first } of await this.all()) {
        const block = blocks.find(({ header }) => header.first === first)
        if (!block || !(await withFile(block.segment.path, (file) => readHeads(file, block)))) continue
        unwritten.delete(first)
        await rm(join(folder, fileOf(first)), { force: true })
      }
    },
  }
}

const readDamage = async (path: string): Promise<Damage | undefined> => {
  try {
    return Damage.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError || error instanceof z.ZodError) return undefined // met again, told again
    throw error
  }
}

const isReadOnly = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['EROFS', 'EACCES', 'EPERM'].includes(String(error.code))
