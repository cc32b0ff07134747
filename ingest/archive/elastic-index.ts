import type { Client, estypes } from '@elastic/elasticsearch'
import { coded } from '../../kernel/errors.ts'
import { DAY, type Instant, type LocalDate, localTime } from '../../kernel/time.ts'

/** Grows with every change of fields or settings; fields are only ever added. */
const ARCHIVE_TEMPLATE_VERSION = 1

/** The alias of every day of records, and the index of what is known about them. */
export const archiveAlias = (prefix: string): string => `${prefix}-archive`
export const archivedIndex = (prefix: string): string => `${prefix}-archived-1`
export const archivePattern = (prefix: string): string => `${prefix}-archive-*`

/** The index of the records of one civil day in Vietnam, by event time. */
export const dayIndex = (prefix: string, day: LocalDate): string => `${prefix}-archive-${day.replaceAll('-', '.')}`

/** The day an index of the archive is for; `undefined` for the index of anybody else. */
export const dayIn = (prefix: string, index: string): LocalDate | undefined => {
  const start = `${prefix}-archive-`
  const day = index.startsWith(start) ? index.slice(start.length) : ''
  return /^\d{4}\.(0[1-9]|1[0-2])\.(0[1-9]|[12]\d|3[01])$/.test(day) ? day.replaceAll('.', '-') : undefined
}

/** A day's bounds, both included. */
export const spanOfDay = (day: LocalDate): { readonly from: Instant; readonly to: Instant } => {
  const from = localTime(day, '00:00')
  return { from, to: from + DAY - 1 }
}

const keyword: estypes.MappingProperty = { type: 'keyword', ignore_above: 8_191 }
const kept: estypes.MappingProperty = { type: 'keyword', index: false, doc_values: false }
const long: estypes.MappingProperty = { type: 'long' }

const recordProperties: Readonly<Record<string, estypes.MappingProperty>> = {
  '@timestamp': { type: 'date' },
  'event.ingested': { type: 'date' },
  'event.dataset': keyword,
  'event.hash': keyword,
  /** The line as stored: masked. */
  'event.original': kept,
  'observer.name': keyword,
  'vonggac.offset': long,
  /** Event times of its observations, and of those it withdraws, epoch ms. */
  'vonggac.from': long,
  'vonggac.to': long,
  'vonggac.withdraws.from': long,
  'vonggac.withdraws.to': long,
  'vonggac.actions': keyword,
  'vonggac.about.user': keyword,
  'vonggac.about.host': keyword,
  'vonggac.about.ip': keyword,
  'vonggac.about.device': keyword,
  'vonggac.about.pipeline': keyword,
  /** The record without its line, as it travels. */
  'vonggac.head': kept,
}
const archivedProperties: Readonly<Record<string, estypes.MappingProperty>> = {
  /** `position`, `day`, `refused`. */
  what: keyword,
  day: keyword,
  next: long,
  from: long,
  to: long,
  removed: { type: 'date' },
}

const templates = (prefix: string): readonly estypes.IndicesPutIndexTemplateRequest[] => [
  {
    name: archiveAlias(prefix),
    index_patterns: [archivePattern(prefix)],
    priority: 300,
    version: ARCHIVE_TEMPLATE_VERSION,
    template: {
      settings: {
        number_of_shards: 1,
        auto_expand_replicas: '0-1',
        codec: 'best_compression',
        refresh_interval: '30s',
      },
      mappings: { dynamic: false, properties: recordProperties },
      aliases: { [archiveAlias(prefix)]: {} },
    },
  },
  {
    name: `${prefix}-archived`,
    index_patterns: [`${prefix}-archived-*`],
    priority: 300,
    version: ARCHIVE_TEMPLATE_VERSION,
    template: {
      settings: { number_of_shards: 1, auto_expand_replicas: '0-1' },
      mappings: { dynamic: false, properties: archivedProperties },
    },
  },
]

/** Puts the templates of the archive in place where they are missing or older. Throws `ELASTIC_VERSION`, and what the client throws. */
export const ensureArchiveTemplates = async (client: Client, prefix: string): Promise<void> => {
  for (const template of templates(prefix)) {
    const answer = await client.indices.getIndexTemplate({ name: template.name }, { ignore: [404] })
    const [found] = answer.index_templates ?? []
    const version = found && (found.index_template.version ?? 0)
    if (version === ARCHIVE_TEMPLATE_VERSION) continue
    if (version !== undefined && version > ARCHIVE_TEMPLATE_VERSION)
      throw coded(
        'ELASTIC_VERSION',
        `khuôn chỉ mục «${template.name}» trên Elasticsearch có phiên bản ${version}, chương trình này chỉ biết đến phiên bản ${ARCHIVE_TEMPLATE_VERSION}: hãy chạy phiên bản mới hơn`,
      )
    await client.indices.putIndexTemplate(template)
  }
}
