import { expect, test } from 'vitest'
import type { Row } from '../scenario.ts'
import { type StackRun, stackPage } from './page.ts'
import { partitionSides, WHOLE_LOG } from './partitions.ts'
import { JAVA_PRODUCE } from './sides.ts'

const servers = { brokers: ['b:1'], elastic: '', kafkaData: '', cpu: () => ({ broker: 0, elastic: 0 }) }
const given = {
  ...{ folder: '', scratch: '', jars: '', prefix: '', detectors: [1], partitions: [1, 3, 6] },
  servers: { ...servers, brokerMemory: () => 0, stop: async () => undefined },
  records: { topic: 'records', messages: 1 },
  lines: (n: number) => ({ topic: `lines-${n}`, messages: 1 }),
}

test('each is run with every number of partitions and set against one; the first of Kafka’s own producer stands in the first table', () => {
  const sides = partitionSides(given)
  const names = sides.map(({ what }) => what)
  expect(new Set(names).size).toBe(names.length)
  for (const job of ['stack-java', 'stack-produce', 'stack-consume', 'stack-raw'])
    expect(sides.filter((side) => side.job === job).length).toBeGreaterThanOrEqual(3)
  for (const { what, against } of sides)
    if (against !== undefined) expect([...names, JAVA_PRODUCE], what).toContain(against)
  expect(sides.filter(({ against }) => against === JAVA_PRODUCE)).toHaveLength(2)
})

test('the page has what differs by partitions under a heading of its own, and why the log has one', () => {
  const row = (what: string): Row => ({ what, value: 5, unit: 'events/s' })
  const run: StackRun = {
    ...{ quick: false, date: '2026-03-02', load: [0, 0], servers: [] },
    machine: { cores: 2, model: 'x', memoryGiB: 24, system: 'linux x64', node: 'v24' },
    ...{ rows: [row('first')], partitions: [row('second'), WHOLE_LOG] },
  }
  const [before, after] = stackPage(run).split('## By partitions') as [string, string]
  expect(before).toContain('| first | 5 events/s')
  expect(after).toContain('| second | 5 events/s')
  expect(after).toMatch(/\| Kafka → detection, the log `records` in several partitions \| - \|/)
  expect(after).toContain('one partition, because every detector reads the whole log')
})
