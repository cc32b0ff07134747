import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generatedFiles } from '../docs/generated.ts'
import type { Command } from './command.ts'

export const docs: Command = {
  name: 'docs',
  usage: 'docs',
  title: 'viết lại các tài liệu sinh từ mã: docs/RULES.md, docs/SOURCES.md, docs/adr/README.md, docs/schema/',
  async run() {
    for (const [path, content] of await generatedFiles()) {
      const file = fileURLToPath(new URL(`../../${path}`, import.meta.url))
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
      console.log(path)
    }
    return 0
  },
}
