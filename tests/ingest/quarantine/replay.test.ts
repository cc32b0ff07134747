import { expect, test } from 'vitest'
import type { Intake } from '../../../ingest/intake.ts'
import { replayLines } from '../../../ingest/quarantine/replay.ts'
import type { OpenedLine } from '../../../ingest/quarantine/rows.ts'

const line = (id: number, bytes = 10): OpenedLine => ({
  ...{ id, received: id, collector: 'c', source: 's', place: `p:${id}`, reason: 'schema', detail: '', parser: 's/1' },
  ...{ bytes, digest: String(id), cut: false, times: 1, raw: Buffer.alloc(bytes) },
})

/** Lines that wait, an intake that stores them, and what happened in which order. */
const world = (count: number, bytes = 10, deliver: (place: string) => 'taken' | 'refused' | Error = () => 'taken') => {
  const held = new Map(Array.from({ length: count }, (_, i) => [i + 1, line(i + 1, bytes)]))
  const stored: string[] = []
  const removals: (readonly number[])[] = []
  const intake: Intake = {
    pressed: false,
    async deliver({ place }) {
      const at = place!(0)
      await new Promise(setImmediate)
      const outcome = deliver(at)
      if (outcome instanceof Error) throw outcome
      if (outcome === 'refused')
        return { accepted: 0, refused: [{ index: 0, refusal: { reason: 'schema', detail: '' } }] }
      stored.push(at)
      return { accepted: 1, refused: [] }
    },
  }
  const remove = (ids: readonly number[]): void => {
    // A line leaves when the log has it, never before.
    for (const id of ids) expect(stored).toContain(`p:${id}`)
    removals.push(ids)
    for (const id of ids) held.delete(id)
  }
  const read = (id: number) => held.get(id)
  const replay = () => replayLines([...held.keys()], { read, remove, intake, defaultOf: () => 'auto' })
  return { held, stored, removals, replay }
}

test('a thousand lines leave in a few transactions, each after the log has them', async () => {
  const { held, stored, removals, replay } = world(1_100)
  expect(await replay()).toEqual({ accepted: 1_100, refused: 0 })
  expect(held.size).toBe(0)
  expect(new Set(stored).size).toBe(1_100)
  expect(removals.length).toBeLessThanOrEqual(3)
})

test('long lines go by fewer at a time: so much is in memory and no more', async () => {
  const { removals, replay } = world(12, 1024 * 1024)
  expect(await replay()).toEqual({ accepted: 12, refused: 0 })
  expect(removals.map((ids) => ids.length)).toEqual([2, 2, 2, 2, 2, 2])
})

test('killed between the log and the quarantine, the next replay offers what is still there, under the same places', async () => {
  const { held, stored, replay } = world(20)
  const before = new Map(held)
  await replay()
  // The removal did not happen: the process was gone.
  for (const [id, one] of before) held.set(id, one)
  await replay()
  expect(stored.slice(20).sort()).toEqual(stored.slice(0, 20).sort())
})

test('one that cannot be stored keeps none of the others back: those the log has leave, and the error is told', async () => {
  const { held, replay } = world(10, 10, (place) =>
    place === 'p:4' ? new Error('đầy') : place === 'p:5' ? 'refused' : 'taken',
  )
  await expect(replay()).rejects.toThrow('đầy')
  expect([...held.keys()]).toEqual([4, 5])
})
