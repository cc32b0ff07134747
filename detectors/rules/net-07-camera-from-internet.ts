import { byOurClock, clockOpen, notByOurClock } from '../conditions/clock.ts'
import { approvedChangeHere } from '../conditions/directory.ts'
import { accepted, cameraFromOutside, maybeAnAnswer } from '../conditions/segments.ts'
import { match } from '../rule.ts'
import { ev, segments, segmentsClosed, segmentsWith } from '../timeline.ts'

const camera = '198.51.100.140'
const reaches = (but: Parameters<typeof ev<'net.connect'>>[1] = {}) =>
  ev('net.connect', { ip: '203.0.113.9', to: camera, port: 554, source: 'fortigate', ...but })

export const rule = match({
  id: 'NET-07',
  version: 1,
  clause: 'NET-07',
  title: { vi: 'Camera bị truy cập trực tiếp từ Internet', en: 'A camera was reached from the Internet' },
  say: {
    vi: 'Địa chỉ Internet {ip} kết nối được thẳng tới {to} (cổng {port}) trong mạng camera của {unit} lúc {time}',
    en: 'The Internet address {ip} reached {to} (port {port}) in the camera network of {unit} at {time}',
  },
  respond: {
    vi: 'Đóng cổng đã mở hoặc chuyển tiếp trên tường lửa, bộ định tuyến; đổi mật khẩu và cập nhật camera, đầu ghi',
    en: 'Close the port that is open or forwarded; change the passwords of the cameras and the recorder and update them',
  },
  level: 'high',
  mitre: ['T1133'],
  policy: {},

  by: 'ip',
  on: 'net.connect',
  sought: [accepted, cameraFromOutside],
  excused: [
    maybeAnAnswer,
    approvedChangeHere,
    byOurClock(approvedChangeHere),
    notByOurClock(cameraFromOutside),
    clockOpen,
  ],

  cases: {
    fires: {
      'a camera’s picture': { with: segments, level: 'high', names: [null], beats: [['09:00', reaches()]] },
      'the recorder, at night, by a maker’s high port': {
        with: segments,
        beats: [['02:00', reaches({ to: '192.0.2.250', port: 37_777 })]],
      },
      'told by a sensor, and answered': {
        with: segments,
        beats: [['09:00', reaches({ source: 'suricata', fetched: 90 })]],
      },
      'the last port that no client chooses': { with: segments, beats: [['09:00', reaches({ port: 32_767 })]] },
    },
    quiet: {
      'by a clock a day behind: by ours the networks were others': {
        with: segmentsClosed,
        beats: [['09:00', reaches({ clock: 86_400_000 })]],
      },
      'in an approved change by our clock, which the machine’s is two hours behind': {
        with: {
          ...segments,
          changes: [{ id: 'td', unit: 'xa-a', document: '5/KH', from: '2026-03-02T08:00', to: '2026-03-02T10:00' }],
        },
        beats: [['07:30', reaches({ clock: 7_200_000 })]],
      },
      refused: { with: segments, beats: [['09:00', reaches({ allowed: false })]] },
      'told by a sensor, and not answered': { with: segments, beats: [['09:00', reaches({ source: 'suricata' })]] },
      'an answer to what the camera asked': { with: segments, beats: [['09:00', reaches({ port: 32_768 })]] },
      'a ping, whose answer looks the same': {
        with: segments,
        beats: [['09:00', reaches({ port: undefined, protocol: 'icmp' })]],
      },
      'a private address that no register has': { with: segments, beats: [['09:00', reaches({ ip: '10.9.9.9' })]] },
      'from the office: NET-02': { with: segments, beats: [['09:00', reaches({ ip: '192.0.2.11' })]] },
      'to the office': { with: segments, beats: [['09:00', reaches({ to: '192.0.2.11' })]] },
      'a public address behind which the cameras may lie': {
        with: segmentsWith('camera', { nat: true }),
        beats: [['09:00', reaches()]],
      },
      'in an approved change': {
        with: {
          ...segments,
          changes: [{ id: 'td', unit: 'xa-a', document: '5/KH', from: '2026-03-02T08:00', to: '2026-03-02T10:00' }],
        },
        beats: [['10:00', reaches()]],
      },
      'another commune’s firewall': {
        with: {
          ...segments,
          pipelines: [{ collector: 'c-b', source: 'fortigate', unit: 'xa-b', rhythm: '1h', hours: 'always' }],
        },
        beats: [['09:00', reaches({ collector: 'c-b' })]],
      },
      'nobody can say yet when it was': { with: segments, beats: [['09:00', reaches({ clock: 'open' })]] },
      'networks that nobody entered': [['09:00', reaches()]],
    },
  },
})
