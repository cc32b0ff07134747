import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fingerprintOf, isSignedAnswer } from '../../api/push/signature.ts'
import { Receipt } from '../../api/push/wire.ts'
import { coded } from '../../kernel/errors.ts'
import { sayInstant } from '../../kernel/time.ts'
import { type Config, loadConfig } from '../config.ts'
import { openAnswers } from '../push/answers.ts'
import { exported } from '../push/exporting.ts'
import { readKey } from '../push/keys.ts'
import { openLedger } from '../push/ledger.ts'
import { openRequests, type Requests } from '../push/requests.ts'
import type { PushConfig, PushReceiver } from '../push/settings.ts'
import { ledgerFile, openTables } from '../push/tables.ts'
import { DEFAULT_CONFIG } from '../records.ts'
import { writeOnce } from '../reports/durable.ts'
import type { Command } from './command.ts'
import { printable } from './printable.ts'
import { tryNow } from './push-retry.ts'
import { statusOf } from './push-status.ts'

type Asked = Config & { readonly push: PushConfig }
type Options = { readonly receiver?: string | undefined; readonly from?: string | undefined; readonly out: string }

const wrong = (text: string, cause?: unknown): Error => coded('BAD_ARGUMENT', text, cause)

export const push: Command = {
  name: 'push',
  usage:
    'push status | retry [--receiver MÃ] | export [--receiver MÃ] [--from SỐ] [--out DIR] | receipt TỆP | keys [--config DIR]',
  title:
    'sổ chuyển cảnh báo đến cơ quan công an: tình trạng, xuất tệp cho nơi không có đường truyền, nạp biên nhận, khóa ký',
  options: [
    'status: đã chuyển đến đâu, biên nhận cuối, vì sao chưa chuyển được, khi nào thử lại, ngày đối soát không khớp',
    'retry: sản phẩm đang chạy thử gửi lại ngay, không chờ hết khoảng chờ',
    'export: ghi những mục chưa có biên nhận (hoặc từ mục --from) thành tệp có chữ ký để mang đi; nhiều nơi nhận: cần --receiver',
    'receipt: kiểm tra chữ ký của tệp biên nhận mà nơi nhận cấp, rồi lưu vào sổ',
    'keys: tạo khóa ký nếu chưa có; in khóa công khai và dấu vân tay để giao cho nơi nhận',
  ],
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string', default: DEFAULT_CONFIG },
        receiver: { type: 'string' },
        from: { type: 'string' },
        out: { type: 'string', default: '.' },
      },
    })
    const config = loadConfig(values.config)
    if (!config.push) throw wrong(`${config.folder}: cấu hình không có mục push`)
    const asked: Asked = { ...config, push: config.push }
    const [what, file, ...more] = positionals
    if (what === 'receipt' && file !== undefined && more.length === 0) return keepReceipt(asked, file)
    if (file === undefined && what === 'status') return status(asked)
    if (file === undefined && what === 'retry') return retry(asked, values.receiver)
    if (file === undefined && what === 'export') return exportAll(asked, values)
    if (file === undefined && what === 'keys') return keys(asked)
    throw wrong(`cần: ${push.usage}`)
  },
}

/** With the ledger of a product that runs, or ran. */
const withLedger = async <T>(
  { data }: Config,
  work: (parts: {
    readonly ledger: ReturnType<typeof openLedger>
    readonly answers: ReturnType<typeof openAnswers>
    readonly requests: Requests
  }) => T,
): Promise<Awaited<T>> => {
  if (!existsSync(ledgerFile(data))) throw wrong(`${data}: chưa có sổ chuyển; sản phẩm chưa từng chạy với mục push`)
  const tables = openTables(data)
  try {
    return await work({ ledger: openLedger(tables), answers: openAnswers(tables), requests: openRequests(tables) })
  } finally {
    tables.close()
  }
}

const status = (config: Asked): Promise<number> =>
  withLedger(config, (parts) => {
    for (const receiver of config.push.receivers)
      for (const line of statusOf(receiver, parts)) console.log(printable(line))
    return 0
  })

