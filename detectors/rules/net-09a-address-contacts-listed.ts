import { byOurClock, clockOpen, notByOurClock } from '../conditions/clock.ts'
import { approvedChangeHere } from '../conditions/directory.ts'
import { toWarnedOf } from '../conditions/lists.ts'
import { forOthers, ofItsNetwork } from '../conditions/segments.ts'
import { match } from '../rule.ts'
import { ev, type Rows } from '../timeline.ts'

type Listing = NonNullable<Rows['lists']>[number]
const warning = (but: Partial<Listing> = {}): Listing => ({
  ...{ list: 'blocklist', kind: 'domain', entry: 'c2.example', origin: '12/CB-ATTT', listed: true, ...but },
})
const site: Listing = { ...warning(), list: 'shared-hosting', entry: 'pages.example', origin: 'nhà cung cấp' }
const warned: Rows = { lists: [warning(), warning({ kind: 'address', entry: '203.0.113.0/24' })] }
const asks = (domain: string, but: Parameters<typeof ev<'dns.query'>>[1] = {}) => ev('dns.query', { domain, ...but })

/** What the network saw: an address, which may be another machine's by now, and one behind which many lie. */
export const rule = match({
  id: 'NET-09a',
  version: 1,
  clause: 'NET-09',
  title: {
    vi: 'Kết nối địa chỉ do cơ quan chức năng cảnh báo',
    en: 'Contact with an address that authorities warn of',
  },
  say: {
    vi: 'Địa chỉ {ip} của {unit} tìm đến nơi đang bị cơ quan chức năng cảnh báo lúc {time}; chưa rõ máy nào giữ địa chỉ này',
    en: '{ip} of {unit} went to what authorities warn of at {time}; which machine held it is not said',
  },
  respond: {
    vi: 'Tra sổ cấp địa chỉ xem máy nào giữ địa chỉ lúc đó; cô lập, quét mã độc và giữ lại nhật ký',
    en: 'Look up which machine held the address at that time; isolate it, scan it and keep its logs',
  },
  level: 'high',
  mitre: ['T1071'],
  policy: {},

  by: 'ip',
  on: ['dns.query', 'net.connect', 'web.visit'],
  sought: [ofItsNetwork, toWarnedOf],
  excused: [
    forOthers,
    approvedChangeHere,
    byOurClock(approvedChangeHere),
    notByOurClock(toWarnedOf),
    notByOurClock(ofItsNetwork),
    clockOpen,
  ],

  cases: {
    fires: {
      'a name that is warned of': {
        with: warned,
        level: 'high',
        names: [null],
        beats: [['09:00', asks('c2.example')]],
      },
      'below it, at night': { with: warned, beats: [['02:00', asks('a.c2.example')]] },
      'an address, though the firewall refused it': {
        with: warned,
        beats: [['09:00', ev('net.connect', { to: '203.0.113.7', allowed: false })]],
      },
      'a page': { with: warned, beats: [['09:00', ev('web.visit', { domain: 'c2.example' })]] },
      'nobody is named, though the proxy knows the account': {
        with: warned,
        names: [null],
        beats: [['09:00', ev('web.visit', { domain: 'c2.example', user: 'an.nv@tinh' })]],
      },
      'one site of many, warned of by its own name': {
        with: { lists: [site, warning({ entry: 'bad.pages.example' })] },
        beats: [['09:00', asks('bad.pages.example')]],
      },
      'on the last day of the warning': {
        with: { lists: [warning({ to: '2026-03-02' })] },
        beats: [['23:59:59', asks('c2.example')]],
      },
      'a server that goes there itself': {
        with: { ...warned, networks: [{ cidr: '192.0.2.0/24', unit: 'xa-a', segment: 'server', nat: false }] },
        beats: [['09:00', ev('net.connect', { to: '203.0.113.7', port: 443 })]],
      },
      'all day long is one alert': {
        with: warned,
        beats: ['09:00', '10:00', '17:00'].map((clock) => [clock, asks('c2.example')]),
      },
    },
    quiet: {
      'by a clock a day behind: by ours the warning had ended': {
        with: { lists: [warning({ to: '2026-03-02' })] },
        beats: [['09:00', asks('c2.example', { clock: 86_400_000 })]],
      },
      'by a clock a day behind: by ours the network was another’s': {
        with: {
          ...warned,
          networks: [{ cidr: '192.0.2.0/24', unit: 'xa-a', segment: 'office', nat: false, to: '2026-03-02' }],
        },
        beats: [['09:00', asks('c2.example', { clock: 86_400_000 })]],
      },
      'in an approved change by our clock, which the machine’s is two hours behind': {
        with: {
          ...warned,
          changes: [{ id: 'td', unit: 'xa-a', document: '5/KH', from: '2026-03-02T08:00', to: '2026-03-02T10:00' }],
        },
        beats: [['07:30', asks('c2.example', { clock: 7_200_000 })]],
      },
      'the day after the warning has ended': {
        with: { lists: [warning({ to: '2026-03-01' })] },
        beats: [['00:00', asks('c2.example')]],
      },
      'the day before it came': {
        with: { lists: [warning({ from: '2026-03-03' })] },
        beats: [['23:59:59', asks('c2.example')]],
      },
      'another name and another address': {
        with: warned,
        beats: [
          ['09:00', asks('notc2.example')],
          ['09:01', ev('net.connect', { to: '198.51.100.9' })],
        ],
      },
      'a host of many sites, warned of as a whole': {
        with: { lists: [site, warning({ entry: 'pages.example' })] },
        beats: [['09:00', asks('good.pages.example')]],
      },
      'an address of many sites': {
        with: {
          lists: [
            { ...site, kind: 'address', entry: '203.0.113.0/24' },
            warning({ kind: 'address', entry: '203.0.113.7' }),
          ],
        },
        beats: [['09:00', ev('net.connect', { to: '203.0.113.7' })]],
      },
      'a resolver, which asks for others': {
        with: { ...warned, networks: [{ cidr: '192.0.2.0/24', unit: 'tinh', segment: 'server', nat: false }] },
        beats: [
          ['09:00', asks('c2.example')],
          ['09:01', ev('net.connect', { to: '203.0.113.7', port: 53 })],
          ['09:02', ev('net.connect', { to: '203.0.113.7', port: 25 })],
        ],
      },
      'a sandbox, by its row': {
        with: { ...warned, networks: [{ cidr: '192.0.2.11', unit: 'tinh', segment: 'service', nat: false }] },
        beats: [['09:00', ev('web.visit', { domain: 'c2.example' })]],
      },
      'taken off for the unit': {
        with: { lists: [warning(), warning({ unit: 'xa-a', listed: false })] },
        beats: [['09:00', asks('c2.example')]],
      },
      'in an approved change': {
        with: {
          ...warned,
          changes: [{ id: 'td', unit: 'xa-a', document: '5/KH', from: '2026-03-02T08:00', to: '2026-03-02T10:00' }],
        },
        beats: [['10:00', asks('c2.example')]],
      },
      'an address of nobody’s network': { with: warned, beats: [['09:00', asks('c2.example', { ip: '10.9.9.9' })]] },
      'another commune’s firewall': {
        with: {
          ...warned,
          pipelines: [{ collector: 'c-b', source: 'fortigate', unit: 'xa-b', rhythm: '1h', hours: 'always' }],
        },
        beats: [['09:00', asks('c2.example', { collector: 'c-b', source: 'fortigate' })]],
      },
      'told by the machine itself: NET-09b': {
        with: warned,
        beats: [['09:00', asks('c2.example', { host: 'pc-01' })]],
      },
      'nobody can say yet when it was': { with: warned, beats: [['09:00', asks('c2.example', { clock: 'open' })]] },
    },
  },
})
