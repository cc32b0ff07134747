import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { is, on, type Sequence } from '../../../detectors/meta.ts'
import { sequence } from '../../../detectors/rule.ts'
import type { Observation } from '../../../kernel/event.ts'
import { HOUR, SECOND } from '../../../kernel/time.ts'
import { holdsToOracle } from '../../support/kind-property.ts'
import { about, beats, observe, run, START } from '../../support/kinds.ts'
import { sequenceOracle } from '../oracles/sequence.ts'

const within = { within: '8h' } as const
const clean = is<'media.scan'>('sạch', 'clean', (e) => e.clean)
const rule = sequence({
  ...about,
  by: 'device',
  policy: within,
  steps: [on('media.attach'), on('file.open')],
  unless: on('media.scan', [clean]),
})
/** Three attachments, then an opening. */
const thrice = sequence({
  ...about,
  by: 'device',
  policy: within,
  steps: [{ ...on('media.attach'), times: 3 }, on('file.open')],
})
const twice = sequence({ ...about, by: 'device', policy: within, steps: [on('file.open'), on('file.open')] })

type Origin = { readonly unit?: string; readonly count?: number }
/** Two logs, told apart by nothing that a condition looks at. */
const logById = ({ id }: Observation): string => (id.charCodeAt(1) % 2 === 0 ? 'controller' : 'own')

/** `a`ttach, `o`pen, `s`can that finds nothing, `f`ind something, `d`etach; then the device. */
const says = (id: string, at: number, what: string, origin: Origin = {}) => {
  const device = what.slice(1) || 'usb-7'
  const put = { host: 'pc-01', device }
  switch (what[0]) {
    case 'a':
      return observe(id, 'media.attach', START + at, { ...put, kind: 'storage' }, origin)
    case 'o':
      return observe(id, 'file.open', START + at, { ...put, path: 'E:\\a.docx', write: false }, origin)
    case 'd':
      return observe(id, 'media.detach', START + at, put, origin)
    default:
      return observe(id, 'media.scan', START + at, { ...put, clean: what[0] === 's' }, origin)
  }
}
const story = (text: string) => beats(text).map(([at, what], i) => says(`e${i}`, at, what))
const idsOf = (...args: Parameters<typeof run>) => run(...args).found.map(({ trigger }) => trigger.id)

describe('steps in order', () => {
  test.each<{ why: string; over?: Sequence; story: string; fires: string[] }>([
    { why: 'one after the other', story: '0 a, 1 o', fires: ['e1'] },
    { why: 'in exactly eight hours', story: '0 a, 8h o', fires: ['e1'] },
    { why: 'a millisecond too slow', story: '0 a, 8h+1 o', fires: [] },
    { why: 'the wrong way round', story: '0 o, 1 a', fires: [] },
    { why: 'at every last step', story: '0 a, 1 o, 2 o', fires: ['e1', 'e2'] },
    { why: 'from the latest beginning', story: '0 a, 1h a, 9h o', fires: ['e2'] },
    { why: 'about one device', story: '0 ax, 1 oy', fires: [] },
    { why: 'unless scanned', story: '0 a, 1 s, 2 o', fires: [] },
    { why: 'a scan that finds something clears nothing', story: '0 a, 1 f, 2 o', fires: ['e2'] },
    { why: 'another device’s scan neither', story: '0 a, 1 sx, 2 o', fires: ['e2'] },
    { why: 'a scan before it began', story: '0 s, 1 a, 2 o', fires: ['e2'] },
    { why: 'begun anew after the scan', story: '0 a, 1 s, 2 a, 3 o', fires: ['e3'] },
    { why: 'at one instant, in order', story: '5 a, 5 o', fires: ['e1'] },
  ])('$why', ({ story: text, fires }) => {
    expect(idsOf(rule, story(text))).toEqual(fires)
  })

  test('`times` is that many events before the last', () => {
    expect(idsOf(thrice, story('0 a, 1 a, 2 o, 3 a, 4 o'))).toEqual(['e4'])
    expect(run(thrice, story('0 a, 1 a, 2 a, 3 o')).found).toMatchObject([
      { numbers: { within: '8h', times: 4, before: 3 }, events: story('0 a, 1 a, 2 a, 3 o') },
    ])
  })

  test('one event is never two steps', () => {
    expect(idsOf(twice, story('0 o'))).toEqual([])
    expect(idsOf(twice, story('0 o, 1 o, 2 o'))).toEqual(['e1', 'e2'])
  })

  test('a message repeated is that many events, shown once', () => {
    const list = [says('a', 0, 'a', { count: 3 }), says('b', 1, 'o')]
    expect(run(thrice, list).found).toMatchObject([{ events: list, numbers: { times: 4, before: 3 } }])
    expect(idsOf(thrice, [says('a', 0, 'a', { count: 2 }), says('b', 1, 'o')])).toEqual([])
    expect(run(twice, [says('a', 0, 'o', { count: 2 })]).found).toMatchObject([{ events: [{ id: 'a' }] }])
  })

  test('an event that `unless` picks is no step', () => {
    const own = sequence({ ...about, by: 'device', policy: within, steps: [on('file.open')], unless: on('file.open') })
    expect(idsOf(own, story('0 o'))).toEqual([])
  })

  test('the span is that of the last step’s unit', () => {
    const overrides = { u2: { within: '1h' } }
    expect(idsOf(rule, [says('a', 0, 'a', { unit: 'u2' }), says('b', 2 * HOUR, 'o')], { overrides })).toEqual(['b'])
    expect(idsOf(rule, [says('a', 0, 'a'), says('b', 2 * HOUR, 'o', { unit: 'u2' })], { overrides })).toEqual([])
  })

  test('what two logs tell is not added up: one alone tells all steps but the last', () => {
    const log = ({ id }: Observation): string => (id < 'k' ? 'own' : 'controller')
    const [own, other] = ['abcd', 'klmn'].map((ids) => (i: number, what: string) => says(ids[i]!, i, what)) as [
      (i: number, what: string) => Observation,
      (i: number, what: string) => Observation,
    ]
    const told = { ...thrice, log } as Sequence
    expect(idsOf(told, [own(0, 'a'), other(0, 'a'), own(1, 'a'), other(1, 'a'), own(3, 'o')])).toEqual([])
    const both = [own(0, 'a'), other(0, 'a'), own(1, 'a'), other(1, 'a'), own(2, 'a'), other(2, 'a'), other(3, 'o')]
    expect(run(told, both).found).toMatchObject([{ trigger: { id: 'n' }, events: [...'abcn'].map((id) => ({ id })) }])
    expect(run(told, [own(0, 'a')]).states.get('usb-7')).toEqual({ own: [[own(0, 'a')]] })
  })

  test('`unless` leaves nothing to remember', () => {
    expect(run(rule, story('0 a, 1 s')).states.size).toBe(0)
  })
})

