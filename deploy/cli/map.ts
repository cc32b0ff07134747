import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { builtInMappings } from '../../ingest/sources/presets/index.ts'
import { preview, TableMapping } from '../../ingest/sources/table.ts'
import { coded } from '../../kernel/errors.ts'
import { DEFAULT_ZONE } from '../sources.ts'
import type { Command } from './command.ts'

export const mapPreview: Command = {
  name: 'map',
  usage: 'map preview --mapping TỆP.yaml|PRESET --sample TỆP [--zone MÚI_GIỜ]',
  title: 'thử một bảng ánh xạ trên tệp mẫu: từng dòng đọc được gì, thành hành động nào, hoặc vì sao không',
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        mapping: { type: 'string' },
        sample: { type: 'string' },
        zone: { type: 'string', default: DEFAULT_ZONE },
      },
    })
    if (positionals[0] !== 'preview' || values.mapping === undefined || values.sample === undefined) {
      throw coded('BAD_ARGUMENT', `cần: ${mapPreview.usage}`)
    }
    const mapping = mappingOf(values.mapping)
    const lines = preview(mapping, readFileSync(values.sample, 'utf8'), values.zone)
    for (const { line, fields, observation, problem } of lines) {
      console.log(`dòng ${line}: ${observation ? `→ ${observation.action}` : `✗ ${problem}`}`)
      console.log(`    đọc được: ${JSON.stringify(fields)}`)
      if (observation) console.log(`    sự kiện:  ${JSON.stringify(observation)}`)
    }
    const unread = lines.filter(({ observation, problem }) => !observation && problem !== 'Dòng tiêu đề.').length
    console.log(`${lines.length} dòng, ${unread} dòng không đọc được`)
    return unread === 0 ? 0 : 3
  },
}

const mappingOf = (name: string): TableMapping => {
  const preset = builtInMappings.get(name)
  if (preset) return preset
  const parsed = TableMapping.safeParse(parse(readFileSync(name, 'utf8')))
  if (!parsed.success)
    throw coded(
      'CONFIG_INVALID',
      parsed.error.issues.map((issue) => `${name}: ${issue.path.join('.')}: ${issue.message}`).join('\n'),
    )
  return parsed.data
}
