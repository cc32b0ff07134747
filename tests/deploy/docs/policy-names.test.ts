import { expect, test } from 'vitest'
import { policyNames } from '../../../deploy/docs/policy-names.ts'
import { loadRules } from '../../../detectors/load.ts'

test('every number a rule can be tuned by has a meaning, and no meaning is of a number that is none', async () => {
  const names = new Set((await loadRules()).flatMap(({ policy }) => Object.keys(policy)))
  expect(names.size).toBeGreaterThan(5)
  expect(Object.keys(policyNames).sort()).toEqual([...names].sort())
  for (const meaning of Object.values(policyNames)) expect(meaning.length).toBeGreaterThan(20)
})
