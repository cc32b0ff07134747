import { globSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { detectSource } from '../../../ingest/sources/index.ts'
import { windowsXml } from '../../../ingest/sources/windows-xml.ts'
import { actions, type Observation } from '../../../kernel/event.ts'
import { readEvtx } from '../../support/evtx.ts'
import { describeFixtures, fixture } from '../fixtures.ts'
import { contextOf } from './support.ts'

const readAll = (bytes: Buffer): readonly Observation[] =>
  [...readEvtx(bytes)].flatMap((record) => {
    if ('problem' in record) throw new Error(record.problem)
    const { xml } = record
    expect(detectSource(xml)?.id).toBe('windows-xml')
    const result = windowsXml.parse(xml, contextOf())
    if (!result.ok) throw new Error(`${result.error.detail}\n${xml}`)
    return result.value
  })

const read = (file: string): readonly Observation[] => readAll(readFileSync(fixture('evtx', `${file}.evtx`)))

/** `4625 login: 5`, of everything but the records that mean nothing to us. */
const meanings = (observations: readonly Observation[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const { action, code } of observations) {
    if (action !== 'other') counts[`${code} ${action}`] = (counts[`${code} ${action}`] ?? 0) + 1
  }
  return counts
}

type Recording = readonly [file: string, means: Readonly<Record<string, number>>, one: object]

/** What each recording means to us, by number of the event, and of one event what its label says. */
const RECORDINGS: readonly Recording[] = [
  ['ID1149-RDP success logins to multiple hosts', { '1149 session.event': 11 }, { user: 'admmig@fs03', ok: true }],
  [
    'ID13-Defender service configuration disabled',
    { '13 config.change': 2 },
    { what: 'registry-set', item: 'HKLM\\System\\CurrentControlSet\\Services\\WdNisDrv\\Start' },
  ],
  [
    'ID2004-Any any firewall rule created',
    { '2004 config.change': 1 },
    { what: 'firewall-rule-added', item: 'any crazy rule' },
  ],
  ['ID4616-system time changed', { '4616 config.change': 8 }, { what: 'time', user: 'admmig@offsec' }],
  [
    'ID4625-OpenSSH brutforce with valid users',
    // sshd's own virtual account, of which the other 4624 tells, is nobody.
    { '4624 login': 1, '4625 login': 5 },
    { action: 'login', ok: false, user: 'admmig@offsec' },
  ],
  [
    'ID4688,4778,4779 RDP hijack direct',
    { '4688 activity': 6, '4778 session.connect': 1, '4779 session.disconnect': 1 },
    { action: 'session.connect', host: 'fs01' },
  ],
  ['ID4688-Defender critical features disabled (command)', { '4688 activity': 4 }, { what: 'powershell.exe' }],
  [
    'ID4688-User creation via commandline',
    {
      '4688 activity': 2,
      '4720 account.create': 1,
      '4722 account.enable': 1,
      '4728 group.add': 1,
      '4732 group.add': 1,
    },
    { action: 'account.create', by: 'admmig@offsec' },
  ],
  [
    'ID4719-Audit policy deactivation',
    { '4719 config.change': 30 },
    { what: 'audit-policy', value: 'success removed' },
  ],
  ['ID4720-Fake computer account created', { '4720 account.create': 1 }, { user: 'fake-computer$@offsec' }],
  // The label says «reset»; the record says that it was refused.
  [
    'ID4723-5145-password reset with changeNTLM (Mimikatz)',
    { '4723 password.change': 1 },
    { ok: false, user: 'hacker2@offsec' },
  ],
  [
    'ID4724-5145-password reset with setNTLM (Mimikatz)',
    { '4624 login': 4, '4724 password.change': 1, '4738 account.change': 1 },
    { action: 'password.change', ok: true, by: 'admmig@offsec' },
  ],
  [
    'ID4728-4756-Member added to sensitive domain groups',
    { '4728 group.add': 1, '4756 group.add': 3 },
    { user: 'honey-pot1@offsec', group: 'Domain Admins' },
  ],
  ['ID4732-DNSadmin new member added', { '4732 group.add': 1 }, { group: 'DnsAdmins', user: 'test-adm@offsec' }],
  ['ID4738-Account with password not required', { '4738 account.change': 2 }, { what: 'password-not-required' }],
  // That a password cannot be changed is said by no flag of the record.
  ['ID4738-Password cannot be changed', { '4738 account.change': 2 }, { user: 'hack1@offsec' }],
  [
    'ID4739-Domain policy changed by non system account',
    { '4739 config.change': 1 },
    { what: 'domain-policy', user: 'admmig@offsec' },
  ],
  [
    'ID4756-Exchange admin group change',
    { '4756 group.add': 15 },
    { user: 'admin-hacker@offsec', group: 'Compliance Management' },
  ],
  [
    'ID4768-4771-Kerberos brutforce with non existing users',
    { '4768 login': 47, '4771 login': 2 },
    { ok: false, refusal: 'no-such-user', user: 'test1@offsec' },
  ],
  ['ID5140-Failed ADMIN$ share access', { '5140 share.access': 3 }, { user: 'admmig@offsec', ip: '10.23.23.9' }],
  [
    'ID7045-7036 PSexec service installation',
    { '104 log.clear': 1, '7036 service.state': 2, '7045 service.install': 1 },
    { action: 'service.install', service: 'PSEXESVC' },
  ],
  ['ID7045-Random service installation', { '104 log.clear': 1, '7045 service.install': 1 }, { service: 'bad-task' }],
  [
    'ID800-4103-Firewall disabled',
    { '4103 script.run': 4, '4104 script.run': 2, '800 script.run': 2 },
    { script: expect.stringContaining('Set-NetFirewallProfile') },
  ],
]

/** Recordings in which nothing is anybody's act to us, and why. */
const SILENT: Readonly<Record<string, string>> = {
  'ID4-OpenSSH brutforce with valid users': 'the same attempts stand in the Security log (4625), where they count',
  'ID4625-failed login with denied access due to account restriction': 'the record names no account: Windows wrote «-»',
}

describeFixtures('published recordings of Windows (EVTX)', () => {
  const files = readdirSync(fixture('evtx')).flatMap((file) => /^(.*)\.evtx$/.exec(file)?.[1] ?? [])

  test('are all read to the last record, after the schema', () => {
    const all = files.flatMap(read)
    expect(all).toHaveLength(215)
    for (const observation of all) expect(actions[observation.action].safeParse(observation).error).toBeUndefined()
  })

  test.each(RECORDINGS)('%s', (file, means, one) => {
    const observations = read(file)
    expect(meanings(observations)).toEqual(means)
    expect(observations).toContainEqual(expect.objectContaining(one))
  })

  test('of those that mean nothing the reason is told, and none is forgotten', () => {
    for (const file of Object.keys(SILENT)) expect(meanings(read(file)), file).toEqual({})
    expect([...RECORDINGS.map(([file]) => file), ...Object.keys(SILENT)].sort()).toEqual([...files].sort())
  })
})

describeFixtures('the recordings behind published rules', () => {
  test('are all read, with the number that is written beside them', () => {
    const files = globSync('sigma/regression/*/*.evtx', { cwd: fixture() })
    expect(files).toHaveLength(40)
    const codes = files.map((file) => {
      const observations = readAll(readFileSync(fixture(file)))
      const beside = readFileSync(fixture(file.replace(/\.evtx$/, '.json')), 'utf8')
      const written = [...beside.matchAll(/"EventID":\s*(?:\{\s*"#text":\s*)?"?(\d+)/g)].map(([, code]) => code)
      expect([...observations.map(({ code }) => code)].sort(), file).toEqual(written.sort())
      return observations.length
    })
    expect(codes.reduce((sum, count) => sum + count, 0)).toBe(48)
  })
})
