import { expect, test } from 'vitest'
import { nxlog } from '../../../ingest/sources/nxlog.ts'
import { winlogbeat } from '../../../ingest/sources/winlogbeat.ts'
import { actions, type Observation } from '../../../kernel/event.ts'
import { describeFixtures, fixture, linesOf, readTarGz, readZip } from '../fixtures.ts'
import { contextOf } from './support.ts'

type Raw = Record<string, unknown>
const NOBODY = /^(SYSTEM|LOCAL SERVICE|NETWORK SERVICE|ANONYMOUS LOGON|-|(DWM|UMFD)-\d+)$/

/** What must have become of every record of a provider and number, by which field. `least`: how many there are, at least. */
type Became = readonly (readonly [provider: string, id: number, action: string, least: number])[]
const became = (read: Read, table: Became, provider: string, id: string): void => {
  for (const [name, number, action, least] of table) {
    const records = read.filter(({ raw }) => raw[provider] === name && raw[id] === number)
    expect(records.length, `${name} ${number}`).toBeGreaterThanOrEqual(least)
    const others = records.filter(({ observation }) => observation.action !== action)
    expect(others.map(({ raw }) => JSON.stringify(raw)).slice(0, 3), `${name} ${number}`).toEqual([])
  }
}
const SYSMON = 'Microsoft-Windows-Sysmon'
const POWERSHELL = 'Microsoft-Windows-PowerShell'
const MANAGER = 'Service Control Manager'

/** Reads every line twice: by the source, and as plain JSON for an independent count. */
const readAll = (source: typeof nxlog, lines: readonly string[], zone: string) =>
  lines.map((line) => {
    const result = source.parse(line, contextOf({ zone }))
    if (!result.ok) throw new Error(`${result.error.detail}\n${line.slice(0, 300)}`)
    const raw = JSON.parse(line) as Raw
    return { raw, data: (raw['event_data'] ?? raw) as Raw, observation: result.value[0] as Observation }
  })

type Read = ReturnType<typeof readAll>
const persons = (read: Read, id: number, key: 'event_id' | 'EventID'): Read =>
  read.filter(({ raw, data }) => {
    const name = String(data['TargetUserName'] ?? '')
    return raw[key] === id && !name.endsWith('$') && !NOBODY.test(name)
  })
const of = (read: Read, action: string): Read => read.filter(({ observation }) => observation.action === action)
const cut = (value: unknown): string => String(value).toLowerCase().split('.')[0] ?? ''

describeFixtures('a published Winlogbeat 6 stream', () => {
  const read = readAll(
    winlogbeat,
    linesOf(readTarGz(fixture('winlogbeat-6', 'empire_scm_dll_hijack_ikeext.tar.gz'))),
    'UTC',
  )

  test('is read to the last line', () => {
    expect(read).toHaveLength(14_722)
    for (const { observation } of read) {
      expect(actions[observation.action].safeParse(observation).error).toBeUndefined()
    }
  })

  test('names the machine, not the collector', () => {
    for (const { raw, observation } of read) {
      expect('host' in observation ? observation.host : undefined).toBe(cut(raw['computer_name']))
    }
  })

  test('has as many logins and logouts as persons’ 4624 and 4634, machine accounts left out', () => {
    const twins = persons(read, 4624, 'event_id').filter(
      ({ data }) => data['TargetLinkedLogonId'] !== '0x0' && data['ElevatedToken'] === '%%1843',
    )
    expect(of(read, 'login').length).toBe(persons(read, 4624, 'event_id').length - twins.length)
    expect(of(read, 'logout').length).toBe(persons(read, 4634, 'event_id').length)
  })

  test('tells the local account made by the machine account, enabled and put in a group', () => {
    const demo = read.filter(({ observation }) => 'user' in observation && observation.user === 'demo@hr001')
    expect(demo.map(({ observation }) => observation.action)).toEqual(
      expect.arrayContaining(['account.create', 'account.enable', 'password.change', 'account.change']),
    )
    expect(of(read, 'account.create')[0]?.observation).not.toHaveProperty('by')
    expect(of(read, 'group.add').map(({ observation }) => observation)).toEqual(
      expect.arrayContaining([expect.objectContaining({ group: 'Users', groupSid: 'S-1-5-32-545', host: 'hr001' })]),
    )
  })

  test('tells processes, connections, files, settings, scripts and services', () => {
    const table: Became = [
      [SYSMON, 1, 'program.start', 32],
      [SYSMON, 3, 'net.connect', 275],
      [SYSMON, 11, 'file.change', 106],
      [SYSMON, 12, 'config.change', 3_984],
      [SYSMON, 13, 'config.change', 1_056],
      [POWERSHELL, 4103, 'script.run', 835],
      ['PowerShell', 800, 'script.run', 1_000],
      [MANAGER, 7036, 'service.state', 3],
    ]
    became(read, table, 'source_name', 'event_id')
  })

  test('gives each record its own identity', () => {
    expect(new Set(read.map(({ observation }) => observation.id)).size).toBe(read.length)
  })

  test('takes Sysmon’s own time', () => {
    for (const { raw, data, observation } of read.filter(
      ({ raw }) => raw['source_name'] === 'Microsoft-Windows-Sysmon',
    )) {
      const own = Date.parse(`${String(data['UtcTime']).replace(' ', 'T')}Z`)
      expect(observation.at).toBe(Number.isNaN(own) ? Date.parse(String(raw['@timestamp'])) : own)
    }
  })
})

