import type { Health } from '../../api/schemas.ts'
import type { IntakeCounters } from '../../ingest/intake/counters.ts'
import type { Directory } from '../../kernel/directory/facts.ts'
import { pipelineOf } from '../../kernel/event.ts'
import { type Duration, HOUR, type Instant, localTime, ms } from '../../kernel/time.ts'
import type { Finding } from '../findings.ts'

type Pipeline = Health['pipelines'][number]

/** A log may be under way for so long before its source is called silent here; SRC-01 judges the deliveries. */
const ON_THE_WAY = HOUR

export type Heard = {
  readonly directory: Pick<Directory, 'allPipelines' | 'afterWorkingTime'>
  /** Event time of the newest event of each pipeline, declared or not. */
  readonly last: ReadonlyMap<string, Instant>
  readonly counters: Pick<IntakeCounters, 'bySource' | 'refusedOf'>
  /** Whether this process judges logs: elsewhere the register is not known, and nobody can say what it lacks. */
  readonly detects: boolean
  readonly started: Instant
  readonly now: Instant
}

/**
 * Each registered pipeline once, and those from which something should have come by now: its rhythm, in the unit's working time
 * where the register says so, since its last event or, where it never spoke, since the product listens. After them what delivers
 * although no row says that it does.
 */
export const pipelinesOf = (heard: Heard) => {
  const { directory, last, started, now } = heard
  const rows = Map.groupBy(directory.allPipelines(now), pipelineOf)
  const judged = [...rows].map(([id, versions]) => {
    const at = last.get(id)
    const due = versions.map(({ unit, rhythm, hours, from }) => {
      const since = at ?? Math.max(started, from === undefined ? started : localTime(from, '00:00'))
      const span = ms(rhythm as Duration) + (at === undefined ? 0 : ON_THE_WAY)
      return hours === 'working' ? directory.afterWorkingTime(unit, since, span) : since + span
    })
    const overdue = now > Math.min(...due)
    const rhythm = Math.min(...versions.map((row) => ms(row.rhythm as Duration)))
    const state = at === undefined ? 'never' : overdue ? 'silent' : 'alive'
    return { overdue, pipeline: { ...toldOf(heard, id), state, rhythm } satisfies Pipeline as Pipeline }
  })
  return {
    pipelines: [...judged.map(({ pipeline }) => pipeline), ...(heard.detects ? unlistedIn(heard, rows) : [])],
    overdue: judged.filter(({ overdue }) => overdue).map(({ pipeline }) => pipeline),
  }
}

/** What is known of a pipeline whether it is declared or not. */
const toldOf = ({ last, counters }: Heard, id: string): Omit<Pipeline, 'state'> => {
  const at = last.get(id)
  const [read, refused] = [counters.bySource[id], counters.refusedOf[id]]
  const lines = read === undefined && refused === undefined ? {} : { read: read ?? 0, refused: refused ?? 0 }
  return { id, ...(at !== undefined && { last: at }), ...lines }
}

/** What spoke last while a row asked for it is no stranger: its row ended, and so did its logs. */
const unlistedIn = (heard: Heard, rows: ReadonlyMap<string, unknown>): readonly Pipeline[] => {
  const { last, counters, directory } = heard
  const heardOf = new Set([...last.keys(), ...Object.keys(counters.bySource), ...Object.keys(counters.refusedOf)])
  const wasListed = (id: string): boolean => {
    const at = last.get(id)
    return at !== undefined && directory.allPipelines(at).some((row) => pipelineOf(row) === id)
  }
  return [...heardOf]
    .filter((id) => !rows.has(id) && !wasListed(id))
    .sort()
    .map((id) => ({ ...toldOf(heard, id), state: 'undeclared' }))
}

/** Fewer lines may be a slip; so many are the rule. */
const MANY_REFUSED = 20

/** Sources of which not one line could be read since the start: a wrong kind, zone or mapping, and whatever they tell is missed. */
export const unreadable = (pipelines: readonly Pipeline[]): Finding[] =>
  pipelines.flatMap(({ id, read, refused }) =>
    refused === undefined || refused < MANY_REFUSED || (read ?? 0) > 0
      ? []
      : [
          {
            code: 'SOURCE_UNREADABLE',
            text: {
              vi: `Chưa đọc được dòng nào của nguồn ${id} (${refused} dòng trong vùng cách ly): xem «vonggac quarantine list», sửa loại nguồn, múi giờ hoặc ánh xạ rồi đọc lại. Mọi vi phạm trong đó chưa được xét.`,
              en: `Not one line of the source ${id} could be read (${refused} are in quarantine): see \`vonggac quarantine list\`, mend the kind of source, zone or mapping, and replay. Nothing they tell is judged.`,
            },
          },
        ],
  )

/** Of the sources that deliver here, those whose past lines an older parser has read: what only the newer reads of them nobody has judged. */
export const readByOlder = (older: readonly string[], pipelines: readonly Pipeline[]): Finding[] => {
  const heard = new Set(
    pipelines.flatMap(({ id, last }) => (last === undefined ? [] : [id.slice(id.indexOf('/') + 1)])),
  )
  const sources = older.filter((id) => heard.has(id)).join(', ')
  return sources === ''
    ? []
    : [
        {
          code: 'PARSER_NEWER',
          text: {
            vi: `Nhật ký đã lưu của ${sources} có thể do bộ đọc cũ đọc: điều mà chỉ bộ đọc nay mới đọc được thì chưa được xét. Dừng sản phẩm, chạy «vonggac reread --source …» cho từng nguồn rồi khởi động lại.`,
            en: `Archived logs of ${sources} may have been read by an older parser: what only today's reads of them was not judged. Stop the product, run \`vonggac reread --source …\` for each, start again.`,
          },
        },
      ]
}

/** So many are named; the list of sources has all. */
const SHOWN = 5

/** One finding for all sources that deliver and stand in no row: their logs are read, but nobody would miss them. */
export const undeclared = (pipelines: readonly Pipeline[]): Finding[] => {
  const ids = pipelines.flatMap(({ id, state }) => (state === 'undeclared' ? [id] : []))
  if (ids.length === 0) return []
  const say = (more: string): string =>
    [...ids.slice(0, SHOWN), ...(ids.length > SHOWN ? [`${more} ${ids.length - SHOWN}`] : [])].join(', ')
  return [
    {
      code: 'SOURCE_UNDECLARED',
      text: {
        vi: `Nguồn có gửi nhật ký mà không có trong pipelines.csv: ${say('số nguồn khác:')}. Nhật ký vẫn được đọc và xét, nhưng nguồn ngưng gửi thì không ai được báo, và luật cần nguồn làm chứng không dựa vào nó được: hãy khai thêm.`,
        en: `Sources deliver that pipelines.csv does not have: ${say('others:')}. Their logs are read and judged, but nobody would miss them, and no rule that needs a carrier can rest on them: add a row.`,
      },
    },
  ]
}
