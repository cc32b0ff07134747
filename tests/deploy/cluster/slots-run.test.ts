import pino from 'pino'
import { expect, test, vi } from 'vitest'
import { runSlots } from '../../../deploy/cluster/slots-run.ts'

/** Slots that say what is done with them; each life can be ended from outside. */
const stage = (yieldMs = 100_000) => {
  const said: string[] = []
  const lives: PromiseWithResolvers<unknown>[] = []
  const troubles: unknown[] = []
  const slots = runSlots({
    async open(slot, opened) {
      said.push(`open ${slot}`)
      opened.add(async () => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        said.push(`closed ${slot}`)
      })
      const life = Promise.withResolvers<unknown>()
      lives.push(life)
      return { failed: life.promise }
    },
    log: pino({ level: 'silent' }),
    onTrouble: (_slot, error) => troubles.push(error),
    yieldMs,
  })
  return { slots, said, lives, troubles }
}
const patient = { timeout: 20_000 }
const fenced = Object.assign(new Error('fenced'), { type: 'INVALID_PRODUCER_EPOCH' })

test('a slot that stays is not touched; one that comes back is opened only once it was closed', async () => {
  const { slots, said } = stage()
  slots.assign(new Set([0, 1]))
  await vi.waitFor(() => expect(slots.running.size).toBe(2), patient)
  slots.assign(new Set([0]))
  slots.assign(new Set([0, 1]))
  await vi.waitFor(() => expect(said).toEqual(['open 0', 'open 1', 'closed 1', 'open 1']), patient)
  await slots.stop()
  expect(said.slice(4).sort()).toEqual(['closed 0', 'closed 1'])
  slots.assign(new Set([2]))
  expect(slots.assigned).toBe(0)
})

test('it is settled while all that is ours runs, and not while one is taken up, broken or let go', async () => {
  const { slots, said, lives } = stage()
  expect(slots.isSettled).toBe(true)
  slots.assign(new Set([0, 1]))
  expect(slots.isSettled).toBe(false)
  await vi.waitFor(() => expect(slots.running.size).toBe(2), patient)
  expect(slots.isSettled).toBe(true)
  slots.assign(new Set([0]))
  await new Promise((resolve) => setImmediate(resolve))
  expect(said).not.toContain('closed 1')
  expect(slots.isSettled).toBe(false)
  await vi.waitFor(() => expect(said).toContain('closed 1'), patient)
  await vi.waitFor(() => expect(slots.isSettled).toBe(true), patient)
  lives[0]!.resolve(new Error('broken'))
  await vi.waitFor(() => expect(slots.running.size).toBe(0), patient)
  expect(slots.isSettled).toBe(false)
  await slots.stop()
})

test('what breaks off is told, closed and taken up again', async () => {
  const { slots, said, lives, troubles } = stage()
  slots.assign(new Set([3]))
  await vi.waitFor(() => expect(slots.running.size).toBe(1), patient)
  const error = new Error('the broker is away')
  lives[0]!.resolve(error)
  await vi.waitFor(() => expect(said).toEqual(['open 3', 'closed 3', 'open 3']), patient)
  await vi.waitFor(() => expect(troubles).toEqual([undefined, error, undefined]), patient)
  await slots.stop()
})

test('what somebody else has taken is left to him, and that is no trouble', async () => {
  const { slots, said, lives, troubles } = stage()
  slots.assign(new Set([3]))
  await vi.waitFor(() => expect(slots.running.size).toBe(1), patient)
  lives[0]!.resolve(new Error('a commit failed', { cause: fenced }))
  await vi.waitFor(() => expect(said).toEqual(['open 3', 'closed 3']), patient)
  await new Promise((resolve) => setTimeout(resolve, 3_000))
  expect(said).toEqual(['open 3', 'closed 3'])
  expect(troubles).toEqual([undefined])
  await slots.stop()

  const soon = stage(10)
  soon.slots.assign(new Set([3]))
  await vi.waitFor(() => expect(soon.slots.running.size).toBe(1), patient)
  soon.lives[0]!.resolve(fenced)
  await vi.waitFor(() => expect(soon.said).toEqual(['open 3', 'closed 3', 'open 3']), patient)
  await soon.slots.stop()
})
