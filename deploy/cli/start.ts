import { parseArgs } from 'node:util'
import { loadConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { openProduct } from '../product.ts'
import { startSample } from '../sample.ts'
import type { Command } from './command.ts'

export const start: Command = {
  name: 'start',
  usage: 'start [--config DIR]',
  title: 'chạy sản phẩm; không có --config thì chạy tỉnh mẫu (dữ liệu minh hoạ, không có thật)',
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { config: { type: 'string' }, port: { type: 'string' } } })
    const stopped = new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    })
    if (values.config === undefined) {
      const sample = await startSample({
        say: (line) => console.error(line),
        ...(values.port !== undefined && { port: Number(values.port) }),
      })
      await stopped
      await sample.close()
      return 0
    }
    const config = loadConfig(values.config)
    const log = createLog(config.logLevel)
    const product = await openProduct({ config, clock: { now: Date.now }, sample: false, log })
    log.info({ console: product.url, ingest: product.inputs.port, data: config.data }, 'started')
    console.error(`Vọng Gác: giao diện ${product.url} · nhận nhật ký tại cổng ${product.inputs.port}`)
    await stopped
    log.info('stopping')
    await product.close()
    return 0
  },
}
