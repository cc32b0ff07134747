import { appendFileSync, cpSync, openSync, readdirSync, statSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { BATCH, nightBatches, standing } from '../support/night.ts'
import { archived, beginProduct } from '../support/product.ts'

/*
 * What a crash may leave at the ends of the product's files, and what a bad disk makes of them. The product starts on each, says what
 * it cut off, and says of people what it said before.
 */

const NOW = Date.now()
const BATCHES = 6
const batches = nightBatches(NOW, BATCHES)

const lastOf = (folder: string, ending: string): string =>
  join(
    folder,
    readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .sort()
      .at(-1)!,
  )
const busTail = (data: string): string => lastOf(join(data, 'bus/records'), '.log')
const journal = (data: string): string => join(data, 'vonggac.db-wal')
const garbage = (bytes: number): Buffer => Buffer.from(Array.from({ length: bytes }, (_, i) => (i * 197 + 31) % 256))
const overwriteEnd = (file: string, bytes: number): void => {
  const open = openSync(file, 'r+')
  writeSync(open, garbage(bytes), 0, bytes, statSync(file).size - bytes)
}

type Damage = { readonly name: string; readonly says: RegExp | undefined; readonly make: (data: string) => void }
const CUT = /cut off after a crash/

const damages: readonly Damage[] = [
  { name: 'nothing but the kill', says: undefined, make: () => undefined },
  { name: 'garbage behind the log', says: CUT, make: (data) => appendFileSync(busTail(data), garbage(300)) },
  { name: 'zeros behind the log', says: CUT, make: (data) => appendFileSync(busTail(data), Buffer.alloc(5_000)) },
  {
    name: 'garbage behind the journal of the database',
    says: undefined,
    make: (data) => appendFileSync(journal(data), garbage(9_000)),
  },
  {
    name: 'a journal of the database that lost its last quarter',
    says: undefined,
    make: (data) => truncateSync(journal(data), Math.floor(statSync(journal(data)).size * 0.75)),
  },
  {
    name: 'a journal of the database whose end is garbage',
    says: undefined,
    make: (data) => overwriteEnd(journal(data), 6_000),
  },
]

/** A product that was killed when all was judged, and what it had found. */
const killedOne = async () => {
  const folder = writeConfig(temporaryFolder(), { lateness: '5s' })
  const product = await beginProduct(folder)
  for (const batch of batches) expect((await product.post('c-win', 'winlogbeat', batch.join('\n'))).status).toBe(200)
  const found = await standing(product, NOW)
  expect(found.length).toBeGreaterThan(5)
  expect(await product.stop('SIGKILL'), 'it had ended by itself').toBeNull()
  return { folder, found }
}

test('whatever a crash leaves at the ends of its files, the product starts and stands by what it said', {
  timeout: 180_000,
}, async () => {
  const { folder, found } = await killedOne()
  for (const { name, says, make } of damages) {
    const copy = temporaryFolder()
    cpSync(folder, copy, { recursive: true })
    make(join(copy, 'data'))
    const product = await beginProduct(copy)
    expect(await standing(product, NOW), name).toEqual(found)
    if (says) expect(product.err(), name).toMatch(says)
    expect(await product.stop(), name).toBe(0)
    expect(await archived(copy), name).toHaveLength(BATCHES * BATCH)
  }
})

test('the last record of the log turned to garbage when it had been judged: the product starts and says so', {
  timeout: 60_000,
}, async () => {
  const { folder, found } = await killedOne()
  overwriteEnd(busTail(join(folder, 'data')), 16)
  const product = await beginProduct(folder)
  expect(product.err()).toMatch(CUT)
  expect(await standing(product, NOW)).toEqual(found)
})
