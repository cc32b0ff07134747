import { HOUR } from '../../kernel/time.ts'
import { byOurClock, notByOurClock } from '../conditions/clock.ts'
import { approvedChangeHere } from '../conditions/directory.ts'
import { inRegisterOrNoneKept, ordinaryMachine, registeredForDuty, storageMedium } from '../conditions/media.ts'
import { approvedFor, secretsSinceMonday } from '../given.ts'
import { match } from '../rule.ts'
import { ev, nextCommune, type Rows } from '../timeline.ts'

const attach = ev('media.attach')
type Kind = 'storage' | 'token' | 'backup' | 'install' | 'secret' | 'other'
const registered = (kind: Kind): Rows => ({ devices: [{ id: 'usb-7', unit: 'xa-a', kind }] })

/** The texts limit the use of such media and do not forbid it: low, and a stick is one alert a day about each officer. */
export const rule = match({
  id: 'MED-01a',
  version: 2,
  clause: 'MED-01',
  title: { vi: 'Sử dụng thiết bị lưu trữ ngoài', en: 'Removable media used' },
  say: {
    vi: 'Thiết bị lưu trữ {device} được cắm vào máy {host} lúc {time}; người đang đăng nhập: {person}',
    en: 'The storage device {device} was attached to {host} at {time}; signed in: {person}',
  },
  respond: {
    vi: 'Ghi nhận; nếu lặp lại nhiều, hỏi mục đích và hướng dẫn dùng hệ thống chia sẻ tệp của cơ quan; thiết bị chưa có trong sổ thì đưa vào sổ',
    en: 'Note it; if it goes on, ask what for and point to the file sharing of the office; register the devices of the office',
  },
  level: 'low',
  limits: true,
  mitre: ['T1091'],
  policy: {},
  doubts: ['assumed'],
  needs: ['sessions'],
  shows: ['machine', 'device', 'signedIn'],

  by: 'device',
  on: 'media.attach',
  sought: [storageMedium, ordinaryMachine, inRegisterOrNoneKept],
  excused: [
    registeredForDuty,
    approvedChangeHere,
    notByOurClock(ordinaryMachine),
    notByOurClock(inRegisterOrNoneKept),
    byOurClock(registeredForDuty),
    byOurClock(approvedChangeHere),
  ],

  cases: {
    fires: {
      'the unit keeps no register of devices': {
        level: 'low',
        beats: [
          ['08:00', ev('login')],
          ['09:00', attach],
        ],
      },
      'a stick of the register': { with: registered('storage'), beats: [['09:00', attach]] },
      'one officer, one stick, one alert': {
        names: ['p-an'],
        beats: [
          ['08:00', ev('login')],
          ['09:00', attach],
          ['10:00', ev('media.detach')],
          ['14:00', attach],
        ],
      },
      'one stick at two desks: an alert about each officer': {
        names: ['p-an', 'p-bich'],
        beats: [
          ['08:00', ev('login')],
          ['08:05', ev('login', { host: 'pc-02', user: 'bich@tinh' })],
          ['09:00', attach],
          ['10:00', ev('media.detach')],
          ['14:00', ev('media.attach', { host: 'pc-02' })],
          ['15:00', ev('media.attach', { host: 'pc-02' })],
        ],
      },
      'nobody signed in: the machine is named, and no person': { names: [null], beats: [['09:00', attach]] },
      'the officer has logged off by the second time': {
        names: ['p-an', null],
        beats: [
          ['08:00', ev('login')],
          ['09:00', attach],
          ['10:00', ev('logout')],
          ['11:00', attach],
        ],
      },
      'the screen is locked: anybody may have done it': {
        names: [null],
        beats: [
          ['08:00', ev('login')],
          ['11:30', ev('session.lock')],
          ['12:00', attach],
        ],
      },
      'locked and unlocked again': {
        names: ['p-an'],
        beats: [
          ['08:00', ev('login')],
          ['11:30', ev('session.lock')],
          ['13:30', ev('session.unlock')],
          ['14:00', attach],
        ],
      },
      'the session is looked at from elsewhere: its officer does not sit there': {
        names: [null],
        beats: [
          ['08:00', ev('login', { via: 'remote', from: 'pc-02' })],
          ['09:00', attach],
        ],
      },
      'the session was left for the log-on screen': {
        names: [null],
        beats: [
          ['08:00', ev('login')],
          ['08:30', ev('session.disconnect')],
          ['09:00', attach],
        ],
      },
      'a stick without a serial, which no register can hold': {
        with: { devices: [{ id: 'usb-1', unit: 'xa-a', kind: 'storage' }] },
        beats: [['09:00', ev('media.attach', { device: 'pc-01/usb-1-1' })]],
      },
      'a disc drive that the register knows as storage': {
        with: registered('storage'),
        beats: [['09:00', ev('media.attach', { kind: 'cdrom' })]],
      },
    },
    quiet: {
      'at another commune’s machine of that name': {
        with: nextCommune,
        beats: [
          ['08:00', ev('login')],
          ['09:00', ev('media.attach', { collector: 'c-b' })],
        ],
      },
      'a clock three hours behind: by ours, in an approved change': {
        with: approvedFor({ machine: 'pc-01' }),
        beats: [['06:00', ev('media.attach', { clock: 3 * HOUR })]],
      },
      'a clock a day behind: by ours, in the register as a backup medium': {
        on: '2026-03-01',
        with: { devices: [{ id: 'usb-7', unit: 'xa-a', kind: 'backup', from: '2026-03-02' }] },
        beats: [['23:00', ev('media.attach', { clock: 3 * HOUR })]],
      },
      'a clock three hours behind: by ours, a machine for secrets': {
        on: '2026-03-01',
        with: secretsSinceMonday,
        beats: [['23:00', ev('media.attach', { clock: 3 * HOUR })]],
      },
      'a clock three hours behind: by ours, the unit keeps a register': {
        on: '2026-03-01',
        with: { devices: [{ id: 'usb-1', unit: 'xa-a', kind: 'storage', from: '2026-03-02' }] },
        beats: [['23:00', ev('media.attach', { clock: 3 * HOUR })]],
      },
      'a signing token': { with: registered('token'), beats: [['09:00', attach]] },
      'a signing token that shows a CD-ROM': [['09:00', ev('media.attach', { kind: 'cdrom' })]],
      'the registered backup disk': { with: registered('backup'), beats: [['09:00', attach]] },
      'a registered install medium': { with: registered('install'), beats: [['09:00', attach]] },
      'the disk of a dock': { with: registered('other'), beats: [['09:00', attach]] },
      'a phone is MED-06': [['09:00', ev('media.attach', { kind: 'phone' })]],
      'a printer': [['09:00', ev('media.attach', { kind: 'other' })]],
      'not in a kept register: MED-01b': {
        with: { devices: [{ id: 'usb-1', unit: 'xa-a', kind: 'storage' }] },
        beats: [['09:00', attach]],
      },
      'a machine for secrets: MED-01c': [['09:00', ev('media.attach', { host: 'mat-01' })]],
      'a machine the register does not know': [['09:00', ev('media.attach', { host: 'may-la' })]],
      'an approved change at the machine': {
        with: approvedFor({ machine: 'pc-01' }),
        beats: [['09:00', attach]],
      },
    },
  },
})
