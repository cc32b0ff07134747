import { expect, test } from 'vitest'
import { sayOnce } from '../../deploy/say-once.ts'
import { HOUR, MINUTE, SECOND } from '../../kernel/time.ts'

test('the same trouble is said once and then once an hour, with how often it came; another, or one that came back, at once', () => {
  let now = 0
  const once = sayOnce(() => now)
  const said: unknown[] = []
  const trouble = (word: string, what = 'records') => {
    const saying = once(what, word)
    if (saying) said.push([now / SECOND, what, word, saying.times])
  }
  for (; now < HOUR + SECOND; now += SECOND) trouble('full')
  trouble('full', 'alerts')
  trouble('gone')
  now += 10 * MINUTE
  trouble('gone')
  expect(said).toEqual([
    [0, 'records', 'full', 1],
    [3_600, 'records', 'full', 3_600],
    [3_601, 'alerts', 'full', 1],
    [3_601, 'records', 'gone', 1],
    [4_201, 'records', 'gone', 1],
  ])
})
