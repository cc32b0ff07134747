import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { sources } from '../../dashboards/lib/source.ts'
import { boardFiles } from './grafana/files.ts'

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

const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const Grafana = z.looseObject({
  services: z.looseObject({
    grafana: z.looseObject({
      environment: z.record(z.string(), z.string()),
      volumes: z.array(z.unknown()),
    }),
  }),
})

test('the compose file shows days before months, begins with the duty board, and can be given other boards', () => {
  const { environment, volumes } = Grafana.parse(parse(text('docker-compose.yml'), { merge: true })).services.grafana
  expect(environment).toMatchObject({
    GF_DATE_FORMATS_DEFAULT_TIMEZONE: 'Asia/Ho_Chi_Minh',
    GF_DATE_FORMATS_FULL_DATE: 'DD/MM/YYYY HH:mm:ss',
    GF_DATE_FORMATS_INTERVAL_HOUR: 'DD/MM HH:mm',
    GF_DATE_FORMATS_INTERVAL_DAY: 'DD/MM',
    GF_DATE_FORMATS_INTERVAL_MONTH: 'MM/YYYY',
  })
  const home = environment['GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH']!
  expect(boardFiles().map(([name]) => `/etc/grafana/dashboards/${name}`)).toContain(home)
  expect(volumes).toContainEqual(
    expect.objectContaining({
      source: '${' + 'VONGGAC_BOARDS:-./dashboards/json}',
      target: '/etc/grafana/dashboards',
    }),
  )
})

test('where Grafana is set up without Docker it is told to set the same', () => {
  const { environment } = Grafana.parse(parse(text('docker-compose.yml'), { merge: true })).services.grafana
  const [, ini] = /```ini\n([\s\S]*?)```/.exec(text('docs/install.md'))!
  const lines = ini!.split('\n').map((line) => line.trim())
  let section = ''
  const set = Object.fromEntries(
    lines.flatMap((line) => {
      section = /^\[(\w+)\]$/.exec(line)?.[1] ?? section
      const [, name, value] = /^(\w+) = (.+)$/.exec(line) ?? []
      return name === undefined ? [] : [[`GF_${section}_${name}`.toUpperCase(), value]]
    }),
  )
  const { GF_LOG_MODE: _log, GF_SECURITY_ADMIN_PASSWORD__FILE: _password, ...others } = environment
  expect(set).toEqual(others)
})
