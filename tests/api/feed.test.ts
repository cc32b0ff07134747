import { expect, test } from 'vitest'
import { createFeed, type Entry } from '../../api/feed.ts'
import { nightLogin } from '../support/alerts.ts'

const START = 1_000
const alerts = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ ...nightLogin(0), id }))
const ids = (entries: readonly Entry[] | undefined) => entries?.map(({ alert }) => alert.id)

test('a reader goes on exactly after the number it saw last', () => {
  const feed = createFeed(START)
  const before = feed.sequence()
  feed.push(alerts.slice(0, 3))
  expect(ids(feed.since(before))).toEqual(['a', 'b', 'c'])
  expect(ids(feed.since(before + 2))).toEqual(['c'])
  expect(ids(feed.since(feed.sequence()))).toEqual([])
})

test('what is no longer kept is said to be unknown, never skipped', () => {
  const feed = createFeed(START, 2)
  const before = feed.sequence()
  feed.push(alerts)
  expect(ids(feed.since(before + 3))).toEqual(['d', 'e'])
  expect(feed.since(before + 2)).toBeUndefined()
})

test('a number of an earlier run, of the future, or none at all is unknown', () => {
  const feed = createFeed(START)
  feed.push(alerts)
  const earlier = createFeed(START - 1)
  earlier.push(alerts)
  expect(feed.since(earlier.sequence())).toBeUndefined()
  expect(feed.since(feed.sequence() + 1)).toBeUndefined()
  expect(feed.since(Number.NaN)).toBeUndefined()
})

test('tells every listener until it leaves', () => {
  const feed = createFeed(START)
  const heard: string[] = []
  const leave = feed.subscribe((entries) => heard.push(...(ids(entries) ?? [])))
  feed.push(alerts.slice(0, 2))
  leave()
  feed.push(alerts.slice(2))
  expect(heard).toEqual(['a', 'b'])
})
