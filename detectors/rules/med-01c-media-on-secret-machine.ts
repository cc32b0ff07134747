import { HOUR } from '../../kernel/time.ts'
import { byOurClock, notByOurClock } from '../conditions/clock.ts'
import { approvedChangeHere } from '../conditions/directory.ts'
import { machineForSecrets, registeredForDuty, storageMedium } from '../conditions/media.ts'
import { approvedFor } from '../given.ts'
import { match } from '../rule.ts'
import { ev, nextCommune } from '../timeline.ts'

const attach = ev('media.attach', { host: 'mat-01' })

export const rule = match({
  id: 'MED-01c',
  version: 2,
  clause: 'MED-01',
  title: {
    vi: 'Cắm thiết bị lưu trữ ngoài vào máy soạn thảo văn bản mật',
    en: 'Removable media on a machine for secrets',
  },
  say: {
    vi: 'Thiết bị lưu trữ {device} được cắm vào máy soạn thảo văn bản mật {host} lúc {time}; người đang đăng nhập: {person}',
    en: 'The storage device {device} was attached to {host}, a machine for secrets, at {time}; signed in: {person}',
  },
  respond: {
    vi: 'Đến ngay máy, giữ thiết bị và không mở tệp; lập biên bản; báo người phụ trách bảo vệ bí mật nhà nước của đơn vị',
    en: 'Go to the machine at once, keep the device and open nothing; put it on record; tell the keeper of state secrets of the unit',
  },
  level: 'high',
  mitre: ['T1091', 'T1052.001'],
  policy: {},
  doubts: ['assumed'],
  needs: ['sessions'],
  shows: ['machine', 'device', 'signedIn'],

  by: 'device',
  on: 'media.attach',
  sought: [storageMedium, machineForSecrets],
  excused: [
    registeredForDuty,
    approvedChangeHere,
    notByOurClock(machineForSecrets),
    byOurClock(registeredForDuty),
    byOurClock(approvedChangeHere),
  ],

  cases: {
    fires: {
      'an unknown stick': {
        level: 'high',
        beats: [
          ['08:00', ev('login', { host: 'mat-01' })],
          ['09:00', attach],
        ],
      },
      'the screen is locked: anybody may have done it': {
        names: [null],
        beats: [
          ['08:00', ev('login', { host: 'mat-01' })],
          ['11:30', ev('session.lock', { host: 'mat-01' })],
          ['12:00', attach],
        ],
      },
      'the session is looked at from elsewhere: its officer does not sit there': {
        names: [null],
        beats: [
          ['08:00', ev('login', { host: 'mat-01', via: 'remote', from: 'pc-02' })],
          ['09:00', attach],
        ],
      },
      'an ordinary stick of the register': {
        with: { devices: [{ id: 'usb-7', unit: 'xa-a', kind: 'storage' }] },
        beats: [['09:00', attach]],
      },
    },
    quiet: {
      'at another commune’s machine of that name': {
        with: nextCommune,
        beats: [['09:00', ev('media.attach', { host: 'mat-01', collector: 'c-b' })]],
      },
      'a clock three hours behind: by ours, in an approved change': {
        with: approvedFor({ machine: 'mat-01' }),
        beats: [['06:00', ev('media.attach', { host: 'mat-01', clock: 3 * HOUR })]],
      },
      'a clock a day behind: by ours, in the register as a medium for secrets': {
        on: '2026-03-01',
        with: { devices: [{ id: 'usb-7', unit: 'xa-a', kind: 'secret', from: '2026-03-02' }] },
        beats: [['23:00', ev('media.attach', { host: 'mat-01', clock: 3 * HOUR })]],
      },
      'a clock three hours behind: by ours, no machine for secrets any more': {
        on: '2026-03-01',
        with: {
          machines: [
            {
              id: 'mat-01',
              unit: 'xa-a',
              person: 'p-an',
              role: 'workstation',
              secrets: true,
              agent: true,
              to: '2026-03-01',
            },
            {
              id: 'mat-01',
              unit: 'xa-a',
              person: 'p-an',
              role: 'workstation',
              secrets: false,
              agent: true,
              from: '2026-03-02',
            },
          ],
        },
        beats: [['23:00', ev('media.attach', { host: 'mat-01', clock: 3 * HOUR })]],
      },
      'a registered medium for secrets': {
        with: { devices: [{ id: 'usb-7', unit: 'xa-a', kind: 'secret' }] },
        beats: [['09:00', attach]],
      },
      'a signing token': {
        with: { devices: [{ id: 'usb-7', unit: 'xa-a', kind: 'token' }] },
        beats: [['09:00', attach]],
      },
      'a token that shows a CD-ROM': [['09:00', ev('media.attach', { host: 'mat-01', kind: 'cdrom' })]],
      'another machine: MED-01a': [['09:00', ev('media.attach')]],
      'an approved change at the machine': {
        with: approvedFor({ machine: 'mat-01' }),
        beats: [['09:00', attach]],
      },
    },
  },
})
