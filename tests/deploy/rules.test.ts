import { stripTypeScriptTypes } from 'node:module'
import { expect, test } from 'vitest'
import { playCases } from '../../deploy/rules/cases.ts'
import { junitOf } from '../../deploy/rules/junit.ts'
import { skeletonOf } from '../../deploy/rules/skeleton.ts'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import { kinds } from '../../detectors/meta.ts'

const catalogue = loadCatalogue()
const [rule] = (await loadRules()).filter(({ id }) => id === 'MED-01c')

test('the cases of a rule come out as they are written', () => {
  const { fires, quiet } = rule!.cases
  const outcomes = playCases(rule!, catalogue, () => 0)
  expect(outcomes.map(({ name }) => name)).toEqual([...Object.keys(fires), ...Object.keys(quiet)])
  expect(outcomes.filter(({ fault }) => fault !== undefined)).toEqual([])
})

test('a case that comes out otherwise says how, an error too', () => {
  const [one] = Object.values(rule!.cases.fires)
  const beats = 'beats' in one! ? one.beats : one!
  const wrong = {
    ...rule!,
    cases: { fires: { grave: { beats, level: 'low' as const } }, quiet: { loud: beats, empty: [] } },
  }
  expect(playCases(wrong, catalogue, () => 0).map(({ name, fault }) => `${name}: ${fault}`)).toEqual([
    expect.stringMatching(/^grave: cần mức thấp, được mức /),
    'loud: cần 0 cảnh báo, được 1',
    expect.stringMatching(/^empty: ./),
  ])
})

test('JUnit: a suite a rule, what failed and why, nothing that would end the text early', () => {
  const said = junitOf([
    { rule: 'ACC-01a', name: 'at <night> & "late"', seconds: 0.25 },
    { rule: 'ACC-01a', name: 'quiet', seconds: 0, fault: 'cần 0 cảnh báo, được 1' },
    { rule: 'MED-01a', name: 'fires', seconds: 1 },
  ])
  expect(said).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="1">
  <testsuite name="ACC-01a" tests="2" failures="1">
    <testcase classname="ACC-01a" name="at &lt;night&gt; &amp; &quot;late&quot;" time="0.250"/>
    <testcase classname="ACC-01a" name="quiet" time="0.000"><failure message="cần 0 cảnh báo, được 1"/></testcase>
  </testsuite>
  <testsuite name="MED-01a" tests="1" failures="0">
    <testcase classname="MED-01a" name="fires" time="1.000"/>
  </testsuite>
</testsuites>
`)
})

test.each(kinds)('the file of a new rule of kind %s is code, and names what the catalogue knows', (kind) => {
  const { file, text } = skeletonOf(catalogue.get('ACC-07')!, 'b', kind)!
  expect(file).toBe('acc-07b-password-below-the-required-complexity.ts')
  expect(() => stripTypeScriptTypes(text)).not.toThrow()
  for (const said of [`${kind}({`, "id: 'ACC-07b'", "level: 'medium'", 'Mật khẩu không đạt độ phức tạp'])
    expect(text).toContain(said)
})

test('what the centre itself owes is no rule', () => {
  expect(skeletonOf(catalogue.get('PUSH-01')!, '')).toBeUndefined()
})
