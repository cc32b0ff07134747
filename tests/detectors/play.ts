import { loadCatalogue } from '../../detectors/load.ts'
import type { Rule } from '../../detectors/meta.ts'
import { play as playCase } from '../../detectors/play.ts'
import type { Case } from '../../detectors/timeline.ts'
import type { Alert } from '../../kernel/alert.ts'

const catalogue = loadCatalogue()

/** A case through the real engine, with the real catalogue. */
export const play = (rule: Rule, example: Case, options: { readonly carriersAlive?: boolean } = {}): readonly Alert[] =>
  playCase(rule, example, { catalogue, ...options })
