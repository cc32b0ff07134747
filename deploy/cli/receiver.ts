import { createWriteStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { coded } from '../../kernel/errors.ts'
import { sayDate } from '../../kernel/time.ts'
import { steadyClock } from '../clock.ts'
import { createLog } from '../log.ts'
import { csvOf } from '../receiver/csv.ts'
import { importFile } from '../receiver/import.ts'
import { historyLines, keyLines, refusalLines, standingLines } from '../receiver/lines.ts'
import { openReading, type Reading } from '../receiver/reading.ts'
import { sayRefusal } from '../receiver/reasons.ts'
import { loadReceiver, type Receiver } from '../receiver/settings.ts'
import { openStore } from '../receiver/store.ts'
import { openTables } from '../receiver/tables.ts'
import type { Command } from './command.ts'
import { printable } from './printable.ts'

export const receiver: Command = {
  name: 'receiver',
  usage: 'receiver start | list | show MÃ | export | import TỆP | keys [--config TỆP]',
  title: 'nơi nhận cảnh báo (đơn vị an ninh mạng): nhận, cấp biên nhận, liệt kê, xuất hồ sơ',
  options: [
    '--config: tệp cấu hình của nơi nhận (mặc định: receiver.yaml)',
    'list: cảnh báo đang có hiệu lực và đã thu hồi; --sender MÃ: chỉ của một bên gửi; --refusals: những gì đã từ chối và vì sao',
    'show MÃ: mọi mục đã nhận về một cảnh báo, kèm biên nhận',
    'export: --format csv (mỗi cảnh báo một dòng) hoặc ndjson (mọi mục và biên nhận, làm chứng cứ); --out TỆP; --sender MÃ',
    'import TỆP: nhận tệp của nơi không có đường truyền, ghi biên nhận vào TỆP.receipt.json (hoặc --out)',
    'keys: khóa, chứng thư của hai bên để đối chiếu',
  ],
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string', default: 'receiver.yaml' },
        sender: { type: 'string' },
        refusals: { type: 'boolean', default: false },
        format: { type: 'string', default: 'csv' },
        out: { type: 'string' },
      },
    })
    const [what = '', named, ...more] = positionals
    const act = acts[what]
    const takes = what === 'show' || what === 'import'
    if (!act || more.length > 0 || takes !== (named !== undefined)) throw wrong(`cần: ${receiver.usage}`)
    return act(loadReceiver(values.config), { ...values, named: named ?? '' })
  },
}

type Asked = {
  readonly named: string
  readonly sender?: string
  readonly refusals: boolean
  readonly format: string
  readonly out?: string
}
type Act = (config: Receiver, asked: Asked) => Promise<number>

const wrong = (text: string): Error => coded('BAD_ARGUMENT', text)

const start: Act = async (config) => {
  const stopped = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
  })
  const { startReceiver } = await import('../receiver/server.ts')
  const log = createLog(config.logLevel)
  const running = await startReceiver(config, steadyClock(), log)
  log.info({ receiver: config.id, url: running.url, data: config.data }, 'started')
  console.error(`Nơi nhận «${config.id}»: ${running.url}`)
  await stopped
  await running.close()
  return 0
}

const reading = async (config: Receiver, work: (reading: Reading) => void | Promise<void>): Promise<number> => {
  const db = openTables(config.data, true)
  try {
    await work(openReading(db))
    return 0
  } finally {
    db.close()
  }
}

const list: Act = (config, { sender, refusals }) =>
  reading(config, (asked) => {
    const lines = refusals ? refusalLines(asked) : standingLines(asked.standing(sender))
    for (const line of lines) console.log(printable(line))
    for (const day of asked.differing())
      console.log(`ĐỐI CHIẾU KHÁC NHAU: ngày ${sayDate(day.day)}, bên gửi «${day.sender}»`)
  })

const show: Act = (config, { named }) =>
  reading(config, (asked) => {
    const history = asked.history(named)
    if (history.length === 0) throw wrong(`chưa nhận gì về cảnh báo «${named}»`)
    for (const line of historyLines(history, asked)) console.log(printable(line))
  })

const exportAll: Act = (config, { format, out, sender }) =>
  reading(config, async (asked) => {
    if (format !== 'csv' && format !== 'ndjson') throw wrong(`--format: cần csv hoặc ndjson; nhận «${format}»`)
    const parts = format === 'csv' ? [csvOf(asked.standing(sender))] : evidence(asked, sender)
    if (out === undefined) for (const part of parts) process.stdout.write(part)
    else await pipeline(Readable.from(parts), createWriteStream(out, { mode: 0o600 }))
  })

/** Every entry with its digest, then every receipt, a line each. */
function* evidence(asked: Reading, sender: string | undefined): Generator<string> {
  for (const kept of asked.entries(sender)) yield `${JSON.stringify(kept)}\n`
  for (const receipt of asked.receipts(sender)) yield `{"receipt":${receipt}}\n`
}

const importOne: Act = async (config, { named, out = `${named}.receipt.json` }) => {
  const bytes = await readFile(named).catch((error: unknown) => {
    throw coded('BAD_ARGUMENT', `không đọc được tệp «${named}»`, error)
  })
  const db = openTables(config.data, false)
  try {
    const taken = importFile(config, openStore(db), bytes, Date.now())
    if (!taken.ok) {
      const { reason, detail } = taken.error
      console.error(`${named}: không nhận tệp: ${printable(sayRefusal(reason, detail))} [${reason}]`)
      return 3
    }
    const { receipt, fresh } = taken.value
    await writeFile(out, `${JSON.stringify(receipt)}\n`)
    console.error(
      `đã nhận ${fresh} mục mới trong ${receipt.count} mục của «${receipt.sender}», đến mục ${receipt.through}`,
    )
    console.log(out)
    return 0
  } finally {
    db.close()
  }
}

const keys: Act = async (config) => {
  for (const line of keyLines(config)) console.log(line)
  return 0
}

const acts: Readonly<Record<string, Act>> = { start, list, show, export: exportAll, import: importOne, keys }
