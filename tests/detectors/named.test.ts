import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Alert, EvidenceEvent } from '../../kernel/alert.ts'
import { byTime, type Observation } from '../../kernel/event.ts'
import { HOUR } from '../../kernel/time.ts'
import { UNTIL } from '../support/disturb.ts'
import { inOrder, rules, townData, walk } from '../support/drive.ts'
import { stream } from '../support/stream.ts'

const runs = { numRuns: Number(process.env['RUNS'] ?? 30), endOnFailure: true }
const SITTING = new Set(['interactive', 'remote', 'unlock'])
/** A stay is believed so long, and a reconnection renews it once. */
const LONGEST = 32 * HOUR

const accountsOf = (person: string): ReadonlySet<string> =>
  new Set(townData.accounts.filter((row) => row.person === person).map(({ id }) => id))

const isFromElsewhere = (o: Observation): boolean =>
  (o.action === 'login' && o.via === 'remote') ||
  ((o.action === 'session.connect' || (o.action === 'login' && o.via !== 'interactive')) &&
    (o.ip !== undefined || o.from !== undefined))

/** Whether one of the accounts sat at the machine before an event, by the last that was said of them there: no register is asked. */
const satAt = (past: readonly Observation[], host: string, accounts: ReadonlySet<string>): boolean => {
  let sits = false
  let elsewhere = false
  for (const o of past) {
    if (!('host' in o) || o.host !== host) continue
    if (o.action === 'power.on' || (o.action === 'power.off' && !o.sleep)) sits = false
    if (!('user' in o) || o.user === undefined || !accounts.has(o.user)) continue
    if ((o.action === 'login' && o.ok && SITTING.has(o.via)) || o.action === 'session.connect') {
      sits = true
      elsewhere = isFromElsewhere(o)
    } else if (o.action === 'session.unlock') sits = true
    else if (o.action === 'session.lock' || o.action === 'session.disconnect' || o.action === 'logout') sits = false
  }
  return sits && !elsewhere
}

type Piece = Alert['evidence'][number]

/** Rules about who did it to the account that the log names. */
const ofActors: ReadonlySet<string> = new Set(rules.filter(({ facts }) => facts === 'actor').map(({ id }) => id))

/** Whether it was one of these accounts, by the log itself; or, of what names nobody, whoever sat at the machine. */
const acted =
  (events: readonly Observation[], accounts: ReadonlySet<string>, rule: string) =>
  ({ events: shown }: Piece): boolean =>
    shown.some(({ id, at, action, fields }: EvidenceEvent) => {
      if (ofActors.has(rule)) return accounts.has(String(fields['by']))
      if (fields['user'] !== undefined) return accounts.has(String(fields['user']))
      if (action !== 'media.attach') return false
      const own = events.findIndex((o) => o.id === id)
      const past = events.slice(0, own).filter((o) => at - o.at <= LONGEST)
      return satAt(past, String(fields['host']), accounts)
    })

/** What an alert says of whom, and whether each piece of its evidence bears it out. */
const isBorneOut = (events: readonly Observation[], { rule, subject, evidence, entity }: Alert): boolean => {
  const { person, account, machine } = subject
  if (person) return evidence.every(acted(events, accountsOf(person.id), rule.id))
  if (account !== undefined) return evidence.every(acted(events, new Set([account]), rule.id))
  if (machine === undefined || machine === entity.value) return true
  return evidence.every(({ events: shown }) => shown.some(({ fields }) => fields['host'] === machine))
}

test('whoever an alert names acted in every piece of its evidence', { timeout: 240_000 }, async () => {
  const seen = { person: 0, actor: 0, atMachine: 0, account: 0, nobody: 0 }
  await fc.assert(
    fc.asyncProperty(stream, async (drawn) => {
      const events = [...drawn].sort(byTime)
      const shell = await walk(inOrder(events, UNTIL))
      for (const alert of shell.alerts()) {
        const { person, account, machine } = alert.subject
        if (person && ofActors.has(alert.rule.id)) seen.actor++
        else if (person && alert.rule.id.startsWith('MED-01')) seen.atMachine++
        else if (person) seen.person++
        else if (account !== undefined) seen.account++
        else if (machine !== undefined) seen.nobody++
        const said = `${alert.rule.id}: ${alert.say.en} (${person?.id ?? account ?? machine})`
        expect(isBorneOut(events, alert), said).toBe(true)
      }
    }),
    runs,
  )
  if (runs.numRuns < 12) return
  expect(Object.entries(seen).filter(([, times]) => times < 5)).toEqual([])
})
