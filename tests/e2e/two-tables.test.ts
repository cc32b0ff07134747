import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { archiveOf } from '../../ingest/archive/embedded.ts'
import { localTime } from '../../kernel/time.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { openHere } from '../support/product.ts'

const docs = readFileSync(new URL('../../docs/clients.md', import.meta.url), 'utf8')
const block = (kind: string): string => new RegExp(`\`\`\`${kind} two-tables\n([^]*?)\`\`\``).exec(docs)![1]!
const TOKEN = 'MA_TRUY_CAP'

test.runIf(existsSync('/usr/bin/curl'))(
  'one collector sends two tables as docs/clients.md says, and no third',
  async () => {
    const { collectors, sources } = parse(block('yaml')) as { collectors: object[]; sources: object[] }
    const tokenSha256 = createHash('sha256').update(TOKEN).digest('hex')
    const folder = writeConfig(temporaryFolder(), {
      ...{ data: 'data', sources, collectors: collectors.map((one) => ({ ...one, tokenSha256 })) },
    })
    const here = await openHere(folder, localTime('2026-07-06', '09:00'))
    const sent = temporaryFolder()
    writeFileSync(
      join(sent, 'dang-nhap.csv'),
      'Thời gian,Tài khoản,Máy,Kết quả\n06/07/2026 08:30:00,an.nv,pc-01,Thành công\n',
    )
    writeFileSync(join(sent, 'tai-khoan.csv'), 'Lúc,Tài khoản bị khóa,Người khóa\n06/07/2026 08:31:00,cuc.lt,an.nv\n')
    const run = async (line: string) => {
      const [, ...args] = [...line.replace('http://192.0.2.10:9200', here.ingest).matchAll(/"([^"]*)"|\S+/g)].map(
        ([whole, quoted]) => quoted ?? whole,
      )
      return promisify(execFile)('/usr/bin/curl', args, { cwd: sent })
    }
    const lines = block('sh').trim().split('\n')
    expect(lines).toHaveLength(2)
    // The heading line is one that was read.
    for (const line of lines) expect(JSON.parse((await run(line)).stdout)).toEqual({ accepted: 2, refused: [] })
    await expect(run(lines[0]!.replace('ingest/dang-nhap', 'ingest/winlogbeat'))).rejects.toMatchObject({
      stdout: expect.stringContaining('không được gửi vào nguồn «winlogbeat»'),
    })

    const found: object[] = []
    for await (const batch of archiveOf(join(folder, 'data', 'bus')).read({ from: 0, to: Infinity }))
      found.push(...batch.filter(({ action }) => !action.startsWith('source.')))
    expect(found).toMatchObject([
      { action: 'login', source: 'dang-nhap', collector: 'mot-cua-01', user: 'an.nv@tinh', host: 'pc-01', ok: true },
      { action: 'account.disable', source: 'tai-khoan', collector: 'mot-cua-01', user: 'cuc.lt@tinh' },
    ])
  },
  120_000,
)
