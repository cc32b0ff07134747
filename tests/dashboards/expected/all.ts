import type { Expectations } from '../plain.ts'
import { accounts } from './accounts.ts'
import { clauses } from './clauses.ts'
import { duty } from './duty.ts'
import { malware } from './malware.ts'
import { media } from './media.ts'
import { overview } from './overview.ts'
import { pipeline } from './pipeline.ts'
import { unit } from './unit.ts'

/** What each panel of each board should say, by the board's uid and the panel's title. */
export const expected: Readonly<Record<string, Expectations>> = {
  'vonggac-truc-giam-sat': duty,
  'vonggac-tong-quan': overview,
  'vonggac-don-vi': unit,
  'vonggac-dieu-khoan': clauses,
  'vonggac-tai-khoan': accounts,
  'vonggac-thiet-bi-luu-tru-ngoai': media,
  'vonggac-ma-doc-va-phan-mem-bao-ve': malware,
  'vonggac-duong-ong': pipeline,
}
