import { accessSync, constants, existsSync } from 'node:fs'
import { basename, dirname, extname, resolve } from 'node:path'
import type { Logger } from 'pino'
import type { MappingDeps } from '../../api/deps.ts'
import type { MappingList, MappingWork } from '../../api/schemas-mappings.ts'
import type { Mask } from '../../ingest/intake/mask-bytes.ts'
import { builtInSources } from '../../ingest/sources/index.ts'
import { builtInMappings } from '../../ingest/sources/presets/index.ts'
import { actionFields, unwitnessed } from '../../ingest/sources/table/actions.ts'
import { TableMapping } from '../../ingest/sources/table.ts'
import { isCoded } from '../../kernel/errors.ts'
import { actionNames } from '../../kernel/event.ts'
import type { Config } from '../config.ts'
import { maskFor } from '../mask-key.ts'
import { DEFAULT_ZONE } from '../sources.ts'
import { mappingFiles, openMapping } from './file.ts'
import { maskWork } from './masked.ts'
import { workOf } from './readings.ts'
import { faultOf, writeMapping } from './save.ts'
import { openTrying } from './try.ts'

export type MappingDeskOptions = {
  readonly config: Config
  /** The sample province keeps nothing. */
  readonly sample: boolean
  readonly log: Logger
}

/** The mappings of a configuration as the page shows, tries and keeps them. */
export const openMappingDesk = ({ config, sample, log }: MappingDeskOptions) => {
  const folder = resolve(config.folder, config.mappings)
  const trying = openTrying()
  const inConfig = config.sources.filter(({ id, type }) => type === 'table' && config.mapped?.[id] === undefined)
  const taken = new Set(config.sources.map(({ id }) => id).filter((id) => config.mapped?.[id] === undefined))
  let mask: Mask | undefined
  /** Nothing that may not leave is shown or kept. */
  const masked = (work: MappingWork) => {
    mask ??= maskFor(config.data)
    return maskWork(work, mask)
  }

  /** One at a time: what is looked at before a file is written is still so when it is. */
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work)
    last = turn
    return turn
  }

  const desk: MappingDeps = {
    list: (): MappingList => ({
      builtIn: [...builtInMappings.values()].map((mapping) => {
        const { mapping: draft, zone, sample } = workOf(mapping, DEFAULT_ZONE, sampleOf(mapping))
        return { mapping: draft, zone, sample }
      }),
      configured: [...inConfig.map(configuredIn), ...mappingFiles(folder).map((file) => storedIn(file, config))],
      actions: actionNames
        .filter((action) => !unwitnessed.has(action))
        .map((action) => ({
          action,
          fields: actionFields(action).map(({ name, owed, type, words }) => ({ name, owed, type, words: [...words] })),
        })),
      folder,
      canSave: !sample && isWritable(folder),
      manyProcesses: config.detector !== undefined,
    }),
    async preview(asked) {
      const { work, count, secret } = masked(asked)
      const { faults, lines, columns, yaml } = await trying.read(work)
      return { faults, lines, columns, yaml, masked: count, secret: [...secret] }
    },
    save: (asked) =>
      inTurn(async () => {
        if (sample) return { ok: false, why: 'invalid', detail: 'Tỉnh mẫu không lưu cấu hình; hãy chạy với --config.' }
        const { id } = asked.mapping
        const { work, ...hidden } = masked(asked)
        const tried = await trying.read(work, true)
        const detail = faultOf(id, tried, hidden, taken)
        if (detail !== undefined) return { ok: false, why: 'invalid', detail }
        if (tried.text === undefined)
          return { ok: false, why: 'invalid', detail: 'Mẫu có ký tự không lưu được; hãy bỏ các ký tự điều khiển.' }
        const written = await writeMapping(folder, id, tried.text, asked.etag)
        if (!written.ok) {
          if (written.why === 'unwritable') log.warn({ mapping: id, folder }, 'mapping cannot be written')
          return written
        }
        const { file, etag } = written
        log.info({ mapping: id, file, etag }, 'mapping saved')
        return { ok: true, saved: { id, file, etag, lines: tried.lines.length, masked: hidden.count } }
      }),
  }
  return { ...desk, close: trying.close }
}

/** Whether files could be written into a folder, or into what it would be made in. */
const isWritable = (folder: string): boolean => {
  if (!existsSync(folder)) return dirname(folder) !== folder && isWritable(dirname(folder))
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false // whatever is in the way, saving says what
  }
}

/** The lines that a preset was tried on, under their heading. */
const sampleOf = (mapping: TableMapping): string => {
  const samples = Object.values(builtInSources.find(({ id }) => id === mapping.id)?.samples ?? {})
  const rows = samples.filter(({ yields }) => typeof yields !== 'string' && yields.length > 0).map(({ line }) => line)
  const heading = samples.find((one) => one.heading !== undefined)?.heading ?? mapping.header?.join(mapping.delimiter)
  return [...(mapping.format === 'csv' && heading !== undefined ? [heading] : []), ...rows].join('\n')
}

type Configured = MappingList['configured'][number]

const configuredIn = ({ id, mapping, zone, encoding }: Config['sources'][number]): Configured => {
  const parsed = TableMapping.parse({ id, ...mapping }) // the product would not have started with any other
  const work = { ...workOf(parsed, zone, ''), ...(encoding && { encoding }) }
  return { id, where: 'config.yaml', inForce: true, work }
}

/** A file as it is now, which need not be as it was at the start. */
const storedIn = (file: string, { mapped }: Config): Configured => {
  const where = basename(file)
  try {
    const { id, etag, mapping, content } = openMapping(file)
    const { zone, encoding, test } = content
    const work = { ...workOf(mapping, zone, test.sample), ...(encoding && { encoding }) }
    return { id, where, etag, inForce: mapped?.[id] === etag, work }
  } catch (error) {
    if (!isCoded(error)) throw error
    return { id: basename(file, extname(file)), where, inForce: false, trouble: error.message }
  }
}
