import { type AlertField, alertFields, type FieldKind } from '../../kernel/alert-fields.ts'
import { type CoverageField, coverageFields, type StatusField, statusFields } from '../../kernel/status-fields.ts'

/** A field of any document that boards read; a test holds each use to the list of its source. */
export type Field = AlertField | StatusField | CoverageField

export type Source = {
  /** Fixed: boards and provisioning name it. */
  readonly uid: string
  /** What `<prefix>-` stands before, in the address of the index. */
  readonly index: 'alerts' | 'status' | 'current' | 'coverage'
  /** The range of the board goes by it, and lists are ordered by it. */
  readonly timeField: Field
  readonly fields: Readonly<Record<string, FieldKind>>
}

/**
 * The data sources as `deploy/grafana/provisioning` sets them up. Alerts stand there twice: by their last act, and by the moment they were
 * raised, which is what «new» means on a duty screen (a log may come a week late).
 */
export const sources = {
  alerts: { uid: 'vonggac-alerts', index: 'alerts', timeField: '@timestamp', fields: alertFields },
  raised: { uid: 'vonggac-raised', index: 'alerts', timeField: 'vonggac.raised', fields: alertFields },
  status: { uid: 'vonggac-status', index: 'status', timeField: '@timestamp', fields: statusFields },
  current: { uid: 'vonggac-current', index: 'current', timeField: '@timestamp', fields: statusFields },
  coverage: { uid: 'vonggac-coverage', index: 'coverage', timeField: '@timestamp', fields: coverageFields },
} as const satisfies Readonly<Record<string, Source>>

/** How a panel, a variable or an annotation names its source. */
export const refTo = ({ uid }: Source): { readonly type: string; readonly uid: string } => ({
  type: 'elasticsearch',
  uid,
})
