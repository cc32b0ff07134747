import { expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../../../deploy/config.ts'
import { threadSlicer } from '../../../deploy/detector/thread-slicer.ts'
import { writeConfig } from '../../support/config.ts'
import { clock } from '../../support/feed.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { openHere } from '../../support/product.ts'

const NOW = clock('10:00')
const told = { watermark: NOW, earliest: NOW, heardSince: NOW, carriers: [] }

test('a thread that ended is an error for what it was at, and starts again for what comes next', async () => {
  const folder = writeConfig(temporaryFolder())
  const slicer = threadSlicer({ config: loadConfig(folder), sample: false })
  onTestFinished(slicer.close)
  const open = (directory: string) => slicer.open({ targets: [], directory }, () => undefined)
  // There is no database yet: the thread ends as it begins.
  const early = open('none')
  await expect(early.advance(told)).rejects.toThrow('unable to open database')
  await expect(early.finish({ pending: [], written: [] })).rejects.toThrow('ended')

  const here = await openHere(folder, NOW)
  const { directory } = here.product.detector
  const running = open(directory)
  expect(await running.advance(told)).toEqual([])
  expect(await running.finish({ pending: [], written: [] })).toMatchObject({ targets: [], parts: [], registers: [] })
  await expect(open('no such version').advance(told)).rejects.toThrow('no such version')

  const dropped = open(directory)
  const reading = dropped.advance(told)
  dropped.drop()
  await expect(reading).rejects.toThrow('dropped')

  const last = open(directory)
  const cut = expect(last.advance(told)).rejects.toThrow('closed')
  await slicer.close()
  await cut
})
