import { type Level, levelNames, levels } from '../../kernel/alert.ts'
import type { Audit } from '../support/audit.ts'

/** What was said of one month: alerts of the clean one, and of the planted one what was found of what was planted. */
export type MonthSeen = {
  readonly month: string
  readonly seed: number
  readonly officers: number
  readonly lines: number
  readonly clean: readonly { readonly rule: string; readonly level: Level }[]
  readonly planted: Audit['table']
}

/** Of all months: what was planted and found, and who was accused wrongly, in the planted months or at any level above low in the clean ones. */
export const sumOf = (
  seen: readonly MonthSeen[],
): { readonly planted: number; readonly found: number; readonly wrong: number } => {
  const rows = seen.flatMap(({ planted }) => Object.values(planted))
  const grave = seen.flatMap(({ clean }) => clean.filter(({ level }) => level !== 'low'))
  return {
    planted: rows.reduce((sum, row) => sum + row.planted, 0),
    found: rows.reduce((sum, row) => sum + row.found, 0),
    wrong: rows.reduce((sum, row) => sum + row.false, 0) + grave.length,
  }
}

const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`

/** The page `docs/precision.md`: figures per rule over all months. */
export const pageOf = (seen: readonly MonthSeen[]): string => {
  const { planted, found, wrong } = sumOf(seen)
  const rules = [...new Set(seen.flatMap((month) => Object.keys(month.planted)))]
  const of = (rule: string, what: keyof Audit['table'][string]): number =>
    seen.reduce((sum, month) => sum + (month.planted[rule]?.[what] ?? 0), 0)
  const clean = (rule: string, level: Level): number =>
    seen.reduce((sum, month) => sum + month.clean.filter((one) => one.rule === rule && one.level === level).length, 0)
  const lows = seen.flatMap((month) => month.clean.filter(({ level }) => level === 'low')).length
  const officers = seen.reduce((sum, month) => sum + month.officers, 0)
  return `# Precision

Written by \`npm run precision -- --page\`; no figure here was typed by hand. Months of a generated small province, each lived through twice by the
real sources and the real engine: clean, and with violations planted that stand in a truth file, which shares no code with the rules. Machines deliver a week
late, rows of the directory are entered days late, lines come twice.

${line(['month', 'seed', 'officers', 'lines, clean'])}
|---|---:|---:|---:|
${seen.map(({ month, seed, officers, lines }) => line([month, seed, officers, lines])).join('\n')}

- Planted months: **${found} of ${planted}** violations found, accused wrongly, or gravely in a clean month: **${wrong}**.
- Clean months: ${levels.map((level) => `${levelNames[level]} ${seen.flatMap((month) => month.clean.filter((one) => one.level === level)).length}`).join(', ')}; that is
  ${((lows / officers) * 100).toFixed(1)} alerts «thấp» for 100 officers and month.

| rule | planted | found | said rightly besides | accused wrongly | clean months: thấp | above thấp |
|---|---:|---:|---:|---:|---:|---:|
${rules
  .map((rule) => {
    const above = levels.filter((level) => level !== 'low').reduce((sum, level) => sum + clean(rule, level), 0)
    return line([
      ...[rule, of(rule, 'planted'), of(rule, 'found'), of(rule, 'allowed'), of(rule, 'false')],
      ...[clean(rule, 'low'), above],
    ])
  })
  .join('\n')}

A rule with nothing planted in these months has its violation in other months or settings (\`tests/e2e/truth.test.ts\`). What the generator does not do, these figures do not say.
`
}
