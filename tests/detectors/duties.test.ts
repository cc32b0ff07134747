import { expect, test } from 'vitest'
import { town } from '../../detectors/timeline.ts'
import { directoryData, type Rows, withRows } from '../../kernel/directory/data.ts'
import { localTime } from '../../kernel/time.ts'
import { openShell, rules } from '../support/drive.ts'

/* What registers alone say is taken back, moved and found by the registers alone. */

type Machine = NonNullable<Rows['machines']>[number]
const machine = (but: Partial<Machine & { known: number }> = {}): Machine => ({
  ...{ id: 'pc-20', unit: 'xa-a', role: 'workstation', secrets: false, agent: true, from: '2026-03-02' },
  ...but,
})
const version = (...machines: readonly Machine[]) => directoryData(withRows(town, { machines }))
const own = rules.filter(({ id }) => id === 'HRS-03')
const day = (date: string, clock = '08:00'): number => localTime(date, clock)
const begun = (data = version(machine())) => {
  const shell = openShell(data, { rules: own, overrides: [] })
  shell.tick(day('2026-03-02', '00:00'))
  return shell
}

test('a register that is mended in its own row takes the alert back', async () => {
  const shell = begun()
  shell.tick(day('2026-03-17'))
  expect(shell.alerts()).toMatchObject([{ entity: { kind: 'duty', value: 'xa-a/assignment/pc-20' }, occurrences: 1 }])
  expect(shell.alerts()[0]?.subject).toEqual({
    machine: 'pc-20',
    unit: { id: 'xa-a', name: 'Xã A', path: ['tinh', 'xa-a'] },
  })
  shell.directory(version(machine({ person: 'p-an' })))
  await shell.reevaluate()
  expect(shell.alerts()).toEqual([])
  expect(shell.stored()[0]?.withdrawn?.reason.vi).toContain('sửa sau')
})

test('what was done after the deadline ends the alert, and what goes wrong again is another', async () => {
  const shell = begun()
  shell.tick(day('2026-03-17'))
  const given = [machine({ to: '2026-03-17' }), machine({ person: 'p-an', from: '2026-03-18', to: '2026-03-31' })]
  shell.directory(version(...given))
  await shell.reevaluate()
  shell.tick(day('2026-03-19'))
  expect(shell.alerts()).toMatchObject([{ ended: day('2026-03-18', '00:00') }])
  shell.directory(version(...given, machine({ from: '2026-04-01' })))
  await shell.reevaluate()
  shell.tick(day('2026-04-20'))
  await shell.reevaluate()
  expect(shell.alerts()).toHaveLength(2)
})

test('a row that is entered late is waited for from its entry, and its past judged by nobody', async () => {
  const shell = begun(version())
  shell.tick(day('2026-03-20'))
  shell.directory(version(machine({ known: day('2026-03-20') })))
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

test('a unit that is found not to have filled the column in is guilty of nothing', async () => {
  const shell = begun()
  shell.tick(day('2026-03-17'))
  const empty = town.machines!.map(({ person: _, ...row }) => row)
  shell.directory(directoryData({ ...town, machines: [...empty, machine()] }))
  await shell.reevaluate()
  expect(shell.alerts()).toEqual([])
})
