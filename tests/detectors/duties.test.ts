import { expect, test } from 'vitest'
import { town } from '../../detectors/timeline.ts'
import { directoryData, type Rows, withRows } from '../../kernel/directory/data.ts'
import { localTime } from '../../kernel/time.ts'
import { openShell, rules } from '../support/drive.ts'

/* What registers alone say is taken back, moved and found by the registers alone. */

type System = NonNullable<Rows['systems']>[number]
const system = (but: Partial<System & { known: number }> = {}): System => ({
  ...{ id: 'cong', name: 'Cổng', unit: 'xa-a', level: '3', firewall: '-', from: '2026-03-02' },
  ...but,
})
const version = (...systems: readonly System[]) => directoryData(withRows(town, { systems }))
const own = rules.filter(({ id }) => id === 'COV-01')
const day = (date: string, clock = '08:00'): number => localTime(date, clock)
const begun = (data = version(system())) => {
  const shell = openShell(data, { rules: own, overrides: [] })
  shell.tick(day('2026-03-02', '00:00'))
  return shell
}

test('a register that is mended in its own row takes the alert back', async () => {
  const shell = begun()
  shell.tick(day('2026-03-17'))
  expect(shell.alerts()).toMatchObject([{ entity: { kind: 'duty', value: 'xa-a/logs/cong/firewall' }, occurrences: 1 }])
  expect(shell.alerts()[0]?.subject).toEqual({
    unit: { id: 'xa-a', name: 'Xã A', path: ['tinh', 'xa-a'] },
  })
  shell.directory(version(system({ firewall: 'c1/windows' })))
  await shell.reevaluate()
  expect(shell.alerts()).toEqual([])
  expect(shell.stored()[0]?.withdrawn?.reason.vi).toContain('sửa sau')
})

test('what was done after the deadline ends the alert, and what goes wrong again is another', async () => {
  const shell = begun()
  shell.tick(day('2026-03-17'))
  const brought = [
    system({ to: '2026-03-17' }),
    system({ firewall: 'c1/windows', from: '2026-03-18', to: '2026-03-31' }),
  ]
  shell.directory(version(...brought))
  await shell.reevaluate()
  shell.tick(day('2026-03-19'))
  expect(shell.alerts()).toMatchObject([{ ended: day('2026-03-18', '00:00') }])
  shell.directory(version(...brought, system({ from: '2026-04-01' })))
  await shell.reevaluate()
  shell.tick(day('2026-04-20'))
  await shell.reevaluate()
  expect(shell.alerts()).toHaveLength(2)
})

test('a row that is entered late is waited for from its entry, and its past judged by nobody', async () => {
  const shell = begun(version())
  shell.tick(day('2026-03-20'))
  shell.directory(version(system({ known: day('2026-03-20') })))
  await shell.reevaluate()
  expect(shell.alerts()).toEqual([])
  shell.tick(day('2026-04-03', '17:29'))
  expect(shell.alerts()).toEqual([])
  shell.tick(day('2026-04-03', '17:33'))
  expect(shell.alerts()).toHaveLength(1)
})

test('a restart forgets nothing, and computing everything again changes nothing', async () => {
  const shell = begun()
  shell.tick(day('2026-03-10'))
  shell.restart()
  shell.tick(day('2026-03-17'))
  const [before] = shell.alerts()
  shell.doubtAll()
  await shell.reevaluate()
  expect(shell.alerts()).toEqual([before])
})

test('a cell that is found to be empty makes nobody guilty', async () => {
  const shell = begun()
  shell.tick(day('2026-03-17'))
  shell.directory(version(system({ firewall: undefined })))
  await shell.reevaluate()
  expect(shell.alerts()).toEqual([])
})

test('a row that is closed and opened again later counts from that edit: a gap, ADR 53', async () => {
  const shell = begun()
  shell.tick(day('2026-03-17'))
  const known = day('2026-03-17')
  shell.directory(version(system({ to: '2026-03-16', known }), system({ from: '2026-03-17', known })))
  await shell.reevaluate()
  expect(shell.alerts()).toEqual([])
  shell.tick(day('2026-03-31', '17:29'))
  expect(shell.alerts()).toEqual([])
  shell.tick(day('2026-03-31', '17:33'))
  expect(shell.alerts()).toHaveLength(1)
})

test('what was entered as met and was not is overdue again, however long ago it began', async () => {
  const system: System = { id: 'mc', name: 'Một cửa', unit: 'xa-a', level: '1' }
  const tested = (done: string) => ({ kind: 'restore-test' as const, unit: 'xa-a', system: 'mc', done })
  const of = (...days: readonly string[]) =>
    directoryData({ ...withRows(town, { systems: [system] }), records: days.map(tested) })
  const shell = openShell(of('2025-02-03', '2026-01-20'), {
    rules: rules.filter(({ id }) => id === 'INC-06'),
    overrides: [],
  })
  shell.tick(day('2026-03-02', '00:00'))
  shell.tick(day('2026-03-17'))
  expect(shell.alerts()).toEqual([])
  shell.directory(of('2025-02-03'))
  await shell.reevaluate()
  expect(shell.alerts()).toMatchObject([{ entity: { value: 'xa-a/restore-test/mc/2025-02-03' }, occurrences: 1 }])
})
