import { rowKey } from '../../kernel/directory/data.ts'
import { groupBy } from '../../kernel/directory/pieces.ts'
import type { Register } from '../../kernel/directory/rows.ts'
import { type Span, validity } from '../../kernel/directory/span.ts'
import { titleOf } from './columns.ts'
import { type Problem, problem } from './problem.ts'
import { type Located, spanOf } from './sheet.ts'

/** Two rows that say different things about one thing at one time. Exact doubles are as contradictory: one was meant to differ. */
export const overlaps = (
  register: 'units' | 'accounts' | 'machines' | 'devices' | 'networks' | 'lists' | 'systems',
  rows: readonly Located<Register>[],
): Problem[] => {
  const last = new Map<string, { readonly located: Located<Register>; readonly to: number }>()
  return [...rows]
    .sort((a, b) => compare(spanOf(register, a).from, spanOf(register, b).from))
    .flatMap((located): Problem[] => {
      const key = rowKey(register, located.row)
      const before = last.get(key)
      const { from, to } = spanOf(register, located)
      if (!before || before.to < to) last.set(key, { located, to })
      if (!before || before.to <= from) return []
      const { file, line } = located
      const column = titleOf(register, register === 'networks' ? 'cidr' : register === 'lists' ? 'entry' : 'id')
      // What is in two units at once is two machines of one name, and a log says no more than the name.
      const isTwo = register === 'machines' && unitIn(before.located) !== unitIn(located)
      return [
        problem(
          { file, line, column, value: key },
          `trùng thời gian với dòng ${before.located.line}${isTwo ? ` của đơn vị khác (${unitIn(before.located)})` : ''}`,
          isTwo
            ? 'mỗi tên máy một dòng: nếu là hai máy thì đổi tên một máy, nếu máy đã chuyển đơn vị thì đóng dòng cũ bằng «đến ngày»'
            : 'mỗi lúc một dòng: đóng dòng cũ bằng «đến ngày»',
        ),
      ]
    })
}

const unitIn = ({ row }: Located<Register>): string => ('unit' in row && row.unit !== undefined ? row.unit : '')

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0)

const departed: ReadonlySet<string> = new Set(['transferred', 'retired', 'resigned', 'dismissed', 'deceased'])

export const undatedDeparture = ({ row, file, line }: Located<'people'>): Problem[] =>
  departed.has(row.status) && row.from === undefined
    ? [
        problem(
          { file, line, column: titleOf('people', 'from') },
          'người đã nghỉ hoặc chuyển mà không ghi từ bao giờ',
          'ngày quyết định có hiệu lực',
        ),
      ]
    : []

/** A departure while an older row of the same unit still says «đang làm việc» would never be seen. */
export const stillWorking = (people: readonly Located<'people'>[]): Problem[] => {
  const posts = groupBy(people, ({ row }) => `${row.id}/${row.unit}`)
  return [...posts.values()].flatMap((same) => {
    const staying = same.filter(({ row }) => !departed.has(row.status))
    return same
      .filter(({ row }) => departed.has(row.status))
      .flatMap((leaving) =>
        staying.filter((post) => outlasts(post.row, leaving.row)).map((post) => unclosed(post, leaving)),
      )
  })
}

type Post = Located<'people'>['row']

/** Who came back after leaving works again; who was there before and is not closed contradicts the departure. */
const outlasts = (post: Post, leaving: Post): boolean =>
  meets(validity(post), validity(leaving)) && (post.from ?? '') <= (leaving.from ?? '')

const unclosed = ({ row, file, line }: Located<'people'>, leaving: Located<'people'>): Problem =>
  problem(
    { file, line, column: titleOf('people', 'to'), value: row.to ?? '' },
    `còn đang làm việc trong khi dòng ${leaving.line} ghi đã nghỉ hoặc chuyển`,
    `ngày làm việc cuối cùng, trước «từ ngày» của dòng ${leaving.line}`,
  )

const meets = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to
