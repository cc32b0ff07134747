import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from '@elastic/elasticsearch'
import pino from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { aliasOf, type Beside } from '../../../api/store/elastic/names.ts'
import { blockedIndices, blockedLine } from '../../../deploy/elastic/blocked.ts'
import type { Covered } from '../../../deploy/elastic/cover.ts'
import type { Standing } from '../../../deploy/elastic/sample.ts'
import type { Joint, SlotsHere, SlotWord } from '../../../deploy/elastic/slots.ts'
import { startStatus } from '../../../deploy/elastic/status.ts'
import { loadCatalogue, loadRules } from '../../../detectors/load.ts'
import { directoryData } from '../../../kernel/directory/data.ts'
import { createDirectory } from '../../../kernel/directory/directory.ts'
import { coverageFields, statusFields } from '../../../kernel/status-fields.ts'
import { DAY, HOUR, localTime, MINUTE } from '../../../kernel/time.ts'
import { ownPrefix, withElastic } from '../../stack/elasticsearch.ts'
import { elasticFront } from '../../support/elastic-front.ts'

const NOON = localTime('2026-03-31', '23:58')
const [rules, catalogue] = [await loadRules(), loadCatalogue()]
const data = directoryData({
  units: [{ id: 'xa-a', name: 'Xã A', monitored: '2026-01-01' }],
  directives: [{ doc: 'CB', unit: 'xa-a' }],
  machines: [{ id: 'pc-01', unit: 'xa-a', role: 'workstation', secrets: false, agent: true }],
  pipelines: [{ collector: 'c1', source: 'bkav', unit: 'xa-a', rhythm: '1h', hours: 'always' }],
})
const directory = createDirectory(data)

