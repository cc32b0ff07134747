import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { localDate, localTime, localWeekday } from '../../kernel/time.ts'
import { commune, freePort, writeConfig, writeRegisters } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { anything, signIn, wrongPassword } from '../support/lines.ts'
import { type Started, startProduct, vonggac } from '../support/product.ts'

describe('wrong calls and wrong configurations', () => {
  test.each<[string, string[], number, RegExp]>([
    ['no command', [], 2, /^vonggac <lệnh>/],
    ['a command that is none', ['bay'], 2, /không có lệnh «bay»/],
    ['an option that is none', ['start', '--bay'], 2, /^không có tùy chọn «--bay»/],
    ['an option without its value', ['start', '--config'], 2, /tùy chọn «--config» cần một giá trị/],
    ['a word too many', ['start', 'nhanh'], 2, /thừa «nhanh»/],
    ['a port that is none', ['start', '--port', 'x'], 2, /--port: cần số từ 0 đến 65535/],
    ['rules without a word', ['rules'], 2, /cần: rules list/],
    ['a rule that is none', ['rules', 'test', 'XYZ-1'], 2, /không có luật «XYZ-1»/],
    ['no configuration', ['start', '--config', 'không-có'], 3, /không-có.config\.yaml: không có tệp cấu hình này/],
    ['a file that is none', ['replay', 'không-có.log'], 2, /không có tệp «không-có\.log»/],
  ])('%s', async (_, args, code, said) => {
    const run = await vonggac(args)
    expect({ code: run.code, err: run.err }).toEqual({ code, err: expect.stringMatching(said) })
    expect(run.err).not.toMatch(/^ {4}at /m)
  })

  test.each<[string, string, RegExp]>([
    ['YAML that is none', 'console:\n  port: [1\n', /config\.yaml, dòng \d: không đúng cú pháp YAML/],
    ['a wrong type', 'name: x\nconsole:\n  port: tám\n', /config\.yaml, dòng 3: console\.port: cần một số/],
    ['a misspelt key', 'name: x\n\ncolectors: []\n', /config\.yaml, dòng 3: không có mục nào tên «colectors»/],
    [
      'a misspelt key inside',
      'collectors:\n  - id: c-1\n    token: x\n',
      /dòng 2: collectors\.0\.tokenSha256: thiếu mục này; cần một chuỗi chữ\n.*dòng 3: .*«token»/,
    ],
    ['a span that is none', 'lateness: 5 phút\n', /dòng 1: lateness: cần khoảng thời gian như 90s/],
    ['a source that is none', 'sources:\n  - {id: a, type: la}\n', /sources: «a»: không có loại nguồn «la»/],
  ])('%s: exit code 3, with file and line', async (_, yaml, said) => {
    const folder = writeConfig(temporaryFolder())
    writeFileSync(join(folder, 'config.yaml'), yaml)
    const run = await vonggac(['check', '--config', folder])
    expect({ code: run.code, err: run.err }).toEqual({ code: 3, err: expect.stringMatching(said) })
    expect(run.err).not.toMatch(/\b(invalid input|expected|required|undefined)\b/i)
  })

  test.each(['console', 'ingest'])('a port in use (%s): exit code 1, and nothing is left behind', async (which) => {
    const server = createServer()
    const port = await freePort()
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    const run = await vonggac(['start', '--config', writeConfig(temporaryFolder(), { [which]: { port } })])
    server.close()
    expect(run).toMatchObject({ code: 1, err: expect.stringMatching(`${which}: cổng ${port} .*\\[PORT_IN_USE\\]`) })
  })

  test('a Node that is too old says one sentence', async () => {
    const older = process.env['PATH']!.split(delimiter)
      .map((folder) => join(folder, process.platform === 'win32' ? 'node.exe' : 'node'))
      .find((node) => existsSync(node) && Number(/\d+/.exec(String(execFileSync(node, ['--version'])))?.[0]) < 24)
    if (older === undefined)
      return void process.stderr.write('\n!!! no Node before 24 here: its sentence was NOT TESTED\n\n')
    const run = await vonggac(['rules', 'list'], { node: older })
    expect(run).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^Vọng Gác cần Node 24 .*\n$/) })
  })
})

