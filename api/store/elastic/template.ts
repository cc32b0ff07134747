import type { Client, estypes } from '@elastic/elasticsearch'
import { alertFields, type FieldKind } from '../../../kernel/alert-fields.ts'
import { coded } from '../../../kernel/errors.ts'
import { coverageFields, statusFields } from '../../../kernel/status-fields.ts'
import { aliasOf, type Beside, besides, type Kind, kinds, patternOf } from './names.ts'

/** Grows with every change of fields or settings; fields are only ever added. */
export const TEMPLATE_VERSION = 3

/** Lucene takes terms of up to 32,766 bytes, and a character takes up to four of them. */
const LONGEST = 8_191
const keyword: estypes.MappingProperty = { type: 'keyword', ignore_above: LONGEST }

const MAPPINGS: Readonly<Record<FieldKind, estypes.MappingProperty>> = {
  keyword,
  date: { type: 'date' },
  long: { type: 'long' },
  byte: { type: 'byte' },
  double: { type: 'double' },
  boolean: { type: 'boolean' },
  ip: { type: 'ip', ignore_malformed: true },
  text: { type: 'text', analyzer: 'plain' },
  parts: { ...keyword, doc_values: false },
  kept: { type: 'keyword', index: false, doc_values: false },
}

const revisionFields = {
  'alert.id': 'keyword',
  'alert.revision': 'long',
  written: 'date',
  lineage: 'keyword',
  /** It only grew over the one before it. */
  grown: 'boolean',
  body: 'kept',
} as const satisfies Readonly<Record<string, FieldKind>>

type Any = Kind | Beside
const FIELDS: Readonly<Record<Any, Readonly<Record<string, FieldKind>>>> = {
  alerts: alertFields,
  revisions: revisionFields,
  status: statusFields,
  current: statusFields,
  coverage: coverageFields,
  control: { what: 'keyword', lineage: 'keyword' },
}

export const mappingOf = (kind: Any): estypes.MappingTypeMapping => ({
  dynamic: false,
  _meta: { version: TEMPLATE_VERSION },
  properties: Object.fromEntries(Object.entries(FIELDS[kind]).map(([name, type]) => [name, MAPPINGS[type]])),
})

const SETTINGS: estypes.IndicesIndexSettings = {
  number_of_shards: 1,
  auto_expand_replicas: '0-1',
  // Words are found without tone marks, and đ as d: as people type in a hurry.
  analysis: { analyzer: { plain: { type: 'custom', tokenizer: 'standard', filter: ['lowercase', 'asciifolding'] } } },
}

const templateOf = (prefix: string, kind: Any): estypes.IndicesPutIndexTemplateRequest => ({
  name: aliasOf(prefix, kind),
  index_patterns: [patternOf(prefix, kind)],
  // Above what Elasticsearch brings itself, which is at most 200.
  priority: 300,
  version: TEMPLATE_VERSION,
  template: { settings: SETTINGS, mappings: mappingOf(kind), aliases: { [aliasOf(prefix, kind)]: {} } },
})

/** The version of the template that is there; `undefined`: none. */
const foundVersion = async (client: Client, name: string): Promise<number | undefined> => {
  const answer = await client.indices.getIndexTemplate({ name }, { ignore: [404] })
  const [found] = answer.index_templates ?? []
  return found && (found.index_template.version ?? 0)
}

/**
 * Puts the index templates in place where they are missing or older, and adds to the months that are there what they lack. Throws
 * `ELASTIC_VERSION` where a newer version of the product has made them, and what the client throws.
 */
export const ensureTemplates = async (client: Client, prefix: string): Promise<void> => {
  for (const kind of [...kinds, ...besides]) {
    const found = await foundVersion(client, aliasOf(prefix, kind))
    if (found === TEMPLATE_VERSION) continue
    if (found !== undefined && found > TEMPLATE_VERSION)
      throw coded(
        'ELASTIC_VERSION',
        `khuôn chỉ mục «${aliasOf(prefix, kind)}» trên Elasticsearch có phiên bản ${found}, chương trình này chỉ biết đến phiên bản ${TEMPLATE_VERSION}: hãy chạy phiên bản mới hơn, hoặc đặt elasticsearch.prefix khác`,
      )
    await client.indices.putIndexTemplate(templateOf(prefix, kind))
    const { properties, _meta } = mappingOf(kind)
    await client.indices.putMapping(
      { index: patternOf(prefix, kind), ...(properties && { properties }), ...(_meta && { _meta }) },
      { ignore: [404] },
    )
  }
}
