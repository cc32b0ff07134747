import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEpisodes } from '../../detectors/episodes.ts'
import type { Episode } from '../../detectors/fold.ts'
import { type Change, createState } from '../../detectors/state.ts'
import { observe } from '../support/kinds.ts'

const step = fc.record({
  rule: fc.constantFrom('R-01', 'R-02'),
  entity: fc.constantFrom('pc-01', 'pc-02', '"],["'),
  episode: fc.constantFrom('none', 'open', 'ended'),
  restart: fc.boolean(),
})
const trigger = observe('e', 'other', 0, {})
const made = { none: undefined, open: { trigger }, ended: { trigger, end: 1 } } as const

test('an episode is open exactly where the last one has no end, after any restart', () => {
  let open = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30, size: 'max' }), (steps) => {
      let state = createState()
      let episodes = createEpisodes(state)
      const saved = new Map<string, Change>()
      const last = new Map<string, Episode | undefined>()
      for (const { rule, entity, episode, restart } of steps) {
        episodes.set(rule, entity, made[episode])
        last.set(`${rule} ${entity}`, made[episode])
        for (const change of state.drain()) saved.set(change.key, change)
        if (restart) {
          state = createState([...saved.values()].filter(({ value }) => value !== undefined))
          episodes = createEpisodes(state)
        }
        for (const one of steps) {
          const expected = last.get(`${one.rule} ${one.entity}`)
          expect(episodes.last(one.rule, one.entity)).toEqual(expected)
          expect(episodes.open(one.rule, one.entity)).toEqual(expected?.end === undefined ? expected : undefined)
          if (expected && expected.end === undefined) open++
        }
      }
    }),
    { numRuns: 200 },
  )
  expect(open).toBeGreaterThan(500)
})
