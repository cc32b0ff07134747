import { parseArgs } from 'node:util'
import { coded } from '../../kernel/errors.ts'
import { MINUTE } from '../../kernel/time.ts'
import { steadyClock } from '../clock.ts'
import { type Role, roles } from '../cluster/roles.ts'
import { loadConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { openProduct } from '../product.ts'
import { startSample } from '../sample.ts'
import type { Command } from './command.ts'

export const start: Command = {
  name: 'start',
  usage: 'start [--config DIR] [--port N] [--role all|ingest|detect|api]',
  title: 'chạy sản phẩm; không có --config thì chạy tỉnh mẫu (dữ liệu minh hoạ, không có thật)',
  options: ['--role  một phần của sản phẩm trên Kafka với nhiều bộ phát hiện (mục kafka và detector); mặc định: all'],
  async run(args) {
    const text = { type: 'string' } as const
    const { values } = parseArgs({ args: [...args], options: { config: text, port: text, role: text } })
    const role = roleOf(values.role)
    const port = values.port === undefined ? undefined : portOf(values.port)
    const stopped = new Promise<undefined>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(undefined))
    })
    if (values.config === undefined) {
      if (role !== 'all') throw coded('BAD_ARGUMENT', '--role: cần cả --config')
      const sample = await startSample({ say: (line) => console.error(line), ...(port !== undefined && { port }) })
      return untilStopped(stopped, sample.product.broken, sample.close)
    }
    const read = loadConfig(values.config)
    const config = port === undefined ? read : { ...read, console: { ...read.console, port } }
    const log = createLog(config.logLevel)
    if (config.detector || role !== 'all') {
      const { openClusterProduct } = await import('../cluster/compose.ts')
      const {
        url,
        port: taking,
        broken,
        close,
      } = await openClusterProduct({
        ...{ config, clock: steadyClock(), sample: false, log, role },
      })
      log.info({ role, console: url, ingest: taking, data: config.data }, 'started')
      const takes = taking === undefined ? '' : ` · nhận nhật ký tại cổng ${taking}`
      console.error(`Vọng Gác (${role}): giao diện ${url}${takes}`)
      return untilStopped(stopped, broken, close)
    }
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
  // Whoever would start it again waits for its end; what is not saved by then is taken from the log again.
  const end = (): never => {
    console.error(error ?? 'Vọng Gác chưa đóng xong sau một phút: dừng hẳn; lần chạy sau đọc tiếp từ nhật ký.')
    process.exit(1)
  }
  setTimeout(end, MINUTE).unref()
  await close()
  if (error !== undefined) throw error
  return 0
}

const roleOf = (text: string | undefined): Role => {
  const role = text === undefined ? 'all' : roles.find((one) => one === text)
  if (role === undefined) throw coded('BAD_ARGUMENT', `--role: cần ${roles.join(', ')}, nhận «${text}»`)
  return role
}

const portOf = (text: string): number => {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw coded('BAD_ARGUMENT', `--port: cần số từ 0 đến 65535, nhận «${text}»`)
  return port
}
