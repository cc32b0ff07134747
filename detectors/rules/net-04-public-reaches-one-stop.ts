import { HOUR } from '../../kernel/time.ts'
import { byOurClock, clockOpen, notByOurClock } from '../conditions/clock.ts'
import { approvedChangeHere } from '../conditions/directory.ts'
import { accepted, maybeAnAnswer, networkService, publicToOneStop } from '../conditions/segments.ts'
import { match } from '../rule.ts'
import { ev, type Rows, segments, segmentsClosed, segmentsWith } from '../timeline.ts'

const from = (ip: string, to: string, but: Parameters<typeof ev<'net.connect'>>[1] = {}) =>
  ev('net.connect', { ip, to, port: 445, source: 'fortigate', ...but })
const [office, oneStop, guest] = ['192.0.2.11', '198.51.100.10', '198.51.100.70']
const maintained: Rows = {
  ...segments,
  changes: [{ id: 'td-1', unit: 'xa-a', document: '5/KH', from: '2026-03-02T08:00', to: '2026-03-02T10:00' }],
}

export const rule = match({
  id: 'NET-04',
  version: 1,
  clause: 'NET-04',
  title: { vi: 'Từ mạng công cộng vào được mạng một cửa', en: 'The public network reaches the one-stop network' },
  say: {
    vi: 'Địa chỉ {ip} của mạng công cộng kết nối được tới {to} (cổng {port}) trong mạng một cửa của {unit} lúc {time}',
    en: '{ip} of the public network reached {to} (port {port}) in the one-stop network of {unit} at {time}',
  },
  respond: {
    vi: 'Chặn từ mạng công cộng vào mạng một cửa trên tường lửa; xem máy bị kết nối có bị thay đổi gì',
    en: 'Block the public network at the firewall; see whether the machine that was reached was changed',
  },
  level: 'high',
  policy: {},

  by: 'ip',
  on: 'net.connect',
  sought: [accepted, publicToOneStop],
  excused: [
    networkService,
    maybeAnAnswer,
    approvedChangeHere,
    byOurClock(approvedChangeHere),
    notByOurClock(publicToOneStop),
    clockOpen,
  ],

  cases: {
    fires: {
      'a share of a one-stop machine': {
        with: segments,
        level: 'high',
        names: [null],
        beats: [['09:00', from(guest, oneStop)]],
      },
      'on a Sunday': { on: '2026-03-08', with: segments, beats: [['03:00', from(guest, oneStop, { port: 3389 })]] },
      'the last port that no client chooses': {
        with: segments,
        beats: [['09:00', from(guest, oneStop, { port: 32_767 })]],
      },
      'every machine of it is one alert': {
        with: segments,
        beats: [
          ['09:00', from(guest, oneStop)],
          ['09:01', from(guest, '198.51.100.11')],
        ],
      },
    },
    quiet: {
      'by a clock a day behind: by ours the networks were others': {
        with: segmentsClosed,
        beats: [['09:00', from(guest, oneStop, { clock: 86_400_000 })]],
      },
      'nobody can say yet when it was': { with: segments, beats: [['09:00', from(guest, oneStop, { clock: 'open' })]] },
      refused: { with: segments, beats: [['09:00', from(guest, oneStop, { allowed: false })]] },
      'the other way': { with: segments, beats: [['09:00', from(oneStop, guest)]] },
      'what may be an answer to it': {
        with: segments,
        beats: [
          ['09:00', from(guest, oneStop, { port: 32_768 })],
          ['09:01', from(guest, oneStop, { port: undefined, protocol: 'icmp' })],
        ],
      },
      'names, addresses, the time': {
        with: segments,
        beats: [53, 67, 68, 123].map((port, i) => [`09:0${i}`, from(guest, oneStop, { port })]),
      },
      'the portal, by a row of its own': {
        with: segments,
        beats: [['09:00', from(guest, '198.51.100.5', { port: 443 })]],
      },
      'from the office': { with: segments, beats: [['09:00', from(office, oneStop)]] },
      'behind NAT': {
        with: segmentsWith('public', { nat: true }),
        beats: [['09:00', from(guest, oneStop)]],
      },
      'in an approved change, also by a clock two hours behind': {
        with: maintained,
        beats: [
          ['07:30', from(guest, oneStop, { clock: 2 * HOUR })],
          ['08:00', from(guest, oneStop)],
        ],
      },
      'told by a sensor, and not answered': {
        with: segments,
        beats: [['09:00', from(guest, oneStop, { source: 'suricata' })]],
      },
      'another commune’s firewall means its own networks': {
        with: {
          ...segments,
          pipelines: [{ collector: 'c-b', source: 'fortigate', unit: 'xa-b', rhythm: '1h', hours: 'always' }],
        },
        beats: [['09:00', from(guest, oneStop, { collector: 'c-b' })]],
      },
      'networks that nobody entered': [['09:00', from(guest, oneStop)]],
    },
  },
})
