import type { Alert, Level } from '../../../kernel/alert.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../../kernel/time.ts'
import { alertOf, text, type UnitId } from '../../support/alerts.ts'

/** An alert with what the store and people add to it. */
export type Seeded = {
  readonly alert: Alert
  readonly raised: number
  /** Two revisions, where it grew after it was raised. */
  readonly first?: Alert
  readonly triage?: { readonly state: string; readonly due?: number; readonly assignee?: string }
}

const RULES: readonly (readonly [rule: string, level: Level])[] = [
  ['ACC-01a', 'low'],
  ['ACC-02a', 'high'],
  ['MED-01a', 'low'],
  ['ACC-03b', 'serious'],
  ['EPP-01', 'high'],
  ['ACC-11a', 'high'],
  ['MED-02a', 'medium'],
  ['ACC-01b', 'medium'],
  ['ACC-04', 'medium'],
  ['SRC-01', 'high'],
  ['EPP-01', 'serious'],
  ['MED-01c', 'serious'],
  ['MED-01b', 'high'],
  ['EPP-01', 'medium'],
  ['ACC-09a', 'low'],
  ['EPP-01', 'low'],
  ['INC-01b', 'serious'],
]
const UNITS: readonly (UnitId | undefined)[] = ['xa-a', 'so-x-vp', 'xa-b', 'so-x', 'xa-a', undefined, 'so-x-vp']

/** The oldest is two and a half months old; the nearer to now the denser. */
const alertAt = (i: number, now: number): Alert => {
  const [rule, level] = RULES[i % RULES.length]!
  const isOfPerson = rule.startsWith('ACC')
  const at = now - 30 * MINUTE - i * i * 7 * MINUTE
  const unit = UNITS[i % UNITS.length]
  const account = `a${i % 5}@tinh`
  return alertOf({
    ...{ rule, level, at, say: text(`Việc số ${i}`), occurrences: 1 + (i % 3) },
    ...(unit && { unit }),
    ...(isOfPerson && { account }),
    ...(isOfPerson && i % 4 !== 3 && { person: [`p-${i % 5}`, `Cán bộ ${i % 5}`] as const }),
    ...((!isOfPerson || i % 8 !== 5) && { machine: `pc-0${i % 6}` }),
    ...(rule.startsWith('MED') && { device: `usb-${i % 4}` }),
    but: {
      ...(i % 11 === 4 && { withdrawn: { reason: text('bổ sung lịch trực'), at: at + MINUTE } }),
      ...(i % 13 === 6 && { silenced: { exception: 'NL-07', document: '07/QĐ-VP' } }),
    },
  })
}

const triageAt = (i: number, last: number): Seeded['triage'] =>
  i % 3 !== 0
    ? undefined
    : i % 9 === 0
      ? { state: 'closed', due: last + 2 * DAY }
      : { state: 'assigned', due: last + 2 * DAY, assignee: `tv-${i % 2}` }

/** What the others leave out: a person found by two rules of one clause on one day, and a log of low weight that came days late. */
const byHand = (now: number): readonly Seeded[] =>
  Array.from({ length: 5 }, (_, k) => {
    const at = now - (2 * 24 + 3 + k * 25) * HOUR
    const unit: UnitId = k % 2 === 0 ? 'xa-a' : 'so-x'
    const about = {
      ...{ unit, account: `b${k}@tinh`, machine: 'pc-01' },
      person: [`p-b${k}`, `Cán bộ B${k}`],
    } as const
    const found = (rule: string, later: number, level: Level = 'high'): Seeded => ({
      alert: alertOf({ ...about, rule, level, at: at + later * MINUTE, say: text(`${rule} lần ${k}`) }),
      raised: now - (30 + k) * MINUTE - later * SECOND,
    })
    return [found('ACC-02a', 0), found('ACC-02b', 10), found('ACC-09a', 20, 'low')]
  }).flat()

/** What the province has done, as its store holds it; each alert once. */
export const seededAlerts = (now: number): readonly Seeded[] => {
  const ids = new Set<string>()
  const many = Array.from({ length: 125 }, (_, i): Seeded => {
    const alert = alertAt(i, now)
    // Every seventh log came three days late.
    const raised = i % 7 === 0 ? Math.min(alert.last + 3 * DAY, now - (10 + i) * SECOND) : alert.last + MINUTE
    const triage = triageAt(i, alert.last)
    const grew = i % 10 === 1
    const newest = grew ? { ...alert, revision: 2, occurrences: alert.occurrences + 3 } : alert
    return { alert: newest, raised, ...(grew && { first: alert }), ...(triage && { triage }) }
  })
  return [...many, ...byHand(now)].filter(({ alert: { id } }) => !ids.has(id) && ids.add(id))
}
