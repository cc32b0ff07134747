import { join } from 'node:path'
import { openEmbeddedBus } from '../../../ingest/bus/embedded.ts'
import { loadItems } from '../data/load.ts'
import { freshFolder } from '../folder.ts'
import { measure } from '../measure.ts'
import type { Measured } from '../scenario.ts'
import { withoutSync } from '../without-sync.ts'

type Params = { readonly folder: string; readonly scratch: string; readonly sync: boolean }

const GROUP = 1000

/** The log of the bus alone: groups of a thousand lines, one after the other. */
export const job = async ({ folder, scratch, sync }: Params): Promise<Measured> => {
  if (!sync) await withoutSync()
  const messages = loadItems(folder).map(({ bytes, collector }) => ({ key: collector, value: bytes }))
  const run = freshFolder(scratch)
  const bus = await openEmbeddedBus(join(run.folder, 'bus'))
  const measured = await measure(async () => {
    for (let at = 0; at < messages.length; at += GROUP) await bus.publish('records', messages.slice(at, at + GROUP))
    return messages.length
  })
  await bus.close()
  run.remove()
  return measured
}
