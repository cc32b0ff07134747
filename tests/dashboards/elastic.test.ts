import { afterAll, beforeAll, expect, test } from 'vitest'
import { HOUR } from '../../kernel/time.ts'
import { ownPrefix, withElastic } from '../stack/elasticsearch.ts'
import { expected } from './expected/all.ts'
import { type Answer, answered, linesOf } from './grafana/answer.ts'
import { type Asker, openAsker } from './grafana/ask.ts'
import { boards, panelsOf } from './grafana/files.ts'
import type { Board, Panel } from './grafana/model.ts'
import { markRequest, type Option, optionsOf, variableRequest } from './grafana/variable.ts'
import { alertsIn, type Chosen, type Expected, isOf, type View } from './plain.ts'
import { readers } from './readers.ts'
import { choicesOf, comparable, placeOf, rangeOf, requestsOf, shownOf, targetsOf, withoutNothing } from './screen.ts'
import { worldAt, writeWorld } from './world/write.ts'

/** What is fresh goes by the clock of Elasticsearch: this world is an hour ahead of it, so that a slow machine does not make it old. */
const now = Date.now() + HOUR
const world = worldAt(now)

const viewOf = (board: Board, chosen: Chosen): View => {
  const { from, to } = rangeOf(board, now)
  return { world, chosen, range: [from, to] }
}
const isEmpty = (one: Expected): boolean => ('lines' in one ? one.lines : one.documents).length === 0

test('every panel has an expectation, and every expectation a panel', () => {
  for (const board of boards)
    expect(Object.keys(expected[board.uid] ?? {}).toSorted(), board.title).toEqual(
      panelsOf(board)
        .map(({ title }) => title)
        .toSorted(),
    )
  expect(Object.keys(expected).toSorted()).toEqual(boards.map(({ uid }) => uid).toSorted())
})

