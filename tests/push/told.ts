import { DatabaseSync } from 'node:sqlite'
import type { Entry } from '../../api/push/wire.ts'
import type { Alert } from '../../kernel/alert.ts'
import { believed } from '../support/believed.ts'

/** The alerts of a product, straight from its database. */
export const alertsIn = (file: string): readonly Alert[] => {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 10_000 })
  const rows = db.prepare('SELECT body FROM alerts').all()
  db.close()
  return rows.map(({ body }) => JSON.parse(String(body)) as Alert) // written by the product
}

/** A line for each alert of which the receiver does not believe what the product says. */
export const differencesOf = (alerts: readonly Alert[], entries: readonly Entry[]): readonly string[] => {
  const there = believed(entries)
  return alerts.flatMap((alert) => {
    const told = there.get(alert.id)
    const isGone = alert.withdrawn !== undefined
    if (!told) return isGone ? [] : [`${alert.id} was never told`]
    if (isGone !== (told.kind === 'withdraw')) return [`${alert.id}: withdrawn here ${isGone}, there ${told.kind}`]
    const isSame = isGone || (told.alert.level === alert.level && told.alert.occurrences === alert.occurrences)
    return isSame
      ? []
      : [`${alert.id}: ${alert.level}×${alert.occurrences} here, ${told.alert.level}×${told.alert.occurrences} there`]
  })
}
