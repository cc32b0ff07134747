import { describe, expect, test } from 'vitest'
import { numberOf } from '../../dashboards/lib/board.ts'
import { boardFiles, boards, panelsOf, sourceOf } from './grafana/files.ts'

/* What must hold of the built files, whatever a board shows. */

const VIETNAMESE = /[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]/i

test('the eight boards are there, each under its own address', () => {
  expect(boards.map(({ uid }) => uid).sort()).toEqual(
    [
      'vonggac-don-vi',
      'vonggac-dieu-khoan',
      'vonggac-duong-ong',
      'vonggac-ma-doc-va-phan-mem-bao-ve',
      'vonggac-tai-khoan',
      'vonggac-thiet-bi-luu-tru-ngoai',
      'vonggac-tong-quan',
      'vonggac-truc-giam-sat',
    ].sort(),
  )
  for (const { uid } of boards) expect(uid.length).toBeLessThanOrEqual(40)
})

test.each(boardFiles())(
  '%s has nothing that Grafana or Elasticsearch refuse, and nothing of the Internet',
  (_, text) => {
    expect(text).not.toMatch(/"unknown"|top_metrics|esql|geomap|inControlsMenu/)
    const addresses = [...text.matchAll(/https?:\/\/[^"\\]*/g)].map(([address]) => address)
    expect(new Set(addresses)).toEqual(new Set(['http://127.0.0.1:8080']))
  },
)

describe.each(boards.map((board) => [board.title, board] as const))('«%s»', (_, board) => {
  const panels = panelsOf(board)

  test('is of the v1 model, of Vietnam’s zone, and read-only', () => {
    expect(board).toMatchObject({
      schemaVersion: 42,
      timezone: 'Asia/Ho_Chi_Minh',
      editable: false,
      weekStart: 'monday',
    })
    expect(board['id']).toBeUndefined()
    expect(board.tags).toEqual(['vong-gac'])
  })

  test('every panel has a number of its own, which stays, and a title of its own', () => {
    const ids = board.panels.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length)
    for (const { id, title } of panels) expect(id).toBe(numberOf(title))
  })

  test('no panel lies upon another or leaves the grid', () => {
    const taken = new Set<string>()
    for (const { title, gridPos } of board.panels) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x}/${y}`), title).toBe(false)
          taken.add(`${x}/${y}`)
        }
    }
  })

  test('every panel says in Vietnamese what it answers and what it means that there is nothing', () => {
    for (const panel of panels) {
      const { defaults } = panel.fieldConfig!
      for (const said of [panel.description, defaults.noValue]) expect(said, panel.title).toMatch(VIETNAMESE)
      expect(defaults.unit, panel.title).toBeTypeOf('string')
      expect(defaults.thresholds, panel.title).toBeDefined()
    }
    const texts = [
      board.title,
      board.description,
      ...board.panels.map(({ title }) => title),
      ...board.annotations.list.map(({ name }) => name),
      ...board.links.map(({ title }) => title),
      ...board.templating.list
        .filter(({ type }) => type !== 'constant')
        .flatMap(({ label, description }) => [label!, description!]),
    ]
    for (const text of texts) expect(text).toMatch(VIETNAMESE)
  })

  test('every column has a Vietnamese title, and every name that a panel dresses is there to be dressed', () => {
    for (const panel of panels.filter(({ type }) => type === 'table')) {
      const organize = panel.transformations.find(({ id }) => id === 'organize')!.options as {
        renameByName: Record<string, string>
      }
      const titles = Object.values(organize.renameByName)
      for (const title of titles) expect(title, panel.title).toMatch(VIETNAMESE)
      for (const { matcher } of panel.fieldConfig!.overrides)
        if (matcher.id === 'byName') expect(titles, panel.title).toContain(matcher.options)
    }
  })

  test('every variable that anything names is declared', () => {
    const declared = new Set(board.templating.list.map(({ name }) => name))
    const text = JSON.stringify([board.panels, board.annotations, board.templating.list.map(({ query }) => query)])
    // A part of what an expression found has a number.
    const named = [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)]
      .map(([, name]) => name!)
      .filter((name) => !name.startsWith('__'))
    expect(named.length).toBeGreaterThan(0)
    for (const name of named) expect(declared).toContain(name)
  })

  test('annotations have a text', () => {
    for (const mark of board.annotations.list)
      expect(sourceOf(mark.datasource.uid).fields).toHaveProperty(mark.textField)
  })
})
