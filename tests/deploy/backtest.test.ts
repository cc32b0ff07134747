import { describe, expect, test } from 'vitest'
import { backtest, knownThen } from '../../deploy/backtest.ts'
import type { SavedVersion } from '../../ingest/directory/versions.ts'
import { optionsFor, overrides, rules, townData } from '../support/drive.ts'
import { clock } from '../support/feed.ts'
import { observe } from '../support/kinds.ts'
import { strictArchive } from '../support/strict-archive.ts'

const [from, to] = [clock('08:00'), clock('10:00')]
const who = { user: 'an.nv@tinh', host: 'pc-03' }
const guesses = [0, 1, 2, 3, 4].map((minute) =>
  observe(`g${minute}`, 'login', clock(`09:0${minute}`), {
    ...{ ...who, system: 'windows', via: 'interactive', ok: false, refusal: 'bad-password' },
  }),
)

/** What ACC-11a found of the guesses, and would find with other numbers, over an archive that lacks nothing yet. */
const begin = () => {
  const { world, register, ...engine } = optionsFor(townData)
  const archive = strictArchive()
  archive.put(guesses)
  const entries = [
    { space: 'engine', key: 'watermark', value: clock('+1 08:00') },
    { space: 'engine', key: 'earliest', value: from },
  ]
  const ask = (after = overrides) =>
    backtest({
      reading: {
        engine,
        archive,
        checkpoint: { entries: (space: string) => entries.filter((one) => one.space === space) },
      },
      rule: rules.find(({ id }) => id === 'ACC-11a')!,
      ...{ before: overrides, after, by: [{ from, to, version: { world, register } }] },
      onProgress: () => undefined,
    })
  return { archive, ask }
}

test('where a gap swallowed all there was to be judged, no difference is said to be incomplete', async () => {
  const { archive, ask } = begin()
  expect(await ask([...overrides])).toMatchObject({ before: [{ occurrences: 1 }], incomplete: false })
  archive.lose(from, to)
  expect(await ask([...overrides])).toMatchObject({
    ...{ before: [], after: [], raised: [], withdrawn: [], incomplete: true },
  })
})

test('of numbers set against themselves each alert is counted once, and nothing differs', async () => {
  const found = await begin().ask()
  expect([found.before.length, found.after.length]).toEqual([1, 1])
  expect(found).toMatchObject({ raised: [], withdrawn: [], changed: [] })
})

describe('the directory as it was known then', () => {
  const version = (name: string, accepted: string, ordinal: number): SavedVersion => ({
    ...{ ordinal, accepted: clock(accepted) },
    data: { ...townData, version: name },
  })
  const history = [version('v1', '08:00', 1), version('v2', '+1 04:00', 2), version('v3', '+2 10:00', 3)]
  const spans = (span: { from: number; to: number }) =>
    knownThen(span, history).map(({ from, to, data }) => [from, to, data.version])

  test('each fold day is judged by the version that was accepted last before its end', () => {
    expect(spans({ from: clock('07:00'), to: clock('+3 09:00') })).toEqual([
      // Accepted at 04:00 of the second day, which is the night of the first.
      [clock('07:00'), clock('+2 05:00') - 1, 'v2'],
      [clock('+2 05:00'), clock('+3 09:00'), 'v3'],
    ])
  })

  test('days before the first version by that one', () => {
    expect(
      knownThen({ from: clock('08:00'), to: clock('09:00') }, history.slice(2)).map(({ data }) => data.version),
    ).toEqual(['v3'])
  })

  test('under one version it is one span', () => {
    expect(spans({ from: clock('+4 07:00'), to: clock('+9 09:00') })).toEqual([
      [clock('+4 07:00'), clock('+9 09:00'), 'v3'],
    ])
  })
})
