import { byOurClock, clockOpen, notByOurClock } from '../conditions/clock.ts'
import { approvedChangeHere } from '../conditions/directory.ts'
import { toWarnedOf } from '../conditions/lists.ts'
import { forOthers } from '../conditions/segments.ts'
import { match } from '../rule.ts'
import { ev, type Rows } from '../timeline.ts'

type Listing = NonNullable<Rows['lists']>[number]
const warning = (but: Partial<Listing> = {}): Listing => ({
  ...{ list: 'blocklist', kind: 'domain', entry: 'c2.example', origin: '12/CB-ATTT', listed: true, ...but },
})
const warned: Rows = { lists: [warning(), warning({ kind: 'address', entry: '203.0.113.0/24' })] }
const asks = (but: Parameters<typeof ev<'dns.query'>>[1] = {}) =>
  ev('dns.query', { host: 'pc-01', ip: undefined, domain: 'c2.example', ...but })

/** What a machine tells of itself (Sysmon): about the machine; whoever sits there is more often a victim than not. */
export const rule = match({
  id: 'NET-09b',
  version: 1,
  clause: 'NET-09',
  title: {
    vi: 'Máy tính kết nối địa chỉ do cơ quan chức năng cảnh báo',
    en: 'A machine went to what authorities warn of',
  },
  say: {
    vi: 'Máy {host} tìm đến nơi đang bị cơ quan chức năng cảnh báo lúc {time}',
    en: '{host} went to what authorities warn of at {time}',
  },
  respond: {
    vi: 'Cô lập máy khỏi mạng, quét mã độc, giữ lại nhật ký và báo theo văn bản cảnh báo',
    en: 'Isolate the machine, scan it, keep its logs and report as the warning says',
  },
  level: 'high',
  mitre: ['T1071'],
  policy: {},
  shows: ['machine'],

  by: 'host',
  on: ['dns.query', 'net.connect', 'web.visit'],
  sought: [toWarnedOf],
  excused: [forOthers, approvedChangeHere, byOurClock(approvedChangeHere), notByOurClock(toWarnedOf), clockOpen],

  cases: {
    fires: {
      'a name that is warned of': { with: warned, level: 'high', names: [null], beats: [['09:00', asks()]] },
      'an address, on a Sunday': {
        on: '2026-03-08',
        with: warned,
        beats: [['03:00', ev('net.connect', { host: 'pc-01', to: '203.0.113.7' })]],
      },
      'nobody is named, though the program ran under an account': {
        with: warned,
        names: [null],
        beats: [
          ['08:00', ev('login')],
          ['09:00', asks({ user: 'an.nv@tinh' })],
        ],
      },
      'a server that goes there itself': {
        with: warned,
        beats: [['09:00', ev('net.connect', { host: 'dc-01', to: '203.0.113.7', port: 443 })]],
      },
      'all day long is one alert': { with: warned, beats: ['09:00', '10:00', '17:00'].map((clock) => [clock, asks()]) },
    },
    quiet: {
      'in an approved change by our clock, which the machine’s is two hours behind': {
        with: {
          ...warned,
          changes: [{ id: 'td', machine: 'pc-01', document: '5/KH', from: '2026-03-02T08:00', to: '2026-03-02T10:00' }],
        },
        beats: [['07:30', asks({ clock: 7_200_000 })]],
      },
      'the day after the warning has ended': {
        with: { lists: [warning({ to: '2026-03-01' })] },
        beats: [['00:00', asks()]],
      },
      'a name that whoever has the address gave it': {
        with: warned,
        beats: [['09:00', ev('net.connect', { host: 'pc-01', domain: 'c2.example' })]],
      },
      'another name': { with: warned, beats: [['09:00', asks({ domain: 'notc2.example' })]] },
      'a server that resolves names for others': { with: warned, beats: [['09:00', asks({ host: 'dc-01' })]] },
      'in a change approved for the machine': {
        with: {
          ...warned,
          changes: [{ id: 'td', machine: 'pc-01', document: '5/KH', from: '2026-03-02T08:00', to: '2026-03-02T10:00' }],
        },
        beats: [['10:00', asks()]],
      },
      'by a clock a day behind: by ours the warning had ended': {
        with: { lists: [warning({ to: '2026-03-02' })] },
        beats: [['09:00', asks({ clock: 86_400_000 })]],
      },
      'no list': [['09:00', asks()]],
      'nobody can say yet when it was': { with: warned, beats: [['09:00', asks({ clock: 'open' })]] },
    },
  },
})
