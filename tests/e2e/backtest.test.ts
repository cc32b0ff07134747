import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DAY, localTime, MINUTE } from '../../kernel/time.ts'
import { writeConfig, writeRegisters } from '../support/config.ts'
import { temporaryFolder } from '../support/folder.ts'
import { wrongPassword } from '../support/lines.ts'
import { openHere, vonggac } from '../support/product.ts'

const july = (day: string, clock: string) => localTime(`2026-07-${day}`, clock)
let record = 0
/** So many wrong passwords, a minute apart. */
const guesses = (at: number, user: string, host: string, times: number): string =>
  Array.from({ length: times }, (_, i) => wrongPassword({ at: at + i * MINUTE, user, host, record: ++record })).join(
    '\n',
  )

type Brief = {
  readonly id: string
  readonly occurrences: number
  readonly entity: { readonly value: string }
  readonly say: { readonly vi: string }
}
type Table = {
  readonly before: readonly Brief[]
  readonly after: readonly Brief[]
  readonly raised: readonly Brief[]
  readonly withdrawn: readonly Brief[]
  readonly changed: readonly { readonly before: Brief; readonly after: Brief }[]
  readonly policy: readonly unknown[]
}
const brief = (alerts: readonly Brief[]) =>
  alerts.map(({ id, occurrences, say }) => ({ id, occurrences, say: say.vi })).sort((a, b) => (a.id < b.id ? -1 : 1))

/** A month in which three officers' passwords are guessed at other officers' machines: 4, 5 and 7 times. */
const month = async () => {
  const folder = writeConfig(temporaryFolder())
  const here = await openHere(folder, july('01', '08:00'))
  const days = [
    ['06', guesses(july('06', '09:00'), 'An.NV', 'pc-02', 4)],
    ['07', guesses(july('07', '09:00'), 'Bich.TT', 'pc-01', 5)],
    ['08', guesses(july('08', '09:00'), 'Cuc.LT', 'pc-01', 7)],
  ] as const
  for (const [day, lines] of days) {
    await here.until(july(day, '09:20'))
    expect((await here.post('c-win', 'winlogbeat', lines)).status).toBe(200)
    await here.until(july(day, '10:00'))
  }
  await here.until(july('10', '10:00'))
  return { folder, here }
}

const tried = async (folder: string, ...args: readonly string[]): Promise<Table> => {
  const run = await vonggac([
    'backtest',
    '--rule',
    'ACC-11a',
    '--config',
    folder,
    '--from',
    '2026-07-01',
    '--json',
    ...args,
  ])
  expect(run).toMatchObject({ code: 0 })
  return JSON.parse(run.out) as Table
}

test('a changed number: last month’s difference, then activated; the stored alerts are what the table promised', {
  timeout: 120_000,
}, async () => {
  const { folder, here } = await month()
  const stored = async (from: Awaited<ReturnType<typeof openHere>>) =>
    (await from.alerts('&rule=ACC-11a')).filter(({ withdrawn }) => !withdrawn)
  expect(await stored(here)).toHaveLength(2)

  const lower = await tried(folder, '--set', 'count=4')
  expect(brief(lower.before)).toEqual(brief(await stored(here)))
  expect([lower.raised.length, lower.withdrawn.length, lower.changed.length]).toEqual([1, 0, 2])
  // Nothing was written.
  expect(brief(await stored(here))).toEqual(brief(lower.before))

  const said = await vonggac([
    'backtest',
    '--rule',
    'ACC-11a',
    '--config',
    folder,
    '--set',
    'count=4',
    '--basis',
    '12/KH',
  ])
  expect(said).toMatchObject({ code: 0, out: expect.stringMatching(/^\+ [0-9a-f]{26} .*an\.nv@tinh/m) })
  expect(said.out).toMatch(/^tổng cộng +2 +3 +1 +0 +2$/m)
  expect(said.out).toContain('policy:\n  - { unit: "tinh", rule: "ACC-11a", set: { count: 4 }, basis: "12/KH" }')
  await here.product.close()

  // Activated, and later taken back, with a number that nobody reaches in part.
  writeConfig(folder, { policy: lower.policy })
  const lowered = await openHere(folder, july('10', '10:05'))
  await lowered.until(july('10', '10:06'))
  expect(brief(await stored(lowered))).toEqual(brief(lower.after))

  const higher = await tried(folder, '--set', 'count=6')
  expect([higher.raised.length, higher.withdrawn.length, higher.changed.length]).toEqual([0, 2, 1])
  await lowered.product.close()
  writeConfig(folder, { policy: higher.policy })
  const raised = await openHere(folder, july('10', '10:10'))
  await raised.until(july('10', '10:11'))
  expect(brief(await stored(raised))).toEqual(brief(higher.after))
  const withdrawn = (await raised.alerts('&rule=ACC-11a')).filter((alert) => alert.withdrawn)
  expect(brief(withdrawn).map(({ id }) => id)).toEqual(brief(higher.withdrawn).map(({ id }) => id))
  // The analyst is told what took it back: whose number, from what to what, and by which document.
  for (const alert of withdrawn)
    expect(alert.withdrawn?.reason.vi).toMatch(
      /^tham số của luật ACC-11a đã thay đổi: đơn vị .+ \(tinh\) và đơn vị trực thuộc, «count» 4 → 6 theo /,
    )
})

