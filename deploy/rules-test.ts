import { loadCatalogue } from '../detectors/load.ts'
import type { Rule } from '../detectors/meta.ts'
import { play } from '../detectors/play.ts'

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
      if (alerts.length === expected && (level === undefined || alerts[0]?.level === level)) passed++
      else {
        failed++
        console.log(
          `${rule.id}: «${name}»: cần ${expected} cảnh báo${level ? ` mức ${level}` : ''}, được ${alerts.length}`,
        )
      }
    }
  }
  console.log(`${passed} ca đúng, ${failed} ca sai`)
  return failed === 0 ? 0 : 1
}
