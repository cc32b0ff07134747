import { HOUR } from '../../kernel/time.ts'
import { byOurClock, notByOurClock } from '../conditions/clock.ts'
import { approvedChangeHere } from '../conditions/directory.ts'
import { notInKeptRegister, ordinaryMachine, storageMedium } from '../conditions/media.ts'
import { approvedFor, secretsSinceMonday } from '../given.ts'
import { match } from '../rule.ts'
import { ev, nextCommune, type Rows } from '../timeline.ts'

const attach = ev('media.attach')
const kept: Rows = { devices: [{ id: 'usb-1', unit: 'xa-a', kind: 'storage' }] }

export const rule = match({
  id: 'MED-01b',
  version: 2,
  clause: 'MED-01',
  title: { vi: 'Sử dụng thiết bị lưu trữ ngoài không có trong sổ', en: 'Removable media absent from the register' },
  say: {
    vi: 'Thiết bị lưu trữ {device}, không có trong sổ thiết bị, được cắm vào máy {host} lúc {time}; người đang đăng nhập: {person}',
    en: 'The storage device {device}, absent from the register, was attached to {host} at {time}; signed in: {person}',
  },
  respond: {
    vi: 'Hỏi cán bộ thiết bị của ai, dùng làm gì; thu hồi nếu là thiết bị cá nhân, hoặc đăng ký vào sổ; quét mã độc thiết bị và máy',
    en: 'Ask whose device it is and what for; withdraw a private one or register it; scan the device and the machine',
  },
  level: 'medium',
  mitre: ['T1091'],
  policy: {},
  doubts: ['assumed'],
  needs: ['sessions'],
  shows: ['machine', 'device', 'signedIn'],

  by: 'device',
  on: 'media.attach',
  sought: [storageMedium, ordinaryMachine, notInKeptRegister],
  excused: [
    approvedChangeHere,
    notByOurClock(ordinaryMachine),
    notByOurClock(notInKeptRegister),
    byOurClock(approvedChangeHere),
  ],

  cases: {
    fires: {
      'who is signed in at another commune’s machine of that name is not charged with it': {
        with: { ...kept, ...nextCommune },
        names: [null],
        beats: [
          ['08:00', ev('login', { collector: 'c-b', user: 'bich@tinh' })],
          ['09:00', attach],
        ],
      },
      'the unit keeps a register, and this is not in it': { level: 'medium', with: kept, beats: [['09:00', attach]] },
      'the register is kept one unit above': {
        with: { devices: [{ id: 'usb-1', unit: 'tinh', kind: 'storage' }] },
        beats: [['09:00', attach]],
      },
      'it was registered, until last week': {
        with: { devices: [...kept.devices!, { id: 'usb-7', unit: 'xa-a', kind: 'storage', to: '2026-02-23' }] },
        beats: [['09:00', attach]],
      },
      'one stick, one alert for a machine': {
        with: kept,
        beats: [
          ['09:00', attach],
          ['14:00', attach],
        ],
      },
      'one stick at two desks: an alert about each officer': {
        with: kept,
        names: ['p-an', 'p-bich'],
        beats: [
          ['08:00', ev('login')],
          ['08:05', ev('login', { host: 'pc-02', user: 'bich@tinh' })],
          ['09:00', attach],
          ['10:00', ev('media.attach', { host: 'pc-02' })],
          ['11:00', ev('media.attach', { host: 'pc-02' })],
        ],
      },
      'the screen is locked: anybody may have done it': {
        with: kept,
        names: [null],
        beats: [
          ['08:00', ev('login')],
          ['11:30', ev('session.lock')],
          ['12:00', attach],
        ],
      },
      'the session is looked at from elsewhere: its officer does not sit there': {
        with: kept,
        names: [null],
        beats: [
          ['08:00', ev('login', { via: 'remote', from: 'pc-02' })],
          ['09:00', attach],
        ],
      },
    },
    quiet: {
      'at another commune’s machine of that name': {
        with: { ...kept, ...nextCommune },
        beats: [
          ['08:00', ev('login')],
          ['08:30', ev('login', { collector: 'c-b', user: 'bich@tinh' })],
          ['09:00', ev('media.attach', { collector: 'c-b' })],
        ],
      },
      'a clock three hours behind: by ours, in an approved change': {
        with: { ...kept, ...approvedFor({ machine: 'pc-01' }) },
        beats: [['06:00', ev('media.attach', { clock: 3 * HOUR })]],
      },
      'a clock three hours behind: by ours, in the register': {
        on: '2026-03-01',
        with: { devices: [...kept.devices!, { id: 'usb-7', unit: 'xa-a', kind: 'storage', from: '2026-03-02' }] },
        beats: [['23:00', ev('media.attach', { clock: 3 * HOUR })]],
      },
      'a clock three hours behind: by ours, a machine for secrets': {
        on: '2026-03-01',
        with: { ...kept, ...secretsSinceMonday },
        beats: [['23:00', ev('media.attach', { clock: 3 * HOUR })]],
      },
      'a stick without a serial, which no register can hold: MED-01a': {
        with: kept,
        beats: [['09:00', ev('media.attach', { device: 'pc-01/usb-1-1' })]],
      },
      'no register is kept: MED-01a': [['09:00', attach]],
      'another unit keeps one': {
        with: { devices: [{ id: 'usb-1', unit: 'xa-b', kind: 'storage' }] },
        beats: [['09:00', attach]],
      },
      'in the register: MED-01a': {
        with: { devices: [{ id: 'usb-7', unit: 'xa-a', kind: 'storage' }] },
        beats: [['09:00', attach]],
      },
      'the registered backup disk': {
        with: { devices: [{ id: 'usb-7', unit: 'xa-a', kind: 'backup' }] },
        beats: [['09:00', attach]],
      },
      'an unregistered CD-ROM may be a token': {
        with: kept,
        beats: [['09:00', ev('media.attach', { kind: 'cdrom' })]],
      },
      'a machine for secrets: MED-01c': { with: kept, beats: [['09:00', ev('media.attach', { host: 'mat-01' })]] },
      'a machine the register does not know': {
        with: kept,
        beats: [['09:00', ev('media.attach', { host: 'may-la' })]],
      },
      'an approved change at the machine': {
        with: { ...kept, ...approvedFor({ machine: 'pc-01' }) },
        beats: [['09:00', attach]],
      },
    },
  },
})
