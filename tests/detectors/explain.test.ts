import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explainEvent, explainSelector, partsOf, sayVerdict } from '../../detectors/explain.ts'
import { actionsOf, selects } from '../../detectors/machine.ts'
import { is, on, type Selector } from '../../detectors/meta.ts'
import { derivedRegisters } from '../../detectors/registers/derived.ts'
import { sequence } from '../../detectors/rule.ts'
import { createState } from '../../detectors/state.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import { joiner } from '../../kernel/directory/join.ts'
import { byTime } from '../../kernel/event.ts'
import { rules, townData } from '../support/drive.ts'
import { about, join, observe } from '../support/kinds.ts'
import { stream } from '../support/stream.ts'

const event = join(observe('e', 'other', 0, {}))
const yes = is('có', 'yes', () => true)
const no = is('không', 'no', () => false)
const other = is('khác', 'other', () => false)

test.each<[string, Selector, ReturnType<typeof explainSelector>]>([
  ['picks what nothing speaks against', on('other', [yes], [no]), { verdict: 'picked' }],
  ['leaves other actions alone', on('login', [yes]), { verdict: 'other-action' }],
  [
    'names the first condition that does not hold',
    on('other', [yes, no, other], [yes]),
    { verdict: 'failed', condition: { vi: 'không', en: 'no' } },
  ],
  [
    'names the excuse that applies',
    on('other', [yes], [no, yes]),
    { verdict: 'excused', condition: { vi: 'có', en: 'yes' } },
  ],
])('a selector %s', (_, selector, verdict) => {
  expect(explainSelector(selector, event, {})).toEqual(verdict)
})

test('the slow way that explains and the fast way that decides agree, for every selector of every rule', () => {
  const directory = createDirectory(townData)
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(stream, (events) => {
      const registers = derivedRegisters(createState())
      const facts = joiner(directory, registers.derived)
      for (const o of [...events].sort(byTime)) {
        registers.accept(o)
        for (const rule of rules) {
          for (const { selector } of partsOf(rule)) {
            const { verdict } = explainSelector(selector, facts(o), rule.policy)
            const picked = actionsOf(selector).includes(o.action) && selects(selector, facts(o), rule.policy)
            if ((verdict === 'picked') !== picked) expect([rule.id, o, verdict]).toEqual([rule.id, o, picked])
            seen.set(verdict, (seen.get(verdict) ?? 0) + 1)
          }
        }
      }
    }),
    { numRuns: 20, endOnFailure: true },
  )
  expect(
    Math.min(...['picked', 'failed', 'excused', 'other-action'].map((name) => seen.get(name) ?? 0)),
  ).toBeGreaterThan(10)
})

describe('the parts of a rule', () => {
  test('are all its selectors, each with a name in both languages', () => {
    /** Every object of a rule that is a selector, wherever it stands. */
    const selectorsIn = (value: unknown): number => {
      if (typeof value !== 'object' || value === null) return 0
      const own = 'on' in value && (typeof value.on === 'string' || Array.isArray(value.on)) ? 1 : 0
      return (
        own + Object.entries(value).reduce((n, [name, inner]) => n + (name === 'cases' ? 0 : selectorsIn(inner)), 0)
      )
    }
    for (const rule of rules) {
      expect([rule.id, partsOf(rule).length]).toEqual([rule.id, selectorsIn(rule)])
      for (const { part } of partsOf(rule)) expect(`${part.vi}|${part.en}`).toMatch(/\S\|\S/)
    }
  })

  test('that are about other actions are left out of what is said of an event', () => {
    const rule = sequence({
      ...about,
      policy: { within: '8h' },
      by: 'host',
      steps: [on('login'), on('other', [no])],
      unless: on('other', [yes]),
    })
    expect(explainEvent(rule, event, {}).map(({ part, verdict }) => [part.vi, sayVerdict(verdict)])).toEqual([
      ['bước 2', 'không thỏa: không'],
      ['trừ khi', 'đúng điều kiện'],
    ])
  })
})

test('a verdict reads as one line of Vietnamese', () => {
  expect(sayVerdict({ verdict: 'other-action' })).toBe('không phải loại sự kiện của luật')
  expect(sayVerdict({ verdict: 'excused', condition: { vi: 'trực', en: 'duty' } })).toBe('được loại trừ: trực')
})
