import type { Observation } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { DAY, MINUTE } from '../../kernel/time.ts'
import type { JsonObject } from '../formats/json.ts'
import type { Line, SourceInstance } from './judge.ts'

/** A time later than this after receipt is no time (architecture 4). */
export const FUTURE = 5 * MINUTE

/**
 * What came in live and lies further back than this is no time either. Logs are kept for 12 months, as the law asks,
 * so no sender has to deliver older ones; 400 days leave a month to those who deliver late. A clock whose battery died says 2009, and
 * days that far back would each be opened and evaluated again.
 */
export const OLDEST = 400 * DAY

/** What was read, by whom; or why nothing was. `crashed`: the parser threw. */
export type Read =
  | { readonly instance: SourceInstance; readonly parser: string; readonly observations: readonly Observation[] }
  | { readonly refusal: Refusal; readonly parser?: string; readonly crashed?: unknown }

/** Reads a masked line by its instance, and holds its observations to the times there can be. `json`: the line, parsed already. */
export const readText = (
  text: string,
  digest: string,
  line: Line,
  place: string,
  instance: SourceInstance | undefined,
  json: JsonObject | undefined,
  oldest = Number.POSITIVE_INFINITY,
): Read => {
  if (!instance) {
    const why =
      line.source === 'auto' ? 'Không nguồn nào nhận ra dòng này' : `Nguồn «${line.source}» chưa được khai báo`
    const detail = `${why}; dòng bắt đầu bằng «${beginningOf(text)}».`
    return { refusal: { reason: 'unknown-source', detail } }
  }
  const { source, zone } = instance
  const { received, collector, heading, above = false } = line
  const parser = `${source.id}/${source.parser}`
  try {
    const parsed = source.parse(text, { received, collector, digest, place, zone, heading, above, json })
    if (!parsed.ok) return { refusal: parsed.error, parser }
    for (const { at } of parsed.value) {
      if (!(at <= received + FUTURE)) return { refusal: { reason: 'time', detail: sayFuture(at, received) }, parser }
      if (at < received - oldest) return { refusal: { reason: 'time', detail: sayOld(received - at, oldest) }, parser }
    }
    return { instance, parser, observations: parsed.value }
  } catch (crashed) {
    const detail = `Bộ đọc «${parser}» gặp lỗi nội bộ; hãy phát lại dòng này sau khi sửa.`
    return { refusal: { reason: 'malformed', detail }, parser, crashed }
  }
}

/** So many signs show what a line is; the rest is opened by name (`vonggac quarantine`). */
const BEGINNING = 60
const beginningOf = (masked: string): string => {
  const words = masked
    .slice(0, 4 * BEGINNING)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return words.length <= BEGINNING ? words : `${words.slice(0, BEGINNING).toWellFormed()} …`
}

const sayFuture = (at: number, received: number): string =>
  Number.isFinite(at)
    ? `Thời gian của dòng muộn hơn lúc nhận ${Math.round((at - received) / 1000)} giây, quá 5 phút cho phép.`
    : 'Dòng không có thời gian hợp lệ.'

const sayOld = (age: number, oldest: number): string =>
  `Thời gian của dòng sớm hơn lúc nhận ${Math.floor(age / DAY)} ngày, quá ${Math.floor(oldest / DAY)} ngày cho phép; ` +
  'hãy kiểm tra đồng hồ của máy ghi, nhật ký cũ thì xem bằng «vonggac replay».'
