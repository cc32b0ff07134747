import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadCatalogue, loadRules, loadUnenforced, loadUnwatched } from '../../detectors/load.ts'
import { directives } from '../../kernel/directory/documents.ts'
import { folded, paragraphsOf } from '../support/paragraphs.ts'

const catalogue = loadCatalogue()
const rules = await loadRules()
const { served, due, partly } = loadUnenforced()
const unwatched = loadUnwatched()

describe('clauses without a rule', () => {
  const listed = [...served, ...due].flatMap(({ ids }) => ids)

  test('each clause has a rule or stands in the list, once', () => {
    const enforced = new Set<string>(rules.map(({ clause }) => clause))
    expect([...enforced, ...listed].toSorted()).toEqual([...catalogue.keys()].toSorted())
  })

  test('what is kept in part has a rule, and says in one sentence what it leaves out', () => {
    const enforced = new Set<string>(rules.map(({ clause }) => clause))
    expect(partly.filter(({ id }) => !enforced.has(id))).toEqual([])
    expect(new Set(partly.map(({ id }) => id)).size).toBe(partly.length)
    for (const { missing } of partly) expect(missing).toMatch(/^\p{Lu}[^.]*\.$/u)
  })

  test('issues stand in their order, and each id under one of them in the order of the catalogue', () => {
    expect(due.map(({ issue }) => issue)).toEqual(due.map(({ issue }) => issue).toSorted((a, b) => a - b))
    for (const { issue, ids } of due)
      expect([issue, ids]).toEqual([issue, [...catalogue.keys()].filter((id) => ids.includes(id))])
  })
})

/** The texts are given beside the repository where the project is developed; in CI their absence is a failure. */
const files = {
  PT: 'phu-tho-2025-07.txt',
  VT: 'viet-tri-2025-10.txt',
  HUE: 'hue.txt',
  NA: 'nghe-an-2025-07.txt',
  CB: 'cao-bang-2025-07.txt',
} as const
/** Numbered paragraphs that are no heading, counted by hand in each text: so that none is overlooked by the reading. */
const counted = { PT: 17, VT: 17, HUE: 3, NA: 5, CB: 112 } as const

const at = (doc: keyof typeof files): URL => new URL(`../../../shared/directives/${files[doc]}`, import.meta.url)
const given = existsSync(at('CB')) || process.env['CI'] !== undefined

describe.runIf(given).each(directives)('the paragraphs of %s', (doc) => {
  const text = given ? readFileSync(at(doc), 'utf8') : ''
  const paragraphs = paragraphsOf(text)
  const quotes = [...catalogue.values()].flatMap(({ id, basis }) =>
    basis.flatMap(({ doc: of, quote }) => (of === doc && quote !== undefined ? [{ id, quote: folded(quote) }] : [])),
  )
  const entries = unwatched.filter((one) => one.doc === doc)

  test('are all read', () => {
    expect(paragraphs).toHaveLength(counted[doc])
    expect(new Set(paragraphs.map((one) => one.at)).size).toBe(paragraphs.length)
  })

  test('what the catalogue quotes stands in the text', () => {
    const whole = folded(text)
    expect(quotes.filter(({ quote }) => !whole.includes(quote))).toEqual([])
  })

  test('each is quoted by a clause or has a sentence why nothing watches it, and none has both', () => {
    const quoted = paragraphs.filter(({ text }) => quotes.some(({ quote }) => text.includes(quote)))
    const without = entries.flatMap((one) => one.at)
    expect([...quoted.map((one) => one.at), ...without].toSorted()).toEqual(paragraphs.map((one) => one.at).toSorted())
  })

  test('each reason is one sentence, and names only clauses there are', () => {
    for (const { why, see = [] } of entries) {
      expect(why).toMatch(/^\p{Lu}[^.]*\.$/u)
      expect(see.filter((id) => !catalogue.has(id))).toEqual([])
    }
  })
})
