import type { Catalogue } from '../../detectors/catalogue.ts'
import type { Unenforced, Unwatched } from '../../detectors/unenforced.ts'
import { cell } from './page.ts'

/** The clauses without a rule, by what stands for one; and the paragraphs of the directives that nothing can watch. */
export const unenforcedPart = (
  catalogue: Catalogue,
  { served, due, partly }: Unenforced,
  unwatched: readonly Unwatched[],
): string => {
  const clause = (id: string): string => `- **${id}** ${catalogue.get(id)?.vi ?? ''}`
  const kept = served.map(({ ids, by }) => `Kept by ${by}, not by a rule:\n\n${ids.map(clause).join('\n')}`)
  const waiting = due.map(
    ({ issue, title, ids }) => `### Due in issue ${issue}: «${title}» (${ids.length})\n\n${ids.map(clause).join('\n')}`,
  )
  const left = partly.map(({ id, missing }) => `${clause(id)}: ${missing}`)
  const lines = unwatched.map(
    ({ doc, at, why, see }) => `| \`${doc}\` | ${at.join(', ')} | ${cell(why)} | ${see?.join(', ') ?? ''} |`,
  )
  return `## Clauses without a rule

No alert about the clauses that are due will ever show until then; nobody may read their silence as «đạt».

${[...kept, ...waiting].join('\n\n')}

### Kept in part

These have rules, which leave something out.

${left.join('\n')}

## Không giám sát được bằng nhật ký

Every numbered paragraph of the five texts is quoted by a clause of the catalogue, or stands here with the reason why no log, inventory or register can show it kept or broken. *See*: clauses that watch the same duty where another paragraph states it.

| text | paragraphs | why | see |
|---|---|---|---|
${lines.join('\n')}`
}
