import { byOurClock, clockOpen, notByOurClock } from '../conditions/clock.ts'
import { approvedChangeHere } from '../conditions/directory.ts'
import { toDdns } from '../conditions/lists.ts'
import { fromCameraNetwork } from '../conditions/segments.ts'
import { match } from '../rule.ts'
import { ev, type Rows, segments, segmentsClosed, segmentsWith } from '../timeline.ts'

const camera = '198.51.100.140'
const provider: NonNullable<Rows['lists']>[number] = {
  ...{ list: 'ddns', kind: 'domain', entry: 'ddns.example', origin: 'trang giới thiệu dịch vụ', listed: true },
}
const known: Rows = { ...segments, lists: [provider] }
const asks = (but: Parameters<typeof ev<'dns.query'>>[1] = {}) =>
  ev('dns.query', { ip: camera, domain: 'xa-a.ddns.example', ...but })

export const rule = match({
  id: 'NET-03',
  version: 1,
  clause: 'NET-03',
  title: { vi: 'Mạng camera dùng dịch vụ tên miền động (DDNS)', en: 'Dynamic DNS used from the camera network' },
  say: {
    vi: 'Thiết bị {ip} trong mạng camera của {unit} tìm đến dịch vụ tên miền động {domain} lúc {time}',
    en: '{ip} in the camera network of {unit} went to the dynamic DNS service {domain} at {time}',
  },
  respond: {
    vi: 'Tắt DDNS trên camera, đầu ghi hoặc bộ định tuyến; đổi mật khẩu thiết bị và kiểm tra có mở cổng ra Internet không',
    en: 'Switch DDNS off at the camera, recorder or router; change its password and see whether a port is open to the Internet',
  },
  level: 'medium',
  policy: {},

  by: 'ip',
  on: ['dns.query', 'net.connect', 'web.visit'],
  sought: [fromCameraNetwork, toDdns],
  excused: [
    approvedChangeHere,
    byOurClock(approvedChangeHere),
    notByOurClock(fromCameraNetwork),
    notByOurClock(toDdns),
    clockOpen,
  ],

  cases: {
    fires: {
      'a name of the provider is asked for': {
        with: known,
        level: 'medium',
        names: [null],
        beats: [['09:00', asks()]],
      },
      'the firewall tells where it goes, at night': {
        with: known,
        beats: [['02:00', ev('net.connect', { ip: camera, domain: 'ddns.example', port: 443 })]],
      },
      'every five minutes is one alert': {
        with: known,
        beats: ['09:00', '09:05', '09:10'].map((clock) => [clock, asks()]),
      },
      'on the last day of the entry': {
        with: { ...segments, lists: [{ ...provider, to: '2026-03-02' }] },
        beats: [['23:59:59', asks()]],
      },
    },
    quiet: {
      'by a clock a day behind: by ours the networks were others': {
        with: { ...known, ...segmentsClosed },
        beats: [['09:00', asks({ clock: 86_400_000 })]],
      },
      'by a clock a day behind: by ours the entry had ended': {
        with: { ...segments, lists: [{ ...provider, to: '2026-03-02' }] },
        beats: [['09:00', asks({ clock: 86_400_000 })]],
      },
      'in an approved change by our clock, which the machine’s is two hours behind': {
        with: {
          ...known,
          changes: [{ id: 'td', unit: 'xa-a', document: '5/KH', from: '2026-03-02T08:00', to: '2026-03-02T10:00' }],
        },
        beats: [['07:30', asks({ clock: 7_200_000 })]],
      },
      'another name': { with: known, beats: [['09:00', asks({ domain: 'notddns.example' })]] },
      'from the office': { with: known, beats: [['09:00', asks({ ip: '192.0.2.11' })]] },
      'the station, a computer': { with: known, beats: [['09:00', asks({ ip: '192.0.2.250' })]] },
      'the day after the entry has ended': {
        with: { ...segments, lists: [{ ...provider, to: '2026-03-01' }] },
        beats: [['00:00', asks()]],
      },
      'taken off by the province': {
        with: { ...segments, lists: [{ ...provider, listed: false }] },
        beats: [['09:00', asks()]],
      },
      'behind NAT': { with: { ...known, ...segmentsWith('camera', { nat: true }) }, beats: [['09:00', asks()]] },
      'another commune’s firewall': {
        with: {
          ...known,
          pipelines: [{ collector: 'c-b', source: 'fortigate', unit: 'xa-b', rhythm: '1h', hours: 'always' }],
        },
        beats: [['09:00', asks({ collector: 'c-b', source: 'fortigate' })]],
      },
      'in an approved change': {
        with: {
          ...known,
          changes: [{ id: 'td', unit: 'xa-a', document: '5/KH', from: '2026-03-02T08:00', to: '2026-03-02T10:00' }],
        },
        beats: [['10:00', asks()]],
      },
      'nobody can say yet when it was': { with: known, beats: [['09:00', asks({ clock: 'open' })]] },
      'no list and no network': [['09:00', asks()]],
    },
  },
})