await withElastic('how the product stands', ({ client, url }) => {
  vi.setConfig({ testTimeout: 300_000 })
  type Open = {
    readonly address?: string
    readonly prefix?: string
    readonly slots?: SlotsHere
    readonly node?: string
  }
  const open = ({ address = url, prefix = ownPrefix(client), slots, node = '1' }: Open = {}) => {
    let now = NOON
    let accepted = 0
    let findings: Standing['health']['findings'] = [{ code: 'CAPPED', text: { vi: 'Luật A đã bỏ bớt.', en: '' } }]
    let pipelines: Standing['health']['pipelines'] = [{ id: 'c1/bkav', state: 'alive', last: NOON }]
    let watermark = NOON
    let heard = new Set<string>()
    const standing = async (): Promise<Standing> => ({
      ...{ now, started: NOON - HOUR, node, isSample: false, directory, lags: [{ name: 'records', count: 3 }] },
      health: { status: 'ok', findings, pipelines, watermark, counters: {} },
      totals: { accepted, lost: 0, masked: 0, refused: { malformed: 0 } },
      seen: new Map([['pc-01', now]]),
    })
    const covered = async (joint?: Joint): Promise<Omit<Covered, 'day'>> => ({
      ...{ watermark, isSample: false, rules, catalogue, data, directory, alerts: [], indeterminate: [], ...joint },
      yields: new Map([['bkav', ['heartbeat'] as const]]),
      since: () => Number.NEGATIVE_INFINITY,
      overrides: [],
      heardIn: () => heard,
      seen: new Map([['pc-01', watermark]]),
    })
    const own = new Client({ node: address, maxRetries: 0, requestTimeout: 60_000 })
    const log = pino({ level: 'silent' })
    const status = startStatus({ client: own, url, prefix, standing, covered, slots, clock: { now: () => now }, log })
    onTestFinished(async () => {
      await status.stop()
      await own.close()
    })
    const all = async (kind: Beside) => {
      await client.indices.refresh({ index: `${prefix}-*` })
      const answer = await client.search<Record<string, unknown>>({
        index: aliasOf(prefix, kind),
        size: 1_000,
        ignore_unavailable: true,
      })
      return answer.hits.hits.map(({ _index, _source }) => ({ index: _index, fields: flat(_source ?? {}) }))
    }
    const set = (change: {
      at?: number
      accepted?: number
      findings?: typeof findings
      pipelines?: typeof pipelines
      heard?: Set<string>
    }): void => {
      now = change.at ?? now
      watermark = now
      accepted = change.accepted ?? accepted
      findings = change.findings ?? findings
      pipelines = change.pipelines ?? pipelines
      heard = change.heard ?? heard
    }
    return { prefix, status, all, set }
  }

  test('a sample a minute is kept by its month, and the newest of each thing stands beside; written twice it is one', async () => {
    const { prefix, status, all, set } = open()
    await status.look()
    await status.look()
    set({ at: NOON + 2 * MINUTE, accepted: 600 })
    await status.look()
    const samples = await all('status')
    const service = samples.filter(({ fields }) => fields['event.dataset'] === 'vonggac.service')
    expect(service.map(({ index }) => index).sort()).toEqual([`${prefix}-status-2026.03`, `${prefix}-status-2026.04`])
    const current = await all('current')
    expect(current.map(({ fields }) => fields['event.dataset']).sort()).toEqual([
      ...['vonggac.finding', 'vonggac.lag', 'vonggac.quarantine', 'vonggac.service', 'vonggac.source'],
    ])
    const now = current.find(({ fields }) => fields['event.dataset'] === 'vonggac.service')
    expect(now?.fields).toMatchObject({ 'vonggac.events.count': 600, 'vonggac.events.rate': 5 })
    for (const { fields } of [...samples, ...current])
      for (const name of Object.keys(fields)) expect(Object.keys(statusFields)).toContain(name)
  })

  test('what a process says no more is gone at once: a finding that passed, a source that is listed no more', async () => {
    const { status, all, set } = open()
    await status.look()
    set({ at: NOON + MINUTE, findings: [], pipelines: [] })
    await status.look()
    const datasets = async () => (await all('current')).map(({ fields }) => fields['event.dataset'])
    const left = await datasets()
    expect(left).not.toContain('vonggac.finding')
    expect(left).not.toContain('vonggac.source')
    expect(left).toContain('vonggac.service')
  })

  test('of several detectors the owner of slot 0 alone tells how the sources stand, and takes over what another told', async () => {
    const word = (slot: number): SlotWord => ({ slot, watermark: NOON, indeterminate: [] })
    const [first, second] = [new Set([0]), new Set([1])]
    const of = (own: Set<number>): SlotsHere => ({ of: 2, running: () => [...own].map(word) })
    const alone = open({ slots: of(first), node: 'a' })
    const other = open({ prefix: alone.prefix, slots: of(second), node: 'b' })
    const tellers = async () =>
      (await alone.all('current'))
        .filter(({ fields }) => fields['event.dataset'] === 'vonggac.source')
        .map(({ fields }) => fields['service.node.name'])
    await alone.status.look()
    await other.status.look()
    expect(await tellers()).toEqual(['a'])

    first.clear()
    second.add(0)
    for (const one of [alone, other]) one.set({ at: NOON + MINUTE })
    await alone.status.look()
    await other.status.look()
    expect(await tellers()).toEqual(['b'])

    const processes = async () => new Set((await alone.all('current')).map(({ fields }) => fields['service.node.name']))
    expect(await processes()).toEqual(new Set(['a', 'b']))
    other.set({ at: NOON + DAY + 2 * MINUTE })
    await other.status.look()
    expect(await processes(), 'of a process that tells no more everything goes after a day').toEqual(new Set(['b']))
  })

  test('coverage is one document a clause, unit and day, written again where it changes', async () => {
    const { status, all, set } = open()
    await status.cover()
    const states = async () => {
      const found = (await all('coverage')).filter(
        ({ fields }) => fields['vonggac.clause.id'] === 'EPP-01' && fields['vonggac.fold_day'] === '2026-03-31',
      )
      return found.map(({ fields }) => fields['vonggac.coverage.state'])
    }
    expect(await states()).toEqual(['not-assessable'])
    const { written } = status.counters()
    await status.cover()
    expect(status.counters().written).toBe(written)
    set({ heard: new Set(['c1/bkav']) })
    await status.cover()
    expect(await states()).toEqual(['assessed'])
    for (const { fields } of await all('coverage'))
      for (const name of Object.keys(fields)) expect(Object.keys(coverageFields)).toContain(name)
  })

  test('of detectors that share the entities the owner of slot 0 speaks for all, and only once all have told', async () => {
    const unknown = { rule: 'EPP-01', entity: 'pc-01', from: NOON - HOUR, to: NOON, reason: 'no-life' } as const
    const word = (slot: number, more: Partial<SlotWord> = {}) => ({ slot, watermark: NOON, indeterminate: [], ...more })
    const [first, second] = [new Set([0]), new Set([1])]
    let told: SlotWord = word(1, { indeterminate: [unknown] })
    const of = (own: Set<number>): SlotsHere => ({
      ...{ of: 2, running: () => [word(0), told].filter(({ slot }) => own.has(slot)) },
    })
    const alone = open({ slots: of(first) })
    const states = async () =>
      (await alone.all('coverage'))
        .filter(({ fields }) => fields['vonggac.clause.id'] === 'EPP-01' && fields['vonggac.fold_day'] === '2026-03-31')
        .map(({ fields }) => [fields['vonggac.coverage.state'], fields['vonggac.coverage.indeterminate']])
    alone.set({ heard: new Set(['c1/bkav']) })
    await alone.status.cover()
    expect(await states(), 'slot 1 has not told').toEqual([])
    const other = open({ prefix: alone.prefix, slots: of(second) })
    await other.status.look()
    await other.status.cover()
    expect(await states(), 'it is not for slot 1 to say').toEqual([])
    await alone.status.look()
    expect(await states()).toEqual([['partly', 1]])

    // It could be judged after all, and slot 0 goes to the other process meanwhile.
    told = word(1)
    second.add(0)
    first.clear()
    other.set({ heard: new Set(['c1/bkav']) })
    await other.status.look()
    await alone.status.cover()
    expect(await states()).toEqual([['assessed', 0]])

    // And back: what was written in between is corrected.
    told = word(1, { indeterminate: [unknown] })
    first.add(0)
    second.delete(0)
    await other.status.look()
    await alone.status.look()
    expect(await states()).toEqual([['partly', 1]])
    second.clear()
    alone.set({ at: NOON + 2 * HOUR, heard: new Set() })
    await alone.status.cover()
    expect(await states(), 'slot 1 speaks for nobody any more').toEqual([['partly', 1]])
  })

  test('while Elasticsearch is away samples are dropped and counted, and it goes on when it is back', async () => {
    const front = await elasticFront(url)
    await front.down()
    const { status, all } = open({ address: front.url })
    await status.look()
    expect(status.counters()).toMatchObject({ written: 0 })
    expect(status.counters().dropped).toBeGreaterThan(0)
    expect(status.trouble()?.message).toMatch(/không kết nối được/)
    await front.up()
    await sleep(10)
    await status.look()
    expect((await all('current')).length).toBeGreaterThan(3)
    expect(status.trouble()).toBeUndefined()
  })

  test.each([
    ['read_only_allow_delete', /đĩa của Elasticsearch đã đầy quá mức flood_stage/],
    ['write', /chỉ mục bị khóa, không ghi được \(index write \(api\)\): ai đó đã đặt khóa/],
  ])(
    'an index that is blocked by «%s» is told with the reason, and named by the status; without it, it goes on by itself',
    async (block, reason) => {
      const { prefix, status } = open()
      await status.look()
      expect(await blockedIndices(client, prefix)).toEqual([])
      const index = aliasOf(prefix, 'current')
      const blocked = (value: boolean) =>
        client.indices.putSettings({ index, settings: { blocks: { [block]: value } } })
      await blocked(true)
      await status.look()
      expect(status.trouble()).toMatchObject({ code: 'ELASTIC_UNREACHABLE', message: expect.stringMatching(reason) })
      const [found, ...others] = await blockedIndices(client, prefix)
      expect(others).toEqual([])
      expect(blockedLine(found!)).toContain(`${prefix}-current-1: bị khóa, không ghi được (index.blocks.${block}): `)
      await blocked(false)
      await vi.waitFor(() => expect(status.trouble()).toBeUndefined(), { timeout: 60_000 })
    },
  )
})

const flat = (tree: object, before = ''): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(tree).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(flat(value, `${before}${name}.`))
        : [[`${before}${name}`, value]],
    ),
  )