describe('what needs no data', () => {
  test.each([
    'start',
    'replay',
    'check',
    'map',
    'rules',
    'sources',
    'explain',
    'backtest',
    'quarantine',
    'reread',
    'docs',
  ])('%s --help prints its usage', async (name) => {
    const run = await vonggac([name, '--help'])
    expect(run).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(new RegExp(`^vonggac ${name}\\b.*\\n {4}\\S`)),
    })
  })

  test('explain --help says which span it looks at', async () => {
    expect((await vonggac(['explain', '--help'])).out).toMatch(/--from, --to: .*24 giờ/)
  })

  test('rules list --json', async () => {
    const { code, out } = await vonggac(['rules', 'list', '--json'])
    const rules = JSON.parse(out) as { id: string; title: { vi: string } }[]
    expect({ code, some: rules.find(({ id }) => id === 'ACC-01a')?.title.vi }).toEqual({
      code: 0,
      some: 'Đăng nhập ngoài giờ làm việc',
    })
  })

  test('rules test', async () => {
    expect(await vonggac(['rules', 'test', 'ACC-01a'])).toMatchObject({ code: 0, err: '' })
  })

  test('map preview', async () => {
    const sample = join(temporaryFolder(), 'mẫu.csv')
    writeFileSync(sample, '02/03/2026 08:00:00,PC-01,192.0.2.7,Trực tuyến,,,,,2026.03.01\n')
    const good = await vonggac(['map', 'preview', '--mapping', 'bkav', '--sample', sample])
    expect(good).toMatchObject({ code: 0, out: expect.stringContaining('dòng 1: → heartbeat') })
    appendFileSync(sample, 'rác\n')
    const bad = await vonggac(['map', 'preview', '--mapping', 'bkav', '--sample', sample])
    expect(bad).toMatchObject({
      code: 3,
      out: expect.stringMatching(/dòng 2: ✗ .*\n(?:.*\n)*2 dòng, 1 dòng không đọc được/),
    })
  })
})

