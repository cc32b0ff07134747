import type { Action, Observation } from '../kernel/event.ts'
import type { Refusal } from '../kernel/ports.ts'
import type { Result } from '../kernel/result.ts'
import type { Text } from '../kernel/text.ts'
import type { Quotes } from './formats/csv-rows.ts'
import type { JsonObject } from './formats/json.ts'
import type { Masked } from './mask.ts'

/** What a source may know about a line besides its text. */
export type LineContext = {
  /** First receipt, epoch ms. */
  readonly received: number
  readonly collector: string
  /** SHA-256 of the masked line, 32 hex digits: identity where the record carries none, together with `place`. */
  readonly digest: string
  /** File and offset, or request and line: keeps two equal lines of one file apart, and the same line of two deliveries together when empty. */
  readonly place: string
  /** Zone of times that carry none, IANA name or `+07:00`; per source instance in the configuration. */
  readonly zone: string
  /** The heading line of the text this line stands in, masked; only of sources that know headings. */
  readonly heading?: string | undefined
  /** The text it stands in has its heading line further down. */
  readonly above?: boolean
  /** The line as a JSON object, where somebody has read it already; absent says nothing. Its values are for `text` only (`skim`). */
  readonly json?: JsonObject | undefined
}

/** A log source: one file. Its samples are its tests and its documentation. */
export type Source = {
  readonly id: string
  readonly title: Text
  /** Grows when the same bytes would be read differently; stored with each record. */
  readonly parser: number
  /** The format was never published: marked «giả định» everywhere it shows, and lowers levels by one. */
  readonly assumed: boolean
  /** The actions it can witness. */
  readonly yields: readonly Action[]
  /** Reads one line, already masked. Never throws on input. An understood line that means nothing to us yields `other` or nothing. */
  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal>
  /** Whether a line names the columns of the lines after it. `parse` yields nothing for it and never refuses it. */
  isHeading?(line: string): boolean
  /**
   * What is in force as `heading` behind a line that `parse` refused, where that line is the heading of a table nobody knows: what follows
   * must not be read under the heading of the table before. Undefined where the line changes nothing. Never throws on input.
   */
  endsTable?(line: string, heading: string | undefined): string | undefined
  /** How a text stands with its quotes, where a cell of a row may hold line breaks; never throws. Absent where a row is a line. */
  readonly quotes?: Quotes
  /**
   * The names of a line's fields that this source neither reads nor passes over on purpose: of a line that `parse` read, masked, under its
   * heading. Never throws on input. Absent where lines have no fields with names, or where an unknown one is refused.
   */
  unknown?(line: string, heading?: string): readonly string[]
  /** Hides what only the heading of its line says is secret, in a line that is masked (by `mask`) already. Never throws on input; twice is once. */
  hide?(line: string, heading: string | undefined, mask: (line: string) => Masked): Masked
  /** It picks a few fields out of whatever comes (a mapped table, CEF of any maker): that there are others is no news. */
  readonly picks?: true
  readonly samples: Readonly<Record<string, Sample>>
}

export type Sample = {
  readonly line: string
  readonly zone?: string
  readonly received?: string
  /** The heading the line stands under. */
  readonly heading?: string
  /** Partial observations in order, or the reason of the refusal. */
  readonly yields: readonly Readonly<Record<string, unknown>>[] | Refusal['reason']
}