test('the directory as it was known then, or as it is now', { timeout: 120_000 }, async () => {
  const { folder, here } = await month()
  // Entered on the 10th: pc-01 has been Cúc's since the first of the month, so she guessed her own password.
  writeRegisters(folder, {
    'machines.csv': 'tên máy,đơn vị,giao cho\npc-01,xa-a,p-cuc\npc-02,xa-a,p-bich\npc-03,xa-a,p-an\n',
  })
  await here.product.watch.look()
  await here.until(july('10', '11:00'))
  const [now, then] = [
    await tried(folder, '--set', 'count=4'),
    await tried(folder, '--set', 'count=4', '--directory', 'then'),
  ]
  expect([now.before.length, then.before.length]).toEqual([1, 2])
  expect([now.after.length, then.after.length]).toEqual([2, 3])
  expect(brief(now.before)).toEqual(brief((await here.alerts('&rule=ACC-11a')).filter(({ withdrawn }) => !withdrawn)))
})

test('set against the numbers of another file, not those in force', { timeout: 120_000 }, async () => {
  const { folder, here } = await month()
  await here.product.close()
  const other = join(temporaryFolder(), 'other.yaml')
  writeFileSync(other, 'policy:\n  - { unit: tinh, rule: ACC-11a, set: { count: 4 }, basis: 12/KH }\n')
  const users = (alerts: readonly Brief[]) => alerts.map(({ entity }) => entity.value).sort()
  const inForce = await tried(folder, '--against', other)
  expect(users(inForce.before)).toHaveLength(3)
  expect(users(inForce.after)).toEqual(['bich.tt@tinh', 'cuc.lt@tinh'])
  expect([users(inForce.raised), users(inForce.withdrawn)]).toEqual([[], ['an.nv@tinh']])
  const both = await tried(folder, '--against', other, '--set', 'count=6')
  expect([users(both.before).length, users(both.after)]).toEqual([3, ['cuc.lt@tinh']])
})

describe('what cannot be tried', () => {
  test('says why', { timeout: 60_000 }, async () => {
    const folder = writeConfig(temporaryFolder())
    const here = await openHere(folder, july('01', '08:00'))
    await here.until(july('01', '08:00') + DAY)
    await here.product.close()
    const cases: readonly (readonly [string, RegExp])[] = [
      ['--rule XYZ-1 --set count=4', /không có luật «XYZ-1»/],
      ['--rule ACC-11a --set cuont=4', /luật «ACC-11a» không có tham số «cuont» \(có: count, within, settle\)/],
      ['--rule ACC-11a --set count=bốn', /cần số nguyên, nhận chữ: «bốn»/],
      ['--rule ACC-11a --set count', /--set: cần TÊN=GIÁ_TRỊ, nhận «count»/],
      ['--rule ACC-11a --set count=4 --unit xa-z', /không có đơn vị «xa-z»/],
      ['--rule ACC-11a --set count=4 --from mai', /--from: cần ngày như 2026-03-01/],
      ['--rule ACC-11a --set count=4 --directory xưa', /--directory: cần now hoặc then/],
      ['--rule ACC-11a', /cần --set/],
    ]
    for (const [args, said] of cases)
      expect(await vonggac(['backtest', '--config', folder, ...args.split(' ')])).toMatchObject({
        code: 2,
        err: expect.stringMatching(said),
      })
  })
})
