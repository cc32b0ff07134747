import type { Fields } from '../../kernel/event.ts'
import { HOUR } from '../../kernel/time.ts'
import { byOurClock, notByOurClock } from '../conditions/clock.ts'
import { approvedChangeHere, justImaged } from '../conditions/directory.ts'
import { allDevicesKept, carriedIn, notInKeptRegister } from '../conditions/media.ts'
import { registeredComputer } from '../conditions/posture.ts'
import { approvedFor, imagedOn } from '../given.ts'
import { match } from '../rule.ts'
import { type Beat, type Case, ev, nextCommune, type Rows } from '../timeline.ts'

type Device = Partial<Fields<'media.attach'>> & { readonly collector?: string; readonly clock?: number }
const attach = (clock: string, but: Device = {}): Beat => [
  clock,
  ev('media.attach', { device: 'r58m4417xyz', kind: 'phone', vendor: '04E8', ...but }),
]
const kept: Rows = { devices: [{ id: 'usb-1', unit: 'xa-a', kind: 'storage' }] }
const judged = (rows: Rows, ...beats: Beat[]): Case => ({
  policy: { devicesKept: true },
  with: { ...kept, ...rows },
  beats,
})
const devices = (but: object = {}): Rows => ({
  devices: [...kept.devices!, { id: 'r58m4417xyz', unit: 'xa-a', kind: 'other', ...but }],
})
const approved = approvedFor({ machine: 'pc-01' })

/**
 * Judged where the unit says, with a document, that its register holds every device that may be attached (`devicesKept`). A device without a
 * serial of its own can be in no register, so none is asked of it.
 */
export const rule = match({
  id: 'MED-06',
  version: 1,
  clause: 'MED-06',
  title: {
    vi: 'Kết nối điện thoại, thiết bị mạng chưa được đồng ý',
    en: 'A phone, network adapter or modem attached without approval',
  },
  say: {
    vi: 'Thiết bị {device} ({kind}), không có trong sổ thiết bị, được cắm vào máy {host} lúc {time}; người đang đăng nhập: {person}',
    en: 'The device {device} ({kind}), absent from the register, was attached to {host} at {time}; signed in: {person}',
  },
  respond: {
    vi: 'Hỏi cán bộ thiết bị của ai, dùng làm gì; tháo ra nếu chưa được đồng ý; kiểm tra máy có ra Internet qua thiết bị đó không',
    en: 'Ask whose it is and what for; have it detached unless approved; see whether the machine reached the Internet through it',
  },
  level: 'medium',
  mitre: ['T1200'],
  policy: { devicesKept: false, newDays: 3 },
  doubts: ['assumed'],
  needs: ['sessions'],
  shows: ['machine', 'device', 'signedIn'],

  by: 'device',
  on: 'media.attach',
  sought: [allDevicesKept, carriedIn, registeredComputer, notInKeptRegister],
  excused: [
    approvedChangeHere,
    justImaged,
    notByOurClock(notInKeptRegister),
    byOurClock(approvedChangeHere),
    byOurClock(justImaged),
  ],

  cases: {
    fires: {
      'a phone that is in no register': {
        ...judged({}, ['08:00', ev('login')], attach('09:00')),
        level: 'medium',
        names: ['p-an'],
      },
      'a network adapter': judged({}, attach('09:00', { kind: 'network' })),
      'a modem': judged({}, attach('09:00', { kind: 'modem' })),
      'a phone of Apple that shares its connection': judged({}, attach('09:00', { kind: 'network', vendor: '05AC' })),
      'the screen is locked: anybody may have done it': {
        ...judged({}, ['08:00', ev('login')], ['08:30', ev('session.lock')], attach('09:00')),
        names: [null],
      },
      'charged all day long is one alert': judged({}, attach('09:00'), attach('13:30')),
      'it was registered, until last week': judged(devices({ to: '2026-02-23' }), attach('09:00')),
      'on a Sunday': { ...judged({}, attach('09:00')), on: '2026-03-08' },
      'after the approved change': judged(approved, attach('12:00:01')),
      'set up on the third day before': judged(imagedOn('2026-02-27'), attach('09:00')),
    },
    quiet: {
      'the unit registers sticks alone': { with: kept, beats: [attach('09:00')] },
      'no register is kept': { policy: { devicesKept: true }, beats: [attach('09:00')] },
      'a device of the register': judged(devices(), attach('09:00')),
      'an iPhone: nobody knows whether files are shown': judged({}, attach('09:00', { vendor: '05AC' })),
      'a keyboard, a headset, a printer': judged({}, attach('09:00', { kind: 'other' })),
      'a token': judged({}, attach('09:00', { kind: 'cdrom' })),
      'a stick: MED-01': judged({}, attach('09:00', { kind: 'storage' })),
      'Bluetooth, which may be built in': judged({}, attach('09:00', { kind: 'bluetooth' })),
      'without a serial of its own': judged({}, attach('09:00', { device: 'pc-01/usb\\vid_04e8&pid_6860&mi_00\\6&1' })),
      'in an approved change': judged(approved, attach('09:00')),
      'a clock three hours behind: by ours, in an approved change': judged(
        approved,
        attach('06:00', { clock: 3 * HOUR }),
      ),
      'a clock a day behind: by ours, in the register': judged(
        devices({ from: '2026-03-03' }),
        attach('23:00', { clock: 24 * HOUR }),
      ),
      'set up two days ago': judged(imagedOn('2026-02-28'), attach('09:00')),
      'a printer': judged(
        { machines: [{ id: 'pc-01', unit: 'xa-a', role: 'printer', secrets: false, agent: true }] },
        attach('09:00'),
      ),
      'set up today': judged(imagedOn('2026-03-02'), attach('09:00')),
      'set up today by our clock, yesterday by its own': judged(
        imagedOn('2026-03-03'),
        attach('09:00', { clock: 24 * HOUR }),
      ),
      'a machine the register does not know': judged({}, attach('09:00', { host: 'may-la' })),
      'another commune’s machine of that name': judged(nextCommune, attach('09:00', { collector: 'c-b' })),
    },
  },
})
