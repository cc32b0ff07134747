import { randomUUID } from 'node:crypto'
import type { Deps } from '../../api/deps.ts'
import type { Alert } from '../../kernel/alert.ts'
import type { Cleanup } from '../cleanup.ts'
import type { ProductOptions } from '../product.ts'
import type { Push } from '../push/state.ts'
import type { openStorage } from '../storage.ts'
import { copyAlerts } from './alerts-copy.ts'
import type { Cluster } from './connect.ts'
import { partsOf, type Role } from './roles.ts'

/*
 * Where one process of several shows and tells the alerts of all of them.
 */

export type ShownOptions = Pick<ProductOptions, 'config' | 'clock' | 'log'> & { readonly role: Role }

/**
 * What tells Elasticsearch how the process stands, and (`tells`) of every slot's alerts, where the configuration names one; its client is loaded only
 * then. Who takes logs, and shows and detects nothing, does not wait for a key.
 */
export const elasticOf = async (
  { config, role, clock, log }: ShownOptions,
  { broker, topics }: Cluster,
  tells: boolean,
) => {
  const { elasticsearch: settings, folder, data } = config
  if (!settings) return undefined
  const topic = { broker, topic: topics.alerts, group: tellers(broker) }
  const source = tells ? { topic } : undefined
  const { openElastic } = await import('../elastic/open.ts')
  const open = () => openElastic({ settings, folder, data, source, clock, log })
  return role === 'ingest' ? (await import('../elastic/later.ts')).openedLater(open, log) : open()
}

/** The group of those who tell Elasticsearch. */
const tellers = ({ prefix }: Cluster['broker']): string => `${prefix}elastic`

export type ShownParts = Pick<Awaited<ReturnType<typeof openStorage>>, 'store' | 'db'> & {
  readonly push: Pick<Push, 'wake'> | undefined
  /** Those who look at the pages. */
  readonly tell: (alerts: readonly Alert[]) => void
}

/**
 * The alerts that the pages show: those on Elasticsearch, where that is configured and nobody detects here; else a copy of all that detectors
 * raise. A preview of the registers (who detects) and the push ledger read the copy. An ingester has neither. `isWhole` says whether the copy, where there
 * is one, has come to where the topic stood: what is told from it before is no longer so.
 */
export const openShown = async (
  { config, role }: ShownOptions,
  { broker, topics }: Cluster,
  { store, db, push, tell }: ShownParts,
  opened: Cleanup,
): Promise<{ readonly store: Deps['store']; readonly isWhole: () => boolean }> => {
  const parts = partsOf(role)
  const topic = { ...broker, topic: topics.alerts }
  const settings = parts.shows && !parts.detects ? config.elasticsearch : undefined
  let isWhole = (): boolean => true
  if (parts.detects || push || (parts.shows && !settings)) {
    const onAlerts = (alerts: readonly Alert[]): void => {
      if (!settings) tell(alerts)
      push?.wake()
    }
    const copy = await copyAlerts({ ...topic, db, onAlerts })
    opened.add(copy.stop)
    isWhole = copy.isWhole
  }
  if (!settings) return { store, isWhole }
  const reader = (await import('../elastic/store.ts')).openElasticStore(settings, config.folder)
  opened.add(reader.close)
  const own = (): string => `${broker.prefix}alerts.${randomUUID()}`
  const { liveAlerts } = await import('../elastic/live.ts')
  opened.add(liveAlerts({ ...topic, group: tellers(broker), own, settle: reader.settle, onAlerts: tell }).stop)
  return { store: reader, isWhole }
}
