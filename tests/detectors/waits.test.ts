import { describe, expect, test } from 'vitest'
import type { Rule } from '../../detectors/meta.ts'
import { rule as left } from '../../detectors/rules/acc-09a-session-left-open.ts'
import { rule as source } from '../../detectors/rules/src-01-silent-source.ts'
import { becameOf } from '../../detectors/waits.ts'
import { traced } from '../support/traced.ts'

/** What became of each wait of a case of the rule, in order, with the action that ended it. */
const became = (rule: Rule, name: string, entity: string): readonly string[] => {
  if (rule.kind !== 'absence') throw new Error(`${rule.id} waits for nothing`)
  const found: string[] = []
  const example = rule.cases.quiet[name] ?? rule.cases.fires[name]
  if (!example) throw new Error(`${rule.id} has no case «${name}»`)
  traced(rule, example, entity, (step) => {
    for (const one of becameOf(rule, step))
      found.push('by' in one ? `${one.became} ${one.by.action}` : 'reason' in one ? one.reason : one.became)
  })
  return found
}

describe('why a wait that ended raised nothing', () => {
  test.each<[string, readonly string[]]>([
    ['logged off', ['answered logout']],
    ['locked in the last second', ['answered session.lock']],
    ['shut down', ['answered power.off']],
    ['switched off at the plug', ['away heartbeat']],
    ['switched off at the plug, and on again', ['answered power.on']],
    [
      'cut off half an hour before the deadline, and booted just after it: nobody knows since when it was off',
      ['voided power.on'],
    ],
    ['unlocked after lunch, then left', ['answered session.lock', 'found']],
    ['the log-off of the unlock itself ends nothing', ['answered session.lock', 'found']],
    ['left as it was', ['found']],
    ['locked a second after the deadline', ['found']],
    ['somebody from IT ran something as another account at it, and is gone', ['answered logout', 'found']],
    ['a share was reached over the network', []],
  ])('a session left open: %s', (name, expected) => {
    expect(became(left, name, 'pc-01')).toEqual(expected)
  })

  test.each<[string, string, readonly string[], Rule]>([
    ['a restart delivers, then nothing', 'c2/ioffice', ['voided source.delivery', 'found'], source],
    ['just in time, again and again', 'c2/ioffice', Array(2).fill('answered source.delivery'), source],
  ])('a source: %s', (name, entity, expected, rule) => {
    expect(became(rule, name, entity)).toEqual(expected)
  })
})
