import { expect, test } from 'vitest'
import { type CoverageState, stateOf } from '../../../api/coverage/coverage.ts'
import { coverageOf } from '../../../api/coverage/make.ts'
import { readCell } from '../../../api/coverage/words.ts'
import { periodOf } from '../../../api/reports/period.ts'
import type { Action, Observation } from '../../../kernel/event.ts'
import { DAY, localTime } from '../../../kernel/time.ts'
import { alertOf, nightLogin, text } from '../../support/alerts.ts'
import { hourly, materialOf, registers } from '../../support/report.ts'

const period = periodOf('2026-03')!
const { from, to } = period
type But = Parameters<typeof materialOf>[0]

const madeOf = (but: But = {}) => coverageOf(materialOf(but))
const look = (but: But, unit: string, clause: string) => {
  const made = madeOf(but)
  return readCell(made.units.find(({ id }) => id === unit)!, made.clauses.find(({ id }) => id === clause)!)
}
const stateIn = (but: But, clause = 'ACC-01', unit = 'xa-a'): CoverageState => look(but, unit, clause).state

const others = [...hourly('c-b', 'winlogbeat', from, to), ...hourly('c-bkav', 'bkav', from, to)]
const whole = [...hourly('c-a', 'winlogbeat', from, to), ...others]

test('where everything a clause needs was seen and nothing was found, it is met, with what that rests on', () => {
  const { state, cell, reasons, hints } = look({}, 'xa-a', 'ACC-01')
  expect({ state, reasons, hints }).toEqual({ state: 'met', reasons: [], hints: [] })
  expect(cell).toMatchObject({
    ...{
      alerts: 0,
      whole: true,
      days: { heard: 22, of: 22 },
      machines: { heard: 1, of: 1 },
      people: { heard: 1, of: 1 },
    },
    ...{ machineDays: 22, taken: 0 },
  })
})

test('a clause without a rule, or that does not bind, is never met, and says which it is', () => {
  const made = madeOf()
  const unruled = made.clauses.filter(({ rules }) => rules.length === 0)
  expect(unruled.length).toBeGreaterThan(0)
  for (const unit of made.units)
    for (const clause of unruled) expect(['no-rule', 'not-bound']).toContain(stateOf(unit, clause))
})

test('what no text makes binding is said so, and a text of half the month binds for half of its days', () => {
  const without = { ...registers, directives: [] }
  expect(look({ rows: without }, 'xa-a', 'ACC-04')).toMatchObject({ state: 'not-bound' })
  expect(look({ rows: without }, 'xa-a', 'ACC-04').reasons[0]).toMatch(/cần CB hoặc VT trong directives\.csv/)
  const half = { ...registers, directives: [{ doc: 'CB' as const, unit: 'tinh', from: '2026-03-16' }] }
  expect(look({ rows: half }, 'xa-a', 'ACC-04').cell?.days).toEqual({ heard: 12, of: 12 })
})

test('a source that is switched off turns its clauses to not assessable, never to met, and one that falls silent to partly', () => {
  expect(stateIn({ logs: others })).toBe('not-assessable')
  const { reasons, hints } = look({ logs: others }, 'xa-a', 'ACC-01')
  expect(reasons.join()).toContain('nguồn không gửi gì trong kỳ: winlogbeat')
  expect(hints.map(({ id }) => id)).toContain('logon')
  const undeclared = { ...registers, pipelines: registers.pipelines!.filter(({ source }) => source === 'bkav') }
  expect(look({ rows: undeclared }, 'xa-a', 'ACC-01')).toMatchObject({ state: 'not-assessable' })
  expect(look({ rows: undeclared }, 'xa-a', 'ACC-01').reasons[0]).toContain('thiếu nguồn')
  const half = [...others, ...hourly('c-a', 'winlogbeat', from, from + 10 * DAY)]
  const part = look({ logs: half }, 'xa-a', 'ACC-01')
  expect(part.state).toBe('partial')
  expect(part.cell).toMatchObject({ days: { heard: 7, of: 22 }, machineDays: 7 })
})

