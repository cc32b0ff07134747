import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Catalogue } from '../detectors/catalogue.ts'
import type { Rule } from '../detectors/meta.ts'
import { titleOf } from '../ingest/directory/columns.ts'
import { type Problem, problem } from '../ingest/directory/problem.ts'
import { readSheet } from '../ingest/directory/sheet.ts'
import { decodeText } from '../ingest/directory/text.ts'

const FILE = 'exceptions.csv'

/**
 * What the loader of the directory cannot know: an exception silences a rule (`ACC-11a`) or a clause (`ACC-11`) that exists. Reads
 * a folder that is otherwise sound; a misspelt one would silence nothing and say nothing.
 */
export const wrongExceptions = (
  folder: string,
  rules: readonly Pick<Rule, 'id'>[],
  catalogue: Catalogue,
): readonly Problem[] => {
  const path = join(folder, FILE)
  if (!existsSync(path)) return []
  const text = decodeText(readFileSync(path))
  if (!text.ok) return [problem({ file: FILE }, 'không đọc được', text.error)]
  const known = new Set<string>(rules.map(({ id }) => id))
  const column = titleOf('exceptions', 'rule')
  return readSheet('exceptions', FILE, text.value).rows.flatMap(({ row, line }) =>
    known.has(row.rule) || catalogue.has(row.rule)
      ? []
      : [
          problem(
            { file: FILE, line, column, value: row.rule },
            'không có luật hay điều nào tên như vậy',
            'mã luật như ACC-11a hoặc mã điều như ACC-11 (docs/RULES.md)',
          ),
        ],
  )
}
