import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sampleProvince } from '../../../deploy/generator/sample.ts'
import type { Source } from '../../../ingest/source.ts'
import { builtInSources, detectSource } from '../../../ingest/sources/index.ts'
import { nxlog } from '../../../ingest/sources/nxlog.ts'
import { windowsXml } from '../../../ingest/sources/windows-xml.ts'
import { winlogbeat } from '../../../ingest/sources/winlogbeat.ts'
import { localTime } from '../../../kernel/time.ts'
import { readEvtx } from '../../support/evtx.ts'
import { describeFixtures, fixture, linesOf, rawLines, readTarGz, readZip } from '../fixtures.ts'

/** Sources whose lines have no fields with names, or that refuse a name nobody knows; each with the reason. */
const WITHOUT: Readonly<Record<string, string>> = {
  'linux-auth': 'words in sentences',
  pfsense: 'columns by their place',
  mikrotik: 'words in sentences',
  squid: 'columns by their place',
  'name-server': 'words in sentences',
  'dns-windows': 'columns by their place',
  dhcp: 'words in sentences',
  'web-server': 'columns by their place',
  postfix: 'words in sentences, and a stranger’s among them',
  zimbra: 'the attributes of an account are the directory’s own',
  wso2: 'five parts with fixed names',
  inventory: 'an unknown field is refused',
}

test('every source tells which fields nobody knows, or why it has none', () => {
  const without = builtInSources.filter(({ unknown }) => unknown === undefined).map(({ id }) => id)
  expect([...without].sort()).toEqual(Object.keys(WITHOUT).sort())
})

/** The names that were met in lines and that their source does not know, `source name`, each once. */
const met = (lines: Iterable<readonly [Source, string, heading?: string | undefined]>): readonly string[] => {
  const names = new Set<string>()
  for (const [source, line, heading] of lines)
    for (const name of source.unknown?.(line, heading) ?? []) names.add(`${source.id} ${name}`)
  return [...names].sort()
}

test('of their own samples they know every field', () => {
  const published = builtInSources.filter(({ picks }) => !picks)
  const lines = published.flatMap((source) =>
    Object.values(source.samples).flatMap(({ line, heading, yields }) =>
      typeof yields === 'string' ? [] : [[source, line, heading] as const],
    ),
  )
  expect(met(lines)).toEqual([])
})

const json = (source: string, more: object): string => {
  const sample = Object.values(builtInSources.find(({ id }) => id === source)?.samples ?? {})[0]?.line ?? ''
  return JSON.stringify({ ...(JSON.parse(sample.slice(sample.indexOf('{'))) as object), ...more })
}
const first = (source: string): string =>
  Object.values(builtInSources.find(({ id }) => id === source)?.samples ?? {})[0]?.line ?? ''
const windows = (event_data: object): string =>
  JSON.stringify({
    '@timestamp': '2026-03-02T01:00:00Z',
    winlog: {
      ...{ provider_name: 'Microsoft-Windows-Security-Auditing', channel: 'Security', event_id: 4624 },
      ...{ computer_name: 'pc-01', novelty: 1, event_data: { TargetUserName: 'a', 'New Field': 'b', ...event_data } },
    },
  })

describe('a field that appears', () => {
  type Appears = readonly [source: string, line: string, names: readonly string[], heading?: string]
  const cases: readonly Appears[] = [
    ['winlogbeat', windows({ Sub_Status: '0' }), ['winlog.novelty', 'New Field']],
    ['winlogbeat', windows({}).replace('4624', '9999'), ['winlog.novelty']],
    [
      'suricata',
      json('suricata', { alert: { signature: 'a', verdict_by: 'x' }, brand: 1 }),
      ['alert.verdict_by', 'brand'],
    ],
    ['zeek', json('zeek', { 'id.vlan': 3, brand: 1 }), ['brand']],
    ['eset', `ERAServer: ${json('eset', { detection_name: 'x' })}`, ['detection_name']],
    ['fortigate', `${first('fortigate')} brand=1 srcip6=::1`, ['brand', 'srcip6']],
    ['sophos', `${first('sophos')} brand="a b=c"`, ['brand']],
    ['auditd', "type=USER_LOGIN msg=audit(1772413200.1:7): pid=1 msg='op=login brand=1 res=success'", ['brand']],
    ['kaspersky', `${first('kaspersky')} cs7=a brandName=b`, ['brandName']],
    ['trend-micro', `${first('trend-micro')} brandName=b`, ['brandName']],
    ['cef', 'LEEF:1.0|Example|EDR|2.4|exec|usrName=an.nv\tbrand=1', ['brand']],
    ['iis', '2026-03-02 01:00:00 x', ['x-brand'], '#Fields: date time x-brand'],
    ['exchange', '2026-03-02T01:00:00Z,x', ['brand'], '#Fields: date-time,brand'],
    [
      'dhcp-windows',
      first('dhcp-windows'),
      ['Brand'],
      'ID,Date,Time,Description,IP Address,Host Name,MAC Address,Brand.',
    ],
    ['bkav', 'a', ['Ghi chú'], 'Thời gian,Tên máy,Ghi chú'],
  ]
  test.each(cases.map(([id, line, names, heading]) => ({ id, line, names, heading })))(
    'in $id is told by its name',
    ({ id, line, names, heading }) => {
      const source = builtInSources.find((one) => one.id === id)
      expect(source?.unknown?.(line, heading).map((name) => name.replace(/\.$/, ''))).toEqual(names)
    },
  )
})

/** Lines of the generator's first days, one in seven. */
function* generated(): Generator<readonly [Source, string]> {
  const sources = new Map(builtInSources.map((source) => [source.id, source]))
  let index = 0
  for (const { source, line } of sampleProvince(1, localTime('2026-03-08', '12:00')).history()) {
    const of = sources.get(source)
    if (++index % 7 === 0 && of && !of.picks) yield [of, line]
    if (index === 20_000) return
  }
}

test('nothing that the generator of provinces writes is unknown', () => {
  const lines = [...generated()]
  expect(lines.length).toBeGreaterThan(100)
  expect(met(lines)).toEqual([])
})

describeFixtures('of published logs every field is known', () => {
  test('the streams of Windows', () => {
    const beats = linesOf(readTarGz(fixture('winlogbeat-6', 'empire_scm_dll_hijack_ikeext.tar.gz')))
    const relayed = ['empire_psexec_dcerpc_tcp_svcctl.zip', 'cmd_seatbelt_group_user.zip'].flatMap((file) =>
      linesOf(readZip(fixture('nxlog-json', file))),
    )
    const recorded = globSync(['evtx/*.evtx', 'sigma/regression/*/*.evtx'], { cwd: fixture() }).flatMap((file) =>
      [...readEvtx(readFileSync(fixture(file)))].flatMap((record) => ('xml' in record ? [record.xml] : [])),
    )
    const written = globSync('windows-xml-ecs/*_input.xml', { cwd: fixture() }).map((file) =>
      readFileSync(fixture(file), 'utf8'),
    )
    expect(
      met([
        ...beats.map((line) => [winlogbeat, line] as const),
        ...relayed.map((line) => [nxlog, line] as const),
        ...[...recorded, ...written].map((line) => [windowsXml, line] as const),
      ]),
    ).toEqual([])
  })

  test('the lines of everything else', () => {
    const lines = rawLines().flatMap((line) => {
      const source = detectSource(line)
      return source && !source.picks ? [[source, line] as const] : []
    })
    expect(lines.length).toBeGreaterThan(500)
    expect(met(lines)).toEqual([])
  })
})
