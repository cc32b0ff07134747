import { openEmbeddedBus } from '../../ingest/bus/embedded.ts'

/** Publishes numbers until it is killed and prints each one that was acknowledged: `node publish-forever.ts <folder>`. */
const [, , folder = ''] = process.argv
const bus = await openEmbeddedBus(folder, { segmentBytes: 20_000 })
const writer = async (name: string): Promise<void> => {
  for (let n = 0; ; n++) {
    const value = `${name}/${n}`
    await bus.publish('records', [{ key: name, value: Buffer.from(value) }])
    process.stdout.write(`${value}\n`)
  }
}
await Promise.all(['a', 'b', 'c', 'd'].map(writer))
