import { join } from 'node:path'
import { startArchiver } from '../../ingest/archive/archiver.ts'
import { openEmbeddedBus } from '../../ingest/bus/embedded.ts'
import { RECORDS } from '../../ingest/wire.ts'
import { publishTimes } from './archive.ts'

/**
 * Publishes records, archives and trims until it is killed, and prints each time that was acknowledged:
 * `node archive-forever.ts <folder> <first time>`.
 */
const [, , folder = '', first = '0'] = process.argv
const bus = await openEmbeddedBus(join(folder, 'bus'), { segmentBytes: 4000, onRepair: () => undefined })
const archiver = await startArchiver({
  bus,
  folder: join(folder, 'bus'),
  onOpening: (what) => {
    if (what.kind === 'lost') throw new Error(JSON.stringify(what))
  },
  onTrouble: (error) => {
    if (error !== undefined) throw error
  },
  onBehind: (error) => {
    throw error
  },
  limits: { records: 10, segmentBytes: 20_000 },
})
for (let at = Number(first); ; at++) {
  await publishTimes(bus, [at])
  process.stdout.write(`${at}\n`)
  if (at % 20 === 0) await bus.trim(RECORDS, archiver.next)
}
