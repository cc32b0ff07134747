import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadRules } from '../../detectors/load.ts'
import { PLAIN_MONDAY, unroll } from '../../detectors/timeline.ts'
import { play } from './play.ts'

const rules = await loadRules()
const files = readdirSync(new URL('../../detectors/rules/', import.meta.url)).filter((name) => name.endsWith('.ts'))

test('every file of the folder is one rule, and no id is used twice', () => {
  expect(rules.length).toBeGreaterThan(0)
  expect(rules.length).toBe(files.length)
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
})

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const fires = Object.entries(rule.cases.fires)
  const quiet = Object.entries(rule.cases.quiet)

  test('its file is named after it', () => {
    expect(files.filter((name) => name.startsWith(`${id.toLowerCase()}-`))).toHaveLength(1)
  })

  test.each([...fires, ...quiet])('its clocks are clocks, and go forward: %s', (_, example) => {
    const beats = 'beats' in example ? example.beats : example
    const times = unroll(beats, PLAIN_MONDAY).map(({ at }) => at)
    expect(times.every(Number.isFinite)).toBe(true)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  test.each(fires)('fires: %s', (_, example) => {
    const alerts = play(rule, example)
    const names = 'names' in example ? example.names : undefined
    if (names) expect(alerts.map(({ subject }) => subject.person?.id ?? null).toSorted()).toEqual(names.toSorted())
    expect(alerts.map((alert) => alert.rule.id)).toEqual(Array((names ?? ['one']).length).fill(id))
    if ('level' in example && example.level) expect(alerts[0]!.level).toBe(example.level)
  })

  test.each(quiet)('quiet: %s', (_, example) => {
    expect(play(rule, example).map(({ say }) => say.en)).toEqual([])
  })

  test.each(fires)('explains itself in both languages: %s', (_, example) => {
    const [alert] = play(rule, example)
    const { say, respond, clause, evidence } = alert!
    const told = [say, respond, clause.title, ...evidence.flatMap((one) => [one.say, ...one.facts])]
    for (const { vi, en } of told) {
      expect(vi).toMatch(/\S/)
      expect(en).toMatch(/\S/)
      expect(vi + en).not.toMatch(/[{}]|undefined|NaN|null/)
    }
    expect(evidence[0]!.events.length).toBeGreaterThan(0)
  })

  test.each(fires)('a replay finds the same alert: %s', (_, example) => {
    expect(play(rule, example)).toEqual(play(rule, example))
  })
})
