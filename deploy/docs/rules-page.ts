import { textsNeeded } from '../../detectors/binding.ts'
import type { Catalogue, Clause } from '../../detectors/catalogue.ts'
import type { Rule } from '../../detectors/meta.ts'
import type { Unenforced, Unwatched } from '../../detectors/unenforced.ts'
import { levelNames } from '../../kernel/alert.ts'
import { rows } from '../../kernel/directory/rows.ts'
import { cell, HEAD } from './page.ts'
import { policyNames } from './policy-names.ts'
import { unenforcedPart } from './unenforced-part.ts'

const clausesOf = (rules: readonly Rule[], catalogue: Catalogue): readonly Clause[] =>
  [...new Set(rules.map(({ clause }) => clause))].flatMap((id) => catalogue.get(id) ?? [])

/** Which row of `directives.csv` lets which clause be judged. */
const textsPart = (rules: readonly Rule[], catalogue: Catalogue): string => {
  const clauses = clausesOf(rules, catalogue)
  const names = (some: readonly Clause[]): string => (some.length > 0 ? some.map(({ id }) => id).join(', ') : '–')
  const lines = rows.directives.shape.doc.options.map((doc) => {
    const enables = clauses.filter((clause) => textsNeeded(clause).includes(doc))
    const cited = clauses
      .filter(({ basis }) => basis.some((one) => one.doc === doc))
      .filter((c) => !enables.includes(c))
    return `| \`${doc}\` | ${names(enables)} | ${names(cited)} |`
  })
  return `## Which text enables which clause

A clause is judged in a unit only where one of the texts it stands on binds the unit (\`directives.csv\`, inherited from above). Clauses that need no row: ${names(clauses.filter((clause) => textsNeeded(clause).length === 0))}. For the others one of their texts is enough; \`vonggac check\` and the finding \`RULES_UNBOUND\` say which rules have none, and where.

| text | enables | is quoted as well by |
|---|---|---|
${lines.join('\n')}`
}

/** The names that stand under «Numbers a unit may tune». */
const numbersPart = (rules: readonly Rule[]): string => {
  const lines = Object.entries(policyNames).map(([name, meaning]) => {
    const used = rules.filter(({ policy }) => name in policy).map(({ id }) => id)
    return `| \`${name}\` | ${cell(meaning)} | ${used.join(', ')} |`
  })
  return `## What the numbers mean

Durations are written \`90s\`, \`10m\`, \`8h\`, \`7d\`. A unit's own number stands under \`policy\` in \`config.yaml\`, with the document that allows it.

| name | meaning | rules |
|---|---|---|
${lines.join('\n')}`
}

/** docs/RULES.md: which text enables which clause, what the numbers mean, every rule, what has none. */
export const rulesPage = (
  rules: readonly Rule[],
  catalogue: Catalogue,
  unenforced: Unenforced,
  unwatched: readonly Unwatched[],
): string => {
  const clauses = new Set(rules.map(({ clause }) => clause))
  const parts = rules.map((rule) => {
    const clause = catalogue.get(rule.clause)
    const numbers = Object.entries(rule.policy).map(([name, value]) => `\`${name}\` = ${String(value)}`)
    const conditions = 'sought' in rule && rule.sought ? rule.sought.map(({ vi }) => `- sought: ${vi}`) : []
    const excuses = 'excused' in rule && rule.excused ? rule.excused.map(({ vi }) => `- excused: ${vi}`) : []
    return [
      `## ${rule.id} ${rule.title.vi}`,
      `${rule.title.en}. Clause ${rule.clause} («${clause?.vi}»), level **${levelNames[rule.level]}**, kind \`${rule.kind}\` by \`${rule.by}\`, version ${rule.version}.`,
      `> ${rule.say.vi}`,
      numbers.length > 0 ? `Numbers a unit may tune: ${numbers.join(', ')}.` : 'No numbers to tune.',
      ...(conditions.length + excuses.length > 0 ? [[...conditions, ...excuses].join('\n')] : []),
      `What to do: ${rule.respond.vi}`,
    ].join('\n\n')
  })
  const intro = `${rules.length} rules enforce ${clauses.size} of the ${catalogue.size} clauses of the catalogue. [Clauses without a rule](#clauses-without-a-rule) lists the others: no alert about them will ever show.`
  return `${HEAD}\n# Rules\n\n${intro}\n\n${textsPart(rules, catalogue)}\n\n${numbersPart(rules)}\n\n${parts.join('\n\n')}\n\n${unenforcedPart(catalogue, unenforced, unwatched)}\n`
}
