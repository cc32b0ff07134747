import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forget } from '../../../../ingest/formats/skim/paths.ts'
import { learnFrom, skim } from '../../../../ingest/formats/skim.ts'
import { lookup } from '../../../../ingest/sources/windows/record.ts'

const NAMES = ['TargetUserName', 'target_user_name', '@TargetUserName', 'Threat Name', 'Data', 'param1', 'IpAddress']
const scalar = fc.constantFrom<unknown>('', ' ', '-', ' an.nv ', 'x', 7, true, null)
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  fc.array(scalar, { maxLength: 2 }),
  fc.dictionary(fc.constantFrom(...NAMES, '#text'), scalar, { maxKeys: 2 }),
)
const block = fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 5 })

test('what is found in a skimmed block is what is found in any other, whatever was looked up before', () => {
  let found = 0
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (blocks) => {
      for (const data of blocks) {
        // Only skimmed blocks are not flattened.
        const slow = lookup(data)
        const line = JSON.stringify({ data })
        forget()
        for (let i = 0; i < 8; i++) learnFrom(line)
        const known = skim(Buffer.from(line), line, ({ data: form }) => {
          const quick = lookup(form)
          for (const name of NAMES) expect(quick(name), `${name} of ${line}`).toBe(slow(name))
          return true
        })
        expect(known).toBe(true)
        for (const name of NAMES) if (slow(name) !== undefined) found += 1
      }
    }),
    { numRuns: 2_000 },
  )
  expect(found).toBeGreaterThan(1_000)
})
