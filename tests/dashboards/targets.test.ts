import { expect, test } from 'vitest'
import { readRoute } from '../../api/console/route.ts'
import { columnsOf } from './grafana/answer.ts'
import { boardFiles, boards, panelsOf, sourceOf } from './grafana/files.ts'
import type { Target } from './grafana/model.ts'

/* What must hold of every question of the built files, and of every link. */

const asked = boards.flatMap((board) =>
  panelsOf(board).flatMap((panel) => panel.targets.map((target) => ({ board, panel, target }))),
)

/** Fields that a query of Lucene names. */
const fieldsIn = (query: string): readonly string[] => [
  ...[...query.matchAll(/_exists_:([@\w.]+)/g)].map(([, field]) => field!),
  ...[...query.matchAll(/(?<![\w.@])([@a-z][\w.]*):/g)]
    .map(([, field]) => field!)
    .filter((field) => field !== '_exists_'),
]

const known = ({ datasource }: Target): Readonly<Record<string, unknown>> => sourceOf(datasource.uid).fields

test.each(
  asked.map(({ board, panel, target }) => [`${board.title} / ${panel.title} / ${target.refId}`, target] as const),
)('%s asks for fields of its source, and for parts that Grafana can read', (_, target) => {
  const fields = known(target)
  const named = [
    ...fieldsIn(target.query),
    ...target.metrics.flatMap(({ field }) => field ?? []),
    ...target.bucketAggs.map(({ field }) => field),
  ]
  expect(named.length).toBeGreaterThan(0)
  for (const field of named) expect(fields).toHaveProperty([field])
  expect(target.timeField).toBe(sourceOf(target.datasource.uid).timeField)
  // Elasticsearch would count terms of text, and give a text without a number.
  for (const { field } of target.bucketAggs) expect(fields[field]).not.toBe('text')

  const own = target.bucketAggs.map(({ field }) => field)
  expect(new Set(own).size).toBe(own.length)
  target.bucketAggs.forEach(({ type, settings }, i) => {
    const isLast = i === target.bucketAggs.length - 1
    if (type === 'date_histogram') {
      expect(isLast).toBe(true)
      expect(settings['timeZone']).toBe('Asia/Ho_Chi_Minh')
    } else {
      expect(Number(settings['size'])).toBeGreaterThan(0)
      expect(settings['orderBy']).toBeDefined()
      expect(settings['min_doc_count']).toBe('1')
    }
  })
  const product = target.bucketAggs.reduce((all, { settings }) => all * Number(settings['size'] ?? 1), 1)
  expect(product).toBeLessThanOrEqual(10_000)
  const isOfDocuments = target.metrics[0]!.type === 'raw_data'
  expect(target.bucketAggs.length > 0).toBe(!isOfDocuments)
  if (isOfDocuments) expect(Number(target.metrics[0]!.settings!['size'])).toBeLessThanOrEqual(500)
})

test.each(
  asked.flatMap(({ board, panel, target }) =>
    panel.type === 'table' ? [[`${board.title} / ${panel.title}`, panel, target] as const] : [],
  ),
)('%s shows columns that come', (_, panel, target) => {
  const filter = panel.transformations.find(({ id }) => id === 'filterFieldsByName')?.options as
    | { include: { names: string[] } }
    | undefined
  const come = target.metrics[0]!.type === 'raw_data' ? Object.keys(known(target)) : columnsOf(target)
  for (const name of filter?.include.names ?? columnsOf(target)) expect(come).toContain(name)
})

test('links lead to a board that is there, or to what the console reads', () => {
  const text = boardFiles()
    .map(([, one]) => one)
    .join('\n')
  const links = [...text.matchAll(/"url": "([^"]+)"/g)].map(([, url]) => url!)
  expect(links.length).toBeGreaterThan(10)
  for (const url of new Set(links)) {
    const own = /^\/d\/([\w-]+)\?var-(\w+)=/.exec(url)
    if (own) {
      const board = boards.find(({ uid }) => uid === own[1])
      expect(board?.templating.list.map(({ name }) => name)).toContain(own[2])
      continue
    }
    const [, hash] = /^\$\{console\}\/(#.*)$/.exec(url) ?? []
    const { id, filter } = readRoute(hash!.replace('${' + '__value.raw}', 'ACC-01'))
    expect([id, filter.clause]).toContain('ACC-01')
  }
})
