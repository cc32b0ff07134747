import { describe, expect, test } from 'vitest'
import { everything } from '../../../api/console/route.ts'
import { type Action, initial, reduce, type State, waiting } from '../../../api/console/state.ts'
import type { AlertRow } from '../../../api/schemas.ts'
import { nightLogin } from '../../support/alerts.ts'

const row = (id: string, last: number, but: Partial<AlertRow> = {}): AlertRow => ({ ...nightLogin(last), id, ...but })
const play = (...actions: readonly Action[]): State => actions.reduce(reduce, initial(false, 0, everything))
const page = (rows: readonly AlertRow[], next?: string): Action => ({ kind: 'page', rows, next })
const arrived = (arriving: AlertRow): Action => ({ kind: 'arrived', row: arriving })
const paused = (paused: boolean): Action => ({ kind: 'paused', paused })
const shown = ({ rows }: State) => rows.map(({ id, revision }) => `${id}${revision}`)
const usual = page([row('b', 20), row('a', 10)])

describe('at the top of the list', () => {
  test('a new alert enters where its time belongs and is marked fresh', () => {
    const state = play(usual, arrived(row('c', 30)), arrived(row('m', 15)))
    expect(shown(state)).toEqual(['c1', 'b1', 'm1', 'a1'])
    expect([...state.fresh]).toEqual(['c', 'm'])
  })

  test('a revised alert takes its old place over and moves to its new time', () => {
    expect(shown(play(usual, arrived(row('a', 40, { revision: 2 }))))).toEqual(['a2', 'b1'])
  })

  test('an alert told twice, or in an older revision, changes nothing', () => {
    const state = play(usual, arrived(row('a', 40, { revision: 2 })), arrived(row('a', 10)))
    expect(shown(state)).toEqual(['a2', 'b1'])
  })

  test('an alert older than all that is loaded waits for its page', () => {
    expect(shown(play(page([row('b', 20), row('a', 10)], 'cursor'), arrived(row('x', 5))))).toEqual(['b1', 'a1'])
    expect(shown(play(usual, arrived(row('x', 5))))).toEqual(['b1', 'a1', 'x1'])
  })
})

describe('further down the list', () => {
  const below = [usual, paused(true)] as const

  test('nothing moves: what is new waits and is counted', () => {
    const state = play(...below, arrived(row('c', 30)), arrived(row('d', 40)))
    expect(shown(state)).toEqual(['b1', 'a1'])
    expect(waiting(state)).toBe(2)
  })

  test('an alert on the screen changes in its place and is not counted', () => {
    const state = play(...below, arrived(row('a', 40, { revision: 2 })))
    expect(shown(state)).toEqual(['b1', 'a2'])
    expect(waiting(state)).toBe(0)
  })

  test('back at the top everything that waited is shown, in order', () => {
    const state = play(...below, arrived(row('c', 30)), arrived(row('a', 40, { revision: 2 })), paused(false))
    expect(shown(state)).toEqual(['a2', 'c1', 'b1'])
    expect(waiting(state)).toBe(0)
  })
})

test('what no longer passes the filter leaves, unless a newer revision came back', () => {
  const gone: Action = { kind: 'gone', id: 'a', revision: 2 }
  expect(shown(play(usual, gone))).toEqual(['b1'])
  expect(shown(play(usual, arrived(row('a', 10, { revision: 3 })), gone))).toEqual(['b1', 'a3'])
})

test('the next page follows, each alert once', () => {
  const more: Action = { kind: 'more', rows: [row('a', 10), row('z', 5)], next: undefined }
  expect(shown(play(usual, more))).toEqual(['b1', 'a1', 'z1'])
})

test('an alert about an act long past is announced, since it enters further down', () => {
  const late = row('x', 5, { late: true })
  expect(play(usual, arrived(late)).notice?.id).toBe('x')
  expect(play(usual, arrived(row('y', 50))).notice).toBeUndefined()
  expect(play(usual, arrived(late), { kind: 'dismiss' }).notice).toBeUndefined()
})
