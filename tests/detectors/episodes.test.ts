import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEpisodes } from '../../detectors/episodes.ts'
import type { Episode } from '../../detectors/fold.ts'
import { type Change, createState } from '../../detectors/state.ts'
import { observe } from '../support/kinds.ts'

const trigger = observe('e', 'other', 0, {})
const episodeOf = (whom: string | undefined): Episode => ({ trigger, ...(whom !== undefined && { whom }) })

const names = [undefined, 'person/p-an', 'person/p-bich']
const whom = fc.constantFrom(...names)
const step = fc.record({
  rule: fc.constantFrom('R-01', 'R-02'),
  entity: fc.constantFrom('pc-01', 'pc-02', '"],["'),
  do: fc.oneof(
    fc.record({ what: fc.constant('begin' as const), whom }),
    fc.record({ what: fc.constant('close' as const), whom }),
    fc.record({ what: fc.constant('replace' as const), now: fc.uniqueArray(whom) }),
  ),
  restart: fc.boolean(),
})

test('the open episodes of a rule about an entity are those that were begun and not closed, after any restart', () => {
  let open = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30, size: 'max' }), (steps) => {
      let state = createState()
      let episodes = createEpisodes(state)
      const saved = new Map<string, Change>()
      const expected = new Map<string, Set<string | undefined>>()
      const of = (rule: string, entity: string): Set<string | undefined> =>
        expected.get(`${rule} ${entity}`) ?? new Set()
      for (const { rule, entity, do: act, restart } of steps) {
        const now = new Set(of(rule, entity))
        if (act.what === 'begin') {
          episodes.begin(rule, entity, episodeOf(act.whom))
          now.add(act.whom)
        } else if (act.what === 'close') {
          episodes.close(rule, entity, episodeOf(act.whom))
          now.delete(act.whom)
        } else {
          episodes.replace(rule, entity, act.now.map(episodeOf))
          now.clear()
          for (const one of act.now) now.add(one)
        }
        expected.set(`${rule} ${entity}`, now)
        for (const change of state.drain()) saved.set(change.key, change)
        if (restart) {
          state = createState([...saved.values()].filter(({ value }) => value !== undefined))
          episodes = createEpisodes(state)
        }
        expect(new Set(episodes.all(rule, entity).map(({ whom }) => whom))).toEqual(of(rule, entity))
        for (const one of steps) {
          const wanted = of(one.rule, one.entity)
          const said = names.filter((name) => episodes.of(one.rule, one.entity, name) !== undefined)
          expect(said).toEqual(names.filter((name) => wanted.has(name)))
          open += wanted.size
        }
      }
    }),
    { numRuns: 100 },
  )
  expect(open).toBeGreaterThan(250)
})

test('one that a saved state keeps though it has ended is not open', () => {
  const key = JSON.stringify(['R-01', 'pc-01'])
  const state = createState([{ space: 'episode', key, value: { trigger, end: 1 } }])
  expect(createEpisodes(state).all('R-01', 'pc-01')).toEqual([])
  expect(state.drain()).toEqual([{ space: 'episode', key, value: undefined }])
})