describeFixtures('a published NXLog stream', () => {
  const lines = linesOf(readZip(fixture('nxlog-json', 'empire_psexec_dcerpc_tcp_svcctl.zip')))
  const read = readAll(nxlog, lines, '-04:00')

  test('is read to the last line', () => {
    expect(read).toHaveLength(4_348)
    for (const { observation } of read) {
      expect(actions[observation.action].safeParse(observation).error).toBeUndefined()
    }
  })

  test('has as many logins as persons’ 4624, whatever the case of the channel', () => {
    expect(persons(read, 4624, 'EventID').length).toBeGreaterThan(0)
    expect(of(read, 'login').length).toBe(persons(read, 4624, 'EventID').length)
    expect(of(read, 'login')[0]?.observation).toMatchObject({
      user: 'pgustavo@theshire',
      via: 'network',
      elevated: true,
    })
  })

  test('tells processes, connections, files, settings, scripts and services', () => {
    const table: Became = [
      [SYSMON, 1, 'program.start', 6],
      [SYSMON, 3, 'net.connect', 8],
      [SYSMON, 11, 'file.change', 23],
      // Whether something was made or deleted NXLog does not say.
      [SYSMON, 12, 'other', 718],
      [SYSMON, 13, 'config.change', 287],
      [SYSMON, 22, 'dns.query', 2],
      [SYSMON, 23, 'file.change', 5],
      [POWERSHELL, 4103, 'script.run', 350],
      [MANAGER, 7045, 'service.install', 1],
      [MANAGER, 7036, 'service.state', 1],
      [MANAGER, 7040, 'config.change', 2],
    ]
    became(read, table, 'SourceName', 'EventID')
    // Of 800 all but the message is lost, and of some of them that, too.
    const old = read.filter(({ raw }) => raw['SourceName'] === 'PowerShell' && raw['EventID'] === 800)
    expect(of(old, 'script.run').length).toBe(old.filter(({ raw }) => raw['Message'] !== undefined).length)
    const installed = of(read, 'service.install').map(({ observation }) => observation)
    expect(installed).toEqual(Array(2).fill(expect.objectContaining({ service: expect.stringMatching(/./) })))
  })

  test('reads local times in the sender’s zone, within a minute of the collector’s clock', () => {
    for (const { raw, observation } of read) {
      expect(Math.abs(observation.at - Date.parse(String(raw['@timestamp'])))).toBeLessThan(60_000)
    }
  })

  test('knows one machine under one name, with its domain or without', () => {
    for (const { raw, observation } of read) {
      expect('host' in observation ? observation.host : undefined).toBe(cut(raw['Hostname']))
    }
  })
})

describeFixtures('a published PowerShell export', () => {
  const read = readAll(nxlog, linesOf(readZip(fixture('nxlog-json', 'cmd_seatbelt_group_user.zip'))), 'UTC')

  test('is read without record numbers, and says who cleared the log', () => {
    expect(read).toHaveLength(451)
    expect(of(read, 'log.clear').map(({ observation }) => observation)).toEqual([
      expect.objectContaining({ host: 'workstation5', user: 'wardog@workstation5', log: 'Security' }),
    ])
  })
})
