import { describe, expect, test } from 'vitest'
import { partsOf } from '../../detectors/explain.ts'
import { triggerOf } from '../../detectors/lint/written.ts'
import { loadCatalogue } from '../../detectors/load.ts'
import { actionsOf, selects } from '../../detectors/machine.ts'
import type { LogEvent, RegisterName, Rule } from '../../detectors/meta.ts'
import { shownFacts } from '../../detectors/shown.ts'
import { type Case, type Happening, PLAIN_MONDAY, town, unroll } from '../../detectors/timeline.ts'
import { Alert } from '../../kernel/alert.ts'
import { directoryData, withRows } from '../../kernel/directory/data.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import { type Derived, joiner } from '../../kernel/directory/join.ts'
import { registerObservations } from '../../kernel/directory/registers.ts'
import { type Action, actions, type Observation } from '../../kernel/event.ts'
import { rules } from '../support/drive.ts'
import { play } from './play.ts'

const catalogue = loadCatalogue()
const casesOf = (rule: Rule): readonly (readonly [string, Case])[] => [
  ...Object.entries(rule.cases.fires),
  ...Object.entries(rule.cases.quiet),
]
const beatsOf = (example: Case) => ('beats' in example ? example.beats : example)

describe('over all rules together', () => {
  test('no two have one title, and no two say the same', () => {
    for (const told of [rules.map(({ title }) => title), rules.map(({ say }) => say)])
      for (const side of ['vi', 'en'] as const)
        expect(new Set(told.map((text) => text[side])).size, side).toBe(rules.length)
  })

  test('each clause’s level is that of its rule, or of one of those that grade it', () => {
    for (const [clause, own] of Map.groupBy(rules, ({ clause }) => clause))
      expect([clause, own!.map(({ level }) => level)]).toEqual([
        clause,
        expect.arrayContaining([catalogue.get(clause)!.level]),
      ])
  })

  test('several rules of one clause are told apart by letters, in order', () => {
    for (const [clause, own] of Map.groupBy(rules, ({ clause }) => clause)) {
      const letters = own!.map(({ id }) => id.slice(clause.length))
      expect([clause, letters.join('')]).toEqual([
        clause,
        own!.length === 1 ? expect.stringMatching(/^a?$/) : 'abcde'.slice(0, own!.length),
      ])
    }
  })
})

/** Fields that an action may leave out. */
const optional = (action: Action): readonly string[] =>
  Object.entries(actions[action].shape).flatMap(([name, field]) => (field.safeParse(undefined).success ? [name] : []))

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test('no sentence breaks over what a source may leave out', () => {
    const without = (happening: Happening, name: string): Happening =>
      // What is left out may be left out: the event stays one of its action.
      Object.fromEntries(
        Object.entries(happening).filter(([field]) => field !== name || !optional(happening.action).includes(name)),
      ) as Happening
    const names = [
      ...new Set(
        partsOf(rule)
          .flatMap(({ selector }) => actionsOf(selector))
          .flatMap(optional),
      ),
    ]
    for (const example of Object.values(rule.cases.fires)) {
      for (const name of names) {
        const beats = beatsOf(example).map(([clock, what]) =>
          what ? ([clock, without(what, name)] as const) : ([clock] as const),
        )
        const bare: Case = 'beats' in example ? { ...example, beats } : beats
        for (const { say } of play(rule, bare)) expect(say.vi + say.en).not.toMatch(/[{}]|undefined/)
      }
    }
  })

  test('it asks for exactly the derived registers that it looks at', () => {
    const looked = { decide: new Set<string>(), show: new Set<string>() }
    let now: keyof typeof looked = 'decide'
    const note = <T>(name: RegisterName, answer: T): T => {
      looked[now].add(name)
      return answer
    }
    const derived: Derived = {
      signedIn: () => note('sessions', { user: 'em@tinh', remote: false }),
      hostOf: () => note('leases', 'pc-05'),
      credentialChange: (_, at) => note('credentials', at),
      closedSince: () => note('closures', undefined),
    }
    for (const [, example] of casesOf(rule)) {
      const rows = 'beats' in example ? (example.with ?? {}) : {}
      const data = directoryData(withRows(town, rows))
      const join = joiner(createDirectory(data), derived)
      const day = ('beats' in example && example.on) || PLAIN_MONDAY
      const events = unroll(beatsOf(example), day).flatMap(({ event }) => event ?? [])
      // Each event also as one that came over the network and names an address alone.
      const away = events.map((event) => ({ ...event, ip: '192.0.2.11', from: undefined }) as Observation)
      for (const event of [...events, ...away, ...registerObservations(data)]) {
        now = 'decide'
        decide(rule, join(event))
        now = 'show'
        if (actionsOf(triggerOf(rule)).includes(event.action)) shownFacts(rule, join(event))
      }
    }
    // The register of mounts completes an event before it is joined. An origin may be shown where the source itself names it.
    const needs = (rule.needs ?? []).filter((name) => name !== 'mounts')
    expect(needs).toEqual(expect.arrayContaining([...looked.decide]))
    expect([...looked.decide, ...looked.show]).toEqual(expect.arrayContaining(needs))
  })

  test('its alerts are plain JSON: the store gives back what the ledger wrote', () => {
    const flat = (alert: object): string =>
      JSON.stringify(Object.entries(alert).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    for (const example of Object.values(rule.cases.fires))
      for (const alert of play(rule, example))
        expect(flat(Alert.parse(JSON.parse(JSON.stringify(alert))))).toBe(flat(alert))
  })
})

/** Everything by which a rule decides about an event, asked. */
const decide = (rule: Rule, event: LogEvent): void => {
  for (const { selector } of partsOf(rule))
    if (actionsOf(selector).includes(event.action)) {
      selects(selector, event, rule.policy)
      // Each condition, also those behind one that has decided already.
      for (const condition of [...(selector.sought ?? []), ...(selector.excused ?? [])])
        condition.test(event, rule.policy)
    }
  if (rule.kind === 'threshold' && actionsOf(rule).includes(event.action)) {
    rule.some?.test(event, rule.policy)
    rule.every?.test(event, rule.policy)
  }
  if (rule.kind === 'distinct' && actionsOf(rule).includes(event.action)) rule.of(event)
  if (rule.kind === 'volume' && actionsOf(rule).includes(event.action)) rule.sum(event)
  if (rule.kind === 'absence' && actionsOf(rule.after).includes(event.action)) rule.due(event, rule.policy)
}
