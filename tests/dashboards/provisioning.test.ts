import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { sources } from '../../dashboards/lib/source.ts'

const read = (path: string): unknown =>
  parse(readFileSync(new URL(`../../deploy/grafana/provisioning/${path}`, import.meta.url), 'utf8'))

const Sources = z.strictObject({
  apiVersion: z.literal(1),
  datasources: z.array(
    z.strictObject({
      name: z.string(),
      uid: z.string(),
      type: z.literal('elasticsearch'),
      access: z.literal('proxy'),
      url: z.url(),
      isDefault: z.boolean(),
      editable: z.literal(false),
      jsonData: z.strictObject({
        index: z.string(),
        timeField: z.string(),
        timeInterval: z.literal('1m'),
        maxConcurrentShardRequests: z.number(),
        httpHeaderName1: z.literal('Authorization'),
      }),
      secureJsonData: z.strictObject({ httpHeaderValue1: z.string() }),
    }),
  ),
})

test('the data sources that boards name are set up, each with its index and time field', () => {
  const { datasources } = Sources.parse(read('datasources/vonggac.yaml'))
  expect(datasources.map(({ uid, jsonData }) => [uid, jsonData.index, jsonData.timeField])).toEqual(
    Object.values(sources).map(({ uid, index, timeField }) => [uid, `vonggac-${index}`, timeField]),
  )
  expect(datasources.filter(({ isDefault }) => isDefault)).toHaveLength(1)
})

test('no key stands in the files: it is read from a file of its own', () => {
  for (const { secureJsonData } of Sources.parse(read('datasources/vonggac.yaml')).datasources)
    expect(secureJsonData.httpHeaderValue1).toMatch(/^ApiKey \$__file\{\/[^}]+\}$/)
})

test('boards come from files of the v1 model, and nobody changes them on the screen', () => {
  expect(read('dashboards/vonggac.yaml')).toMatchObject({
    apiVersion: 1,
    providers: [
      { type: 'file', allowUiUpdates: false, disableDeletion: true, options: { path: '/etc/grafana/dashboards' } },
    ],
  })
})
