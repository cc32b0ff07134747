import { expect, test } from 'vitest'
import { hints, hintsFor, hintsOfWitness } from '../../../api/coverage/hints.ts'
import { instancesOf, yieldsOf } from '../../../deploy/sources.ts'
import { loadCatalogue, loadRules } from '../../../detectors/load.ts'
import { neededParts } from '../../../detectors/witness.ts'
import { everSince } from '../../../detectors/yields.ts'

test('whatever a rule needs a log for, somebody can be told how to switch it on', async () => {
  const yields = yieldsOf(instancesOf([]))
  for (const rule of await loadRules())
    for (const { actions } of neededParts(rule, yields, everSince))
      expect(hintsFor(actions).length, `${rule.id} ${actions}`).toBeGreaterThan(0)
})

/** What the product itself keeps or counts: nothing is to be switched on. */
const OWN = /^(SRC|COV|STO|AUD|CHG|LVL|RPT|PUSH|INC-0[237]|AVL)/

test('every witness of the catalogue but the product’s own leads to a hint', () => {
  for (const { id, witness } of loadCatalogue().values())
    if (!OWN.test(id)) expect(hintsOfWitness(witness).length, `${id}: ${witness}`).toBeGreaterThan(0)
})

test('ids are told apart, and each says where and what', () => {
  expect(new Set(hints.map(({ id }) => id)).size).toBe(hints.length)
  for (const { id, at, setting } of hints)
    expect(
      [at, setting].every((said) => said.length > 5),
      id,
    ).toBe(true)
})
