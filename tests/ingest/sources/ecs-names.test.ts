import { isIP } from 'node:net'
import { expect, test } from 'vitest'
import { ecsNameOf } from '../../../api/console/ecs.ts'
import { builtInSources } from '../../../ingest/sources/index.ts'
import { actionFields } from '../../../ingest/sources/table/actions.ts'
import { alertFields } from '../../../kernel/alert-fields.ts'
import { actionNames, actions, type Observation } from '../../../kernel/event.ts'
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

test('the name that documents and the page give a field is where ECS has what it says', () => {
  let seen = 0
  for (const action of actionNames.filter((one) => one !== 'other'))
    for (const { name, type, words } of actionFields(action)) {
      const path = ecsNameOf(name, action)
      if (path === undefined) continue
      expect(path.startsWith('labels.') ? 'keyword' : PUBLISHED[path], path).toBeDefined()
      const value = type === 'number' ? 7 : type === 'boolean' ? false : (words[0] ?? `v-${name}`)
      // Only the field asked about, and what says what the action is; a device is described where one is named.
      const bare = { id: 'x', at: 0, received: 0, source: 's', collector: 'c', digest: 'd', action }
      const event = { ...bare, ...('device' in actions[action].shape && { device: 'd' }), [name]: value }
      const told = new Map(leaves(toEcs(event as unknown as Observation), ''))
      expect(told.get(path), `${name} of ${action} at ${path}`).toBe(name === 'ok' ? 'failure' : value)
      seen++
    }
  expect(seen).toBeGreaterThan(150)
})

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
