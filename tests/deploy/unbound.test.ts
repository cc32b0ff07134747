import { describe, expect, test } from 'vitest'
import { gapsOf, sayGap, unjudgedIn } from '../../deploy/unbound.ts'
import { textsNeeded } from '../../detectors/binding.ts'
import { detect } from '../../detectors/detection.ts'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import { joinersFor } from '../../detectors/raise.ts'
import type { Rows } from '../../detectors/timeline.ts'
import { directoryData } from '../../kernel/directory/data.ts'
import { createDirectory } from '../../kernel/directory/directory.ts'
import type { Observation } from '../../kernel/event.ts'
import { localTime } from '../../kernel/time.ts'

const [rules, catalogue] = [await loadRules(), loadCatalogue()]
const AT = localTime('2026-03-02', '10:00')
const units = [
  { id: 'tinh', name: 'Tỉnh' },
  { id: 'xa-a', name: 'Xã A', parent: 'tinh', monitored: '2026-01-01' },
  { id: 'xa-b', name: 'Xã B', parent: 'tinh', monitored: '2026-01-01' },
  { id: 'xa-c', name: 'Xã C', parent: 'tinh', monitored: '2026-06-01' },
] as const
type Bound = readonly (readonly ['PT' | 'VT' | 'HUE' | 'NA' | 'CB', string])[]
const directoryOf = (bound: Bound, rows: Rows = {}) =>
  createDirectory(directoryData({ units, directives: bound.map(([doc, unit]) => ({ doc, unit })), ...rows }))
const gaps = (bound: Bound, at = AT) =>
  gapsOf(
    rules,
    catalogue,
    directoryOf(bound),
    units.map(({ id }) => id),
    at,
  )

describe('which rules judge nothing for want of a text', () => {
  test('a province that PT alone binds: what rests on others is told, once a set of texts', () => {
    expect(gaps([['PT', 'tinh']])).toEqual([
      {
        rules: ['ACC-04', 'DAT-03', 'DAT-05', 'EPP-03', 'EPP-10', 'INC-01a', 'INC-01b'],
        texts: ['CB', 'VT'],
        units: ['xa-a', 'xa-b'],
        everywhere: true,
      },
      {
        rules: [
          'ACC-10',
          'ACC-13',
          'DAT-06a',
          'DAT-06b',
          'EPP-05a',
          'EPP-05b',
          'EPP-05c',
          'EPP-06',
          'HRS-04',
          'INC-05',
          'INC-06',
          'LVL-01',
          'MED-05',
          'NET-09a',
          'NET-09b',
        ],
        texts: ['CB'],
        units: ['xa-a', 'xa-b'],
        everywhere: true,
      },
      {
        rules: ['ACC-11a', 'ACC-11b', 'ACC-11c', 'ACC-11d', 'ACC-11e', 'EPP-01'],
        texts: ['CB', 'HUE'],
        units: ['xa-a', 'xa-b'],
        everywhere: true,
      },
      {
        rules: ['DAT-04', 'MED-04'],
        texts: ['VT'],
        units: ['xa-a', 'xa-b'],
        everywhere: true,
      },
      {
        rules: ['EPP-09'],
        texts: ['CB', 'HUE', 'VT'],
        units: ['xa-a', 'xa-b'],
        everywhere: true,
      },
      {
        rules: ['GOV-01', 'NET-02', 'NET-03', 'NET-04', 'NET-07', 'NET-11', 'PRV-02', 'PRV-03'],
        texts: ['NA'],
        units: ['xa-a', 'xa-b'],
        everywhere: true,
      },
    ])
  })

  test('one text of a clause is enough, wherever above the unit it stands', () => {
    expect(
      gaps([
        ['PT', 'tinh'],
        ['CB', 'tinh'],
        ['NA', 'tinh'],
        ['VT', 'tinh'],
      ]),
    ).toEqual([])
  })

  test('a text that binds one unit leaves the gap in the others; units not yet monitored have none', () => {
    const found = gaps([
      ['PT', 'tinh'],
      ['CB', 'xa-a'],
      ['NA', 'tinh'],
    ]).filter(({ texts }) => texts.join() !== 'VT')
    expect(found.map(({ rules, units, everywhere }) => [rules[0], units, everywhere])).toEqual(
      ['ACC-04', 'ACC-10', 'ACC-11a', 'EPP-09'].map((rule) => [rule, ['xa-b'], false]),
    )
    expect(gaps([['PT', 'xa-a']], localTime('2026-07-01', '10:00')).some(({ units }) => units.includes('xa-c'))).toBe(
      true,
    )
  })

  test('what the brief or a national text binds, and what the centre answers for, needs no row', () => {
    const named = gaps([]).flatMap(({ rules }) => rules)
    expect(named).toContain('ACC-09a')
    expect(named.filter((id) => /^(ACC-0[123]|MED-01|SRC)/.test(id))).toEqual([])
    expect(textsNeeded(catalogue.get('SRC-01')!)).toEqual([])
    expect(textsNeeded({ answers: 'unit', basis: [{ doc: 'TT31' }, { doc: 'CB' }] })).toEqual([])
    expect(textsNeeded({ answers: 'unit', basis: [{ doc: 'HUE' }, { doc: 'CB' }] })).toEqual(['CB', 'HUE'])
  })

  test('is said in one sentence that names where, what and why', () => {
    const gap = { rules: ['ACC-11a'], texts: ['CB', 'HUE'], units: ['xa-a'], everywhere: false }
    expect(sayGap(gap).vi).toBe(
      'Không xét ở xa-a: ACC-11a, vì chưa có văn bản nào ràng buộc (cần CB hoặc HUE trong directives.csv)',
    )
    expect(sayGap({ ...gap, everywhere: true }).vi).toMatch(/^Không xét ở mọi đơn vị đang giám sát: /)
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    expect(sayGap({ ...gap, units: many }).vi).toMatch(/^Không xét ở a, b, c, d, e và 2 đơn vị khác: /)
  })
})

describe('agrees with what a detection does', () => {
  const docs = ['PT', 'VT', 'HUE', 'NA', 'CB'] as const
  const bindings: Bound[] = [[], ...docs.map((doc): Bound => [[doc, 'tinh']])]
  const cases = rules.flatMap((rule) => bindings.map((bound) => ({ rule, bound, name: bound[0]?.[0] ?? 'no text' })))

  test.each(cases)('$rule.id under $name', ({ rule, bound }) => {
    for (const unit of ['xa-a', 'xa-c', undefined]) {
      const directory = directoryOf(bound, {
        accounts: [{ id: 'an.nv@tinh', kind: 'personal', admin: false, enabled: true, ...(unit && { unit }) }],
      })
      const trigger: Observation = {
        ...{ id: 'e-1', at: AT, received: AT, source: 's', collector: 'c', digest: 'd' },
        ...{ action: 'account.create', user: 'an.nv@tinh', by: 'an.nv@tinh', system: 'mail' },
      }
      const event = joinersFor(directory)(rule)(trigger)
      expect(event.facts.unit?.id).toBe(unit)
      const found = { entity: 'an.nv@tinh', at: AT, trigger, events: [trigger], numbers: {} }
      // What the sentence says is filled by real events elsewhere; here only whether there is a detection counts.
      const plain = { ...rule, say: { vi: '…', en: '…' } }
      const detection = detect(plain, found, event, { directory, catalogue, assumed: new Set() })
      const clause = catalogue.get(rule.clause)!
      expect(unjudgedIn(clause, unit, AT, directory)).toBe(typeof detection === 'string' ? detection : undefined)
    }
  })
})