describe('beside a running product', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vonggac-cli-'))
  let product: Started
  const day = ((): string => {
    let at = Date.now() - 2 * 86_400_000
    while (localWeekday(at) > 5) at -= 86_400_000
    return localDate(at)
  })()
  const evening = (clock: string): number => localTime(day, clock)

  beforeAll(async () => {
    // Bích is on duty that evening, An is not.
    const roster = `cán bộ,loại,từ,đến\np-bich,trực,${day} 17:00,${day} 23:59\n`
    writeConfig(folder, { data: 'dữ-liệu', console: { port: await freePort() } }, { 'roster.csv': roster })
    product = await startProduct(folder)
    const lines = [
      // A machine that brings its evening two days late: fewer lines might be a wrong clock's.
      ...['22:00', '22:10', '22:20'].map((clock, i) => anything(evening(clock), 'pc-01', 11 + i)),
      signIn({ at: evening('22:40'), user: 'An.NV', host: 'pc-01', record: 1 }),
      signIn({ at: evening('22:41'), user: 'Bich.TT', host: 'pc-02', record: 2 }),
      signIn({ at: evening('09:00'), user: 'Cuc.LT', host: 'pc-03', record: 3 }),
    ]
    await product.post('c-win', 'winlogbeat', lines.join('\n'))
    await product.post('c-win', 'winlogbeat', 'rác')
    await vi.waitFor(async () => expect(await product.alerts()).toHaveLength(1), { interval: 200 })
  }, 40_000)
  afterAll(async () => {
    await product.stop()
    rmSync(folder, { recursive: true })
  })

  const explain = (...args: string[]) => vonggac(['explain', '--config', folder, '--from', `${day}T00:00`, ...args])

  test('a relative data folder lies beside the configuration', () => {
    expect(existsSync(join(folder, 'dữ-liệu', 'vonggac.db'))).toBe(true)
  })

  test.each([
    ['bich.tt@tinh', /được loại trừ: .*(trực|làm thêm)/],
    ['cuc.lt@tinh', /không thỏa: ngoài giờ/],
  ])('explain --rule names what decided for %s, who raised nothing', async (entity, why) => {
    const { code, out } = await explain('--rule', 'ACC-01a', '--entity', entity)
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(why) })
    expect(out).toContain('→ không có cảnh báo nào của luật này trong khoảng này')
    expect(out).not.toContain('an.nv')
  })

  test('sources says of each how it stands, what could not be read, and that no row has it', async () => {
    const { code, out } = await vonggac(['sources', '--config', folder])
    expect(code).toBe(0)
    expect(out).toMatch(/^c-win\/winlogbeat {2}không khai trong sổ nguồn, .*6 dòng đọc được, 1 không đọc được$/m)
    expect(out).toMatch(/^\d+ nguồn, 1 không khai;/m)
  })

  test('explain --rule and --alert tell of the alert that there is', async () => {
    const [alert] = await product.alerts()
    const ofRule = await explain('--rule', 'ACC-01a', '--entity', 'An.NV@tinh')
    expect(ofRule.out).toContain('sự kiện: đúng điều kiện')
    expect(ofRule.out).toContain(`→ cảnh báo ${alert!.id} (1 lần)`)
    const ofAlert = await explain('--alert', alert!.id)
    expect(ofAlert).toMatchObject({ code: 0, out: expect.stringContaining(alert!.say.vi) })
    expect(ofAlert.out).toContain(alert!.clause.title.vi)
    expect(ofAlert.out).toMatch(
      /^ {2}22:40 \S+ {2}login {2}.*\buser = an\.nv@tinh, .*\bok = có.* {2}mã băm [\da-f]{32}$/m,
    )
    expect(ofAlert.out).not.toMatch(/[{}]|: *$/m)
    expect(await explain('--alert', 'không-có')).toMatchObject({
      code: 2,
      err: expect.stringContaining('không có cảnh báo'),
    })
    expect(await explain('--rule', 'ACC-01a', '--to', 'hôm qua')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/--to: cần/),
    })
  })

  test('explain says why what meets the conditions is not judged: no text binds, or the unit is not monitored', async () => {
    const other = mkdtempSync(join(tmpdir(), 'vonggac-cli-'))
    onTestFinished(() => rmSync(other, { recursive: true }))
    writeConfig(
      other,
      {},
      {
        'units.csv': 'mã,tên,trực thuộc,giám sát từ\ntinh,Tỉnh mẫu,,2025-01-01\nxa-a,Xã A,tinh,\nxa-b,Xã B,,\n',
        'people.csv': `${commune['people.csv']}p-dung,Phạm Văn Dũng,xa-b,đang làm việc,,,\n`,
        'accounts.csv': `${commune['accounts.csv']}dung.pv@tinh,p-dung,cá nhân\n`,
        'directives.csv': 'chỉ thị,đơn vị\nPT,tinh\n',
      },
    )
    const here = await startProduct(other)
    const guess = (user: string, n: number) =>
      wrongPassword({ at: evening('10:00') + n * 1_000, user, host: 'la-01', record: n })
    const lines = ['An.NV', 'Dung.PV'].flatMap((user, i) => [1, 2, 3, 4, 5, 6].map((n) => guess(user, i * 10 + n)))
    await here.post('c-win', 'winlogbeat', lines.join('\n'))
    await vi.waitFor(async () => expect((await here.health()).watermark).toBeGreaterThan(evening('12:00')), 15_000)
    const health = await here.health()
    // Nobody has entered the machine.
    expect(health).toMatchObject({
      status: 'ok',
      findings: [{ code: 'RULES_UNBOUND' }, { code: 'UNLISTED' }, { code: 'SOURCE_UNDECLARED' }],
    })
    expect(health.findings[0]!.text.vi).toMatch(/^Không xét ở mọi đơn vị đang giám sát: ACC-04.*luật khác/)
    const { out } = await vonggac(['explain', '--config', other, '--from', `${day}T00:00`, '--rule', 'ACC-11a'])
    expect(out.split('\n').filter((line) => line.startsWith('→'))).toEqual([
      '→ không có cảnh báo nào của luật này trong khoảng này',
      '→ ACC-11a không được xét với 6 sự kiện: ở xa-a chưa có văn bản nào ràng buộc (cần CB hoặc HUE trong directives.csv)',
      '→ ACC-11a không được xét với 6 sự kiện: đơn vị xa-b chưa bật giám sát (cột «giám sát từ» của units.csv)',
    ])
    await here.stop()
  })

  test('quarantine list', async () => {
    const { code, out } = await vonggac(['quarantine', 'list', '--config', folder])
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/c-win\/winlogbeat {2}malformed: .*\n1 dòng, /),
    })
  })

  test('check finds nothing to change, and a second product is refused the data', async () => {
    expect(await vonggac(['check', '--config', folder])).toMatchObject({
      code: 0,
      out: expect.stringContaining('không có thay đổi so với phiên bản đang dùng'),
    })
    expect(await vonggac(['start', '--config', folder])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/đang được một tiến trình khác sử dụng.*\[DATA_LOCKED\]/),
    })
  })

  test('check of a broken register: exit code 3, with file, line and column', async () => {
    const people = readFileSync(join(folder, 'directory/people.csv'), 'utf8')
    writeRegisters(folder, {
      'people.csv': people.replace('p-cuc,Lê Thị Cúc,xa-a,đang làm việc', 'p-cuc,Lê Thị Cúc,xa-a,đang ngủ'),
    })
    const run = await vonggac(['check', '--config', folder])
    writeRegisters(folder, { 'people.csv': people })
    expect(run).toMatchObject({
      code: 3,
      err: expect.stringMatching(/people\.csv, dòng 4, cột «trạng thái»: .*«đang ngủ»; cần một trong: /),
    })
  })
})
