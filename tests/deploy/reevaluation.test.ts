import { expect, test } from 'vitest'
import { openJournal } from '../../deploy/detector/journal.ts'
import { reevaluationOf } from '../../deploy/reevaluation.ts'
import { createQueue } from '../../detectors/queue.ts'
import type { Progress } from '../../detectors/sources.ts'
import { createState } from '../../detectors/state.ts'

const queue = createQueue(createState(), [], { watermark: () => 0, earliest: () => 0 })
const scope = { kind: 'all' } as const
const target = { rule: '*', scope, from: 0, to: 100, asked: 0, reason: { vi: 'thử', en: 'test' } }
const step = (stage: Progress['stage'], reached: number, events: number): Progress => ({
  ...{ stage, from: stage === 'looking' ? -Infinity : 0, to: 200, reached, events },
})

test('what runs says what it is at, and how far it has come', () => {
  const journal = openJournal(() => 5_000)
  const shown = () => reevaluationOf({ engine: { queue }, reevaluation: journal.entries })
  expect(shown()).not.toHaveProperty('running')
  journal.begin([target])
  expect(shown().running).toMatchObject({ stage: 'looking', events: 0 })
  expect(shown().running).not.toHaveProperty('percent')
  journal.progress(step('looking', -Infinity, 0))
  expect(shown().running).not.toHaveProperty('reached')
  journal.progress(step('looking', 80, 500))
  expect(shown().running).toMatchObject({ stage: 'looking', reached: 80, events: 500 })
  expect(shown().running).not.toHaveProperty('percent')
  journal.progress({ ...step('looking', 80, 500), pass: 2, share: 0.457 })
  expect(shown().running).toMatchObject({ pass: { nth: 2, percent: 45 } })
  journal.progress(step('computing', 50, 7))
  expect(shown().running).toMatchObject({ stage: 'computing', percent: 25, reached: 50, events: 7 })
  expect(shown().running).not.toHaveProperty('pass')
  journal.progress(step('computing', 200, 12))
  journal.applied([])
  journal.end(true)
  expect(shown().last).toMatchObject({ events: 12 })
})

test('events met while it looks for those concerned are not computed ones', () => {
  const journal = openJournal(() => 5_000)
  journal.begin([target])
  journal.progress(step('looking', 80, 500))
  journal.applied([])
  journal.end(true)
  expect(journal.entries().last).toMatchObject({ events: 0 })
})
