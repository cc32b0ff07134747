import { HOUR } from '../../kernel/time.ts'
import { byOurClock, clockOpen, notByOurClock } from '../conditions/clock.ts'
import { approvedChangeHere } from '../conditions/directory.ts'
import { accepted, cameraAndAnother } from '../conditions/segments.ts'
import { match } from '../rule.ts'
import { ev, type Rows, segments, segmentsClosed, segmentsWith } from '../timeline.ts'

const from = (ip: string, to: string, but: Parameters<typeof ev<'net.connect'>>[1] = {}) =>
  ev('net.connect', { ip, to, port: 80, source: 'fortigate', ...but })
const [office, oneStop, guest, camera] = ['192.0.2.11', '198.51.100.10', '198.51.100.70', '198.51.100.140']
const maintained: Rows = {
  ...segments,
  changes: [{ id: 'td-1', unit: 'xa-a', document: '5/KH', from: '2026-03-02T08:00', to: '2026-03-02T10:00' }],
}

/** About an address and the unit: a network is laid, and nobody is charged with having sat behind it. */
export const rule = match({
  id: 'NET-02',
  version: 1,
  clause: 'NET-02',
  title: { vi: 'Có kết nối giữa mạng camera và mạng khác', en: 'Traffic between the camera network and another' },
  say: {
    vi: 'Có kết nối được cho qua từ {ip} đến {to} (cổng {port}) giữa mạng camera và mạng khác của {unit} lúc {time}',
    en: 'A connection was let through from {ip} to {to} (port {port}) between the camera network and another of {unit} at {time}',
  },
  respond: {
    vi: 'Chặn giữa hai mạng trên tường lửa, tách mạng camera; nếu là đầu ghi hoặc trạm xem được phép thì ghi một dòng riêng trong networks.csv',
    en: 'Block it at the firewall and separate the camera network; a recorder or station that is allowed gets a row of its own in networks.csv',
  },
  level: 'high',
  policy: {},

  by: 'ip',
  on: 'net.connect',
  sought: [accepted, cameraAndAnother],
  excused: [approvedChangeHere, byOurClock(approvedChangeHere), notByOurClock(cameraAndAnother), clockOpen],

  cases: {
    fires: {
      'from the office to a camera': {
        with: segments,
        level: 'high',
        names: [null],
        beats: [['09:00', from(office, camera)]],
      },
      'from a camera to the one-stop network, at night': {
        with: segments,
        beats: [['23:00', from(camera, oneStop, { port: 445 })]],
      },
      'from the public network': { with: segments, beats: [['09:00', from(guest, camera)]] },
      'a ping shows the way as well': {
        with: segments,
        beats: [['09:00', from(office, camera, { port: undefined, protocol: 'icmp' })]],
      },
      'told by a sensor, and answered': {
        with: segments,
        beats: [['09:00', from(office, camera, { source: 'zeek', fetched: 512 })]],
      },
      'again and again is one alert': {
        with: segments,
        beats: [
          ['09:00', from(office, camera)],
          ['09:00:01', from(office, camera)],
          ['15:00', from(office, '198.51.100.141')],
        ],
      },
      'the minute after the approved change': { with: maintained, beats: [['10:01', from(office, camera)]] },
    },
    quiet: {
      'by a clock a day behind: by ours the networks were others': {
        with: segmentsClosed,
        beats: [['09:00', from(office, camera, { clock: 86_400_000 })]],
      },
      'nobody can say yet when it was': { with: segments, beats: [['09:00', from(office, camera, { clock: 'open' })]] },
      refused: { with: segments, beats: [['09:00', from(office, camera, { allowed: false })]] },
      'told by a sensor, and not answered': {
        with: segments,
        beats: [['09:00', from(office, camera, { source: 'zeek' })]],
      },
      'the recorder and its station': {
        with: segments,
        beats: [
          ['09:00', from('192.0.2.250', camera)],
          ['09:01', from(camera, '192.0.2.250')],
        ],
      },
      'within the camera network, to the Internet, between the others': {
        with: segments,
        beats: [
          ['09:00', from(camera, '198.51.100.141')],
          ['09:01', from(camera, '203.0.113.9')],
          ['09:02', from(office, oneStop)],
        ],
      },
      'the gateway, which every network reaches': {
        with: segments,
        beats: [['09:00', from(camera, '192.0.2.1', { port: 53 })]],
      },
      'an address behind which other networks lie': {
        with: segmentsWith('camera', { nat: true }),
        beats: [['09:00', from(office, camera)]],
      },
      'in an approved change, also by a clock two hours behind': {
        with: maintained,
        beats: [
          ['07:30', from(office, camera, { clock: 2 * HOUR })],
          ['08:00', from(office, camera)],
        ],
      },
      'another commune’s firewall means its own networks': {
        with: {
          ...segments,
          pipelines: [{ collector: 'c-b', source: 'fortigate', unit: 'xa-b', rhythm: '1h', hours: 'always' }],
        },
        beats: [['09:00', from(office, camera, { collector: 'c-b' })]],
      },
      'networks of two agencies': {
        with: segmentsWith('office', { unit: 'xa-b' }),
        beats: [['09:00', from(office, camera)]],
      },
      'networks that nobody entered': [['09:00', from(office, camera)]],
    },
  },
})
