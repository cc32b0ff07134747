import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { localTime } from '../../kernel/time.ts'
import { writeConfig, writeRegisters } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { signIn } from '../support/lines.ts'
import { openHere } from '../support/product.ts'

const july = (clock: string) => localTime('2026-07-03', clock)

test('an alert store of another version is refused; moved away, the alerts are made again from the log', async () => {
  const folder = writeConfig(temporaryFolder())
  writeRegisters(folder, {
    'people.csv':
      'mã,họ tên,đơn vị,trạng thái,quyết định,từ ngày,đến ngày\n' +
      'p-an,Nguyễn Văn An,xa-a,nghỉ hưu,15/QĐ-UBND,2026-07-01,\n' +
      'p-bich,Trần Thị Bích,xa-a,đang làm việc,,,\np-cuc,Lê Thị Cúc,xa-a,đang làm việc,,,\n',
  })
  const here = await openHere(folder, july('08:00'))
  expect((await here.health()).findings).toEqual([])
  await here.until(july('09:00'))
  const login = signIn({ at: july('08:59'), user: 'An.NV', host: 'pc-01', record: 1 })
  expect((await here.post('c-win', 'winlogbeat', login)).status).toBe(200)
  await here.until(july('10:00'))
  const before = await here.alerts()
  expect(before.length).toBeGreaterThan(0)
  // Raised when it was judged, not when its log came.
  const { history } = await here.alert(before[0]!.id)
  expect(history.map(({ written }) => written)).toEqual([july('10:00')])
  await here.product.close()

  const data = join(folder, 'data')
  const db = new DatabaseSync(join(data, 'vonggac.db'))
  db.exec('UPDATE alert_schema SET version = 1')
  db.close()
  await expect(openHere(folder, july('11:00'))).rejects.toMatchObject({ code: 'STORE_VERSION' })

  const aside = join(folder, 'aside')
  mkdirSync(aside)
  for (const name of readdirSync(data).filter((name) => name.startsWith('vonggac.db')))
    renameSync(join(data, name), join(aside, name))
  const again = await openHere(folder, july('11:00'))
  await again.until(july('11:01'))
  const found = new Map((await again.alerts()).map((alert) => [alert.id, alert]))
  for (const alert of before) expect(found.get(alert.id)).toEqual(alert)
})