describe('finds what the definition finds', () => {
  const entry = fc.record({
    at: fc.nat(12),
    what: fc.constantFrom('a', 'a', 'a', 'a', 'o', 'o', 'o', 'd', 's', 'f', 'ax', 'ox'),
    unit: fc.constantFrom('u1', 'u2'),
    count: fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 3 })),
  })
  const spans = fc.integer({ min: 1, max: 8 })
  const [attach, open, either] = [on('media.attach'), on('file.open'), on(['media.attach', 'file.open'])]
  const unless = on('media.scan', [clean])
  test.each<[string, Pick<Sequence, 'steps' | 'unless' | 'log'>]>([
    ['one step', { steps: [open] }],
    ['two', { steps: [attach, open] }],
    ['two, unless', { steps: [attach, open], unless }],
    ['the same twice', { steps: [open, open], unless }],
    ['three of a kind', { steps: [{ ...attach, times: 3 }, open] }],
    ['three of a kind, unless', { steps: [{ ...attach, times: 2 }, open], unless }],
    ['three of a kind, of one of two logs', { steps: [{ ...attach, times: 2 }, open], unless, log: logById }],
    ['steps that overlap', { steps: [attach, either, open], unless }],
    ['steps that overlap, of one of two logs', { steps: [attach, either, open], unless, log: logById }],
    ['steps that overlap, twice', { steps: [either, { ...either, times: 2 }], unless: on('media.detach') }],
    [
      'unless overlaps a step',
      {
        steps: [attach, either],
        unless: on(['media.scan', 'media.attach'], [is('x', 'x', (e) => e.collector === 'u2')]),
      },
    ],
  ])('%s', (_, parts) => {
    const scenes = fc
      .record({ entries: fc.array(entry, { maxLength: 14 }), own: spans, other: spans })
      .map(({ entries, own, other }) => ({
        rule: {
          ...sequence({ ...about, by: 'device', policy: { within: `${own}s` }, steps: [] }),
          ...parts,
        } as Sequence,
        world: { overrides: { u2: { within: `${other}s` } } },
        events: entries.map(({ at, what, ...origin }, i) => says(`e${(i * 7) % 10}${i}`, at * SECOND, what, origin)),
      }))
    holdsToOracle(sequenceOracle, scenes, { least: 0.008, most: 0.7 })
  })
})
