import { describe, expect, test } from 'vitest'
import { createServed, deliveryTold, readTold, toldAway, toldOf } from '../../../ingest/intake/deliveries.ts'
import { isCoded } from '../../../kernel/errors.ts'
import { DAY, localTime, MINUTE } from '../../../kernel/time.ts'

const NOON = localTime('2026-03-02', '12:00')
const at = (minutes: number): number => NOON + minutes * MINUTE
const windows = { collector: 'c1', source: 'windows' }
const linux = { collector: 'c2', source: 'linux-auth' }

describe('which pipelines an ingester serves', () => {
  test('those that delivered through it, with the last mark by anybody', () => {
    const served = createServed('a', [])
    served.take(toldOf('a', windows, at(0)))
    served.take(toldOf('b', linux, at(1)))
    expect(served.mine(at(9))).toEqual([{ ...windows, since: at(0), spoke: at(0) }])
    served.take(toldOf('b', windows, at(5)))
    // Of two that tell of one pipeline the later mark counts, whoever is heard first.
    served.take(toldOf('a', windows, at(4)))
    expect(served.mine(at(9))).toEqual([{ ...windows, since: at(5), spoke: at(5) }])
  })

  test('no longer one that has come over others for a week', () => {
    const served = createServed('a', [])
    served.take(toldOf('a', windows, at(0)))
    served.take(toldOf('b', windows, at(0) + 7 * DAY))
    expect(served.mine(at(0) + 7 * DAY - 1)).toHaveLength(1)
    expect(served.mine(at(0) + 7 * DAY)).toEqual([])
  })

  test('absence after absence: when it spoke, put forward by all of them, as a restart mark has it', () => {
    const served = createServed('a', [])
    served.take(toldOf('a', windows, at(0)))
    for (const [from, until] of [
      [10, 20],
      [30, 45],
    ] as const) {
      const [known] = served.mine(at(until))
      served.take(toldAway('a', known!, at(from), at(until)))
    }
    expect(served.mine(at(50))).toEqual([{ ...windows, since: at(45), spoke: at(25) }])
  })

  test('an absence is no delivery', () => {
    const served = createServed('a', [])
    served.take(toldAway('a', windows, at(0), at(10)))
    expect(served.mine(at(10))).toEqual([])
  })

  test('is kept as JSON', () => {
    const served = createServed('a', [])
    served.take(toldOf('a', windows, at(0)))
    served.take(toldOf('b', linux, at(1)))
    const again = createServed('a', JSON.parse(JSON.stringify(served.saved())))
    expect(again.saved()).toEqual(served.saved())
    expect(again.mine(at(2))).toEqual(served.mine(at(2)))
  })
})

describe('a message', () => {
  test('is read as it was written, under the name of its pipeline', () => {
    const told = toldAway('a', { ...windows, since: at(0), spoke: at(0) }, at(1), at(2))
    const { key, value } = deliveryTold(told)
    expect(key).toBe('c1/windows')
    expect(readTold(value)).toEqual(told)
  })

  test.each(['', '{', '{}', '[]', '{"by":1}'])('«%s» is LOG_CORRUPT', (text) => {
    const read = (): unknown => readTold(Buffer.from(text))
    expect(read).toThrow()
    try {
      read()
    } catch (error) {
      expect(isCoded(error) && error.code).toBe('LOG_CORRUPT')
    }
  })
})
