import fc from 'fast-check'
import { expect, test } from 'vitest'
import { actsRegister, NOTHING_HEARD } from '../../../detectors/registers/acts.ts'
import { createState } from '../../../detectors/state.ts'
import type { Action } from '../../../kernel/event.ts'
import { DAY } from '../../../kernel/time.ts'
import { observe } from '../../support/kinds.ts'

const LOGIN = { user: 'an.nv@tinh', system: 'windows', ok: true, via: 'interactive' } as const
const told = fc.array(
  fc.tuple(fc.constantFrom<Action>('login', 'logout', 'other'), fc.integer({ min: 0, max: 40 * DAY })),
)

test('the last day of each act and the first of any, in any order and over restarts', () => {
  fc.assert(
    fc.property(told, fc.nat({ max: 20 }), (acts, restart) => {
      const state = createState()
      acts.forEach(([action, at], i) => {
        // What is kept is all there is: each of these begins from it anew.
        const register = actsRegister(state)
        if (i !== restart) register.hear(observe(`${i}`, action, at, LOGIN))
        else for (const late of [at, at]) register.hear(observe(`${i}`, action, late, LOGIN))
      })
      const dayOf = (at: number): number => Math.floor(at / DAY) * DAY
      const last = new Map<Action, number>()
      for (const [action, at] of acts) last.set(action, Math.max(dayOf(at), last.get(action) ?? 0))
      const since = acts.length === 0 ? undefined : Math.min(...acts.map(([, at]) => dayOf(at)))
      expect(actsRegister(state).heard()).toEqual({ since, last })
    }),
  )
})

test('a wrong clock tells of no day', () => {
  const register = actsRegister(createState())
  register.hear({ ...observe('x', 'login', 5 * DAY, LOGIN), clock: DAY })
  expect(register.heard()).toEqual(NOTHING_HEARD)
})
