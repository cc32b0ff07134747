import type { Clause } from '../../detectors/catalogue.ts'
import { type Kind, kinds } from '../../detectors/meta.ts'

/** The catalogue's own words for kinds; a `report` is no rule. */
const otherWords: Readonly<Record<string, Kind | undefined>> = { enrich: 'match', calendar: 'match', age: 'absence' }

const kindOf = ({ kind }: Clause): Kind | undefined => kinds.find((one) => one === kind) ?? otherWords[kind]

/** `Đăng nhập ngoài giờ` → `dang-nhap-ngoai-gio`, for the name of a file. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('đ', 'd')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

const bodies: Readonly<Record<Kind, string>> = {
  match: `  on: 'login',
  sought: [],
  excused: [],`,
  threshold: `  on: 'login',
  sought: [],
  excused: [],`,
  volume: `  on: 'file.open',
  sought: [],
  excused: [],
  per: 'day',
  sum: () => 1,`,
  distinct: `  on: 'login',
  sought: [],
  excused: [],
  of: (event) => event.facts.machine?.id,`,
  sequence: `  steps: [on('login'), on('logout')],`,
  absence: `  after: on('login'),
  expect: on('logout'),
  due: ({ at }, { grace }) => at + spanOf(grace),
  carriers: ['login'],`,
}
const policies: Readonly<Record<Kind, string>> = {
  match: '{}',
  threshold: `{ count: 3, within: '10m' }`,
  volume: '{ limit: 100 }',
  distinct: `{ count: 3, within: '10m' }`,
  sequence: `{ within: '10m' }`,
  absence: `{ grace: '1h' }`,
}

/**
 * The file of a new rule about a clause: its name, and its text with everything the catalogue knows filled in. Nothing it says is
 * true yet, and `rules lint` refuses it: sentences and cases are for whoever writes the rule. `undefined`: the clause is none for a rule.
 */
export const skeletonOf = (
  clause: Clause,
  letter: string,
  kind: Kind | undefined = kindOf(clause),
): { readonly file: string; readonly text: string } | undefined => {
  if (kind === undefined) return undefined
  const selects = kind === 'sequence' || kind === 'absence'
  const text = `${kind === 'absence' ? "import { spanOf } from '../conditions/span.ts'\n" : ''}${selects ? "import { on } from '../meta.ts'\n" : ''}import { ${kind} } from '../rule.ts'

// What is sought and what is excused (clauses.yaml):
${(clause.note ?? '—').trim().replace(/^/gm, '// ')}
// Who can show it: ${clause.witness.join(' · ') || '—'}
export const rule = ${kind}({
  id: '${clause.id}${letter}',
  version: 1,
  clause: '${clause.id}',
  title: { vi: ${JSON.stringify(clause.vi)}, en: ${JSON.stringify(clause.en)} },
  say: { vi: '', en: '' },
  respond: { vi: '', en: '' },
  level: '${clause.level}',
  policy: ${policies[kind]},

  by: '${clause.answers === 'officer' ? 'user' : 'host'}',
${bodies[kind]}

  cases: {
    fires: {},
    quiet: {},
  },
})
`
  return { file: `${clause.id.toLowerCase()}${letter}-${slug(clause.en)}.ts`, text }
}
