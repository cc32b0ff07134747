import { parseArgs } from 'node:util'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import { levelNames } from '../../kernel/alert.ts'
import { coded } from '../../kernel/errors.ts'
import { playCases } from '../rules-test.ts'
import type { Command } from './command.ts'

export const rules: Command = {
  name: 'rules',
  usage: 'rules list [--json] | rules test [ID]',
  title: 'liệt kê luật; chạy các ca kiểm thử nằm trong luật',
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    })
    const [what, id] = positionals
    const all = await loadRules()
    if (what === 'list') {
      const catalogue = loadCatalogue()
      const rows = all.map(({ id, version, clause, title, level, kind, policy }) => ({
        id,
        version,
        clause,
        title,
        level,
        kind,
        policy,
        basis: catalogue.get(clause)?.basis ?? [],
      }))
      if (values.json) console.log(JSON.stringify(rows, null, 2))
      else
        for (const { id, level, kind, title } of rows)
          console.log(`${id.padEnd(8)} ${levelNames[level].padEnd(13)} ${kind.padEnd(10)} ${title.vi}`)
      return 0
    }
    if (what === 'test') {
      const chosen = all.filter((rule) => id === undefined || rule.id === id)
      if (chosen.length === 0) throw coded('BAD_ARGUMENT', `không có luật «${id}»`)
      return playCases(chosen)
    }
    throw coded('BAD_ARGUMENT', 'cần: rules list [--json] hoặc rules test [ID]')
  },
}