test('of days before a source was read for an act nothing can be said, and the reason is said', () => {
  const noon = localTime('2026-03-16', '12:00')
  const read = (since: number) => (_: string, action: Action) => (action === 'login' ? since : -Infinity)
  const half = look({ since: read(noon) }, 'xa-a', 'ACC-01')
  expect(half.state).toBe('partial')
  // The day on which it began is none of its days: eleven working days are left.
  expect(half.cell).toMatchObject({ days: { heard: 11, of: 22 }, machineDays: 11 })
  expect(half.reasons).toEqual([
    'nguồn winlogbeat chỉ được đọc «đăng nhập» từ 12:00 16/03/2026; trước đó không đánh giá được',
  ])
  expect(half.hints).toEqual([])
  expect(look({ since: read(to + DAY) }, 'xa-a', 'ACC-01')).toMatchObject({
    state: 'not-assessable',
    reasons: [expect.stringMatching(/^nguồn winlogbeat chỉ được đọc/)],
    cell: { days: { heard: 0, of: 22 }, machineDays: 0 },
  })
  expect(look({ since: read(Infinity) }, 'xa-a', 'ACC-01')).toMatchObject({
    state: 'not-assessable',
    reasons: [expect.stringMatching(/^nguồn winlogbeat chưa được đọc/)],
  })
  expect(stateIn({ since: read(from) })).toBe('met')
})

test('a pipeline that speaks for others hides neither a machine that says nothing nor a day without it', () => {
  const more = { ...registers, machines: [...registers.machines!, { ...registers.machines![0]!, id: 'pc-07' }] }
  const { state, cell, reasons } = look({ rows: more }, 'xa-a', 'ACC-01')
  expect(state).toBe('partial')
  expect(cell?.machines).toEqual({ heard: 1, of: 2 })
  expect(reasons.join()).toContain('1 máy trong sổ không gửi nhật ký cần thiết: pc-07')
  // The province's collector brings the logs of all, and on one day those of another commune alone.
  const shared = { ...registers, pipelines: [{ ...registers.pipelines![0]!, unit: 'tinh' }] }
  const day = localTime('2026-03-10', '05:00')
  const lacking = whole.filter(({ at, collector }) => collector !== 'c-a' || at < day || at >= day + DAY)
  const elsewhere = hourly('c-a', 'winlogbeat', day, day + DAY).map((o) => ({ ...o, host: 'pc-02', user: 'la@tinh' }))
  const logs = [...lacking, ...(elsewhere as Observation[])]
  expect(stateIn({ rows: shared, logs: whole })).toBe('met')
  expect(look({ rows: shared, logs }, 'xa-a', 'ACC-01').reasons).toEqual([
    '1 ngày làm việc không có nhật ký cần thiết từ máy của đơn vị: 10/03/2026',
  ])
})

test('a printer or a camera owes no log', () => {
  const more = {
    ...registers,
    machines: [...registers.machines!, { ...registers.machines![0]!, id: 'in-01', role: 'printer' as const }],
  }
  expect(stateIn({ rows: more })).toBe('met')
})

test('a machine that starts from the network owes no sign of an agent', () => {
  const withRole = (role: 'diskless' | 'workstation') => ({
    ...registers,
    machines: [...registers.machines!, { ...registers.machines![0]!, id: 'pc-07', role }],
  })
  const logs = [...whole, { ...whole[0]!, id: 'seen', host: 'pc-07' } as Observation]
  expect(stateIn({ rows: withRole('diskless'), logs }, 'EPP-01')).toBe('met')
  expect(look({ rows: withRole('workstation'), logs }, 'xa-a', 'EPP-01').reasons.join()).toContain('pc-07')
})

