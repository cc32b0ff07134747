import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fill } from '../../kernel/text.ts'

test('fills every slot, as often as it stands there', () => {
  expect(fill('{user} ở {host}, {user} {n} lần', { user: 'an.nv', host: 'pc-01', n: 0 })).toBe(
    'an.nv ở pc-01, an.nv 0 lần',
  )
})

test('a slot without a value throws and names it', () => {
  expect(() => fill('{user} ở {host}', { user: 'an.nv', host: undefined })).toThrow(
    'no value for the slot {host} of «{user} ở {host}»',
  )
})

test('what is filled in is text, never a template', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      expect(fill('a {x} b', { x: value })).toBe(['a ', value, ' b'].join(''))
    }),
  )
  expect(fill('{path}', { path: '{user} $& $1' })).toBe('{user} $& $1')
})
