import type { Coverage } from '../../api/coverage/coverage.ts'
import { coverageOf } from '../../api/coverage/make.ts'
import type { Period } from '../../api/reports/period.ts'
import type { Config } from '../config.ts'
import { materialFor, type Reading } from '../reports/material.ts'
import { checkBegun } from '../reports/report.ts'

/**
 * What could be judged of each clause in each unit over a period, as things stand: read beside a running product, as a report is. Throws
 * `BAD_ARGUMENT` where the period has not begun or nothing was ever judged, and as a report does among several detectors.
 */
export const makeCoverage = async (
  config: Config,
  { period, unit, now }: { readonly period: Period; readonly unit?: string | undefined; readonly now: number },
  onProgress: (reading: Reading) => void,
): Promise<Coverage> => {
  checkBegun(period, now)
  const wanted = { period, ...(unit !== undefined && { unit }), closed: [] }
  return coverageOf(await materialFor(config, wanted, () => undefined, onProgress))
}
