import { expect, test } from 'vitest'
import { type Run, remake } from '../../../deploy/detector/restore.ts'
import type { Slicer } from '../../../deploy/detector/slicer.ts'
import type { Progress } from '../../../detectors/sources.ts'

test('while the state is made anew, the stream says how far that has come', async () => {
  const engine = { everything: () => [], watermark: 1, earliest: 0 }
  const run = { engine, offset: 0, refill: 0, directory: 'v1', found: 'unreadable', lost: true } as unknown as Run
  const step: Progress = { stage: 'computing', from: 0, to: 4, reached: 1, events: 2 }
  const seen: (Progress | undefined)[] = []
  const slicer = {
    open: (_: unknown, onProgress: (progress: Progress) => void) => ({
      async advance() {
        seen.push(run.remade)
        onProgress(step)
        seen.push(run.remade)
        return []
      },
      finish: async () => ({}),
      drop: () => undefined,
    }),
  } as unknown as Slicer
  await remake(run, slicer, async () => undefined)
  expect(seen).toEqual([undefined, step])
})
