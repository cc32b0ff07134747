import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test, vi } from 'vitest'
import { localDate, SECOND } from '../../kernel/time.ts'
import { ownPrefix, withElastic } from '../stack/elasticsearch.ts'
import { has } from '../support/certificate.ts'
import { writeConfig } from '../support/config.ts'
import { elasticFront } from '../support/elastic-front.ts'
import { keyFile } from '../support/elastic-key.ts'
import { temporaryFolder } from '../support/folder.ts'
import { openFile, plugIn, printedSecret, printJob, signIn, ssh } from '../support/lines.ts'
import { seekerOf } from '../support/planted.ts'
import { startProduct, vonggac } from '../support/product.ts'
import { agree } from '../support/push-line.ts'
import { startReceiver } from '../support/receiver-process.ts'
import { filesIn, recordsIn, type Written } from '../support/written.ts'

/** What is planted: titles of state secrets, and passwords, each another one, so that a find tells which way it came. */
const TITLES = ['Phương án Hải Âu Q7zK', 'Ke hoach Tra My 5HwX', 'Danh sách Lục Bình 8TnV', 'Đề án Sơn Ca 3RbY']
const PASSWORDS = Array.from({ length: 12 }, (_, n) => `Hoa.Mai${n}#91xQ`)
const PLANTED = [...TITLES, ...PASSWORDS]
const plantedIn = seekerOf(PLANTED)
const wait = { timeout: 120_000, interval: 300 }

const [bird, tea, lily, lark] = TITLES as [string, string, string, string]
const word = 'C:\\Program Files\\Office\\WINWORD.EXE'
const inAscii = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
/** A line in which somebody types a command. */
const typed = (line: string, command: string): string =>
  line.replace('"LogonType"', `"CommandLine":${JSON.stringify(command)},"LogonType"`)

/** Lines of two officers who open marked files of a stick, and type passwords on command lines. */
const plantedLines = (at: number): readonly string[] => {
  const commands = [
    `net use x: \\\\srv-01\\c$ /user:TINH\\an ${PASSWORDS[0]}`,
    `psexec \\\\pc-02 -u an -p ${PASSWORDS[1]} cmd`,
    `schtasks /create /tn a /ru an /rp ${PASSWORDS[2]}`,
    `curl -u an:${PASSWORDS[3]} -H "Authorization: Bearer ${PASSWORDS[4]}xxxxxxxxxxxxxxxx" https://h.example`,
    `sqlcmd -C "Server=h;Uid=sa;Pwd=${PASSWORDS[5]};" & start https://an:${PASSWORDS[6]}@h.example/`,
    `powershell -enc ${Buffer.from(`ConvertTo-SecureString "${PASSWORDS[7]}" -AsPlainText`, 'utf16le').toString('base64')}`,
    `start https://h.example/van-ban?ten=${encodeURIComponent(`[MẬT] ${lily}`)}`,
  ]
  const an = { user: 'An.NV', host: 'pc-01' }
  return [
    plugIn(at, 'pc-01', 1, '4C530001250101117205'),
    openFile({ at: at + SECOND, ...an, record: 2, path: `E:\\hồ sơ\\TUYỆT MẬT - ${bird}.docx`, process: word }),
    plugIn(at, 'pc-02', 3, '4C530001250101117206'),
    inAscii(
      openFile({
        ...{ at: at + SECOND, user: 'Bich.TT', host: 'pc-02', record: 4, process: word },
        path: `E:\\(TỐI MẬT) ${tea}.xlsx`.normalize('NFD'),
      }),
    ),
    printJob({ at: at + 2 * SECOND, ...an, record: 20, title: `Microsoft Word - MẬT_${lily}.docx` }),
    ...commands.map((command, i) => typed(signIn({ at: at + 2 * SECOND, ...an, record: 5 + i }), command)),
  ]
}

