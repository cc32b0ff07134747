import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openVersions } from '../../deploy/versions.ts'
import { loadCatalogue } from '../../detectors/load.ts'
import { localDate, localTime, localWeekday } from '../../kernel/time.ts'
import { commune, writeConfig, writeRegisters } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { signIn } from '../support/lines.ts'
import { openHere, startProduct, vonggac } from '../support/product.ts'

/** A working day some time ago, so that logins of that morning raise nothing by themselves. */
const DAY = ((): string => {
  let at = Date.now() - 20 * 86_400_000
  while (localWeekday(at) > 5) at -= 86_400_000
  return localDate(at)
})()
const at = (clock: string): number => localTime(DAY, clock)
const departed = (): string => commune['people.csv']!.replaceAll('đang làm việc,,,', `nghỉ hưu,15/QĐ-UBND,${DAY},`)

/** The commune's register declares no source. */
const NO_ROW = { code: 'SOURCE_UNDECLARED' }

test('a heavy version waits, says so, is shown by check, and is let in by check --confirm', {
  timeout: 60_000,
}, async () => {
  const folder = writeConfig(temporaryFolder(), { confirmAbove: 1 })
  const product = await startProduct(folder)
  const lines = ['An.NV', 'Bich.TT', 'Cuc.LT'].map((user, i) =>
    signIn({ at: at('10:00'), user, host: `pc-0${i + 1}`, record: i + 1 }),
  )
  expect((await product.post('c-win', 'winlogbeat', lines.join('\n'))).status).toBe(200)
  const closed = async () => (await product.alerts('&rule=ACC-03a')).length
  await vi.waitFor(async () => expect((await product.health()).watermark).toBeGreaterThan(0), 10_000)

  writeRegisters(folder, { 'people.csv': departed() })
  const shown = await vonggac(['check', '--config', folder])
  expect(shown).toMatchObject({ code: 4, err: '' })
  expect(shown.out).toMatch(/phiên bản mới [\da-f]{16}: \d+ dòng thay đổi, \d+ cảnh báo phát sinh, 0 cảnh báo thu hồi/)
  expect(shown.out.match(/phát sinh: ACC-03a /g)).toHaveLength(3)

  await vi.waitFor(
    async () =>
      expect((await product.health()).findings).toMatchObject([
        {
          code: 'DIRECTORY_NEEDS_CONFIRMATION',
          text: { vi: expect.stringMatching(/quá 1: hãy chạy «vonggac check»/) },
        },
        NO_ROW,
      ]),
    { interval: 300 },
  )
  expect(await closed()).toBe(0)

  const confirmed = await vonggac(['check', '--config', folder, '--confirm'])
  expect(confirmed).toMatchObject({ code: 0, out: expect.stringContaining('đã xác nhận') })
  await vi.waitFor(async () => expect(await closed()).toBe(3), { timeout: 20_000, interval: 300 })
  expect((await product.health()).findings).toMatchObject([NO_ROW])
  expect(await vonggac(['check', '--config', folder])).toMatchObject({ code: 0 })
  expect(await product.stop()).toBe(0)
})

test('a bad version leaves the old in force, and file, line and column are said in Vietnamese', async () => {
  const folder = writeConfig(temporaryFolder())
  const here = await openHere(folder, at('08:00'))
  const { directory } = here.product.detector
  writeRegisters(folder, {
    'people.csv': commune['people.csv']!.replace('p-bich,Trần Thị Bích,xa-a', 'p-bich,Trần Thị Bích,xa-z'),
  })
  await here.product.watch.look()
  const health = await here.health()
  expect(health).toMatchObject({ status: 'degraded', findings: [{ code: 'DIRECTORY_INVALID' }] })
  const said = /people\.csv, dòng 3, cột «đơn vị»: .*«xa-z»; cần /
  expect(health.findings[0]!.text.vi).toMatch(said)
  expect(await vonggac(['check', '--config', folder])).toMatchObject({ code: 3, err: expect.stringMatching(said) })

  await here.until(at('08:01'))
  expect(here.product.detector.directory).toBe(directory)
  writeRegisters(folder, { 'people.csv': commune['people.csv']! })
  await here.product.watch.look()
  expect((await here.health()).findings).toEqual([])
})

test('a version accepted just before a crash is taken over by the next start', async () => {
  const folder = writeConfig(temporaryFolder())
  const before = await openHere(folder, at('08:00'))
  await before.until(at('08:01'))
  writeRegisters(folder, { 'people.csv': departed() })
  const old = before.product.detector.directory
  await before.product.close()
  // What a crash between the two leaves: the version is kept, the log does not know of it.
  const versions = await openVersions(join(folder, 'data'), join(folder, 'directory'), {
    catalogue: loadCatalogue(),
    assumed: new Set(),
  })
  await versions.accept(await versions.propose(at('08:02')), at('08:02'))

  const after = await openHere(folder, at('08:05'))
  await vi.waitFor(() => expect(after.product.detector.directory).not.toBe(old))
  expect((await after.health()).findings).toEqual([])
})
