import { describe, expect, test } from 'vitest'
import { sources } from '../../dashboards/lib/source.ts'
import { boards, panelsOf, sourceOf } from './grafana/files.ts'
import type { Panel } from './grafana/model.ts'

/* What keeps a board from saying more than is known: of the built files. */

const FRESH = '(@timestamp:[now-5m TO *])'
/** As many letters as stand in one line of the narrowest panel and can be read from a chair. */
const LINE = 25

const stepsOf = ({ fieldConfig }: Panel): readonly { readonly color: string }[] =>
  (fieldConfig!.defaults.thresholds as { readonly steps: readonly { readonly color: string }[] }).steps
const asksNow = ({ targets }: Panel): boolean =>
  targets.every(({ datasource }) => datasource.uid === sources.current.uid)

describe.each(boards.map((board) => [board.title, board] as const))('«%s»', (_, board) => {
  const panels = panelsOf(board)
  const numbers = panels.filter(({ type }) => type === 'stat')

  test('where there is no number no panel is green, and its words fit into one line', () => {
    for (const panel of numbers) {
      expect(stepsOf(panel)[0]!.color, panel.title).not.toBe('green')
      expect(panel.fieldConfig!.defaults.noValue!.length, panel.title).toBeLessThanOrEqual(LINE)
    }
  })

  test('nothing is called well but by what was told within the last minutes', () => {
    for (const panel of numbers.filter((one) => JSON.stringify(one.fieldConfig).includes('"green"'))) {
      expect(asksNow(panel), panel.title).toBe(true)
      for (const { query } of panel.targets) {
        expect(query, panel.title).toContain(FRESH)
        expect(query, panel.title).not.toContain(`NOT ${FRESH}`)
      }
    }
  })

  test('a list of how things stand lists what was told within the last minutes, or says that it lists the rest', () => {
    for (const panel of panels.filter((one) => one.type === 'table' && asksNow(one)))
      for (const { query } of panel.targets) {
        expect(query, panel.title).toContain(FRESH)
        expect(query.includes(`NOT ${FRESH}`), panel.title).toBe(panel.title.includes('ngừng'))
      }
  })

  test('a curve of days or steps is empty where nothing is known: no run of noughts hides what that means', () => {
    for (const { title, targets } of panels)
      for (const { bucketAggs } of targets)
        if (bucketAggs[0]?.type === 'date_histogram') expect(bucketAggs[0].settings['min_doc_count'], title).toBe('1')
  })

  test('no colour is Grafana’s colour of text: it would fill a cell or a panel with white', () => {
    expect(JSON.stringify(board.panels)).not.toMatch(/"(?:color|fixedColor)":"text"/)
  })

  test('digits of a text stay as they are; numbers and moments have their unit', () => {
    for (const panel of panels.filter(({ type }) => type === 'table')) {
      const organize = panel.transformations.find(({ id }) => id === 'organize')!.options as {
        readonly indexByName: Readonly<Record<string, number>>
        readonly renameByName: Readonly<Record<string, string>>
      }
      // A field across and one down: every cell is a number, every heading has its own mapping.
      if (Object.keys(organize.indexByName).length === 0) continue
      expect(panel.fieldConfig!.defaults.unit, panel.title).toBe('string')
      const { fields } = sourceOf(panel.targets[0]!.datasource.uid)
      for (const [from, title] of Object.entries(organize.renameByName)) {
        const kind = (fields as Readonly<Record<string, string>>)[from] ?? 'long' // a count, a sum, the largest
        const own = panel.fieldConfig!.overrides.filter(
          ({ matcher }) => matcher.id === 'byName' && matcher.options === title,
        )
        const unit = own.flatMap(({ properties }) => properties).find(({ id }) => id === 'unit')?.value
        if (kind === 'keyword' || kind === 'text') expect(unit, `${panel.title} / ${title}`).toBeUndefined()
        else expect(unit, `${panel.title} / ${title}`).toBeTypeOf('string')
      }
    }
  })
})
