import { expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../../../deploy/config.ts'
import { threadSlicer } from '../../../deploy/detector/thread-slicer.ts'
import { directoryData } from '../../../kernel/directory/data.ts'
import type { Observation } from '../../../kernel/event.ts'
import { MINUTE } from '../../../kernel/time.ts'
import { writeConfig } from '../../support/config.ts'
import { clock } from '../../support/feed.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { openHere } from '../../support/product.ts'

const NOW = clock('22:00')
const login = (i: number): Observation => ({
  ...{ id: `pc-01/${i}`, at: NOW, received: NOW, source: 'windows', collector: 'c1', digest: `d${i}` },
  ...{ action: 'login', user: 'an.nv@tinh', host: 'pc-01', system: 'windows', ok: true, via: 'interactive' },
})
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

  // What the stream passed goes over in parts.
  const passed = { from: NOW, events: Array.from({ length: 2_500 }, (_, i) => login(i)) }
  const reason = { vi: 'thử', en: 'test' }
  const scope = { kind: 'entity', value: 'an.nv@tinh' } as const
  const target = { rule: 'ACC-01a', scope, from: NOW, to: NOW + MINUTE, reason }
  const following = slicer.open({ targets: [target], directory }, () => undefined)
  await following.advance(told)
  await following.advance({ ...told, watermark: NOW + MINUTE, passed })
  const { parts } = await following.finish({ pending: [], written: [] })
  expect(parts.flatMap(({ folded }) => folded)).toMatchObject([{ rule: { id: 'ACC-01a' }, occurrences: 2_500 }])
  const halfway = open(directory)
  const passing = halfway.advance({ ...told, passed })
  halfway.drop()
  await expect(passing).rejects.toThrow('dropped')

  const dropped = open(directory)
  const reading = dropped.advance(told)
  dropped.drop()
  await expect(reading).rejects.toThrow('dropped')

  const stopping = new AbortController()
  const next = directoryData({})
  const previewed = slicer.preview(next, stopping.signal)
  stopping.abort()
  await expect(previewed).rejects.toThrow('the preview was dropped')
  expect(await slicer.preview(next, new AbortController().signal)).toEqual({ raised: 0, withdrawn: 0 })

  const last = open(directory)
  const cut = expect(last.advance(told)).rejects.toThrow('closed')
  await slicer.close()
  await cut
}, 120_000)
