import { figuresOf, type MonthSeen } from '../../detectors/precision.ts'
import { levelNames, levels } from '../../kernel/alert.ts'
import { HEAD } from './page.ts'

const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`

/** docs/precision.md: what was measured last, per rule over all months. */
export const precisionPage = (seen: readonly MonthSeen[]): string => {
  const rules = [
    ...new Set(seen.flatMap(({ planted, clean }) => [...Object.keys(planted), ...clean.map(({ rule }) => rule)])),
  ]
  const rows = rules.flatMap((rule) => {
    const figures = figuresOf(rule, seen)
    return figures ? [{ rule, ...figures }] : []
  })
  const sum = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((all, row) => all + of(row), 0)
  const clean = seen.flatMap((month) => month.clean)
  const officers = seen.reduce((all, month) => all + month.officers, 0)
  const lows = clean.filter(({ level }) => level === 'low').length
  return `${HEAD}
# Precision

Measured by \`npm run precision -- --keep\`; no figure here was typed by hand. Months of a generated small province, each lived through twice by the
real sources and the real engine: clean, and with violations planted that stand in a truth file, which shares no code with the rules. Machines deliver a week
late, rows of the directory are entered days late, lines come twice.

${line(['month', 'seed', 'officers', 'lines, clean'])}
|---|---:|---:|---:|
${seen.map(({ month, seed, officers, lines }) => line([month, seed, officers, lines])).join('\n')}

- Planted months: **${sum(({ found }) => found)} of ${sum(({ planted }) => planted)}** violations found; accused wrongly, in planted or clean months: **${sum(({ wrong }) => wrong)}**.
- Clean months: ${levels.map((level) => `${levelNames[level]} ${clean.filter((one) => one.level === level).length}`).join(', ')}; that is ${((lows / officers) * 100).toFixed(1)} alerts «thấp» for 100 officers and month.

| rule | planted | found | said rightly besides | accused wrongly |
|---|---:|---:|---:|---:|
${rows.map(({ rule, planted, found, allowed, wrong }) => line([rule, planted, found, allowed, wrong])).join('\n')}

A rule with nothing planted in these months has its violation in other months or settings (\`tests/e2e/truth.test.ts\`); one that is not here is younger than the measurement. What the generator does not do, these figures
do not say.
`
}
