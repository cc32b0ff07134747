import { expect, test } from 'vitest'
import { archiveOf } from '../../ingest/archive/embedded.ts'
import { localTime } from '../../kernel/time.ts'
import { writeConfig } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { openHere, vonggac } from '../support/product.ts'

const july = (day: string, clock: string) => localTime(`2026-07-${day}`, clock)

/** An application's log; at first its mapping takes refusals for successes, and a form of time that it should not. */
const mapping = (fixed: boolean) => ({
  title: { vi: 'Cổng', en: 'Portal' },
  format: 'csv',
  header: ['lúc', 'ai', 'máy', 'việc', 'kết quả'],
  columns: { time: ['lúc'], user: ['ai'], host: ['máy'], action: ['việc'], result: ['kết quả'] },
  times: fixed ? ['dd/MM/yyyy HH:mm:ss'] : ['dd/MM/yyyy HH:mm:ss', 'yyyy-MM-dd HH:mm:ss'],
  system: 'tinh',
  events: [
    {
      when: { action: 'vào', ...(fixed && { result: 'được' }) },
      action: 'login',
      fields: { ok: true, via: 'interactive' },
    },
    { when: { action: 'vào' }, action: 'login', fields: { ok: false, via: 'interactive', refusal: 'disabled' } },
  ],
})
const registers = {
  'people.csv':
    'mã,họ tên,đơn vị,trạng thái,quyết định,từ ngày,đến ngày\n' +
    'p-an,Nguyễn Văn An,xa-a,nghỉ hưu,15/QĐ-UBND,2026-07-01,\n' +
    'p-bich,Trần Thị Bích,xa-a,đang làm việc,,,\np-cuc,Lê Thị Cúc,xa-a,đang làm việc,,,\n',
}
const configured = (folder: string, fixed: boolean): string =>
  writeConfig(folder, { sources: [{ id: 'cong', type: 'table', mapping: mapping(fixed) }] }, registers)

const lines = [
  '06/07/2026 09:00:00,an.nv,pc-01,vào,không', // refused, and read as a success
  '07/07/2026 09:00:00,an.nv,pc-01,vào,được',
  '2026-07-08 09:00:00,an.nv,pc-01,vào,được', // which the mended mapping does not read
].join('\n')

test('a parser is mended: what it had read wrongly is read again, and the alerts follow', {
  timeout: 120_000,
}, async () => {
  const folder = configured(temporaryFolder(), false)
  const here = await openHere(folder, july('06', '08:00'))
  await here.until(july('09', '09:00'))
  expect((await here.post('c-win', 'cong', lines)).status).toBe(200)
  await here.until(july('09', '10:00'))
  const before = await here.alerts('&rule=ACC-03a')
  expect(before.map(({ first, withdrawn }) => [first, withdrawn]).sort()).toEqual(
    ['06', '07', '08'].map((day) => [july(day, '09:00'), undefined]),
  )
  const running = await vonggac(['reread', '--source', 'cong', '--config', folder])
  expect(running).toMatchObject({ code: 1, err: expect.stringMatching(/dừng sản phẩm.*\[DATA_LOCKED\]/) })
  await here.product.close()

  configured(folder, true)
  const args = ['reread', '--source', 'cong', '--all', '--config', folder]
  // A line that can no longer be read keeps what was read of it; it lies in the quarantine.
  expect(await vonggac(args)).toMatchObject({
    code: 3,
    out: expect.stringMatching(/^3 dòng đã đọc lại: 1 dòng đọc khác trước, 1 dòng như cũ, 1 dòng không đọc được/),
  })
  expect(await vonggac(args)).toMatchObject({ out: expect.stringMatching(/: 0 dòng đọc khác trước/) })

  const kept: unknown[] = []
  for await (const batch of archiveOf(`${folder}/data/bus`).read({
    from: july('01', '00:00'),
    to: july('30', '00:00'),
  }))
    for (const o of batch) if (o.action === 'login') kept.push([o.at, o.ok, o.received])
  expect(kept.sort()).toEqual([
    [july('06', '09:00'), false, july('09', '09:00')],
    [july('07', '09:00'), true, july('09', '09:00')],
    [july('08', '09:00'), true, july('09', '09:00')],
  ])

  const again = await openHere(folder, july('09', '11:00'))
  await again.until(july('09', '11:05'))
  const after = await again.alerts('&rule=ACC-03a')
  expect(
    after
      .filter(({ withdrawn }) => !withdrawn)
      .map(({ first }) => first)
      .sort(),
  ).toEqual([july('07', '09:00'), july('08', '09:00')])
  expect(after.find(({ withdrawn }) => withdrawn)).toMatchObject({
    first: july('06', '09:00'),
    withdrawn: { reason: { vi: expect.stringMatching(/bộ đọc/) } },
  })
  const attempts = await again.alerts('&rule=ACC-03c')
  expect(attempts).toMatchObject([{ first: july('06', '09:00'), late: true }])
  const quarantined = await (await fetch(`${again.url}/api/v1/quarantine`)).json()
  expect(quarantined).toMatchObject({ lines: [{ source: 'cong', times: 2 }] })
})

test('says what it needs', async () => {
  const folder = writeConfig(temporaryFolder())
  expect(await vonggac(['reread', '--config', folder])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/cần: reread --source/),
  })
  expect(await vonggac(['reread', '--source', 'la', '--config', folder])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/không có nguồn «la»/),
  })
})
