import pino from 'pino'
import { expect, test } from 'vitest'
import { watchStandstill } from '../../deploy/standstill.ts'
import { wakeful } from '../../deploy/wakeful.ts'
import { DAY, MINUTE, SECOND } from '../../kernel/time.ts'

const log = pino({ level: 'silent' })

/** The hand of a product that is alone, and what it said. */
const hand = () => {
  const said: (string | number)[] = []
  let elapsed = DAY
  let away = false
  const say = async (what: string | number): Promise<void> => {
    if (away) throw new Error('the disk is full')
    said.push(what)
  }
  const { publishTick } = wakeful({
    intake: { publishTick: say },
    announce: () => say('nobody watched'),
    ...{ log, standstill: watchStandstill(SECOND, () => elapsed) },
  })
  return {
    said,
    pass(span: number): void {
      elapsed += span
    },
    fail(fails: boolean): void {
      away = fails
    },
    publishTick,
  }
}

test('a machine that slept is said to have watched nothing, and once', async () => {
  const one = hand()
  await one.publishTick(1)
  one.pass(20 * MINUTE)
  await one.publishTick(2)
  one.pass(SECOND)
  await one.publishTick(3)
  expect(one.said).toEqual([1, 'nobody watched', 3])
})

test('so is one that could not write; a clock that is set, or a busy second, is none', async () => {
  const one = hand()
  for (const at of [DAY, 2 * DAY, 5 * MINUTE]) {
    one.pass(20 * SECOND)
    await one.publishTick(at)
  }
  one.fail(true)
  for (const _ of [1, 2]) {
    one.pass(20 * SECOND)
    await expect(one.publishTick(7)).rejects.toThrow('full')
  }
  one.fail(false)
  await one.publishTick(8)
  await one.publishTick(9)
  expect(one.said).toEqual([DAY, 2 * DAY, 5 * MINUTE, 'nobody watched', 9])
})