test('what was not told of once for thirty days is not watched, whatever the pipelines say', () => {
  const { state, reasons, hints } = look({}, 'xa-a', 'MED-01')
  expect(state).toBe('not-assessable')
  expect(reasons).toEqual([
    'trong kỳ và 30 ngày đến hết kỳ không có sự kiện nào về «cắm thiết bị»: có thể chưa bật ghi',
  ])
  expect(hints[0]).toMatchObject({ setting: 'Bật «Audit PNP Activity» (Success)' })
  const stick = {
    ...whole[0]!,
    id: 'stick',
    action: 'media.attach',
    host: 'pc-01',
    device: 'usb-1',
    kind: 'storage',
  } as Observation
  expect(stateIn({ logs: [...whole, stick] }, 'MED-01')).toBe('met')
})

test('a unit that does not deliver what a rule needs is not met by it, and says which policy it is', () => {
  const { state, reasons } = look({}, 'xa-a', 'MED-02')
  expect(state).toBe('not-assessable')
  expect(reasons.join()).toContain('scansLogged')
})

/** Xã A delivers its changes of passwords, and one was told of; nobody was locked out all month. */
const changing = (rows = registers) => ({
  rows,
  yields: new Map<string, readonly Action[]>([
    ['winlogbeat', ['login', 'password.change', 'account.lock']],
    ['bkav', ['heartbeat']],
  ]),
  overrides: [{ unit: 'tinh', rule: 'ACC-06a', set: { changesLogged: true }, basis: 'x' }],
  logs: [...whole, { ...whole[0]!, id: 'changed', action: 'password.change', ok: true } as Observation],
})

test.each(['PT', 'CB'] as const)(
  'a clause whose rules leave something out is never met, where %s alone binds too',
  (doc) => {
    const rows = { ...registers, directives: [{ doc, unit: 'tinh', from: '2026-01-01' }] }
    const { state, cell, reasons } = look(changing(rows), 'xa-a', 'ACC-06')
    expect(state).toBe('partial')
    expect(cell).toMatchObject({ whole: false, days: { heard: 22, of: 22 }, lacks: [{ kind: 'rule' }] })
    expect(reasons).toEqual([expect.stringMatching(/^quy tắc chỉ xét một phần của quy định: chỉ xét .*[^.]$/)])
    const at = localTime('2026-03-10', '20:00')
    const alert = alertOf({ rule: 'ACC-06a', level: 'low', at, say: text('x'), unit: 'xa-a' })
    const violation = { ...alert, clause: { ...alert.clause, id: 'ACC-06', standing: 'violation' as const } }
    expect(stateIn({ ...changing(rows), alerts: [violation] }, 'ACC-06')).toBe('violated')
  },
)

test('what stands for a log by itself need not have happened, and its source must have spoken', () => {
  const { logs, ...rest } = changing()
  expect(stateIn({ ...rest, logs: whole }, 'ACC-06')).toBe('not-assessable')
  expect(stateIn({ ...rest, logs: logs.filter(({ collector }) => collector !== 'c-a') }, 'ACC-06')).toBe(
    'not-assessable',
  )
})

test('how to switch on what a policy keeps silent is told of what that rule needs', () => {
  expect(look({}, 'xa-a', 'ACC-06').reasons.join()).toContain('changesLogged')
  const ids = (clause: string) => look({}, 'xa-a', clause).hints.map(({ id }) => id)
  expect(ids('ACC-06')).toEqual(['accounts'])
  expect(ids('MED-02')).toEqual(['scans'])
})

test('a violation is one where it was found, and a sign is none', () => {
  const at = localTime('2026-03-10', '20:00')
  const sign = nightLogin(at)
  expect(stateIn({ alerts: [sign] })).toBe('signs')
  const violation = { ...sign, id: 'v', clause: { ...sign.clause, standing: 'violation' as const } }
  expect(stateIn({ alerts: [violation], logs: others })).toBe('violated')
  expect(look({ alerts: [violation], logs: others }, 'xa-a', 'ACC-01').cell).toMatchObject({
    whole: false,
    violations: 1,
  })
  const gone = { ...violation, withdrawn: { reason: text('x'), at } }
  expect(stateIn({ alerts: [gone] })).toBe('met')
})

