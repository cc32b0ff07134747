import { isIP } from 'node:net'
import { expect, test } from 'vitest'
import { builtInSources } from '../../../ingest/sources/index.ts'
import { alertFields } from '../../../kernel/alert-fields.ts'
import { actionNames, type Observation } from '../../../kernel/event.ts'
import { statusFields } from '../../../kernel/status-fields.ts'
import { toEcs } from '../../support/ecs.ts'
import { LABELS } from '../../support/ecs-names.ts'
import { ALLOWED, PUBLISHED } from '../../support/ecs-published.ts'
import { contextOf } from './support.ts'

const leaves = (value: unknown, path: string): readonly (readonly [path: string, value: unknown])[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([name, inner]) => leaves(inner, path === '' ? name : `${path}.${name}`))
    : [[path, value]]

const FITS: Readonly<Record<(typeof PUBLISHED)[string], (value: unknown) => boolean>> = {
  date: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  ip: (value) => typeof value === 'string' && isIP(value) > 0,
  keyword: (value) => typeof value === 'string',
  long: (value) => Number.isSafeInteger(value),
  text: (value) => typeof value === 'string',
}

/** What all samples of a source yield. */
const told = (source: (typeof builtInSources)[number]): readonly Observation[] =>
  Object.values(source.samples).flatMap((sample) => {
    const result = source.parse(sample.line, contextOf(sample))
    return result.ok ? result.value : []
  })

test.each(builtInSources.map((source) => [source.id, source] as const))(
  'what %s yields stands under names and values that ECS has published',
  (_id, source) => {
    for (const observation of told(source)) {
      for (const [path, value] of leaves(toEcs(observation), '')) {
        if (path.startsWith('labels.')) continue
        const type = PUBLISHED[path]
        expect(type, `${path} of ${observation.action}`).toBeDefined()
        for (const one of [value].flat()) {
          expect(FITS[type!](one), `${path}: ${JSON.stringify(one)}`).toBe(true)
          if (ALLOWED[path]) expect(ALLOWED[path], path).toContain(one)
        }
      }
    }
  },
)

test('every action is sorted by values that ECS allows', () => {
  for (const action of actionNames) {
    for (const category of LABELS[action].category) expect(ALLOWED['event.category'], action).toContain(category)
    for (const type of LABELS[action].type) expect(ALLOWED['event.type'], action).toContain(type)
  }
})

/** What Elasticsearch may hold a field of each published type as. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  ...{ date: ['date'], ip: ['ip'], keyword: ['keyword'], text: ['text'], long: ['long', 'byte'] },
}

test('documents of alerts and of the product’s state name fields as ECS does, but for their own', () => {
  const fields = Object.entries({ ...alertFields, ...statusFields }).filter(
    ([name]) => !/^(vonggac|triage)\./.test(name),
  )
  expect(fields.length).toBeGreaterThan(20)
  for (const [name, kind] of fields) expect(SAME[PUBLISHED[name] ?? 'none'], name).toContain(kind)
})
