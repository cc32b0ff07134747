import type { TemplateResult } from 'lit-html'
import { expect, test } from 'vitest'
import { everything } from '../../../api/console/route.ts'
import { initial, type State } from '../../../api/console/state.ts'
import { emptyView } from '../../../api/console/views/empty.ts'
import { sourcesView } from '../../../api/console/views/status.ts'
import { MINUTE } from '../../../kernel/time.ts'

const NOW = Date.parse('2026-03-04T03:00:00Z')
type Pipelines = NonNullable<State['health']>['pipelines']

/** What a reader sees of a template: its text without tags. */
const textOf = (shown: unknown): string => {
  if (Array.isArray(shown)) return shown.map(textOf).join('')
  if (typeof shown !== 'object' || shown === null) return shown === undefined ? '' : String(shown)
  const { strings, values } = shown as TemplateResult // what is an object and no list is a template
  return strings.map((part, i) => `${part}${i < values.length ? textOf(values[i]) : ''}`).join('')
}
const plain = (view: TemplateResult): string =>
  textOf(view)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')

const withSources = (...pipelines: Pipelines): State => ({
  ...initial(false, NOW, everything),
  list: 'ready',
  health: { status: 'ok', findings: [], pipelines, counters: {} },
})
const acts = { retry: () => undefined, filter: () => undefined }

test('a source that nobody declared is listed as such, and is none of those that must deliver', () => {
  const state = withSources(
    { id: 'c1/windows', state: 'alive', last: NOW - MINUTE, read: 995, refused: 5 },
    { id: 'c9/squid', state: 'undeclared', last: NOW - 3 * MINUTE },
  )
  expect(plain(sourcesView(state))).toMatch(
    /Nguồn nhật ký 1\/1 .*c1\/windows đang gửi, bản ghi cuối 1 phút trước, không đọc được 5 trên 1\.000 dòng .*c9\/squid không khai trong sổ nguồn, bản ghi cuối 3 phút trước/,
  )
  expect(plain(emptyView(state, acts))).toContain('Cả 1 nguồn nhật ký đang gửi về')
})

test('where none is declared, nothing found is no good news', () => {
  const state = withSources({ id: 'c9/squid', state: 'undeclared', last: NOW })
  expect(plain(emptyView(state, acts))).toContain('chưa nguồn nào được khai')
  expect(plain(sourcesView(state))).toContain('Chưa có nguồn nhật ký nào được khai báo.')
  expect(plain(emptyView(withSources(), acts))).toContain('Chưa có nguồn nhật ký nào gửi về')
})
