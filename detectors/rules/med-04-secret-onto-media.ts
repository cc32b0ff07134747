import { HOUR } from '../../kernel/time.ts'
import { notByOurClock } from '../conditions/clock.ts'
import { byOfficer, handledAs, onStrangeDevice, secretMediaKept } from '../conditions/secrecy.ts'
import { match } from '../rule.ts'
import { type Beat, type Case, ev, type Rows } from '../timeline.ts'

const copied = (clock: string, but: object = {}): Beat => [
  clock,
  ev('document.handle', { what: 'copy', device: 'usb-7', ...but }),
]
/** The unit keeps a register of devices, with or without this one. */
const kept = (kind?: 'storage' | 'secret' | 'backup', more: object = {}): Rows => ({
  devices: [
    { id: 'usb-1', unit: 'xa-a', kind: 'storage' },
    ...(kind ? [{ id: 'usb-7', unit: 'xa-a', kind, ...more }] : []),
  ],
})
const judged = (rows: Rows, ...beats: Beat[]): Case => ({ policy: { secretMediaKept: true }, with: rows, beats })

/**
 * Judged where the unit says, with a document, that its register has all its media for secrets (`secretMediaKept`). What is in the register,
 * of whatever kind, is the unit's own and no private device.
 */
export const rule = match({
  id: 'MED-04',
  version: 1,
  clause: 'MED-04',
  title: {
    vi: 'Chép tài liệu mật ra thiết bị lưu trữ ngoài sổ',
    en: 'State secret copied onto a device of no register',
  },
  say: {
    vi: '{user} chép tài liệu được phân loại là bí mật nhà nước từ máy {host} ra thiết bị {device} lúc {time}; thiết bị không có trong sổ thiết bị của đơn vị',
    en: '{user} copied a document classed as a state secret from {host} onto {device} at {time}, a device that is in no register of the unit',
  },
  respond: {
    vi: 'Thu giữ thiết bị theo biên bản, không cắm vào máy khác; báo người phụ trách bảo vệ bí mật nhà nước của đơn vị; nếu là thiết bị mật được cấp thì khai vào sổ thiết bị',
    en: 'Take the device into custody on record, attach it nowhere; tell the keeper of state secrets of the unit; if it was issued for secrets, enter it in the register',
  },
  level: 'serious',
  mitre: ['T1052.001'],
  policy: { secretMediaKept: false },
  doubts: ['assumed'],
  shows: ['person', 'account', 'machine', 'device'],

  by: 'user',
  on: 'document.handle',
  sought: [
    secretMediaKept,
    handledAs('được sao chép ra thiết bị', 'was copied onto a device', 'copy'),
    byOfficer,
    onStrangeDevice,
  ],
  excused: [notByOurClock(onStrangeDevice)],

  cases: {
    fires: {
      'a stick of nobody’s': { ...judged(kept(), copied('09:00')), level: 'serious', names: ['p-an'] },
      'from a machine for secrets': judged(kept(), copied('09:00', { host: 'mat-01' })),
      'again and again on a Saturday is one alert': {
        ...judged(kept(), copied('09:00'), copied('10:00')),
        on: '2026-03-07',
      },
      'told two days late': judged(kept(), ['09:30', ev('login')], copied('09:31', { received: Date.UTC(2026, 2, 4) })),
      'entered only from the next day on': judged(kept('secret', { from: '2026-03-03' }), copied('23:59')),
    },
    quiet: {
      'the unit does not say that its register has all of them': { with: kept(), beats: [copied('09:00')] },
      'a registered medium for secrets': judged(kept('secret'), copied('09:00')),
      'the registered backup disk': judged(kept('backup'), copied('09:00')),
      'a registered stick is the unit’s, and nobody’s own': judged(kept('storage'), copied('09:00')),
      'the unit keeps no register': judged({}, copied('09:00')),
      'a device without a serial': judged(kept(), copied('09:00', { device: 'pc-01/usb-1-1' })),
      'no device is told': judged(kept(), copied('09:00', { device: undefined })),
      'a clock three hours behind: by ours, it is registered': judged(
        kept('secret', { from: '2026-03-03' }),
        copied('22:00', { clock: 3 * HOUR }),
      ),
      'opened: DAT-01': judged(kept(), copied('09:00', { what: 'open' })),
      'by a service': judged(kept(), copied('09:00', { user: 'dich.vu@tinh' })),
      'by an account of no register': judged(kept(), copied('09:00', { user: 'la@tinh' })),
      'by a shared account': judged(kept(), copied('09:00', { user: 'nhom@tinh' })),
    },
  },
})
