import { describe, expect, test } from 'vitest'
import { builtInSources } from '../../../ingest/sources/index.ts'
import { actions } from '../../../kernel/event.ts'
import { contextOf } from './support.ts'

describe.each(builtInSources.map((source) => [source.id, source] as const))('%s', (_id, source) => {
  test.each(Object.entries(source.samples))('%s', (_title, sample) => {
    const result = source.parse(sample.line, contextOf(sample))
    if (typeof sample.yields === 'string') {
      expect(result).toMatchObject({ ok: false, error: { reason: sample.yields } })
      return
    }
    expect(result.ok).toBe(true)
    if (!result.ok) return
    expect(result.value).toHaveLength(sample.yields.length)
    for (const [index, expected] of sample.yields.entries()) expect(result.value[index]).toMatchObject(expected)
    for (const observation of result.value) {
      expect(source.yields).toContain(observation.action)
      expect(actions[observation.action].safeParse(observation).error).toBeUndefined()
    }
  })

  test('has a sample of something it understands', () => {
    expect(Object.values(source.samples).some(({ yields }) => Array.isArray(yields) && yields.length > 0)).toBe(true)
  })
})
