import { existsSync, readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { isZone } from '../../ingest/formats/zone.ts'
import { decodeLine } from '../../ingest/intake/decode.ts'
import { builtInMappings } from '../../ingest/sources/presets/index.ts'
import { NO_ROW, preview, TableMapping } from '../../ingest/sources/table.ts'
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
    if (!isZone(values.zone)) throw coded('BAD_ARGUMENT', `không có múi giờ «${values.zone}»`)
    if (positionals[0] !== 'preview' || values.mapping === undefined || values.sample === undefined) {
      throw coded('BAD_ARGUMENT', `cần: ${mapPreview.usage}`)
    }
    const mapping = mappingOf(values.mapping)
    const lines = preview(mapping, textOf(values.sample), values.zone)
    for (const { line, fields, observation, problem } of lines) {
      console.log(
        `dòng ${line}: ${observation ? `→ ${observation.action}` : NO_ROW.has(problem) ? problem : `✗ ${problem}`}`,
      )
      if (!NO_ROW.has(problem)) console.log(`    đọc được: ${JSON.stringify(fields)}`)
      if (observation) console.log(`    sự kiện:  ${JSON.stringify(observation)}`)
    }
    const unread = lines.filter(({ observation, problem }) => !observation && !NO_ROW.has(problem)).length
    console.log(`${lines.length} dòng, ${unread} dòng không đọc được`)
    return unread === 0 ? 0 : 3
  },
}

/** A sample as a clerk saves it: UTF-8 or UTF-16. */
const textOf = (path: string): string => {
  if (!existsSync(path)) throw coded('BAD_ARGUMENT', `không có tệp «${path}»`)
  const decoded = decodeLine(readFileSync(path))
  if (!decoded) throw coded('BAD_ARGUMENT', `«${path}»: cần tệp UTF-8 hoặc UTF-16; hãy lưu lại tệp mẫu với mã UTF-8`)
  return decoded.text
}

const isGroup = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const mappingOf = (name: string): TableMapping => {
  const preset = builtInMappings.get(name)
  if (preset) return preset
  if (!existsSync(name))
    throw coded(
      'BAD_ARGUMENT',
      `không có tệp ánh xạ hay bảng có sẵn «${name}» (có sẵn: ${[...builtInMappings.keys()].join(', ')})`,
    )
  // As in `config.yaml`, where the id is the source's.
  const read: unknown = parse(readFileSync(name, 'utf8'))
  // A file that the page wrote holds more beside it.
  const mapping = isGroup(read) && 'mapping' in read && isGroup(read.mapping) ? read.mapping : read
  const parsed = TableMapping.safeParse(isGroup(mapping) ? { id: basename(name, extname(name)), ...mapping } : mapping)
  if (!parsed.success)
    throw coded(
      'CONFIG_INVALID',
      parsed.error.issues.map((issue) => `${name}: ${issue.path.join('.')}: ${issue.message}`).join('\n'),
    )
  return parsed.data
}
