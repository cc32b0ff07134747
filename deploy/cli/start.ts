import { parseArgs } from 'node:util'
import { coded } from '../../kernel/errors.ts'
import { MINUTE } from '../../kernel/time.ts'
import { steadyClock } from '../clock.ts'
import { loadConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { openProduct } from '../product.ts'
import { startSample } from '../sample.ts'
import type { Command } from './command.ts'

export const start: Command = {
  name: 'start',
  usage: 'start [--config DIR] [--port N]',
  title: 'chạy sản phẩm; không có --config thì chạy tỉnh mẫu (dữ liệu minh hoạ, không có thật)',
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { config: { type: 'string' }, port: { type: 'string' } } })
    const port = values.port === undefined ? undefined : portOf(values.port)
    const stopped = new Promise<undefined>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(undefined))
    })
    if (values.config === undefined) {
      const sample = await startSample({ say: (line) => console.error(line), ...(port !== undefined && { port }) })
      return untilStopped(stopped, sample.product.broken, sample.close)
    }
    const read = loadConfig(values.config)
    const config = port === undefined ? read : { ...read, console: { ...read.console, port } }
    const log = createLog(config.logLevel)
    const product = await openProduct({ config, clock: steadyClock(), sample: false, log })
    log.info({ console: product.url, ingest: product.inputs.port, data: config.data }, 'started')
    console.error(`Vọng Gác: giao diện ${product.url} · nhận nhật ký tại cổng ${product.inputs.port}`)
    return untilStopped(stopped, product.broken, product.close)
  },
}

/** Runs until told to stop, or until the product cannot go on: then it ends with that error. */
const untilStopped = async (
  stopped: Promise<undefined>,
  broken: Promise<unknown>,
  close: () => Promise<void>,
): Promise<number> => {
  const error = await Promise.race([stopped, broken])
  if (error !== undefined) {
    // What cannot go on may not be able to close either, and whoever would start it again waits for its end.
    const end = (): never => {
      console.error(error)
      process.exit(1)
    }
    setTimeout(end, MINUTE).unref()
  }
  await close()
  if (error !== undefined) throw error
  return 0
}

const portOf = (text: string): number => {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw coded('BAD_ARGUMENT', `--port: cần số từ 0 đến 65535, nhận «${text}»`)
  return port
}
