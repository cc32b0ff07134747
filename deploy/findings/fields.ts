import type { FieldCounts, Fields } from '../../ingest/intake/fields.ts'
import type { Finding } from '../findings.ts'

/** A field that stands in so many of the lines looked at is no slip of one line. */
const OFTEN = 16
/** So many names are said of one source. */
const SAID = 5

/** The names that are told of a source, by the alphabet: a sentence must not change with each line that comes. A mapping leaves out on purpose. */
const toldOf = ({ unknown, picks }: FieldCounts): readonly string[] =>
  picks ? [] : [...unknown].flatMap(([name, n]) => (n >= OFTEN ? [name] : [])).sort()

const sayNames = (names: readonly string[], and: string): string =>
  names.length <= SAID
    ? names.join(', ')
    : `${names.slice(0, SAID).join(', ')} ${and.replace('#', String(names.length - SAID))}`

/** One finding for all sources whose lines keep holding fields that no reader knows: what a product says first that was updated. */
export const unknownFields = (fields: Fields): Finding[] => {
  const rows = [...fields].flatMap(([source, counts]) => {
    const names = toldOf(counts)
    return names.length === 0 ? [] : [{ source, names }]
  })
  if (rows.length === 0) return []
  const say = (and: string): string =>
    rows
      .sort((a, b) => (a.source < b.source ? -1 : 1))
      .map(({ source, names }) => `${source} (${sayNames(names, and)})`)
      .join('; ')
  return [
    {
      code: 'FIELDS_UNKNOWN',
      text: {
        vi: `Nguồn gửi trường mà bộ đọc chưa biết: ${say('và # trường khác')}. Nhật ký vẫn được đọc như cũ; sản phẩm gửi có thể đã đổi phiên bản hoặc cấu hình.`,
        en: `Sources send fields that no reader knows: ${say('and # more')}. Their lines are read as before; the product may have a new version.`,
      },
    },
  ]
}

/** `fields.looked.<source>` lines that were looked at, `fields.unknown.<source>.<name>` in how many such a field stood, `fields.more.<source>` those not told by name. */
export const fieldCounters = (fields: Fields): Record<string, number> =>
  Object.fromEntries(
    [...fields].flatMap(([source, { looked, unknown, more }]): [string, number][] => [
      [`fields.looked.${source}`, looked],
      ...(more > 0 ? [[`fields.more.${source}`, more] satisfies [string, number]] : []),
      ...[...unknown].map(([name, n]): [string, number] => [`fields.unknown.${source}.${name}`, n]),
    ]),
  )