await withElastic('what may not leave', ({ client, url }) => {
  const inElastic = async (prefix: string): Promise<readonly Written[]> => {
    await client.indices.refresh({ index: `${prefix}-*` })
    const indices = await client.indices.get({ index: `${prefix}-*` })
    const documents = await client.search({ index: `${prefix}-*`, size: 5_000, fields: ['*'] })
    return [
      { what: 'indices', bytes: Buffer.from(JSON.stringify(indices)) },
      ...documents.hits.hits.map((hit) => ({ what: hit._index, bytes: Buffer.from(JSON.stringify(hit)) })),
    ]
  }

  test.skipIf(!has('openssl', 'version'))(
    'a marked title and a password are in nothing that is written, sent, printed or kept',
    { timeout: 400_000 },
    async () => {
      const agreed = await agree()
      const [line] = agreed.push.receivers
      const { url: _, ...carried } = { ...line!, id: 'pa06' }
      const [folder, prefix, inbox] = [temporaryFolder(), ownPrefix(client), temporaryFolder()]
      const front = await elasticFront(url)
      const machines = 'tên máy,đơn vị,giao cho,có kết nối internet\npc-01,xa-a,p-an,có\npc-02,xa-a,p-bich,có\n'
      const config = {
        ...{ lateness: '5s', logLevel: 'debug', push: { ...agreed.push, receivers: [line, carried] } },
        elasticsearch: { url: front.bare, prefix, archive: true, ...(await keyFile(client, folder)) },
        files: [{ path: inbox, collector: 'c-linux', source: 'linux-auth' }],
        policy: [{ unit: 'xa-a', rule: 'MED-02a', set: { scansLogged: true, onAccess: false }, basis: '1/KH' }],
      }
      writeConfig(folder, config, { 'machines.csv': machines })
      const there = await startReceiver(agreed.file)
      onTestFinished(() => void there.end('SIGKILL'))
      agreed.front.lead(there.url)
      const product = await startProduct(folder)
      onTestFinished(() => void product.stop('SIGKILL'))

      const at = Date.now() - 20 * SECOND
      const lines = plantedLines(at).join('\n')
      const auth = [
        ssh(at, `Accepted password for an.nv from 192.0.2.7 port 1 ssh2; mysql -u root -p${PASSWORDS[8]}`),
        ssh(at, `COMMAND=/bin/sh -c "echo ${PASSWORDS[9]} | sudo -S cat 'MẬT_${lark}.docx'"`),
      ].join('\n')
      const unreadable = `không đọc được: mật khẩu: ${PASSWORDS[10]} (TUYỆT MẬT) ${bird}`
      // The search finds every one of them before anything was hidden.
      const found = plantedIn(Buffer.from(`${lines}\n${auth}\n${unreadable}\n${PASSWORDS[11]}`)).join('\n')
      for (const text of PLANTED) expect(found).toContain(`«${text}»`)

      expect((await product.post('c-win', 'winlogbeat', lines)).status).toBe(200)
      expect((await product.post('c-bkav', 'dlp', printedSecret(at, 'pc-01', 'an.nv', lark))).status).toBe(200)
      const zipped = { 'content-encoding': 'gzip' }
      await product.post('c-bkav', 'bkav', Buffer.from(unreadable, 'utf16le'))
      await product.post('c-bkav', 'bkav', gzipSync(unreadable), zipped)
      const query = `password=${encodeURIComponent(PASSWORDS[11]!)}`
      expect((await product.post('c-la', `winlogbeat?${query}`, lines)).status).toBe(401)
      await product.post('c-win', `khong-co?${query}`, lines)
      // The last line has no end yet.
      appendFileSync(join(inbox, 'auth.log'), `${auth}\n${ssh(at, `useradd -p ${PASSWORDS[9]} b`)}`)

      await vi.waitFor(async () => {
        const opened = (await product.alerts()).filter(({ rule }) => rule.id === 'MED-02a')
        expect(opened.map(({ say }) => /\[dấu-(?:TỐI|TUYỆT) MẬT:[0-9a-f]{16}\]/.test(say.vi))).toEqual([true, true])
      }, wait)
      // Those about the names, and the one about a class: all of it from seals.
      await vi.waitFor(async () => {
        const told = new Set((await product.alerts()).map(({ rule }) => rule.id))
        for (const id of ['DAT-01b', 'DAT-06a', 'DAT-06b']) expect(told).toContain(id)
      }, wait)
      await vi.waitFor(() => expect(agreed.received().length).toBeGreaterThanOrEqual(2), wait)
      await vi.waitFor(async () => {
        const { counters } = await product.health()
        expect(counters).toMatchObject({ 'elastic.waiting': 0, 'push.sealed': 0 })
        expect(counters['quarantined']).toBeGreaterThan(0)
        const told = (await inElastic(prefix)).filter(({ bytes }) => bytes.includes('TUYỆT MẬT:'))
        for (const kind of ['alerts', 'revisions', 'archive'])
          expect(
            told.some(({ what }) => what.startsWith(`${prefix}-${kind}`)),
            kind,
          ).toBe(true)
      }, wait)

      const written: Written[] = []
      const keep = (what: string, text: string | Uint8Array): void =>
        void written.push({ what, bytes: Buffer.from(text) })
      for (const { id } of await product.alerts()) keep('page', JSON.stringify(await product.alert(id)))
      keep('health', JSON.stringify(await product.health()))
      written.push(...(await inElastic(prefix)))
      expect(await product.stop()).toBe(0)
      keep('log', product.err())
      keep('log of the receiver', there.said())

      const out = join(folder, 'out')
      const print = async (...args: readonly string[]): Promise<void> => {
        const run = await vonggac(args)
        expect(run.code, `${args.join(' ')}: ${run.err}`).toBe(0)
        keep(args.join(' '), run.out + run.err)
      }
      const here = ['--config', folder]
      const month = localDate(Date.now()).slice(0, 7)
      await print('push', 'export', '--receiver', 'pa06', '--out', out, ...here)
      await print('push', 'status', ...here)
      await print('report', '--period', month, '--out', out, ...here)
      await print('report', '--period', month, '--unit', 'xa-a', '--out', out, ...here)
      for (const rule of ['DAT-01b', 'DAT-06a', 'DAT-06b']) await print('explain', '--rule', rule, ...here)
      await print('quarantine', 'list', ...here)
      await print('receiver', 'list', '--config', agreed.file)
      for (const format of ['csv', 'ndjson'])
        await print(
          'receiver',
          'export',
          '--format',
          format,
          '--out',
          join(out, `nhan.${format}`),
          '--config',
          agreed.file,
        )
      await there.end('SIGTERM')

      written.push(...filesIn(folder), ...filesIn(agreed.receiverData))
      for await (const one of recordsIn(join(folder, 'data'))) written.push(one)
      expect(
        written.filter(({ what }) => /\.(docx|pdf|xlsx|json)$/.test(what) && what.startsWith('out/')),
      ).toHaveLength(8)
      for (const kind of ['archive', 'quarantine', 'log']) expect(written.map(({ what }) => what)).toContain(kind)
      expect(written.flatMap(({ what, bytes }) => plantedIn(bytes).map((planted) => `${what}: ${planted}`))).toEqual([])
    },
  )
})
