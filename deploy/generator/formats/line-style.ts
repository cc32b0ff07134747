/**
 * What a shipper sends of a Windows event. `full`: all that Winlogbeat writes by itself, with the whole rendered message and the
 * host's metadata; `normal`: a shorter message, some metadata; `trimmed`: after `drop_fields` of message and metadata.
 */
export const lineStyles = ['full', 'normal', 'trimmed'] as const
export type LineStyle = (typeof lineStyles)[number]

/** Where a line stands: its number in the log, the time its clock says and when the shipper read it (epoch ms). */
export type Written = {
  readonly recordId: number
  readonly at: number
  readonly seen: number
  readonly style: LineStyle
}
