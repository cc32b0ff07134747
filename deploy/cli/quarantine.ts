import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { readClocks } from '../../ingest/intake/clock-file.ts'
import { createIntake } from '../../ingest/intake/local.ts'
import { openQuarantine } from '../../ingest/quarantine.ts'
import { QUARANTINE, type RefusedTold, readRefused } from '../../ingest/quarantine-topic.ts'
import { coded, isCoded } from '../../kernel/errors.ts'
import { sayInstant } from '../../kernel/time.ts'
import { openBus } from '../bus.ts'
import { type Config, loadConfig } from '../config.ts'
import { defaultSources } from '../default-sources.ts'
import { between } from '../detector/between.ts'
import { createLog } from '../log.ts'
import { maskFor } from '../mask-key.ts'
import { DEFAULT_CONFIG } from '../records.ts'
import { detectInstance, instancesOf } from '../sources.ts'
import type { Command } from './command.ts'
import { printable } from './printable.ts'

export const quarantine: Command = {
  name: 'quarantine',
  usage: 'quarantine list [--all] [--limit N] | quarantine replay [ID…] [--config DIR]',
  title: 'các dòng không đọc được, kèm lý do; đọc lại sau khi sửa bộ đọc hoặc ánh xạ',
  options: ['--all: của mọi máy nhận dùng chung Kafka (mục kafka), không chỉ của thư mục dữ liệu này'],
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string', default: DEFAULT_CONFIG },
        limit: { type: 'string', default: '50' },
        all: { type: 'boolean', default: false },
      },
    })
    const config = loadConfig(values.config)
    const [what, ...ids] = positionals
    if (what === 'list' && values.all) return listAll(config, numberOf(values.limit))
    if (!existsSync(join(config.data, 'quarantine.db')))
      throw coded('BAD_ARGUMENT', `${config.data}: chưa có dữ liệu; sản phẩm chưa từng chạy với cấu hình này`)
    switch (what) {
      case 'list':
        return list(config, numberOf(values.limit))
      case 'replay':
        return replay(config, ids.map(numberOf))
      default:
        throw coded('BAD_ARGUMENT', `cần: ${quarantine.usage}`)
    }
  },
}

const numberOf = (text: string): number => {
  const id = Number(text)
  if (!Number.isInteger(id)) throw coded('BAD_ARGUMENT', `«${text}» không phải một số nguyên`)
  return id
}

const clock = { now: Date.now }

const list = (config: Config, limit: number): number => {
  const store = openQuarantine(config.data, { clock })
  try {
    for (const line of store.list({ limit })) {
      const said = `${line.collector}/${line.source}  ${line.reason}: ${line.detail}`
      console.log(printable(`${line.id}  ${sayInstant(line.received)}  ${said}`))
    }
    const { lines, bytes, dropped } = store.counters
    console.log(`${lines} dòng, ${bytes} byte; đã loại ${dropped} dòng cũ`)
    return 0
  } finally {
    store.close()
  }
}

/** What the ingesters told each other; where a line lies is the last column. */
const listAll = async ({ kafka, folder }: Config, limit: number): Promise<number> => {
  if (!kafka) throw coded('BAD_ARGUMENT', '--all cần mục kafka trong cấu hình')
  const { kafkaBusOf } = await import('../kafka/bus.ts')
  const bus = await kafkaBusOf({ config: kafka, folder, log: createLog('error'), onTrouble: () => undefined })
  try {
    const end = await bus.end(QUARANTINE)
    const from = Math.max(await bus.begin(QUARANTINE), end - limit)
    const lines: RefusedTold[] = []
    await between(bus, from, end, ({ value }) => void lines.push(readRefused(value)), QUARANTINE)
    for (const line of lines.toReversed()) {
      const said = `${line.collector}/${line.source}  ${line.reason}: ${line.detail}`
      console.log(printable(`${sayInstant(line.received)}  ${said}  [${line.by}]`))
    }
    console.log(`${lines.length} dòng mới nhất của mọi máy nhận; đọc lại ở máy nhận giữ dòng ấy`)
    return 0
  } finally {
    await bus.close()
  }
}

/** With the product running, the product itself reads the lines again: it alone writes the log. */
const replay = async (config: Config, ids: readonly number[]): Promise<number> => {
  const { accepted, refused } = await replayHere(config, ids).catch((error: unknown) => {
    if (isCoded(error) && error.code === 'DATA_LOCKED') return replayThere(config, ids)
    throw error
  })
  console.log(`${accepted} dòng đã đọc được, ${refused} dòng vẫn chưa`)
  return refused === 0 ? 0 : 3
}

const replayHere = async (config: Config, ids: readonly number[]) => {
  const { bus } = await openBus(config, createLog('error'))
  const store = openQuarantine(config.data, { clock })
  try {
    const intake = createIntake({
      bus,
      quarantine: store,
      clock,
      instances: instancesOf(config.sources),
      detect: detectInstance,
      mask: maskFor(config.data),
      // Where it cannot be read, nothing is known.
      clocks: readClocks(config.data, () => undefined).machines,
    })
    return await store.replay(ids.length > 0 ? ids : 'all', intake, defaultSources(config))
  } finally {
    store.close()
    await bus.close()
  }
}

const Replayed = z.object({ accepted: z.number(), refused: z.number() })

const replayThere = async ({ console: { host, port } }: Config, ids: readonly number[]) => {
  const answer = await fetch(`http://${host}:${port}/api/v1/quarantine/replay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ids }),
  }).catch((error: unknown) => {
    throw coded(
      'DATA_LOCKED',
      `sản phẩm đang giữ thư mục dữ liệu nhưng chưa trả lời ở http://${host}:${port} (có thể đang khởi động): chạy lại lệnh này sau ít giây`,
      error,
    )
  })
  if (!answer.ok) throw new Error(`sản phẩm đang chạy trả lời ${answer.status}: ${await answer.text()}`)
  return Replayed.parse(await answer.json())
}
