import { expect, test, vi } from 'vitest'
import { main } from '../../deploy/cli/main.ts'
import { DAY, localDate, localTime, localWeekday, MINUTE, sayInstant } from '../../kernel/time.ts'
import { commune, writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { anything, shutDown, signIn } from '../support/lines.ts'
import { openHere, vonggac } from '../support/product.ts'

/** Lies in the past of the machine on which it runs, as `explain` asks its clock. */
const now = Math.floor(Date.now() / MINUTE) * MINUTE - 10 * MINUTE
const retired = localDate(now - 2 * DAY)
const people =
  'mã,họ tên,đơn vị,trạng thái,quyết định,từ ngày,đến ngày\n' +
  `p-an,Nguyễn Văn An,xa-a,đang làm việc,,,${localDate(now - 3 * DAY)}\np-an,Nguyễn Văn An,xa-a,nghỉ hưu,15/QĐ-UBND,${retired},\n` +
  'p-bich,Trần Thị Bích,xa-a,đang làm việc,,,\np-cuc,Lê Thị Cúc,xa-a,đang làm việc,,,\n'

test('explain says of a wait that has not run out until when it runs and since when; of a line that came twice, that it counts once', async () => {
  const registers = { 'people.csv': people, 'directives.csv': `${commune['directives.csv']}HUE,tinh\n` }
  const folder = writeConfig(temporaryFolder(), {}, registers)
  const here = await openHere(folder, now)
  const line = signIn({ at: now - MINUTE, user: 'Bich.TT', host: 'pc-02', record: 1 })
  for (let i = 0; i < 2; i++) expect((await here.post('c-win', 'winlogbeat', line)).status).toBe(200)
  await here.until(now + 8 * MINUTE)

  const waits = await vonggac(['explain', '--config', folder, '--rule', 'ACC-04', '--entity', 'AN.NV@tinh'])
  const said = waits.out.split('\n').filter((text) => text.startsWith('→'))
  expect(said).toHaveLength(2)
  expect(said[0]).toBe('→ không có cảnh báo nào của luật này trong khoảng này')
  expect(said[1]).toMatch(/^→ an\.nv@tinh: chưa đến hạn, hạn là \d\d:\d\d \S+ \(chờ từ account\.departed lúc 00:00 /)
  expect(said[1]).toContain(`ghi vào sổ lúc ${sayInstant(now)}; lẽ ra phải có account.disable hoặc account.delete`)
  expect(said[1]).toMatch(/số đang áp dụng: days = 3\)$/)

  const from = new Date(now - 3 * DAY).toISOString()
  const whole = await vonggac(['explain', '--config', folder, '--rule', 'ACC-04', '--from', from])
  expect(whole.out).toMatch(/account\.departed {2}an\.nv@tinh .*\n {4}chờ từ: đúng điều kiện, hạn \d\d:\d\d /)

  const twice = await vonggac(['explain', '--config', folder, '--rule', 'ACC-01a', '--entity', 'bich.tt@tinh'])
  const logins = twice.out.split('\n').filter((text) => / {2}login {2}/.test(text))
  expect(logins).toEqual([expect.stringMatching(/\(có 2 bản: gửi lặp hoặc đọc lại; tính một lần\)$/)])
}, 60_000)

/** The last working day that is over, with the evening after it. */
const day = ((): string => {
  let at = Date.now() - 2 * DAY
  while (localWeekday(at) > 5) at -= DAY
  return localDate(at)
})()
const clock = (time: string): number => localTime(day, time)

test('explain says how far a rule came that waits or compares, what ended the wait, and which decision permits what was found', async () => {
  const registers = {
    'pipelines.csv': 'bộ thu thập,nguồn,đơn vị,nhịp\nc-win,winlogbeat,xa-a,1h\n',
    'exceptions.csv':
      'mã,quy tắc,tài khoản,văn bản,người ký,người duyệt,lý do,từ ngày,đến ngày\n' +
      `nl-1,ACC-09,bich.tt@tinh,12/QĐ-UBND,Trưởng phòng A,Phó B,trực hệ thống,${localDate(clock('00:00') - 30 * DAY)},${localDate(clock('00:00') + 30 * DAY)}\n`,
  }
  const folder = writeConfig(temporaryFolder(), {}, registers)
  const here = await openHere(folder, clock('07:00'))
  let record = 0
  const alive = (host: string, from: string, to: string): readonly string[] => {
    const [first, last] = [clock(from), clock(to)]
    return Array.from({ length: (last - first) / (30 * MINUTE) + 1 }, (_, i) =>
      anything(first + i * 30 * MINUTE, host, ++record),
    )
  }
  const login = (time: string, user: string, host: string) => signIn({ at: clock(time), user, host, record: ++record })
  const lines = [
    // An signs in twice and goes home; Cúc had used that machine, too, which is switched off at the plug until the evening.
    ...[
      login('08:00', 'An.NV', 'pc-01'),
      login('08:40', 'An.NV', 'pc-01'),
      ...alive('pc-01', '08:00', '17:00'),
      ...alive('pc-01', '20:00', '22:00'),
    ],
    // Bích leaves her session open, Cúc shuts down.
    ...[login('08:00', 'Bich.TT', 'pc-02'), ...alive('pc-02', '08:00', '23:00')],
    ...[login('08:30', 'Cuc.LT', 'pc-03'), login('09:00', 'Cuc.LT', 'pc-01'), login('09:05', 'Cuc.LT', 'pc-03')],
    ...[...alive('pc-03', '08:30', '17:00'), shutDown(clock('17:10'), 'pc-03', ++record)],
  ]
  await here.until(clock('23:10'))
  expect((await here.post('c-win', 'winlogbeat', lines.join('\n'))).status).toBe(200)
  await here.until(clock('23:40'))
  // Within the lateness, nothing is judged of it yet.
  expect((await here.post('c-win', 'winlogbeat', login('23:39', 'Cuc.LT', 'pc-03'))).status).toBe(200)

  const asked = ['explain', '--config', folder, '--from', `${day}T00:00`, '--to', `${day}T23:45`]
  const explain = async (...args: string[]): Promise<string> => {
    const out: string[] = []
    const print = vi.spyOn(console, 'log').mockImplementation((line: string) => void out.push(line))
    expect(await main([...asked, ...args])).toBe(0)
    print.mockRestore()
    return out.join('\n')
  }
  const conclusions = (out: string): readonly string[] => out.split('\n').filter((text) => /^ *→/.test(text))
  const none = '→ không có cảnh báo nào của luật này trong khoảng này'

  const away = await explain('--rule', 'ACC-09a', '--entity', 'PC-01')
  expect(away).toMatch(/^ {2}luật tìm: việc lẽ ra phải có mà đến hạn không thấy\n {2}chờ từ: login, session\.unlock/m)
  expect(conclusions(away)).toEqual([
    expect.stringMatching(/^→ chờ từ login lúc 08:00 .* hạn 18:30 .*: chờ lại từ đầu, kể từ login lúc 08:40/),
    expect.stringMatching(/^→ chờ từ login lúc 08:40 .*: không xét vì không thấy máy hoạt động hơn 1 giờ/),
    expect.stringMatching(
      /^→ chờ từ login lúc 09:00 .*: không xét vì không thấy máy hoạt động hơn 1 giờ trước host\.seen/,
    ),
    none,
  ])
  expect(conclusions(await explain('--rule', 'ACC-09a', '--entity', 'pc-03')).slice(-2)).toEqual([
    expect.stringMatching(
      /^→ chờ từ login lúc 09:05 .*: đã có power\.off lúc 17:10 .*, trước hạn: không có gì để báo$/,
    ),
    none,
  ])

  const permitted = /được phép theo văn bản 12\/QĐ-UBND \(ngoại lệ «nl-1» trong exceptions\.csv/
  const open = await explain('--rule', 'ACC-09a', '--entity', 'pc-02')
  expect(conclusions(open)[0]).toMatch(permitted)
  const id = /^→ cảnh báo (\w+) .*\n {4}Cảnh báo này được phép theo/m.exec(open)?.[1]
  const { out: alert } = await vonggac([...asked, '--alert', id!])
  expect(alert).toMatch(permitted)
  expect(alert).toMatch(/người ký Trưởng phòng A, người duyệt Phó B; từ .*; lý do: trực hệ thống\)/)

  expect(conclusions(await explain('--rule', 'ACC-02a', '--entity', 'cuc.lt@tinh')).slice(-3)).toEqual([
    expect.stringMatching(/nơi khác gần nhất là «pc-01», cách 5 phút/),
    expect.stringMatching(/^ {4}→ chưa xét: sản phẩm mới xét đến 23:/),
    none,
  ])
  expect(await explain('--rule', 'ACC-02a', '--entity', 'la@tinh')).toContain('của «la@tinh» trong khoảng này')
}, 180_000)
