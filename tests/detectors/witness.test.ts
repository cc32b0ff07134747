import { expect, test } from 'vitest'
import { loadRules } from '../../detectors/load.ts'
import { carriersOf, type Judged, judgedBy, together, witnessesOf } from '../../detectors/witness.ts'
import type { Action } from '../../kernel/event.ts'

const rules = new Map<string, Awaited<ReturnType<typeof loadRules>>[number]>(
  (await loadRules()).map((rule) => [rule.id, rule]),
)
const yields = new Map<string, readonly Action[]>([
  ['ad', ['login', 'logout', 'power.off']],
  ['edr', ['media.attach', 'session.lock']],
  ['av', ['file.open', 'heartbeat']],
])
const judged = (rule: string, ...carriers: readonly (readonly [source: string, heard: boolean])[]): Judged => {
  const parts = carriersOf(
    witnessesOf(rules.get(rule)!, yields),
    carriers.map(([source, heard]) => ({ source, heard })),
  )
  return judgedBy(parts, (part) => part.every(({ heard }) => heard))
}

test.each<readonly [rule: string, carriers: readonly (readonly [string, boolean])[], verdict: Judged]>([
  ['ACC-01a', [], 'no-source'],
  ['ACC-01a', [['edr', true]], 'no-source'],
  ['ACC-01a', [['ad', true]], 'judged'],
  ['ACC-01a', [['ad', false]], 'silent'],
  [
    'ACC-01a',
    [
      ['ad', true],
      ['ad', false],
    ],
    'partial',
  ],
  // Every step of a sequence by itself.
  ['MED-02a', [['edr', true]], 'no-source'],
  [
    'MED-02a',
    [
      ['edr', true],
      ['av', false],
    ],
    'silent',
  ],
  [
    'MED-02a',
    [
      ['edr', true],
      ['av', true],
    ],
    'judged',
  ],
  // Of an absence what proves it too: a logout alone does not say that a lock would have been told of.
  ['ACC-09a', [['ad', true]], 'no-source'],
  [
    'ACC-09a',
    [
      ['ad', true],
      ['edr', true],
    ],
    'judged',
  ],
  // A machine of the register is known without a log, its agent is not.
  ['EPP-01', [], 'no-source'],
  ['EPP-01', [['av', true]], 'judged'],
  // The product itself witnesses.
  ['SRC-01', [], 'judged'],
  ['ACC-04', [], 'judged'],
])('%s by %j is %s', (rule, carriers, verdict) => {
  expect(judged(rule, ...carriers)).toBe(verdict)
})

test.each<readonly [all: readonly Judged[], one: Judged]>([
  [['judged', 'judged'], 'judged'],
  [['judged', 'no-source'], 'partial'],
  [['judged', 'silent'], 'partial'],
  [['silent', 'no-source'], 'silent'],
  [['no-source'], 'no-source'],
  [['partial', 'silent'], 'partial'],
])('%j together are %s', (all, one) => {
  expect(together(all)).toBe(one)
})
