import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cell, HEAD } from './page.ts'

const folder = join(import.meta.dirname, '../../docs/adr')

const INTRO = `Each says what was to be settled, what was decided and what follows. What a later one changes it names; the older one stays as it was
written.`

/** The index of the decisions, by number; a number without a file was never used. Throws on a file whose heading has another number. */
export const adrIndex = (): string => {
  const decisions = globSync('[0-9]*.md', { cwd: folder })
    .sort()
    .map((file) => {
      const number = Number.parseInt(file, 10)
      const [, headed, title] = /^# (\d+)\.? (.+)$/m.exec(readFileSync(join(folder, file), 'utf8')) ?? []
      if (Number(headed) !== number || !title) throw new Error(`docs/adr/${file} does not begin with «# ${number}. …»`)
      return { file, number, title }
    })
  const used = new Set(decisions.map(({ number }) => number))
  const unused = Array.from({ length: Math.max(...used) }, (_, i) => i + 1).filter((number) => !used.has(number))
  const rows = decisions.map(({ file, number, title }) => `| ${number} | [${cell(title)}](${file}) |`)
  const never = unused.length === 0 ? '' : `\nNever used: ${unused.join(', ')}.\n`
  return `${HEAD}\n# Decisions\n\n${INTRO}\n\n| | decision |\n|---|---|\n${rows.join('\n')}\n${never}`
}
