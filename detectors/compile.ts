import { compileAbsence } from './kinds/absence.ts'
import { compileDistinct } from './kinds/distinct.ts'
import { compileMatch } from './kinds/match.ts'
import { compileSequence } from './kinds/sequence.ts'
import { compileThreshold } from './kinds/threshold.ts'
import { compileVolume } from './kinds/volume.ts'
import type { Bench, Machine } from './machine.ts'
import type { Rule } from './meta.ts'

/** Makes the machine that runs a rule. */
export type Compile = (rule: Rule, bench: Bench) => Machine

/** The machine that runs a rule. Its state is the machine's own business: the engine only keeps and saves it. */
export const compile = (rule: Rule, bench: Bench): Machine => {
  switch (rule.kind) {
    case 'match':
      return compileMatch(rule, bench)
    case 'threshold':
      return compileThreshold(rule, bench)
    case 'volume':
      return compileVolume(rule, bench)
    case 'distinct':
      return compileDistinct(rule, bench)
    case 'sequence':
      return compileSequence(rule, bench)
    case 'absence':
      return compileAbsence(rule, bench)
    default:
      throw new Error(`no such kind of rule: ${JSON.stringify(rule satisfies never)}`)
  }
}
