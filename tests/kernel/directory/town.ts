import { town } from '../../../detectors/timeline.ts'
import { directoryData, type Rows, withRows } from '../../../kernel/directory/data.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import type { DirectoryData } from '../../../kernel/directory/rows.ts'
import { type Instant, localTime } from '../../../kernel/time.ts'

/** The small town of the rule cases with some rows replaced. */
export const townWith = (rows: Rows = {}, more: Partial<Pick<DirectoryData, 'calendar' | 'hours'>> = {}) =>
  createDirectory(directoryData(withRows(town, rows), 0, more))

/** `'2026-03-02 08:00'` in Vietnam. */
export const at = (text: string): Instant => localTime(text.slice(0, 10), text.slice(11) || '00:00')
