import { describe, expect, test } from 'vitest'
import { createIndeterminate, type StoredIndeterminate } from '../../detectors/indeterminate.ts'
import { LONGEST_SILENCE } from '../../detectors/registers/pipelines.ts'
import { createState } from '../../detectors/state.ts'
import { HOUR, MINUTE } from '../../kernel/time.ts'
import { clock } from '../support/feed.ts'
import { observe } from '../support/kinds.ts'

const LATENESS = 2 * MINUTE
const [from, to] = [clock('08:00'), clock('12:00')]
const what = (but: Partial<StoredIndeterminate> = {}): StoredIndeterminate => ({
  rule: 'EPP-01',
  entity: 'pc-01',
  from,
  to,
  reason: 'pipeline',
  ...but,
})
const holding = (...all: StoredIndeterminate[]) => {
  const state = createState()
  const indeterminate = createIndeterminate(state, LATENESS)
  for (const one of all) indeterminate.note(one)
  return { indeterminate, again: () => createIndeterminate(createState(state.drain()), LATENESS) }
}

test('what could not be judged is noted once for each beginning, and saved', () => {
  const { again } = holding(what(), what({ to: to + HOUR }), what({ from: from + HOUR }), what({ entity: 'pc-02' }))
  expect(again().stored()).toEqual([what({ to: to + HOUR }), what({ from: from + HOUR }), what({ entity: 'pc-02' })])
})

describe('a carrier that speaks after all', () => {
  const said = (when: number) => observe('late', 'other', when, {})
  test.each<[string, number, boolean]>([
    ['within', from + HOUR, true],
    ['a longest silence before', from - LONGEST_SILENCE, true],
    ['before that', from - LONGEST_SILENCE - 1, false],
    ['a longest silence after the lateness', to + LATENESS + LONGEST_SILENCE, true],
    ['after that', to + LATENESS + LONGEST_SILENCE + 1, false],
  ])('%s has it judged again, once', (_, when, reopens) => {
    const { indeterminate } = holding(what())
    const targets = indeterminate.reopen(said(when))
    expect(targets).toMatchObject(
      reopens ? [{ rule: 'EPP-01', scope: { kind: 'entity', value: 'pc-01' }, from, to }] : [],
    )
    expect(indeterminate.stored()).toEqual(reopens ? [] : [what()])
    expect(indeterminate.reopen(said(when))).toEqual([])
  })

  test.each(['no-life', 'no-carrier'] as const)('changes nothing where the reason was %s', (reason) => {
    const { indeterminate } = holding(what({ reason }))
    expect(indeterminate.reopen(said(from))).toEqual([])
    expect(indeterminate.stored()).toHaveLength(1)
  })
})

test('a slice replaces what was said of its own rule, entity and span, and nothing else', () => {
  const others = [
    what({ from: from - 1 }),
    what({ from: from + HOUR }),
    what({ entity: 'pc-02' }),
    what({ rule: 'ACC-09a' }),
  ]
  const { indeterminate } = holding(what(), what({ from: from + HOUR - 1 }), ...others)
  const { rule: _, ...found } = what({ from: from + MINUTE, reason: 'no-life' })
  indeterminate.replace([{ rule: 'EPP-01', entity: 'pc-01', from, to: from + HOUR, indeterminate: [found] }])
  expect(indeterminate.stored()).toEqual([...others, what({ from: from + MINUTE, reason: 'no-life' })])
})

test('what is too old to be looked at is dropped, and counted', () => {
  const { indeterminate } = holding(what(), what({ from: from + HOUR }))
  expect(indeterminate.forget(from + 1)).toBe(1)
  expect(indeterminate.stored()).toEqual([what({ from: from + HOUR })])
  expect(indeterminate.forget(from + HOUR)).toBe(0)
})
