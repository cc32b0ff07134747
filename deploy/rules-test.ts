import { loadCatalogue } from '../detectors/load.ts'
import type { Rule } from '../detectors/meta.ts'
import { play } from '../detectors/play.ts'

type Names = readonly (string | null)[]
const inOrder = (names: Names): Names => [...names].sort()
const isSame = (a: Names, b: Names): boolean => JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b))
const sayNames = (names: Names): string => names.map((name) => name ?? 'không ai').join(', ') || 'không ai'

/** Plays every case of the rules and prints what failed. Returns the exit code: 0 all as stated, 1 otherwise. */
export const playCases = (rules: readonly Rule[]): number => {
  const catalogue = loadCatalogue()
  let [passed, failed] = [0, 0]
  for (const rule of rules) {
    const cases = [
      ...Object.entries(rule.cases.fires).map((c) => [...c, 1] as const),
      ...Object.entries(rule.cases.quiet).map((c) => [...c, 0] as const),
    ]
    for (const [name, example, expected] of cases) {
      const alerts = play(rule, example, { catalogue })
      const level = 'level' in example ? example.level : undefined
      const names = 'names' in example ? example.names : undefined
      const named = alerts.map(({ subject }) => subject.person?.id ?? null)
      const asNamed = names === undefined ? alerts.length === expected : isSame(names, named)
      if (asNamed && (level === undefined || alerts[0]?.level === level)) passed++
      else {
        failed++
        console.log(
          `${rule.id}: «${name}»: cần ${names?.length ?? expected} cảnh báo${level ? ` mức ${level}` : ''}${names ? ` nêu ${sayNames(names)}` : ''}, được ${alerts.length}${names ? ` nêu ${sayNames(named)}` : ''}`,
        )
      }
    }
  }
  console.log(`${passed} ca đúng, ${failed} ca sai`)
  return failed === 0 ? 0 : 1
}
