import fc from 'fast-check'
import { expect, test } from 'vitest'
import { figuresOf } from '../../../api/reports/make.ts'
import { periodOf } from '../../../api/reports/period.ts'
import type { Alert } from '../../../kernel/alert.ts'
import { DAY, foldDay, HOUR, localTime, MINUTE } from '../../../kernel/time.ts'
import { alertOf, nightLogin, text } from '../../support/alerts.ts'
import { hourly, materialOf, registers } from '../../support/report.ts'

const period = periodOf('2026-03')!
const noon = localTime('2026-03-10', '12:00')
const rules = ['ACC-01a', 'ACC-03b', 'ACC-11a', 'MED-01a', 'EPP-01'] as const
const people = [undefined, 'p-an', 'p-bich', 'p-cuong'] as const

const anAlert = fc
  .record({
    at: fc.integer({ min: period.from - 2 * DAY, max: period.to + 2 * DAY }),
    rule: fc.constantFrom(...rules),
    level: fc.constantFrom('low', 'medium', 'high', 'serious'),
    unit: fc.constantFrom('xa-a', 'xa-b', 'so-x-vp'),
    person: fc.constantFrom(...people),
    fate: fc.constantFrom('stands', 'stands', 'stands', 'withdrawn', 'silenced'),
  })
  .map(
    ({ at, rule, level, unit, person, fate }): Alert =>
      alertOf({
        ...{ at, rule, level, unit, say: text('x'), account: `tk-${at % 7}@tinh` },
        ...(person !== undefined && { person: [person, person] as const }),
        but: {
          ...(fate === 'withdrawn' && { withdrawn: { reason: text('x'), at } }),
          ...(fate === 'silenced' && { silenced: { exception: 'NL', document: '1/QĐ' } }),
        },
      }),
  )

test('the numbers are those of a plain recount', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anAlert, { selector: ({ id }) => id, maxLength: 40 }), (alerts) => {
      const { figures, items } = figuresOf(materialOf({ alerts }))
      const own = alerts.filter(
        (a) => !a.withdrawn && !a.silenced && foldDay(a.first) >= '2026-03-01' && foldDay(a.first) <= '2026-03-31',
      )
      expect(items.map(({ id }) => id)).toEqual(own.map(({ id }) => id).sort())
      let total = 0
      for (const level of ['low', 'medium', 'high', 'serious'] as const) {
        const found = own.filter((a) => a.level === level)
        total += found.length
        expect(figures.levels[level].alerts).toBe(found.length)
        expect(figures.levels[level].violations).toBe(found.filter((a) => a.clause.standing === 'violation').length)
        expect(figures.days.reduce((sum, day) => sum + (day[level] ?? 0), 0)).toBe(found.length)
        expect(figures.units.reduce((sum, unit) => sum + (unit.levels[level] ?? 0), 0)).toBe(found.length)
      }
      expect(figures.groups.reduce((sum, { alerts: n }) => sum + n, 0)).toBe(total)
      expect(figures.clauses.reduce((sum, { alerts: n }) => sum + n, 0)).toBe(total)
      const days = new Set<string>()
      for (const a of own) if (a.subject.person) days.add(`${a.clause.id} ${a.subject.person.id} ${foldDay(a.first)}`)
      expect(figures.personDays).toBe(days.size)
      expect(figures.clauses.reduce((sum, { personDays }) => sum + personDays, 0)).toBe(days.size)
    }),
  )
})

test('alerts in any order give the same numbers', () => {
  const alerts = [
    nightLogin(noon),
    nightLogin(noon + DAY),
    nightLogin(noon + 2 * DAY, { unit: 'xa-b', account: 'b@tinh' }),
  ]
  expect(figuresOf(materialOf({ alerts: [...alerts].reverse() }))).toEqual(figuresOf(materialOf({ alerts })))
})

test('one person, one clause, one night is one person-day', () => {
  const alerts = [
    nightLogin(localTime('2026-03-10', '23:00')),
    nightLogin(localTime('2026-03-11', '02:00'), { account: 'an2@tinh' }),
    nightLogin(localTime('2026-03-11', '05:00'), { account: 'an3@tinh' }),
  ]
  expect(figuresOf(materialOf({ alerts })).figures.personDays).toBe(2)
})

test('a night over the border belongs to the period in which it began', () => {
  const administrative = periodOf('2026-03', { administrative: true })!
  const [inside, outside] = [localTime('2026-03-15', '04:59'), localTime('2026-03-15', '05:00')]
  const count = (at: number): number =>
    figuresOf(materialOf({ period: administrative, alerts: [nightLogin(at)] })).items.length
  expect([count(inside), count(outside)]).toEqual([1, 0])
  expect([count(localTime('2026-02-15', '04:59')), count(localTime('2026-02-15', '05:00'))]).toEqual([0, 1])
})

