import { DatabaseSync } from 'node:sqlite'
import type { FastifyInstance } from 'fastify'
import { buildApp } from '../../api/app.ts'
import type { Deps } from '../../api/deps.ts'
import type { Health, Reevaluation, RuleInfo } from '../../api/schemas.ts'
import { sqliteAlertStore } from '../../api/store/sqlite.ts'
import type { Alert } from '../../kernel/alert.ts'
import type { AlertStore } from '../../kernel/ports.ts'
import { units } from './alerts.ts'

export const healthy: Health = {
  status: 'ok',
  findings: [],
  pipelines: [
    { id: 'c1/windows', state: 'alive' },
    { id: 'c1/bkav', state: 'alive' },
  ],
  counters: {},
}

/** One rule for each that the alerts name, as `ruleInfos` would give them. */
const rulesOf = (alerts: readonly Alert[]): readonly RuleInfo[] =>
  [...new Map(alerts.map((alert) => [alert.rule.id, alert])).values()].map(({ rule, clause, level, respond }) => ({
    id: rule.id,
    version: 1,
    kind: 'match',
    clause: { id: clause.id, ...clause.title },
    title: rule.title,
    level,
    policy: { count: 5, within: '10m' },
    respond,
    basis: clause.basis,
  }))

export type Station = {
  readonly app: FastifyInstance
  readonly store: AlertStore
  /** Stores alerts, then tells the live stream, as the detector does. */
  publish(alerts: readonly Alert[]): Promise<void>
  close(): Promise<void>
}

const idle: Reevaluation = {
  waiting: { count: 0, first: [] },
  aside: { count: 0, first: [] },
  finished: 0,
  longestHold: 0,
}

/** The whole API over a real store in memory, holding `alerts`. */
export const station = async (alerts: readonly Alert[], but: Partial<Deps> = {}): Promise<Station> => {
  const db = new DatabaseSync(':memory:')
  const store = sqliteAlertStore(db)
  const now = () => (but.clock?.now ?? Date.now)()
  await store.put(alerts, now())
  const listeners = new Set<(alerts: readonly Alert[]) => void>()
  const app = buildApp({
    store,
    rules: rulesOf(alerts),
    catalogue: () => ({ rules: [], clauses: 0, measured: [] }),
    units: () => [...units],
    health: () => healthy,
    indeterminate: () => [],
    reevaluation: () => idle,
    onAlerts: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    sample: true,
    clock: { now: () => Date.now() },
    ...but,
  })
  return {
    app,
    store,
    publish: async (more) => {
      await store.put(more, now())
      for (const listener of listeners) listener(more)
    },
    close: async () => {
      await app.close()
      db.close()
    },
  }
}