test('an absence that still lasts is no clause that is met', () => {
  const open = alertOf({ rule: 'ACC-04', level: 'medium', at: from - 20 * DAY, say: text('x'), unit: 'xa-a' })
  expect(stateIn({}, 'ACC-04')).toBe('met')
  expect(['violated', 'signs']).toContain(stateIn({ alerts: [open] }, 'ACC-04'))
  expect(stateIn({ alerts: [{ ...open, ended: from - 1 }] }, 'ACC-04')).toBe('met')
})

test('what nobody could judge leaves the denominators', () => {
  const noon = localTime('2026-03-10', '12:00')
  const unjudged = [{ rule: 'EPP-01', entity: 'pc-01', from: noon, to: noon + 2 * DAY, reason: 'pipeline' as const }]
  expect(stateIn({}, 'EPP-01')).toBe('met')
  const { state, cell, reasons } = look({ unjudged }, 'xa-a', 'EPP-01')
  expect(state).toBe('partial')
  expect(cell).toMatchObject({ taken: 3, machineDays: look({}, 'xa-a', 'EPP-01').cell!.machineDays - 3 })
  expect(reasons).toEqual(['1 trường hợp (1 đối tượng) không xác định được, đã loại khỏi mẫu số'])
})

test('nothing is met over an archive that lost logs, nor while some of it waits to be judged again', () => {
  expect(stateIn({ lacks: [{ from, to: from + 1 }] })).toBe('partial')
  expect(stateIn({ pending: { waiting: 1, aside: 0, damaged: 0, remaking: false } })).toBe('partial')
})

test('a register with nobody in it lets nothing be met', () => {
  expect(look({}, 'so-x', 'ACC-04')).toMatchObject({
    state: 'not-assessable',
    reasons: ['danh bạ không có máy, người, tài khoản nào của đơn vị'],
  })
})

test('a sign of life that another machine of that name sent is not the registered one’s', () => {
  const beat = { id: 'b', at: from, received: from, source: 'winlogbeat', collector: 'c-b', digest: 'd' }
  const logs = [{ ...beat, action: 'heartbeat', host: 'pc-01', agent: 'bkav' } as Observation]
  const { heard } = materialOf({ logs })
  expect([...heard.agents]).toEqual(['pc-01~xa-b'])
  expect(heard.ears.get('xa-a')).toBeUndefined()
})

test('units that nobody watches are counted, not shown', () => {
  const some = {
    ...registers,
    units: registers.units!.map((unit) => ({ ...unit, monitored: unit.id === 'xa-a' ? '2026-01-01' : undefined })),
  }
  const made = madeOf({ rows: some })
  expect(made.units.map(({ id }) => id)).toEqual(['xa-a'])
  expect(made.unwatched).toBe(4)
})

test('a register that nobody filled in lets nothing be met, and one that is filled in does', () => {
  const bare = { ...registers, machines: registers.machines!.map(({ person: _, ...row }) => row), systems: [] }
  const { state, reasons } = look({ rows: bare }, 'xa-a', 'HRS-04')
  expect(state).toBe('not-assessable')
  expect(reasons.join()).toMatch(/^danh bạ chưa cho biết: .*machines\.csv/)
  expect(look({ rows: bare }, 'xa-a', 'LVL-01').reasons.join()).toContain('systems.csv')
  const system = { id: 's', name: 'S', unit: 'xa-a', level: '2' as const, decision: '1/QĐ' }
  expect(stateIn({ rows: { ...bare, systems: [system] } }, 'LVL-01')).toBe('met')
  expect(stateIn({ rows: { ...bare, systems: [{ ...system, unit: 'tinh' }] } }, 'LVL-01')).toBe('not-assessable')
})
