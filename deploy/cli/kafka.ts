import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readSpan, type SpanRead } from '../../ingest/inputs/kafka-span.ts'
import { createIntake } from '../../ingest/intake/local.ts'
import { openQuarantine } from '../../ingest/quarantine.ts'
import { coded, isCoded } from '../../kernel/errors.ts'
import { DAY, MINUTE } from '../../kernel/time.ts'
import { openBus } from '../bus.ts'
import { type Config, loadConfig } from '../config.ts'
import { connectionOf } from '../kafka/settings.ts'
import { createLog } from '../log.ts'
import { maskFor } from '../mask-key.ts'
import { sameKey } from '../one-mask-key.ts'
import { DEFAULT_CONFIG } from '../records.ts'
import { detectInstance, instancesOf } from '../sources.ts'
import type { Command } from './command.ts'

export const kafka: Command = {
  name: 'kafka',
  usage: 'kafka replay --topic TÊN --from LÚC [--to LÚC] [--config DIR]',
  title: 'đọc lại một đoạn của một chủ đề thô trong Kafka; dòng đã có thì không thay đổi gì',
  options: [
    '--topic: một chủ đề trong mục ingest.kafka.topics',
    '--from, --to: ngày (2026-03-01) hoặc phút (2026-03-01T08:30) giờ Việt Nam, tính cả hai, theo thời điểm Kafka ghi cho tin; không ghi --to thì đến nay',
    'có mục kafka (nhật ký chung): chạy được khi sản phẩm đang chạy; không có: cần dừng sản phẩm trước',
  ],
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        topic: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        config: { type: 'string', default: DEFAULT_CONFIG },
      },
    })
    const config = loadConfig(values.config)
    if (positionals.join(' ') !== 'replay' || values.topic === undefined || values.from === undefined)
      throw coded('BAD_ARGUMENT', `cần: ${kafka.usage}`)
    if (!existsSync(join(config.data, 'quarantine.db')))
      throw coded('BAD_ARGUMENT', `${config.data}: chưa có dữ liệu; sản phẩm chưa từng chạy với cấu hình này`)
    const span = { from: timeOf(values.from, 'from').first, to: timeOf(values.to, 'to').last }
    if (span.from > span.to) throw coded('BAD_ARGUMENT', 'khoảng thời gian rỗng: --from sau --to')
    const done = await replay(config, values.topic, span)
    console.log(say(done))
    return done.refused === 0 && done.missing === 0 ? 0 : 3
  },
}

/** A day or a minute of Vietnam: its first and its last moment; now where nothing is said. */
const timeOf = (text: string | undefined, name: string): { readonly first: number; readonly last: number } => {
  if (text === undefined) return { first: Date.now(), last: Date.now() }
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text)
  const first =
    isDay || /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? Date.parse(`${text}${isDay ? 'T00:00' : ''}+07:00`) : Number.NaN
  if (Number.isNaN(first))
    throw coded('BAD_ARGUMENT', `--${name}: cần ngày như 2026-03-01 hoặc phút như 2026-03-01T08:30, nhận «${text}»`)
  return { first, last: first + (isDay ? DAY : MINUTE) - 1 }
}

const clock = { now: Date.now }

const replay = async (config: Config, name: string, span: { readonly from: number; readonly to: number }) => {
  const input = config.ingest.kafka
  const topic = input?.topics.find((one) => one.topic === name)
  if (!input || !topic) {
    const known = input?.topics.map((one) => one.topic).join(', ') ?? 'không có mục ingest.kafka'
    throw coded('BAD_ARGUMENT', `cấu hình không có chủ đề «${name}» (có: ${known})`)
  }
  const log = createLog(config.logLevel)
  const bus = await openBeside(config)
  const quarantine = openQuarantine(config.data, { clock })
  try {
    if (config.kafka) await sameKey(bus, config.data)
    const intake = createIntake({
      ...{ bus, quarantine, clock, instances: instancesOf(config.sources) },
      ...{ detect: detectInstance, mask: maskFor(config.data) },
    })
    return await readSpan({
      ...{ connection: connectionOf(input, config.folder), topic, ...span, intake, clock, onProgress: showProgress() },
      onRestart: (restart) => log.warn(restart, 'reading the topic broke off; it is tried again'),
      said: (message, detail) => log.debug(detail, `kafkajs: ${message}`),
    })
  } finally {
    quarantine.close()
    await bus.close()
  }
}

/** On Kafka several may publish at once; the embedded log has one writer. */
const openBeside = async (config: Config) => {
  const log = createLog('error')
  if (config.kafka) {
    const { kafkaBusOf } = await import('../kafka/bus.ts')
    return kafkaBusOf({ config: config.kafka, folder: config.folder, log, onTrouble: () => undefined })
  }
  try {
    return (await openBus(config, log)).bus
  } catch (error) {
    if (isCoded(error) && error.code === 'DATA_LOCKED')
      throw coded('DATA_LOCKED', `${error.message}; hãy dừng sản phẩm rồi chạy lại lệnh này`, error)
    throw error
  }
}

const say = ({ lines, refused, missing }: SpanRead): string =>
  `${lines} dòng đã đọc lại, ${refused} dòng không đọc được (vào khu cách ly)` +
  (missing > 0 ? `; ${missing} tin của đoạn này không đến` : '')

/** A line a second. */
const showProgress = () => {
  let shown = performance.now()
  return ({ lines, missing }: SpanRead): void => {
    if (performance.now() - shown < 1_000) return
    shown = performance.now()
    console.error(`… ${lines} dòng, còn ${missing} tin`)
  }
}
