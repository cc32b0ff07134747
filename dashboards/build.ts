import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { boardsOf, CONSOLE, filesOf } from './boards.ts'

/**
 * `npm run boards [-- --console https://vonggac.tinh.example --out DIR]`: writes every board as JSON. Without options into `json/` beside
 * this file, where a test holds them current; an installation whose console has another address builds its own.
 */
const { values } = parseArgs({
  options: {
    console: { type: 'string', default: CONSOLE },
    out: { type: 'string', default: fileURLToPath(new URL('json', import.meta.url)) },
  },
})

const files = filesOf(await boardsOf(values.console))
mkdirSync(values.out, { recursive: true })
for (const [name, text] of files) writeFileSync(join(values.out, name), text)
// A board that is no more: its file would be provisioned for ever.
const left = readdirSync(values.out).filter((name) => name.endsWith('.json') && !files.some(([one]) => one === name))
for (const name of left) rmSync(join(values.out, name))
process.stdout.write(`${files.length} bảng → ${values.out}\n`)
