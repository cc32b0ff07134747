import { statSync } from 'node:fs'
import { type ReadOptions, readLines } from '../ingest/inputs/files-reader.ts'
import { type JudgeOptions, judge } from '../ingest/intake/judge.ts'
import type { Observation } from '../kernel/event.ts'
import type { Refusal } from '../kernel/ports.ts'

export type ReplayFile = { readonly path: string; readonly collector: string; readonly source: string }

export type LineEvents = {
  /** After each line, read or not. */
  onLine(): void
  /** `at`: file and offset. */
  onRefused(at: string, refusal: Refusal): void
  /** A packed file that is cut short or broken; its beginning was read. Default: a process warning. */
  readonly onDamage?: ReadOptions['onDamage']
}

/**
 * What the lines of one file witness, line by line, judged as the intake judges them: a heading names the columns of the rows after
 * it, lines without a year were written before the file was last touched. A line that witnesses nothing is passed over.
 */
export async function* readFile(
  { path, collector, source }: ReplayFile,
  options: JudgeOptions,
  { onLine, onRefused, onDamage }: LineEvents,
): AsyncGenerator<readonly Observation[]> {
  const received = statSync(path).mtimeMs
  const reading = { lineBytes: options.lineBytes, ...(onDamage && { onDamage }) }
  let heading: string | undefined
  for await (const { line: bytes, offset, cut: original } of readLines(path, reading)) {
    onLine()
    const place = `${path}@${offset}`
    const judged = judge({ bytes, collector, source, place, received, original, heading }, options)
    if (judged.kind !== 'blank') heading = judged.heading ?? heading
    switch (judged.kind) {
      case 'blank':
        break
      case 'refused':
        onRefused(place, judged.refused)
        break
      case 'stored':
        if (judged.record.observations.length > 0) yield judged.record.observations
        break
      default:
        judged satisfies never
    }
  }
}
