import type { Catalogue } from '../../detectors/catalogue.ts'
import type { Rule } from '../../detectors/meta.ts'

export type ClauseHere = {
  readonly id: string
  readonly title: string
  /** Some rule looks for it. Where none does, «none found» means nothing. */
  readonly judged: boolean
}

/** What the boards of an installation are made from. */
export type Site = {
  /** The console's address, without a slash at its end: rows link to it. */
  readonly console: string
  readonly clauses: readonly ClauseHere[]
}

export const siteOf = (catalogue: Catalogue, rules: readonly Pick<Rule, 'clause'>[], console: string): Site => {
  const judged = new Set<string>(rules.map(({ clause }) => clause))
  return {
    console: console.replace(/\/$/, ''),
    clauses: [...catalogue.values()].map(({ id, vi }) => ({ id, title: vi, judged: judged.has(id) })),
  }
}

const of = ({ clauses }: Site, prefixes: readonly string[]): readonly ClauseHere[] =>
  clauses.filter(({ id }) => prefixes.some((prefix) => prefix === '' || id === prefix || id.startsWith(`${prefix}-`)))

/**
 * What it means that there is no alert about these clauses (`ACC-02`, or a family: `MED`): it depends on whether anything looks for them.
 */
export const noneFound = (site: Site, ...prefixes: readonly string[]): string => {
  const asked = of(site, prefixes)
  const unjudged = asked.filter(({ judged }) => !judged)
  if (unjudged.length === 0) return 'Không có cảnh báo nào đang mở; nơi thiếu nguồn nhật ký xem bảng «Điều khoản»'
  const named =
    unjudged.length <= MOST_NAMED
      ? unjudged.map(({ id }) => id).join(', ')
      : `${unjudged.length} điều khoản (xem bảng «Điều khoản»)`
  return unjudged.length === asked.length
    ? `Chưa có luật nào xét ${named}: trống không có nghĩa là không có vi phạm`
    : `Không có cảnh báo nào đang mở; riêng ${named} chưa có luật nào xét`
}

const MOST_NAMED = 10

/** The clauses nothing looks for yet, in one sentence. */
export const unjudgedOf = (site: Site): string => {
  const ids = site.clauses.filter(({ judged }) => !judged).map(({ id }) => id)
  return ids.length === 0
    ? 'Mọi điều khoản đều có luật xét.'
    : `Chưa có luật nào xét ${ids.length} điều khoản: ${ids.join(', ')}.`
}