await withElastic('boards over a real Elasticsearch', ({ client, url }) => {
  const prefix = ownPrefix(client)
  let asker: Asker
  beforeAll(async () => {
    await writeWorld(client, prefix, world)
    asker = await openAsker(client, url, prefix)
  })
  afterAll(() => asker?.close())

  /** A whole board is asked at once, as one reader has it open; each panel's test looks at its own answers. */
  const asked = new Map<string, Promise<readonly unknown[]>>()
  const answersOf = async (board: Board, panel: Panel, chosen: Chosen): Promise<readonly Answer[]> => {
    const key = JSON.stringify([board.uid, chosen])
    const requests = panelsOf(board).map((one) => ({ one, own: requestsOf(one, board, chosen, { prefix, now }) }))
    const all = asked.get(key) ?? asker.ask(requests.flatMap(({ own }) => own))
    asked.set(key, all)
    const before = requests.slice(
      0,
      requests.findIndex(({ one }) => one === panel),
    )
    const from = before.reduce((sum, { own }) => sum + own.length, 0)
    return (await all).slice(from, from + panel.targets.length).map(answered)
  }

  const cases = Object.entries(readers).flatMap(([reader, chosen]) =>
    boards.flatMap((board) =>
      panelsOf(board).map((panel) => [`${board.title} / ${panel.title} / ${reader}`, board, panel, chosen] as const),
    ),
  )
  test.each(cases)('%s says what the seed says', async (_, board, panel, chosen) => {
    const targets = targetsOf(panel, board, chosen)
    const answers = await answersOf(board, panel, chosen)
    const wanted = expected[board.uid]![panel.title]!(viewOf(board, chosen))
    expect(answers).toHaveLength(wanted.length)
    targets.forEach((target, i) => {
      const want = withoutNothing(target, wanted[i]!)
      // Elasticsearch counts a field no document has as nothing: a panel that shows nothing of a full world would test nothing.
      if (chosen === readers['mọi thứ']) expect(isEmpty(want), `${panel.title} ${target.refId}`).toBe(false)
      const shown = shownOf(target, answers[i]!)
      expect(comparable(shown, want)).toEqual(comparable(want, want))
    })
  })

  test.each(
    cases.filter(
      ([, , panel, chosen]) =>
        chosen === readers['mọi thứ'] && panel.targets[0]!.bucketAggs[0]?.settings['orderBy'] === '1',
    ),
  )('%s has the largest first', async (_, board, panel, chosen) => {
    const [target] = targetsOf(panel, board, chosen)
    const [answer] = await answersOf(board, panel, chosen)
    const first = new Map<string | number, number>()
    for (const { keys, numbers } of linesOf(target!, answer!))
      if (target!.bucketAggs.at(-1)!.type === 'terms')
        first.set(keys[0]!, (first.get(keys[0]!) ?? 0) + (numbers[0] ?? 0))
    const sizes = [...first.values()]
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
  })

  const queryVariables = boards.flatMap((board) =>
    board.templating.list
      .filter(({ type }) => type === 'query')
      .map((variable) => [`${board.title} / ${variable.name}`, board, variable] as const),
  )
  const offered = async (
    board: Board,
    variable: (typeof queryVariables)[number][2],
    chosen: Chosen,
  ): Promise<readonly Option[]> => {
    const place = placeOf(variable.datasource!.uid, prefix, rangeOf(board, now))
    const request = variableRequest(variable, choicesOf(board.templating.list, chosen), place)
    const [answer] = (await asker.ask([request])).map(answered)
    const terms = answer!.aggregations!['1'] as { readonly buckets: readonly { readonly key: string }[] }
    return optionsOf(
      variable,
      terms.buckets.map(({ key }) => key),
    )
  }

  test.each(queryVariables)('%s offers what the seed has', async (_, board, variable) => {
    const { from, to } = rangeOf(board, now)
    for (const chosen of Object.values(readers)) {
      const options = await offered(board, variable, chosen)
      if (variable.name === 'may') {
        const machines = world.alerts
          .filter(
            ({ alert: { last, subject } }) =>
              last >= from &&
              last <= to &&
              (!chosen.units || subject.unit?.path.some((id) => chosen.units!.includes(id))),
          )
          .flatMap(({ alert }) => alert.subject.machine ?? [])
        expect(options.map(({ value }) => value)).toEqual([...new Set(machines)].toSorted())
      } else
        expect(options.toSorted((a, b) => (a.value < b.value ? -1 : 1))).toEqual([
          { text: 'Sở X', value: 'so-x' },
          { text: 'Sở X › Văn phòng', value: 'so-x-vp' },
          { text: 'Tỉnh mẫu', value: 'tinh' },
          { text: 'Xã A', value: 'xa-a' },
          { text: 'Xã B', value: 'xa-b' },
        ])
    }
  })

  const marks = boards.flatMap((board) =>
    board.annotations.list.map((mark) => [`${board.title} / ${mark.name}`, board, mark] as const),
  )
  test('there are annotations to look at', () => expect(marks.map(([name]) => name)).toHaveLength(2))
  test.each(marks)('%s marks what the seed has, with its text', async (_, board, mark) => {
    const range = rangeOf(board, now)
    for (const [reader, chosen] of Object.entries(readers)) {
      const place = placeOf(mark.datasource.uid, prefix, range)
      const [answer] = (
        await asker.ask([markRequest(mark, choicesOf(board.templating.list, chosen), place.index, range)])
      ).map(answered)
      const view = viewOf(board, chosen)
      const wanted = mark.name.startsWith('Nguồn')
        ? alertsIn(view, ['units'], { only: isOf('SRC-01') })
        : alertsIn(view, ['units', 'clauses', 'levels'], { only: ({ alert }) => alert.level === 'serious' })
      const texts = answer!.hits!.hits.map(({ _source }) => _source[mark.textField])
      expect(texts.toSorted()).toEqual(wanted.map(({ alert }) => alert.say.vi).toSorted())
      if (reader === 'mọi thứ') expect(texts.length).toBeGreaterThan(0)
    }
  })
})
