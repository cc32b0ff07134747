import type { Catalogue } from '../../detectors/catalogue.ts'
import type { Rule } from '../../detectors/meta.ts'
import { play } from '../../detectors/play.ts'
import type { Case } from '../../detectors/timeline.ts'
import { levelNames } from '../../kernel/alert.ts'

/** What became of one case of a rule. `fault`: one sentence in Vietnamese, where it did not come out as it is written. */
export type Outcome = {
  readonly rule: string
  readonly name: string
  readonly seconds: number
  readonly fault?: string
}

type Names = readonly (string | null)[]
const told = (names: Names): string =>
  [...names]
    .map((name) => name ?? 'không ai')
    .sort()
    .join(', ') || 'không ai'

const faultOf = (rule: Rule, example: Case, expected: number, catalogue: Catalogue): string | undefined => {
  const alerts = play(rule, example, { catalogue })
  const names = 'beats' in example ? example.names : undefined
  const level = 'beats' in example ? example.level : undefined
  const named = told(alerts.map(({ subject }) => subject.person?.id ?? null))
  const count = names?.length ?? expected
  if (alerts.length !== count) return `cần ${count} cảnh báo, được ${alerts.length}`
  if (names && told(names) !== named) return `cần nêu ${told(names)}, lại nêu ${named}`
  const [first] = alerts
  return first && level !== undefined && first.level !== level
    ? `cần mức ${levelNames[level]}, được mức ${levelNames[first.level]}`
    : undefined
}

/** Plays every case of a rule through the real engine; `now` in ms, from anywhere. Throws nothing: an error is the case's fault. */
export const playCases = (rule: Rule, catalogue: Catalogue, now: () => number): readonly Outcome[] => {
  const { fires, quiet } = rule.cases
  const all = [
    ...Object.entries(fires).map((one) => [...one, 1] as const),
    ...Object.entries(quiet).map((one) => [...one, 0] as const),
  ]
  return all.map(([name, example, expected]) => {
    const began = now()
    const fault = ((): string | undefined => {
      try {
        return faultOf(rule, example, expected, catalogue)
      } catch (error) {
        return error instanceof Error ? error.message : String(error)
      }
    })()
    return { rule: rule.id, name, seconds: (now() - began) / 1_000, ...(fault !== undefined && { fault }) }
  })
}
