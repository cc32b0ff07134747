import { expect, test } from 'vitest'
import { DAY, localDate, MINUTE, sayInstant } from '../../kernel/time.ts'
import { commune, writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { signIn } from '../support/lines.ts'
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
  const logins = twice.out.split('\n').filter((text) => /\blogin\b/.test(text))
  expect(logins).toEqual([expect.stringMatching(/\(có 2 bản: gửi lặp hoặc đọc lại; tính một lần\)$/)])
}, 60_000)
