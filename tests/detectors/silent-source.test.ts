import { expect, test } from 'vitest'
import type { Observation } from '../../kernel/event.ts'
import { HOUR } from '../../kernel/time.ts'
import { inOrder, walk } from '../support/drive.ts'
import { clock } from '../support/feed.ts'
import { observe } from '../support/kinds.ts'

const pipeline = { pipeline: 'c2/ioffice', source: 'ioffice', collector: 'c2' }
const delivery = (time: string): Observation => observe(`d${time}`, 'source.delivery', clock(time), pipeline)
/** The product was away; when it wrote that down, the detector had not come so far as to find the source silent. */
const away = (from: string, until: string, since: string): Observation =>
  observe(`a${from}`, 'source.delivery', clock(from), {
    ...{ ...pipeline, restart: true, until: clock(until), since: clock(since), spoke: clock(since) },
  })

/** SRC-01 of what came in order, and of the same computed again. */
const silences = async (...events: readonly Observation[]) => {
  const shell = await walk(inOrder(events, clock('16:00')))
  const found = shell.alerts().filter(({ rule }) => rule.id === 'SRC-01')
  shell.doubtAll()
  await shell.reevaluate()
  expect(shell.alerts().filter(({ rule }) => rule.id === 'SRC-01')).toEqual(found)
  return found
}

test('an absence of ours ends no alert, and begins no other', async () => {
  const found = await silences(delivery('08:00'), away('10:00', '12:00', '08:00'))
  expect(found).toMatchObject([{ occurrences: 1, first: clock('08:00') + HOUR }])
  expect(found[0]).not.toHaveProperty('ended')
})

test('the next delivery does', async () => {
  const found = await silences(delivery('08:00'), away('10:00', '12:00', '08:00'), delivery('14:00'), delivery('15:00'))
  expect(found).toMatchObject([{ occurrences: 1, ended: clock('14:00') }])
})
