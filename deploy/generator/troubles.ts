/** What may go wrong on the way of a log, beside what always does (minutes of skew, pauses, laptops some days late). */
export type Troubles = {
  /** `hours`: some machines' clocks are hours slow or fast. */
  readonly clocks?: 'minutes' | 'hours' | undefined
  /** Whole hosts deliver a week late. */
  readonly lateHosts?: boolean | undefined
  /** Each week collectors stop for hours or days, and then deliver everything. */
  readonly outages?: boolean | undefined
  /** Rows of the registers are entered days after their date. */
  readonly lateRows?: boolean | undefined
}
