import { expect, test } from 'vitest'
import { builtInSources, detectSource } from '../../../ingest/sources/index.ts'
import { describeFixtures, rawLines } from '../fixtures.ts'
import { contextOf } from './support.ts'

/** Forms that nobody filled in: even their time is a word. */
const UNFILLED = /\brt=componentName\b/

/** What a line of a source of ours would show, whoever wrote it. */
const OURS =
  /\b(?:postfix\/\w+|named|unbound|sshd|sudo|dhcpd|filterlog)\[\d+\]|^type=[A-Z_]+ msg=audit|\b(?:CEF:\d|LEEF:\d\.0)\||device="SFW"|"winlog"|\{"win":|\[org\.keycloak\.events\]|TCP_(?:MISS|HIT|DENIED)\//

describeFixtures('every published line that a source of ours knows', () => {
  const lines = rawLines()
  const known = lines.flatMap((line) => {
    const source = detectSource(line)
    return source ? [{ line, source }] : []
  })

  test('is read: the share of unread lines is zero, but for three forms that nobody filled in', () => {
    expect(known.length).toBeGreaterThan(500)
    const refused = known.flatMap(({ line, source }) => {
      const result = source.parse(line, contextOf())
      return result.ok ? [] : [`${source.id}, ${result.error.reason}: ${line}`]
    })
    const [unfilled, others] = [true, false].map((is) => refused.filter((line) => UNFILLED.test(line) === is))
    expect(others).toEqual([])
    expect(unfilled).toHaveLength(3)
  })

  test('and none of a source of ours goes by unknown', () => {
    const unknown = lines.filter((line) => OURS.test(line) && detectSource(line) === undefined)
    expect(unknown).toEqual([])
  })

  test('nor is any of them read by more than it is: each yields what its source says it can', () => {
    const sources = new Set(builtInSources)
    for (const { line, source } of known) {
      expect(sources).toContain(source)
      const result = source.parse(line, contextOf())
      for (const { action } of result.ok ? result.value : []) expect(source.yields, line).toContain(action)
    }
  })
})