test('the report of a unit counts what is below it, and alone names anybody', () => {
  const alerts = [nightLogin(noon, { unit: 'so-x-vp' }), nightLogin(noon + DAY, { unit: 'xa-b', account: 'b@tinh' })]
  const province = figuresOf(materialOf({ alerts })).figures
  const unit = figuresOf(materialOf({ alerts, unit: 'so-x' })).figures
  expect(province.named).toBeUndefined()
  expect(JSON.stringify(province)).not.toContain('Nguyễn Văn An')
  expect(JSON.stringify(province)).not.toContain('an.nv@tinh')
  expect(unit.named).toMatchObject([{ person: 'Nguyễn Văn An', unit: 'Văn phòng Sở X' }])
  expect(unit.levels.low.alerts).toBe(1)
})

test('a source that never spoke has no number, and silence is told from to', () => {
  const { from, to } = period
  const logs = [
    ...hourly('c-a', 'winlogbeat', from, from + 5 * DAY),
    ...hourly('c-a', 'winlogbeat', from + 7 * DAY, to),
    ...hourly('c-bkav', 'bkav', from, to),
  ]
  const { figures } = figuresOf(materialOf({ logs }))
  const source = (id: string) => figures.sources.find((one) => one.id === id)!
  expect(source('c-b/winlogbeat')).toMatchObject({ state: 'silent', silences: [{ from, to }] })
  expect(source('c-b/winlogbeat')).not.toHaveProperty('events')
  expect(source('c-a/winlogbeat').state).toBe('interrupted')
  expect(source('c-a/winlogbeat').silences).toEqual([{ from: from + 5 * DAY - HOUR + MINUTE, to: from + 7 * DAY }])
  expect(source('c-bkav/bkav')).toMatchObject({ state: 'alive', events: 31 * 24, silences: [] })
  expect(figures.units.find(({ unit }) => unit === 'xa-a')?.state).toBe('interrupted')
})

test('what nobody could have seen is no zero in the numbers either', () => {
  const { figures } = figuresOf(materialOf({ logs: [] }))
  expect(figures.deaf).toBe('silent')
  const counts = [
    ...Object.values(figures.levels).flatMap((level) => Object.values(level)),
    ...figures.days.flatMap(({ date: _, ...by }) => Object.values(by)),
    ...figures.units.flatMap(({ levels, alerts, personDays }) => [...Object.values(levels), alerts, personDays]),
    figures.personDays,
  ]
  expect(new Set(counts)).toEqual(new Set([null]))
  expect(figuresOf(materialOf({ rows: { ...registers, pipelines: [] } })).figures.deaf).toBe('no-source')

  // What was found all the same is a number, and only that.
  const found = figuresOf(materialOf({ logs: [], alerts: [nightLogin(noon)] })).figures
  expect(found.levels.low).toMatchObject({ alerts: 1, silenced: null })
  expect(found.levels.high.alerts).toBeNull()
  expect(found.units.find(({ unit }) => unit === 'xa-a')).toMatchObject({ alerts: 1, levels: { low: 1, high: null } })

  const heard = figuresOf(materialOf()).figures
  expect(heard).not.toHaveProperty('deaf')
  expect(heard.levels.low.alerts).toBe(0)
  expect(heard.units.find(({ unit }) => unit === 'xa-a')).toMatchObject({ state: 'heard', alerts: 0 })
  const one = { ...registers, pipelines: registers.pipelines!.filter(({ collector }) => collector === 'c-a') }
  const others = figuresOf(materialOf({ rows: one })).figures
  expect(others).not.toHaveProperty('deaf')
  expect(others.units.find(({ unit }) => unit === 'xa-b')).toMatchObject({ state: 'no-source', alerts: null })
})

test('a clause is judged only where what could show it was heard', () => {
  const { from, to } = period
  const quiet = (rows = registers, logs?: ReturnType<typeof hourly>) =>
    figuresOf(materialOf({ rows, unit: 'xa-a', ...(logs && { logs }) })).figures.clauses.find(
      ({ clause }) => clause === 'ACC-01',
    )!
  expect(quiet()).toMatchObject({ judged: 'judged', unitsJudged: 1 })
  expect(quiet(registers, hourly('c-bkav', 'bkav', from, to)).judged).toBe('silent')
  const without = { ...registers, pipelines: registers.pipelines!.filter(({ source }) => source === 'bkav') }
  expect(quiet(without).judged).toBe('no-source')
  expect(quiet(registers, hourly('c-a', 'winlogbeat', from, from + 10 * DAY)).judged).toBe('partial')
})

test('an absence that has not ended is carried into the next period', () => {
  const open = alertOf({
    rule: 'ACC-04',
    level: 'medium',
    at: localTime('2026-02-10', '12:00'),
    say: text('x'),
    unit: 'xa-a',
  })
  const { figures } = figuresOf(materialOf({ alerts: [open, { ...open, id: 'b', ended: period.from - 1 }] }))
  expect(figures.open).toEqual({ absences: 0, earlier: 1 })
})

