import { expect, test } from 'vitest'
import { backtest } from '../../deploy/backtest.ts'
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

test('where a gap swallowed all there was to be judged, no difference is said to be incomplete', async () => {
  const { world, register, ...engine } = optionsFor(townData)
  const archive = strictArchive()
  archive.put(guesses)
  const entries = [
    { space: 'engine', key: 'watermark', value: clock('+1 08:00') },
    { space: 'engine', key: 'earliest', value: from },
  ]
  const ask = () =>
    backtest({
      reading: {
        engine,
        archive,
        checkpoint: { entries: (space: string) => entries.filter((one) => one.space === space) },
      },
      rule: rules.find(({ id }) => id === 'ACC-11a')!,
      ...{ before: overrides, after: [...overrides], by: [{ from, to, version: { world, register } }] },
      onProgress: () => undefined,
    })
  expect(await ask()).toMatchObject({ before: [{ occurrences: 1 }], incomplete: false })
  archive.lose(from, to)
  expect(await ask()).toMatchObject({ before: [], after: [], raised: [], withdrawn: [], incomplete: true })
})