const retry = (config: Asked, id: string | undefined): Promise<number> =>
  withLedger(config, async (parts) => {
    const receiver = receiverOf(config.push, id)
    if (receiver.url === undefined) throw wrong(`«${receiver.id}» nhận bằng tệp, không có đường để thử lại`)
    const tried = await tryNow(parts.requests, receiver.id)
    if (tried === 'absent')
      throw wrong(`${config.data}: không sản phẩm nào đang chạy với sổ này; khi chạy lại, việc gửi bắt đầu ngay`)
    if (tried === 'trying') console.error('lần thử chưa xong; xem lại bằng «vonggac push status»')
    for (const line of statusOf(receiver, parts)) console.log(printable(line))
    return 0
  })

const exportAll = (config: Asked, { receiver, from, out }: Options): Promise<number> =>
  withLedger(config, async ({ ledger, answers }) => {
    const { id } = receiverOf(config.push, receiver)
    const start = from === undefined ? answers.acked(id) + 1 : Number(from)
    if (!Number.isInteger(start) || start < 1) throw wrong(`--from: cần số thứ tự của mục, từ 1; nhận «${from}»`)
    const signingKey = readKey(config.folder, 'push.signingKey', config.push.signingKey, 'private')
    const who = { sender: config.push.sender, receiver: id, ledger, signingKey, now: Date.now() }
    let files = 0
    for (const { first, last, content } of exported(who, start)) {
      const name = `chuyen-${id.replace(/[^\w.-]/g, '_')}-${first}-${last}.ndjson`
      if (!(await writeOnce(out, name, content))) throw wrong(`${join(out, name)}: đã có tệp này`)
      console.log(join(out, name))
      files++
    }
    if (files === 0) console.error(`không có mục nào từ ${start} để xuất cho «${id}»`)
    return 0
  })

const receiverOf = ({ receivers }: PushConfig, id: string | undefined): PushReceiver => {
  const found = id === undefined && receivers.length === 1 ? receivers[0] : receivers.find((one) => one.id === id)
  if (!found) throw wrong(`--receiver: cần một trong ${receivers.map((one) => one.id).join(', ')}`)
  return found
}

const keepReceipt = (config: Asked, file: string): Promise<number> =>
  withLedger(config, ({ ledger, answers }) => {
    const receipt = receiptIn(file)
    const { receiver, sender, through, digest } = receipt
    const known = config.push.receivers.find(({ id }) => id === receiver)
    if (!known || sender !== config.push.sender)
      throw wrong(`${file}: biên nhận của «${receiver}» cho «${sender}», không phải của nơi này`)
    const key = readKey(config.folder, `push.receivers «${receiver}», receiverKey`, known.receiverKey, 'public')
    if (!isSignedAnswer(key, receipt)) throw wrong(`${file}: chữ ký không đúng khóa của «${receiver}»`)
    if (ledger.entry(receiver, through)?.digest !== digest)
      throw wrong(`${file}: mục ${through} trong sổ có mã khác với biên nhận (PUSH_MISMATCH): hai bên phải đối chiếu`)
    answers.keep(receiver, receipt, Date.now())
    console.log(`đã lưu biên nhận của ${known.name} đến mục ${through}, nhận lúc ${sayInstant(receipt.received)}`)
    return 0
  })

const receiptIn = (file: string): Receipt => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw wrong(`không đọc được tệp «${file}»`, error)
  }
  try {
    return Receipt.parse(JSON.parse(text))
  } catch (error) {
    throw wrong(`${file}: không phải biên nhận`, error)
  }
}

const keys = async (config: Asked): Promise<number> => {
  const path = resolve(config.folder, config.push.signingKey)
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
    console.error(`đã tạo khóa ký ${path}: chỉ tài khoản này đọc được; sao lưu cùng thư mục dữ liệu`)
  }
  const key = readKey(config.folder, 'push.signingKey', config.push.signingKey, 'private')
  console.error(`dấu vân tay (SHA-256): ${fingerprintOf(key)}`)
  process.stdout.write(createPublicKey(key).export({ type: 'spki', format: 'pem' }))
  return 0
}
