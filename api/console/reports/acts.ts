import type { ReportInfo } from '../../schemas-reports.ts'
import type { Wanted } from './state.ts'

/** What a view can ask for; `main.ts` does it. */
export type Acts = {
  want(patch: Partial<Wanted>): void
  /** Makes what the form names. */
  begin(): void
  make(report: ReportInfo): void
  askToClose(report: ReportInfo): void
  close(report: ReportInfo): void
  choose(report: ReportInfo, file: File | undefined): void
  sign(report: ReportInfo): void
  cancel(): void
  retry(): void
}
