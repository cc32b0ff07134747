import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { openEmbeddedBus } from '../../ingest/bus/embedded.ts'
import { readClocks } from '../../ingest/intake/clock-file.ts'
import { createIntake } from '../../ingest/intake/local.ts'
import { openQuarantine } from '../../ingest/quarantine.ts'
import { coded, isCoded } from '../../kernel/errors.ts'
import { sayInstant } from '../../kernel/time.ts'
import { type Config, loadConfig } from '../config.ts'
import { defaultSources } from '../default-sources.ts'
import { maskFor } from '../mask-key.ts'
import { DEFAULT_CONFIG } from '../records.ts'
import { detectInstance, instancesOf } from '../sources.ts'
import type { Command } from './command.ts'

export const quarantine: Command = {
  name: 'quarantine',
  usage: 'quarantine list [--limit N] | quarantine replay [ID…] [--config DIR]',
  title: 'các dòng không đọc được, kèm lý do; đọc lại sau khi sửa bộ đọc hoặc ánh xạ',
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { config: { type: 'string', default: DEFAULT_CONFIG }, limit: { type: 'string', default: '50' } },
    })
    const config = loadConfig(values.config)
    const [what, ...ids] = positionals
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
      console.log(
        `${line.id}  ${sayInstant(line.received)}  ${line.collector}/${line.source}  ${line.reason}: ${line.detail}`,
      )
    }
    const { lines, bytes, dropped } = store.counters
    console.log(`${lines} dòng, ${bytes} byte; đã loại ${dropped} dòng cũ`)
    return 0
  } finally {
    store.close()
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
  const bus = await openEmbeddedBus(join(config.data, 'bus'))
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
  })
  if (!answer.ok) throw new Error(`sản phẩm đang chạy trả lời ${answer.status}: ${await answer.text()}`)
  return Replayed.parse(await answer.json())
}
