import { expect, test } from 'vitest'
import { carriersOf } from '../../../deploy/detector/local-slicer.ts'
import { pipelinesRegister } from '../../../detectors/registers/pipelines.ts'
import { type Change, createState } from '../../../detectors/state.ts'
import { town } from '../../../detectors/timeline.ts'
import { directoryData } from '../../../kernel/directory/data.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import type { Action } from '../../../kernel/event.ts'
import { MINUTE } from '../../../kernel/time.ts'
import { clock } from '../../support/feed.ts'
import { observe } from '../../support/kinds.ts'

const row = { collector: 'c1', source: 'windows', unit: 'tinh', rhythm: '30m', hours: 'always' } as const
const directory = createDirectory(directoryData({ ...town, pipelines: [row] }))
const engine = { yields: new Map([['windows', ['login'] as readonly Action[]]]), lateness: 2 * MINUTE }

/** What the stream would save of a carrier that spoke then. */
const spoke = (...clocks: readonly string[]): readonly Change[] => {
  const state = createState()
  const register = pipelinesRegister(state, () => directory, engine.yields, engine.lateness)
  for (const at of clocks.map(clock))
    register.mark({ ...observe(`${at}`, 'other', at, {}), collector: 'c1', source: 'windows' })
  return state.drain()
}
const told = (carriers: readonly Change[]) => ({
  ...{ watermark: clock('23:00'), earliest: 0, heardSince: 0, carriers },
})

test('a slice knows of a carrier what it was told before it first asked, whether the files have it by then or not', () => {
  const [hours, later] = [spoke('07:40', '08:00', '08:30'), spoke('09:00', '09:02')]
  const verdict = (saved: readonly Change[], ...tellings: readonly (readonly Change[])[]) => {
    const tell = carriersOf({ engine, checkpoint: { entries: () => saved } }, directory)
    const carriers = tellings.map((one) => tell(told(one))).at(-1)!
    return carriers('xa-a', ['login'], clock('08:00'), clock('09:00'))
  }
  expect(verdict([], [])).toBe('dead')
  expect(verdict([...hours, ...later], [])).toBe('alive')
  expect(verdict(hours, later)).toBe('alive')
  expect(verdict([], hours, later, [])).toBe('alive')
})
