import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { OLDEST } from '../../ingest/intake/judge.ts'
import { INTAKE_LIMITS } from '../../ingest/intake/local.ts'
import { openQuarantine } from '../../ingest/quarantine.ts'
import { coded, isCoded } from '../../kernel/errors.ts'
import { openBus } from '../bus.ts'
import { type Config, loadConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { maskFor } from '../mask-key.ts'
import { sameKey } from '../one-mask-key.ts'
import { notedRead } from '../parsers.ts'
import { DEFAULT_CONFIG } from '../records.ts'
import { type Reread, reread as run } from '../reread.ts'
import { instancesOf } from '../sources.ts'
import type { Command } from './command.ts'
import { instantOf } from './instant.ts'

export const reread: Command = {
  name: 'reread',
  usage: 'reread --source ID [--from NGÀY] [--to NGÀY] [--all] [--config DIR]',
  title:
    'đọc lại dòng gốc đã lưu bằng bộ đọc hiện nay (sau khi sửa bộ đọc hoặc mapping); cảnh báo được tính lại khi sản phẩm chạy; cần dừng sản phẩm trước',
  options: [
    '--from, --to: ngày nhận hoặc ngày xảy ra, tính cả hai; không ghi thì toàn bộ kho lưu trữ',
    '--all: đọc lại cả những dòng do chính phiên bản bộ đọc này đã đọc (như khi chỉ sửa mapping, múi giờ)',
  ],
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        source: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        all: { type: 'boolean', default: false },
        config: { type: 'string', default: DEFAULT_CONFIG },
      },
    })
    const config = loadConfig(values.config)
    const instances = instancesOf(config.sources)
    if (values.source === undefined) throw coded('BAD_ARGUMENT', `cần: ${reread.usage}`)
    const instance = instances.find(({ id }) => id === values.source)
    if (!instance)
      throw coded('BAD_ARGUMENT', `không có nguồn «${values.source}» (có: ${instances.map(({ id }) => id).join(', ')})`)
    const folder = join(config.data, 'bus')
    if (!existsSync(folder))
      throw coded('BAD_ARGUMENT', `${config.data}: chưa có dữ liệu; sản phẩm chưa từng chạy với cấu hình này`)
    const span = {
      from: values.from === undefined ? -Infinity : instantOf(values.from, 'from'),
      to: values.to === undefined ? Infinity : instantOf(values.to, 'to'),
    }
    const bus = await openAlone(config)
    const quarantine = openQuarantine(config.data, { clock: { now: Date.now } })
    try {
      if (config.kafka) await sameKey(bus, config.data)
      const judge = { instances, mask: maskFor(config.data), lineBytes: INTAKE_LIMITS.lineBytes, oldest: OLDEST }
      const done = await run({
        bus,
        folder,
        quarantine,
        judge,
        instance,
        span,
        all: values.all,
        onProgress: showProgress(),
      })
      if (values.from === undefined && values.to === undefined && done.damagedBlocks === 0)
        notedRead(config.data, instance)
      console.log(say(done))
      return done.refused === 0 && done.damagedBlocks === 0 ? 0 : 3
    } finally {
      quarantine.close()
      await bus.close()
    }
  },
}

/** The bus, where the product is stopped. */
const openAlone = async (config: Config) => {
  try {
    const { bus } = await openBus(config, createLog('error'))
    return bus
  } catch (error) {
    if (isCoded(error) && error.code === 'DATA_LOCKED')
      throw coded('DATA_LOCKED', `${error.message}; hãy dừng sản phẩm rồi chạy lại lệnh này`, error)
    throw error
  }
}

const say = ({ lines, corrected, unchanged, refused, damagedBlocks }: Reread): string =>
  `${lines} dòng đã đọc lại: ${corrected} dòng đọc khác trước, ${unchanged} dòng như cũ, ${refused} dòng không đọc được (vào khu cách ly, giữ kết quả cũ)` +
  (damagedBlocks > 0 ? `; ${damagedBlocks} khối lưu trữ bị hỏng không đọc được (xem: archive verify)` : '')

/** A line a second. */
const showProgress = () => {
  let shown = performance.now()
  return (done: Reread): void => {
    if (performance.now() - shown < 1_000) return
    shown = performance.now()
    console.error(`… ${done.lines} dòng`)
  }
}
