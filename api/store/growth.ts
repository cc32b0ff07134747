import { isDeepStrictEqual } from 'node:util'
import type { Alert } from '../../kernel/alert.ts'

/** How an alert stands: all of it but what every further detection changes. */
const standing = (alert: Alert): object => {
  const { revision: _r, first: _f, last: _l, local: _d, occurrences: _o, evidence: _e, say: _s, ...rest } = alert
  return rest
}

/**
 * Whether a revision only grew over the one before it: more detections, and nothing else that a reader would have to
 * know. Fewer detections, or others in the same number, are no growth: something was taken back.
 */
export const grew = (before: Alert, after: Alert): boolean =>
  after.occurrences > before.occurrences &&
  after.first <= before.first &&
  after.last >= before.last &&
  isDeepStrictEqual(standing(before), standing(after))
