import { expect, onTestFinished, test } from 'vitest'
import { openTrying } from '../../../deploy/mappings/try.ts'
import { oneStop } from '../../support/mapping.ts'

test('a sample that takes too long is given up, and whoever asks meanwhile or afterwards is answered', {
  timeout: 120_000,
}, async () => {
  const trying = openTrying(3_000)
  onTestFinished(trying.close)
  // About a second each, of what no pattern is refused for: all of them would take half an hour.
  const slow = Array.from({ length: 2_000 }, () => `02/03/2026 08:00:00;${'a'.repeat(1_000)};x;`)
  const [heading] = oneStop().sample.split('\n')
  const work = oneStop([heading, ...slow].join('\n'))
  const events = [{ when: { user: '/(a+){2}b/' }, action: 'logout', fields: {} }]
  const endless = { ...work, mapping: { ...work.mapping, events } }
  const given = expect(trying.read(endless)).rejects.toThrow(/quá 3 giây.*quá phức tạp/)
  const meanwhile = trying.read(oneStop())
  await given
  expect((await meanwhile).faults).toEqual([])
  expect((await trying.read(oneStop(), true)).text).toContain('test:')
})
