import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Alert } from '../../kernel/alert.ts'
import { sayInstant } from '../../kernel/time.ts'

/** The alerts in force in the data of a product that is closed. */
export const alertsIn = (folder: string): ReadonlyMap<string, Alert> => {
  const db = new DatabaseSync(join(folder, 'data/vonggac.db'), { readOnly: true })
  try {
    const rows = db.prepare("SELECT body FROM alerts WHERE state <> 'withdrawn' ORDER BY id").all()
    const alerts = rows.map(({ body }) => Alert.parse(JSON.parse(String(body))))
    return new Map(alerts.map((alert) => [alert.id, alert]))
  } finally {
    db.close()
  }
}

/** The rules about arrival: what they find depends on when lines came. */
export const ABOUT_ARRIVAL: ReadonlySet<string> = new Set(['SRC-01', 'SRC-02'])

/** What has to be alike beside all that may never depend on how the proofs of an alert came. */
export type Alike = {
  /** First receipts are those of the other run: then the rules about arrival have to find the same. */
  readonly receipts: boolean
  /** And nothing was entered later: then the mark «detected late» has to be the same. */
  readonly late: boolean
  /** The directory was known at the same times. Otherwise what is due after a decision is due later: nobody can act on what he was not told. */
  readonly known: boolean
}

/**
 * What tells an alert from the others. A duty begins when the register knows of it (ADR 53), and an alert's id is of when it began: where rows were entered
 * at other times, it is the same duty that has to be found.
 */
const byKey = (alerts: ReadonlyMap<string, Alert>, { known }: Alike): ReadonlyMap<string, Alert> => {
  const found = new Map<string, Alert>()
  for (const alert of [...alerts.values()].sort((a, b) => a.first - b.first)) {
    const { id, rule, entity } = alert
    let key = entity.kind === 'duty' && !known ? `${rule.id} ${entity.value}` : id
    while (found.has(key)) key += ' again'
    found.set(key, alert)
  }
  return found
}

const saidBy = ({ id: _i, revision: _, replaces: __, late, evidence, ...rest }: Alert, alike: Alike) => {
  const { first: _f, last: _l, local: _o, say: _s, ...due } = rest
  const isOfRow = evidence.some(({ events }) => events.some(({ collector }) => collector === 'directory'))
  if (isOfRow && !alike.known) return due
  return {
    ...rest,
    ...(alike.late && { late }),
    evidence: evidence.map(({ events, facts, ...one }) => ({
      ...one,
      facts: alike.known ? facts : facts.map(withoutEntry),
      events: events.map(({ received, ...event }) => ({ ...event, ...(alike.receipts && { received }) })),
    })),
  }
}

type Fact = Alert['evidence'][number]['facts'][number]
/** A fact without when its row was entered. */
const withoutEntry = ({ vi, en, ...fact }: Fact): Fact => ({
  ...fact,
  vi: vi.replace(/, ghi vào sổ lúc .*$/, ''),
  en: en.replace(/, entered .*$/, ''),
})

const fieldsThatDiffer = (a: object, b: object): readonly string[] => {
  const [left, right] = [a, b] as [Record<string, unknown>, Record<string, unknown>]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (field) => JSON.stringify(left[field]) !== JSON.stringify(right[field]),
  )
}

const show = (alert: Alert): string =>
  [
    `  ${alert.level} ×${alert.occurrences} ${alert.clause.standing} ${sayInstant(alert.first)} – ${sayInstant(alert.last)}${alert.ended === undefined ? '' : `, ended ${sayInstant(alert.ended)}`}`,
    `  ${alert.say.vi}`,
    ...alert.evidence.flatMap(({ at, events }) => [
      `    ${sayInstant(at)}`,
      ...events.map(
        (e) =>
          `      ${sayInstant(e.at)} ${e.action} ${e.id} received ${sayInstant(e.received)} ${JSON.stringify(e.fields)}`,
      ),
    ]),
  ].join('\n')

/** Every difference between what two runs found, with what each says; none where they found the same. */
export const differences = (
  expected: ReadonlyMap<string, Alert>,
  found: ReadonlyMap<string, Alert>,
  alike: Alike,
): readonly string[] => {
  const counts = (alert: Alert | undefined): alert is Alert =>
    alert !== undefined && (alike.receipts || !ABOUT_ARRIVAL.has(alert.rule.id))
  const [inOrder, here] = [byKey(expected, alike), byKey(found, alike)]
  return [...new Set([...inOrder.keys(), ...here.keys()])].flatMap((key) => {
    const [a, b] = [inOrder.get(key), here.get(key)]
    if (!counts(a ?? b)) return []
    const name = `${(a ?? b)!.rule.id} ${(a ?? b)!.entity.value}`
    if (!a) return [`${name}: not in the month in order\n${show(b!)}`]
    if (!b) return [`${name}: only in the month in order\n${show(a)}`]
    const fields = fieldsThatDiffer(saidBy(a, alike), saidBy(b, alike))
    return fields.length === 0 ? [] : [`${name}: ${fields.join(', ')}\nin order:\n${show(a)}\nhere:\n${show(b)}`]
  })
}
