import type { StoredIndeterminate } from '../../detectors/indeterminate.ts'
import { ASIDE, type Queued, RUNNING, WAITING } from '../../detectors/queue.ts'
import type { Target } from '../../detectors/target.ts'
import { type Begun, type Since, sinceIn, YIELDS } from '../../detectors/yields.ts'
import { kafkaClient } from '../../ingest/kafka/client.ts'
import { brokerTrouble } from '../../ingest/kafka/trouble.ts'
import type { Alert } from '../../kernel/alert.ts'
import { coded } from '../../kernel/errors.ts'
import type { Config } from '../config.ts'
import { connectionOf } from '../kafka/settings.ts'
import { STATE_VERSION } from '../migrations.ts'
import type { Saved } from '../reports/saved.ts'
import type { Place } from './changelog-record.ts'
import { readAlerts, readStandings, type SlotStanding, type StandingBroker } from './standing.ts'
import { clusterTopics } from './topics.ts'

const INDETERMINATE = 'indeterminate'
const SPACES: ReadonlySet<string> = new Set([WAITING, RUNNING, ASIDE, INDETERMINATE, YIELDS])

type Placed = SlotStanding & { readonly place: Place }

/**
 * What all detectors had saved, read from Kafka beside them: each slot as of one commit of its own, and together as of the slowest. Alerts from `since`
 * on, and those of the rules `absences` that lasted until then. `offset`: what lies before it on the log has been judged. Throws `BAD_ARGUMENT`
 * where a slot never said anything (nobody knows what its part of the machines and people did), `STORE_VERSION`, and as the broker does.
 */
export const savedOnKafka = async (
  { kafka, detector, folder }: Pick<Config, 'kafka' | 'detector' | 'folder'>,
  since: number,
  absences: ReadonlySet<string>,
): Promise<Saved & { readonly offset: number }> => {
  if (!kafka || !detector)
    throw coded('CONFIG_INVALID', 'báo cáo của cụm: cần các mục kafka và detector trong cấu hình')
  const { prefix } = kafka
  const connection = connectionOf(kafka, folder)
  const { brokers } = connection
  // What the client warns of it either mends by itself, or throws.
  const client = kafkaClient(connection, 'vonggac-report', () => undefined)
  const admin = client.admin({ retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000 } })
  const topics = clusterTopics(prefix)
  const broker: StandingBroker = {
    ...{ client, admin, brokers, prefix, topics, slots: detector.slots },
    // What does not mend is thrown by the reading.
    onRestart: () => undefined,
  }
  const { signal } = new AbortController()
  try {
    await admin.connect()
    const slots = (await readStandings(broker, SPACES, signal)).map(placed)
    const ends = slots.map(({ place }) => place.alerts)
    const lasted = ({ last, rule, ended }: Alert): boolean =>
      last >= since || (absences.has(rule.id) && (ended ?? Infinity) >= since)
    return joined(slots, await readAlerts(broker, ends, lasted, signal))
  } catch (error) {
    throw brokerTrouble(error, { brokers, topic: topics.state })
  } finally {
    await admin.disconnect()
  }
}

/** Throws `BAD_ARGUMENT` where a slot has no place, or one of before it judged anything; `STORE_VERSION`. */
const placed = ({ place, rows }: SlotStanding, slot: number): Placed => {
  if (place?.position.watermark === undefined)
    throw coded(
      'BAD_ARGUMENT',
      `phần việc ${slot} của các bộ phát hiện chưa đánh giá nhật ký nào, hoặc trạng thái của nó trên Kafka đã mất và chưa được dựng lại: chưa biết gì về máy và tài khoản của phần ấy nên chưa có gì để báo cáo`,
    )
  if (place.version > STATE_VERSION)
    throw coded(
      'STORE_VERSION',
      `trạng thái của phần việc ${slot} do bản Vọng Gác mới hơn ghi (${place.version}, bản này là ${STATE_VERSION}): hãy nâng cấp máy này`,
    )
  return { place, rows }
}

/** What the slots say together, as of the slowest of them. */
const joined = (slots: readonly Placed[], alerts: readonly Alert[]): Saved & { readonly offset: number } => {
  const positions = slots.map(({ place }) => place.position).sort((a, b) => a.offset - b.offset)
  const [slowest, furthest] = [positions[0]!, positions.at(-1)!]
  const watermark = Math.min(...positions.map((position) => position.watermark!))
  // Of another build, or not made anew yet: what it says of the queue may not be what this build takes it for.
  const isReadable = ({ place }: Placed): boolean => place.version === STATE_VERSION
  // Written by this program.
  const of = <T>(...spaces: readonly string[]): readonly T[] =>
    slots
      .filter(isReadable)
      .flatMap(({ rows }) =>
        rows.flatMap(([space, , text]) => (spaces.includes(space) ? [JSON.parse(text!) as T] : [])),
      )
  const sinces = slots.filter(isReadable).map(sinceOf)
  const isBehind = positions.some(({ directory }) => directory !== furthest.directory)
  return {
    ...{ watermark, offset: slowest.offset, directory: slowest.directory },
    remaking: !slots.every(isReadable),
    // What a faster slot has found beyond is told of once all have come so far.
    alerts: alerts.filter(({ first }) => first <= watermark),
    unjudged: of<StoredIndeterminate>(INDETERMINATE),
    // What one of them could not be told of yet was not judged in all.
    since: (source, action) => Math.max(...sinces.map((since) => since(source, action))),
    waiting: [...of<Queued>(WAITING, RUNNING), ...(isBehind ? [UNHEARD] : [])],
    aside: of<Queued>(ASIDE),
  }
}

const sinceOf = ({ rows }: Placed): Since =>
  sinceIn(
    // Written by this program.
    new Map(rows.flatMap(([space, key, text]) => (space === YIELDS ? [[key, JSON.parse(text!) as Begun]] : []))),
  )

/** A version of the directory that some slots have not heard of: what they will ask for nobody knows yet. */
const UNHEARD: Target = {
  ...{ rule: '*', scope: { kind: 'all' }, from: -Infinity, to: Infinity },
  reason: { vi: 'phiên bản danh bạ mới', en: 'a version of the directory' },
}
