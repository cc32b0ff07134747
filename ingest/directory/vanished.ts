import { type AnyRow, registers, rowKey, rowText } from '../../kernel/directory/data.ts'
import type { DirectoryData, Known, Register, Row } from '../../kernel/directory/rows.ts'
import { SHIPPED } from './lists.ts'
import { type Problem, problem } from './problem.ts'
import type { Sheets } from './sheet.ts'

/**
 * Rows of the version in force that the new one no longer has. History is closed by `to`, never erased: past acts are judged by
 * it. What came with an earlier release is the product's to drop. A row may be rewritten in place, so a key is short of rows only when it has fewer than before; `corrections` excuses it.
 */
export const vanishedRows = (previous: DirectoryData, sheets: Sheets): readonly Problem[] =>
  registers
    .filter((register) => register !== 'corrections')
    .flatMap((register) => {
      const excused = new Set(sheets.corrections.flatMap(({ row }) => (row.register === register ? [row.key] : [])))
      const now = byKey(
        register,
        sheets[register].map(({ row }) => row),
      )
      return [...byKey(register, previous[register].filter(isOwn))].flatMap(([key, rows]) => {
        const left = now.get(key) ?? []
        if (left.length >= rows.length || excused.has(key)) return []
        return missing(rows, left).map((row) => vanished(register, key, row))
      })
    })

const isOwn = ({ origin }: AnyRow): boolean => typeof origin !== 'string' || !origin.startsWith(SHIPPED)

const byKey = (register: Register, rows: readonly AnyRow[]): ReadonlyMap<string, readonly AnyRow[]> => {
  const groups = new Map<string, AnyRow[]>()
  for (const row of rows) {
    const key = rowKey(register, row)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}

/** As many rows as were lost: those whose text and whose beginning are both gone first. */
const missing = (rows: readonly AnyRow[], left: readonly AnyRow[]): readonly AnyRow[] => {
  const texts = new Set(left.map(rowText))
  const starts = new Set(left.map(({ from }) => from))
  const rank = (row: AnyRow): number => (texts.has(rowText(row)) ? 2 : starts.has(row['from']) ? 1 : 0)
  return [...rows].sort((a, b) => rank(a) - rank(b)).slice(0, rows.length - left.length)
}

const vanished = (register: Register, key: string, row: AnyRow): Problem => {
  const from = typeof row['from'] === 'string' ? ` (từ ${row['from']})` : ''
  return problem(
    { file: `${register}.csv`, value: key },
    `dòng của bản đang dùng đã biến mất${from}:`,
    'giữ dòng đó và đóng bằng «đến ngày», hoặc ghi mã này vào corrections.csv kèm văn bản',
  )
}

/** Since when each row is known: an unchanged row keeps its time, any other becomes known now. */
export const knownSince = (previous: DirectoryData | undefined, now: number) => {
  const times = new Map<Register, ReadonlyMap<string, number>>(
    registers.map((register) => [
      register,
      new Map((previous?.[register] ?? []).map((row) => [rowText(row), row.known])),
    ]),
  )
  return <R extends Register>(register: R, row: Row<R>): Known<Row<R>> => ({
    ...row,
    known: times.get(register)?.get(rowText(row)) ?? now,
  })
}
