import { expect, test } from 'vitest'
import { viewOf } from '../../../deploy/cluster/view.ts'
import type { Detector } from '../../../deploy/detector/loop.ts'

/** Of a detector nothing else is asked here. */
const detectorAt = (watermark: number): Detector => ({ watermark, offset: watermark }) as Detector

test('time has come as far as in the slowest slot; while one of them does not run nobody knows how far', () => {
  const running = [detectorAt(7), detectorAt(5)]
  let assigned = 2
  const view = viewOf(
    () => running,
    () => running.length === assigned,
  )
  const far = ({ watermark, offset }: typeof view) => [watermark, offset]
  expect(far(view)).toEqual([5, 5])
  running.pop()
  expect(far(view)).toEqual([-Infinity, undefined])
  assigned = 1
  expect(far(view)).toEqual([7, 7])
  expect(far(viewOf(() => []))).toEqual([-Infinity, undefined])
})
