import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lookup } from '../../../../ingest/sources/windows/record.ts'

const NAMES = ['TargetUserName', 'target_user_name', '@TargetUserName', 'Threat Name', 'Data', 'param1', 'IpAddress']
const scalar = fc.constantFrom<unknown>('', ' ', '-', ' an.nv ', 'x', 7, true, null)
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  fc.array(scalar, { maxLength: 2 }),
  fc.dictionary(fc.constantFrom(...NAMES, '#text'), scalar, { maxKeys: 2 }),
)
const block = fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 5 })

test('what is found does not depend on what was looked up before, nor on the other block being there', () => {
  let found = 0
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (blocks) => {
      for (const data of blocks) {
        const quick = lookup('4624', data)
        // An empty second block makes it flatten everything.
        const slow = lookup('slow', data, {})
        for (const name of NAMES) {
          expect(quick(name), `${name} of ${JSON.stringify(data)}`).toBe(slow(name))
          if (slow(name) !== undefined) found += 1
        }
      }
    }),
    { numRuns: 2_000 },
  )
  expect(found).toBeGreaterThan(1_000)
})
