import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { localTime } from '../../kernel/time.ts'
import { believed } from '../support/believed.ts'
import { has } from '../support/certificate.ts'
import { commune, writeConfig, writeRegisters } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { signIn } from '../support/lines.ts'
import { nightBatches, standing } from '../support/night.ts'
import { openHere, type Started, startProduct, vonggac } from '../support/product.ts'
import { agree } from '../support/push-line.ts'
import { startReceiver } from '../support/receiver-process.ts'

const openssl = has('openssl', 'version')
const wait = { timeout: 120_000, interval: 200 }

test.skipIf(!openssl)(
  'the receiver is killed under load and so is the product: everything arrives once, in order, as it stands',
  {
    timeout: 400_000,
  },
  async () => {
    const now = Date.now()
    const agreed = await agree()
    const folder = writeConfig(temporaryFolder(), { lateness: '5s', push: agreed.push })
    const start = async (): Promise<Started> => {
      const started = await startProduct(folder)
      onTestFinished(() => void started.stop('SIGKILL'))
      return started
    }
    let product = await start()
    const receive = async () => {
      const there = await startReceiver(agreed.file)
      onTestFinished(() => void there.end('SIGKILL'))
      agreed.front.lead(there.url)
      return there
    }
    let there = await receive()
    for (const [i, batch] of nightBatches(now, 9).entries()) {
      expect((await product.post('c-win', 'winlogbeat', batch.join('\n'))).status).toBe(200)
      if (i === 2) await there.end('SIGKILL')
      if (i === 4 || i === 7) {
        await product.stop('SIGKILL')
        product = await start()
      }
      if (i === 5) there = await receive()
    }
    const alerts = await standing(product, now)
    expect(alerts.length).toBeGreaterThan(5)
    await vi.waitFor(async () => {
      const entries = believed(agreed.received())
      for (const { id, level, occurrences, withdrawn } of await product.alerts()) {
        const told = entries.get(id)?.alert
        expect({
          id,
          told: told && { level: told.level, occurrences: told.occurrences, isWithdrawn: told.withdrawn !== undefined },
        }).toEqual({
          id,
          told:
            withdrawn && !told
              ? undefined
              : {
                  level,
                  occurrences: told?.withdrawn ? told.occurrences : occurrences,
                  isWithdrawn: withdrawn !== undefined,
                },
        })
      }
    }, wait)
    await vi.waitFor(async () => expect((await product.health()).counters).toMatchObject({ 'push.waiting': 0 }), wait)
    expect((await vonggac(['push', 'status', '--config', folder])).out).toContain(
      `biên nhận: đến mục ${agreed.received().length},`,
    )
  },
)

const july = (day: string, clock: string) => localTime(`2026-07-${day}`, clock)
const HEAD = 'mã,họ tên,đơn vị,trạng thái,quyết định,từ ngày,đến ngày\n'
const OTHERS = 'p-bich,Trần Thị Bích,xa-a,đang làm việc,,,\np-cuc,Lê Thị Cúc,xa-a,đang làm việc,,,\n'
const retired = `${HEAD}p-an,Nguyễn Văn An,xa-a,đang làm việc,,,2026-06-30\np-an,Nguyễn Văn An,xa-a,nghỉ hưu,15/QĐ-UBND,2026-07-01,\n${OTHERS}`

/** Every byte of a folder, as text. */
const bytesOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
    .join('\n')

test.skipIf(!openssl)(
  'what a corrected register withdraws is withdrawn there too; by file without a line; and no secret comes along',
  {
    timeout: 200_000,
  },
  async () => {
    const agreed = await agree()
    const [line] = agreed.push.receivers
    const { url: _, ...carried } = { ...line!, id: 'pa06' }
    const push = { ...agreed.push, receivers: [line, carried] }
    const folder = writeConfig(temporaryFolder(), { push })
    const here = await openHere(folder, july('03', '08:00'))
    let at = july('03', '08:00')
    await agreed.receive(() => at)
    const until = (to: number): Promise<void> => {
      at = to
      return here.until(to)
    }
    await until(july('03', '09:00'))
    const act = { at: july('03', '08:59'), user: 'An.NV', host: 'pc-01' }
    const planted = signIn({ ...act, record: 2 }).replace(
      '"LogonType"',
      `"ProcessName":"C:\\\\TUYỆT MẬT - Phương án A.docx","CommandLine":"dang-nhap.exe password=Bi.Mat#2026","LogonType"`,
    )
    expect(planted).toContain('Phương án A')
    const lines = `${signIn({ ...act, record: 1 })}\n${planted}`
    expect((await here.post('c-win', 'winlogbeat', lines)).status).toBe(200)
    await until(july('10', '10:00'))
    writeRegisters(folder, { 'people.csv': retired })
    await here.product.watch.look()
    await until(july('10', '10:01'))
    await vi.waitFor(() => expect(agreed.received().map(({ kind }) => kind)).toContain('new'), wait)
    const told = new Set(agreed.received().map(({ alert }) => alert.id))
    writeRegisters(folder, {
      'people.csv': commune['people.csv']!,
      'corrections.csv': 'sổ,mã,văn bản,lý do\ncán bộ,p-an,16/QĐ-UBND,nhập nhầm người\n',
    })
    await here.product.watch.look()
    await until(july('10', '10:02'))
    await vi.waitFor(() => {
      for (const { kind } of believed(agreed.received()).values()) expect(kind).toBe('withdraw')
    }, wait)
    expect(new Set(believed(agreed.received()).keys())).toEqual(told)

    // The same for the one without a line: what is written to a file is what would have been sent.
    const out = join(folder, 'mang-di')
    const run = await vonggac(['push', 'export', '--receiver', 'pa06', '--out', out, '--config', folder])
    expect(run.code, run.err).toBe(0)
    const text = readFileSync(run.out.trim(), 'utf8').trim().split('\n')
    expect(text.slice(1, -1).map((one) => JSON.parse(one).kind)).toEqual(agreed.received().map(({ kind }) => kind))

    expect(existsSync(join(folder, 'data/push.db'))).toBe(true)
    const everything = bytesOf(folder) + bytesOf(agreed.receiverData) + JSON.stringify(agreed.received())
    for (const secret of ['Phương án A', 'Bi.Mat'])
      expect(everything.includes(Buffer.from(secret).toString('latin1')), secret).toBe(false)
  },
)
