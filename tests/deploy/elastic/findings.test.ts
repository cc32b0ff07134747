import { expect, test } from 'vitest'
import { elasticCounters, elasticFindings } from '../../../deploy/elastic/findings.ts'
import type { ElasticState } from '../../../deploy/elastic/open.ts'
import { coded } from '../../../kernel/errors.ts'
import { MINUTE } from '../../../kernel/time.ts'

const NOW = 1_000 * MINUTE
const fine: ElasticState = { sent: 5, n: 0, foreign: 0, refused: 0, removed: 0, dropped: 0 }
const trouble = coded('ELASTIC_UNREACHABLE', 'không kết nối được')

test.each<readonly [what: string, state: ElasticState | undefined, codes: readonly string[]]>([
  ['none is configured', undefined, []],
  ['all is told', fine, []],
  ['something is on its way', { ...fine, n: 3, since: NOW - 2 * MINUTE }, []],
  ['it has been for long', { ...fine, n: 3, since: NOW - 2 * MINUTE - 1 }, ['ELASTIC_BEHIND']],
  ['it is away', { ...fine, n: 3, since: 0, trouble }, ['ELASTIC_AWAY']],
  ['samples cannot be written', { ...fine, untold: trouble }, ['ELASTIC_STATUS_DROPPED']],
  ['nothing can be written', { ...fine, n: 3, since: 0, trouble, untold: trouble }, ['ELASTIC_AWAY']],
  ['some is refused', { ...fine, refused: 1 }, ['ELASTIC_REFUSED']],
  ['some is of another database', { ...fine, foreign: 2 }, ['ELASTIC_FOREIGN']],
  ['records are kept there', { ...fine, records: { refused: 0 } }, []],
  ['records wait', { ...fine, records: { refused: 0, trouble } }, ['ELASTIC_ARCHIVE_WAITS']],
  ['records are refused', { ...fine, records: { refused: 1 } }, ['ELASTIC_ARCHIVE_REFUSED']],
])('where %s', (_, state, codes) => {
  const findings = elasticFindings(state, NOW)
  expect(findings.map(({ code }) => code)).toEqual(codes)
  for (const { text } of findings) expect(text.vi).toMatch(/\d|không/)
})

test('the counters say what was sent, waits and was refused', () => {
  expect(elasticCounters(undefined)).toEqual({})
  expect(elasticCounters({ ...fine, n: 4, refused: 1 })).toMatchObject({ 'elastic.sent': 5, 'elastic.waiting': 4 })
})
