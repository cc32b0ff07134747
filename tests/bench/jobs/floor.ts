import { isUtf8 } from 'node:buffer'
import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, zstdCompress } from 'node:zlib'
import { masker } from '../../../ingest/mask.ts'
import { type Item, loadItems } from '../data/load.ts'
import { measure } from '../measure.ts'
import { lineReader } from '../path.ts'
import type { Measured } from '../scenario.ts'

/** One thing that has to be done for every line, by itself. */
export type Chore = 'text' | 'digest' | 'mask' | 'parse' | 'write' | 'compress'

type Params = { readonly folder: string; readonly chore: Chore }

/** As large as a block of the archive. */
const BLOCK = 4096
const compress = promisify(zstdCompress)
const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 1 }, chunkSize: 512 * 1024 }

/** One chore over all lines, which are in memory; what it needs of the chores before it is made before the clock starts. */
export const job = async ({ folder, chore }: Params): Promise<Measured> => {
  const items = loadItems(folder)
  const work = prepare(chore, items)
  return measure(async () => {
    await work()
    return items.length
  })
}

const prepare = (chore: Chore, items: readonly Item[]): (() => void | Promise<void>) => {
  const lines = items.map(({ bytes }) => bytes)
  switch (chore) {
    case 'text':
      return () => check(lines, (line) => isUtf8(line) && line.toString('utf8').length > 0)
    case 'digest':
      return () => check(lines, (line) => hash('sha256', line, 'hex').length === 64)
    case 'mask': {
      const mask = masker(new Uint8Array(32))
      const texts = lines.map((line) => line.toString('utf8'))
      return () => check(texts, (text) => mask(text).line.length > 0)
    }
    case 'parse': {
      const texts = lines.map((line) => line.toString('utf8'))
      return () => check(texts, (text) => JSON.parse(text) !== null)
    }
    case 'write': {
      const read = lineReader()
      const told = items.map(read)
      return () => check(told, (observations) => JSON.stringify(observations).length > 0)
    }
    case 'compress': {
      const blocks = Array.from({ length: Math.ceil(lines.length / BLOCK) }, (_, i) =>
        Buffer.concat(lines.slice(i * BLOCK, (i + 1) * BLOCK)),
      )
      return async () => {
        for (const block of blocks) await compress(block, OPTIONS)
      }
    }
    default:
      throw new Error(String(chore satisfies never))
  }
}

/** What is worked out must be looked at, or nobody knows whether it was. */
const check = <T>(all: readonly T[], isDone: (one: T) => boolean): void => {
  for (const one of all) if (!isDone(one)) throw new Error('a line was not done')
}
