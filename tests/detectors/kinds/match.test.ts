import fc from 'fast-check'
import { expect, test } from 'vitest'
import { is, type Rule } from '../../../detectors/meta.ts'
import { match } from '../../../detectors/rule.ts'
import type { Observation } from '../../../kernel/event.ts'
import { holdsToOracle } from '../../support/kind-property.ts'
import { about, observe, run, START } from '../../support/kinds.ts'
import { matchOracle } from '../oracles/match.ts'

const rule = match({
  ...about,
  by: 'user',
  on: 'login',
  policy: { least: 5 },
  sought: [
    is('hỏng', 'failed', (e) => !e.ok),
    is<'login', { least: number }>('sau', 'late enough', (e, { least }) => e.at >= START + least),
  ],
  excused: [is('dịch vụ', 'a service', (e) => e.via === 'service')],
})

const login = (id: string, at: number, but: { ok?: boolean; via?: 'service' | 'remote'; unit?: string } = {}) =>
  observe(
    id,
    'login',
    START + at,
    { user: 'an.nv@tinh', system: 'windows', ok: but.ok ?? false, via: but.via ?? 'remote' },
    { unit: but.unit ?? 'u1' },
  )

test.each<[string, Observation, number]>([
  ['a sought event', login('e', 5), 1],
  ['one whose first condition fails', login('e', 5, { ok: true }), 0],
  ['one whose number is one short', login('e', 4), 0],
  ['one that is excused', login('e', 5, { via: 'service' }), 0],
  ['the same where the unit tunes the number', login('e', 4, { unit: 'u2' }), 1],
  ['another action', observe('e', 'logout', START + 9, { user: 'an.nv@tinh', system: 'windows' }), 0],
])('%s', (_, event, times) => {
  expect(run(rule, [event], { overrides: { u2: { least: 4 } } }).found).toHaveLength(times)
})

test('a finding carries its event without facts and the numbers in force', () => {
  const event = login('e', 9, { unit: 'u2' })
  expect(run(rule, [event], { overrides: { u2: { least: 4 } } })).toMatchObject({
    found: [{ entity: 'an.nv@tinh', at: START + 9, trigger: event, events: [event], numbers: { least: 4 } }],
    states: new Map(),
  })
})

const events = fc.array(
  fc.tuple(
    fc.nat(9),
    fc.boolean(),
    fc.constantFrom('service' as const, 'remote' as const),
    fc.constantFrom('u1', 'u2'),
  ),
  { maxLength: 12 },
)

test('finds what the definition finds', () => {
  const scenes = events.map((list) => ({
    rule: rule as Rule,
    world: { overrides: { u2: { least: 3 } } },
    events: list.map(([at, ok, via, unit], i) => login(`e${i}`, at, { ok, via, unit })),
  }))
  holdsToOracle(matchOracle, scenes, { least: 0.05, most: 0.5 })
})
