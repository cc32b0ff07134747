import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test, vi } from 'vitest'
import type { Reevaluation } from '../../api/schemas.ts'
import { writeAlerts } from '../../api/store/sqlite.ts'
import type { Alert } from '../../kernel/alert.ts'
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
  await here.product.detector.settled()
  await here.until(july('10:00'))
  const before = await here.alerts()
  expect(before.length).toBeGreaterThan(0)
  const { history } = await here.alert(before[0]!.id)
  expect(history.map(({ written }) => written)).toEqual([july('09:00')])
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

/** A day of an officer who retired on 1 July: signs in at nine; the product is closed at ten. */
const lived = async () => {
  const folder = writeConfig(temporaryFolder())
  writeRegisters(folder, {
    'people.csv':
      'mã,họ tên,đơn vị,trạng thái,quyết định,từ ngày,đến ngày\n' +
      'p-an,Nguyễn Văn An,xa-a,nghỉ hưu,15/QĐ-UBND,2026-07-01,\n' +
      'p-bich,Trần Thị Bích,xa-a,đang làm việc,,,\np-cuc,Lê Thị Cúc,xa-a,đang làm việc,,,\n',
  })
  const here = await openHere(folder, july('08:00'))
  await here.until(july('09:00'))
  await here.post('c-win', 'winlogbeat', signIn({ at: july('08:59'), user: 'An.NV', host: 'pc-01', record: 1 }))
  await here.until(july('10:00'))
  const before = await here.alerts()
  expect(before.map(({ rule }) => rule.id)).toContain('ACC-03a')
  await here.product.close()
  const file = join(folder, 'data', 'vonggac.db')
  return { folder, file, before }
}
const inForce = <T extends { readonly id: string }>(alerts: readonly T[]) =>
  alerts.toSorted((a, b) => (a.id < b.id ? -1 : 1))
const codes = (health: { readonly findings: readonly { readonly code: string }[] }) =>
  health.findings.map(({ code }) => code)

test('state of a newer build is made anew from the archive: the same alerts, no revision lost, and it says so', {
  timeout: 60_000,
}, async () => {
  const { folder, file, before } = await lived()
  const db = new DatabaseSync(file)
  db.exec('UPDATE position SET version = 99')
  db.close()
  const here = await openHere(folder, july('10:00'))
  await here.until(july('10:02'))
  expect(inForce(await here.alerts())).toEqual(inForce(before))
  expect(codes(await here.health())).toContain('STATE_REMADE')
  // The stream goes on with what was made anew: one more sign-in is one more piece of the same alert.
  await here.post('c-win', 'winlogbeat', signIn({ at: july('10:01'), user: 'An.NV', host: 'pc-01', record: 2 }))
  await here.until(july('10:10'))
  const [own] = before.filter(({ rule }) => rule.id === 'ACC-03a')
  expect((await here.alert(own!.id)).alert).toMatchObject({ occurrences: 2, revision: 2 })
  await here.product.close()
  const again = await openHere(folder, july('10:10'))
  expect(codes(await again.health())).not.toContain('STATE_REMADE')
})

test('a damaged database is put aside and everything made anew', { timeout: 60_000 }, async () => {
  const { folder, file, before } = await lived()
  writeFileSync(file, 'x'.repeat(8_192))
  const here = await openHere(folder, july('10:00'))
  await here.until(july('10:02'))
  expect(inForce(await here.alerts())).toEqual(inForce(before))
  expect(codes(await here.health())).toContain('STORE_DAMAGED')
  expect(readdirSync(join(folder, 'data')).some((name) => name.startsWith('vonggac.db.hong-'))).toBe(true)
})

test('damage that shows only when it is met stops detection until the next start, which makes everything anew', {
  timeout: 60_000,
}, async () => {
  const { folder, file, before } = await lived()
  const db = new DatabaseSync(file)
  const { rootpage } = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'alerts'").get()!
  const { page_size: size } = db.prepare('PRAGMA page_size').get()!
  db.close()
  const whole = readFileSync(file)
  const start = (Number(rootpage) - 1) * Number(size)
  writeFileSync(file, whole.fill(0x33, start, start + Number(size)))

  const struck = await openHere(folder, july('10:00'))
  await struck.post('c-win', 'winlogbeat', signIn({ at: july('10:01'), user: 'An.NV', host: 'pc-01', record: 2 }))
  await struck.product.intake.publishTick(july('10:30'))
  await vi.waitFor(async () => expect(codes(await struck.health())).toContain('DETECTOR_FAILED'), { timeout: 30_000 })
  await struck.product.close()

  const here = await openHere(folder, july('10:40'))
  await here.until(july('10:42'))
  expect(codes(await here.health())).toContain('STORE_DAMAGED')
  const [own] = before.filter(({ rule }) => rule.id === 'ACC-03a')
  expect((await here.alert(own!.id)).alert.occurrences).toBe(2)
  await here.product.close()
  // Once: the new one is whole.
  expect(codes(await (await openHere(folder, july('10:43'))).health())).not.toContain('STORE_DAMAGED')
})

test('a rule that is no longer what it was is applied to the past at the next start, and to a past that is gone not at all', {
  timeout: 60_000,
}, async () => {
  const { folder, file, before } = await lived()
  const db = new DatabaseSync(file)
  db.exec("UPDATE state SET value = '\"another\"' WHERE space = 'rule'")
  // An alert of a rule this build no longer has.
  const [alert] = before
  db.exec("INSERT INTO state (space, key, value) VALUES ('rule', 'OLD-01', '\"x\"')")
  const row = db.prepare('SELECT body FROM alerts WHERE id = ?').get(alert!.id)!
  db.close()
  const old = JSON.parse(String(row['body'])) as Alert
  const store = new DatabaseSync(file)
  writeAlerts(store, [{ ...old, id: 'old', rule: { ...old.rule, id: 'OLD-01' } }], july('09:30'))
  store.close()

  const here = await openHere(folder, july('10:00'))
  await here.until(july('10:02'))
  const { alert: gone } = await here.alert('old')
  expect(gone.withdrawn?.reason.vi).toBe('quy tắc không còn được dùng')
  expect(inForce((await here.alerts()).filter(({ id }) => id !== 'old'))).toEqual(inForce(before))
  const queue = (await (await fetch(`${here.url}/api/v1/reevaluation`)).json()) as Reevaluation
  expect(queue).toMatchObject({ waiting: { count: 0 }, aside: { count: 0 } })
  expect(queue.finished).toBeGreaterThan(0)
  expect(queue.last?.reason.vi).toBe('quy tắc hoặc tham số đã thay đổi')
})