const winlog = (collector: string, unit: string, but: { from?: string; to?: string; rhythm?: string } = {}) => ({
  ...{ collector, source: 'winlogbeat', unit, rhythm: '1d', hours: 'always' as const },
  ...but,
})
const withPipelines = (...pipelines: NonNullable<typeof registers.pipelines>) => ({ ...registers, pipelines })
const day = (date: string): number => localTime(date, '00:00')
const clauseIn = (rows: typeof registers, logs: ReturnType<typeof hourly>, clause = 'ACC-01') => {
  const { figures } = figuresOf(materialOf({ rows, logs, unit: 'xa-a' }))
  return { figures, clause: figures.clauses.find((one) => one.clause === clause)! }
}

test('a source valid to the last day of the month is in its report, with its gaps, and owes nothing after', () => {
  const rows = withPipelines(winlog('c-a', 'xa-a', { from: '2026-02-01', to: '2026-03-31' }))
  const end = day('2026-04-01')
  const logs = [
    ...hourly('c-a', 'winlogbeat', period.from, period.from + 5 * DAY),
    ...hourly('c-a', 'winlogbeat', period.from + 9 * DAY, end),
  ]
  const { figures, clause } = clauseIn(rows, logs)
  const gap = { from: period.from + 5 * DAY - HOUR + MINUTE, to: period.from + 9 * DAY }
  const valid = [{ from: period.from, to: end }]
  expect(figures.sources).toMatchObject([{ id: 'c-a/winlogbeat', state: 'interrupted', silences: [gap], valid }])
  expect(figures.units.find(({ unit }) => unit === 'xa-a')).toMatchObject({ state: 'interrupted', silences: [gap] })
  expect(clause).toMatchObject({ judged: 'partial', silences: [gap] })
  expect(clauseIn(rows, []).figures.sources).toMatchObject([{ state: 'silent', silences: valid }])
})

test('a clause is fully judged only where sources were valid and heard over all of the period', () => {
  const change = day('2026-03-16')
  const both = [...hourly('c-a', 'winlogbeat', period.from, change), ...hourly('c-c', 'winlogbeat', change, period.to)]
  const first = winlog('c-a', 'xa-a', { to: '2026-03-15' })
  const handed = clauseIn(withPipelines(first, winlog('c-c', 'xa-a', { from: '2026-03-16' })), both)
  expect(handed.figures.sources.map(({ state, silences }) => [state, silences])).toEqual([
    ['alive', []],
    ['alive', []],
  ])
  expect(handed.clause.judged).toBe('judged')
  // Logs that no row asks for prove nothing: half the month had no source.
  for (const rows of [withPipelines(first), withPipelines(winlog('c-c', 'xa-a', { from: '2026-03-16' }))]) {
    const half = clauseIn(rows, both)
    expect(half.figures.sources).toMatchObject([{ state: 'alive', silences: [] }])
    expect(half.clause).toMatchObject({ judged: 'partial', unitsJudged: 0 })
    expect(half.figures.units.find(({ unit }) => unit === 'xa-a')?.state).toBe('interrupted')
  }
})

test('a source that had no time to owe anything is not said to be lost, and proves nothing', () => {
  const rows = withPipelines(winlog('c-a', 'xa-a', { from: '2026-04-01' }))
  const { figures, clause } = clauseIn(rows, [])
  expect(figures.sources).toMatchObject([{ state: 'undue', silences: [] }])
  expect(figures.sources[0]).not.toHaveProperty('events')
  expect(clause.judged).toBe('silent')
  expect(figures.levels.low.alerts).toBeNull()
})

test('a silence over a change of the rhythm is found, and a shorter rhythm does not ask for the time before it', () => {
  const change = day('2026-03-16')
  const state = (before: string, after: string, from: number, to: number) =>
    clauseIn(
      withPipelines(
        winlog('c-a', 'xa-a', { to: '2026-03-15', rhythm: before }),
        winlog('c-a', 'xa-a', { from: '2026-03-16', rhythm: after }),
      ),
      [...hourly('c-a', 'winlogbeat', period.from, from), ...hourly('c-a', 'winlogbeat', to, period.to)],
    ).figures.sources[0]!.state
  expect(state('12h', '12h', change - 8 * HOUR, change + 8 * HOUR)).toBe('interrupted')
  expect(state('12h', '2h', change - 8 * HOUR, change + HOUR)).toBe('alive')
  expect(state('12h', '2h', change - 8 * HOUR, change + 3 * HOUR)).toBe('interrupted')
})

test('a unit that was merged away within the period keeps its sources and its row', () => {
  const rows = {
    ...withPipelines(winlog('c-a', 'xa-a')),
    units: registers.units!.map((unit) => (unit.id === 'xa-a' ? { ...unit, to: '2026-03-31' } : unit)),
  }
  const end = day('2026-04-01')
  const { figures } = figuresOf(materialOf({ rows, logs: hourly('c-a', 'winlogbeat', period.from, end) }))
  expect(figures.sources).toMatchObject([{ id: 'c-a/winlogbeat', state: 'alive', silences: [] }])
  expect(figures.units.find(({ unit }) => unit === 'xa-a')).toMatchObject({ state: 'heard', alerts: 0 })
})
