import { HOUR } from '../../kernel/time.ts'
import { clockRight } from '../conditions/clock.ts'
import {
  cleanScan,
  noNamesake,
  readByItself,
  scansAreLogged,
  storageMedium,
  usedByPerson,
} from '../conditions/media.ts'
import { is, on } from '../meta.ts'
import { sequence } from '../rule.ts'
import { type Beat, type Case, ev, nextCommune } from '../timeline.ts'

const judged = (...beats: Beat[]): Case => ({ policy: { scansLogged: true, onAccess: false }, beats })
const attach: Beat = ['08:00', ev('media.attach')]
const opened = (clock: string, process?: string): Beat => [clock, ev('file.open', { process })]

/**
 * Judged where the unit says, with a document, that it delivers the scans of media (`scansLogged`) and that no on-access
 * protection runs (`onAccess`): a running one is the scan that is asked for, and both doubts are the officer's. Agents name the
 * device of a file and of a scan; Windows by itself names only a volume, and then it is the one device attached at the time.
 */
export const rule = sequence({
  id: 'MED-02a',
  version: 1,
  clause: 'MED-02',
  title: {
    vi: 'Mở, sao chép tệp từ thiết bị lưu trữ ngoài khi chưa quét mã độc',
    en: 'Files of removable media used before a malware scan',
  },
  say: {
    vi: '{user} mở {path} trên thiết bị {device} (máy {host}) lúc {time} khi chưa quét mã độc',
    en: '{user} opened {path} on {device} (machine {host}) at {time} before it was scanned',
  },
  respond: {
    vi: 'Yêu cầu tháo thiết bị, quét mã độc thiết bị và máy; nhắc cán bộ quét trước khi mở',
    en: 'Have the device detached, scan it and the machine; remind the officer to scan first',
  },
  level: 'medium',
  mitre: ['T1091'],
  policy: { within: '8h', scansLogged: false, onAccess: true },
  doubts: ['assumed'],
  needs: ['mounts'],
  shows: ['person', 'machine', 'device'],

  by: 'device',
  steps: [
    { on: 'media.attach', sought: [storageMedium, clockRight] },
    {
      on: 'file.open',
      sought: [
        scansAreLogged,
        is<'file.open', { readonly onAccess: boolean }>(
          'đơn vị không có phần mềm quét thường trú',
          'no on-access protection runs in the unit',
          (_, { onAccess }) => !onAccess,
        ),
        usedByPerson,
        noNamesake,
        clockRight,
      ],
      excused: [readByItself],
    },
  ],
  unless: on('media.scan', [cleanScan]),

  cases: {
    fires: {
      'opened at once': { ...judged(attach, opened('08:01')), level: 'medium' },
      'opened exactly eight hours later': judged(attach, opened('16:00')),
      'a scan that found something clears nothing': judged(
        attach,
        ['08:01', ev('media.scan', { clean: false })],
        opened('08:02'),
      ),
      'scanned, taken away, brought back': judged(
        attach,
        ['08:01', ev('media.scan')],
        ['12:00', ev('media.detach')],
        ['14:00', ev('media.attach')],
        opened('14:01'),
      ),
      'Explorer copies to it': judged(attach, [
        '08:01',
        ev('file.open', { process: 'C:\\Windows\\explorer.exe', write: true }),
      ]),
      'Windows names a volume, and one device is attached': judged(attach, [
        '08:01',
        ev('file.open', { device: undefined, volume: 'E:' }),
      ]),
      'the scan of a volume was of the device taken away before': judged(
        ['07:00', ev('media.attach', { device: 'usb-8' })],
        ['07:01', ev('media.scan', { device: undefined, volume: 'E:' })],
        ['07:30', ev('media.detach', { device: 'usb-8' })],
        attach,
        ['08:01', ev('file.open', { device: undefined, volume: 'E:' })],
      ),
      'a morning of files is one alert': judged(attach, opened('08:01'), opened('08:02'), opened('09:00')),
      'handed on to the next desk: an alert about each officer': {
        ...judged(
          attach,
          opened('08:01'),
          ['08:30', ev('media.detach')],
          ['09:00', ev('media.attach', { host: 'pc-02' })],
          ['09:01', ev('file.open', { host: 'pc-02', user: 'bich@tinh' })],
          ['09:02', ev('file.open', { host: 'pc-02', user: 'bich@tinh' })],
        ),
        names: ['p-an', 'p-bich'],
      },
    },
    quiet: {
      'at another commune’s machine of that name, whose scans a collector of the province may tell': {
        ...{ policy: { scansLogged: true, onAccess: false }, with: nextCommune },
        beats: [
          ['08:00', ev('media.attach', { collector: 'c-b' })],
          ['08:01', ev('media.scan', { device: undefined, volume: 'E:' })],
          ['08:02', ev('file.open', { collector: 'c-b', device: undefined, volume: 'E:' })],
        ],
      },
      'attached by a wrong clock': judged(['08:00', ev('media.attach', { clock: 3 * HOUR })], opened('08:01')),
      'opened by a wrong clock': judged(attach, ['08:01', ev('file.open', { clock: 3 * HOUR })]),
      'scans are not logged here: nobody can tell': {
        policy: { onAccess: false },
        beats: [attach, opened('08:01')],
      },
      'on-access protection runs: MED-02b': {
        policy: { scansLogged: true, onAccess: true },
        beats: [attach, opened('08:01')],
      },
      'scanned first': judged(attach, ['08:01', ev('media.scan')], opened('08:02')),
      'attached too long ago to tell': judged(attach, opened('16:00:01')),
      'another device was opened': judged(attach, ['08:01', ev('file.open', { device: 'usb-8' })]),
      'a file of a volume, when nothing is attached': judged(
        attach,
        ['08:01', ev('media.detach')],
        ['08:02', ev('file.open', { device: undefined, volume: 'E:' })],
      ),
      'a file of a volume, when two devices are attached': judged(
        attach,
        ['08:01', ev('media.attach', { device: 'usb-8' })],
        ['08:02', ev('file.open', { device: undefined, volume: 'E:' })],
      ),
      'Windows names a volume in the scan too': judged(
        attach,
        ['08:01', ev('media.scan', { device: undefined, volume: 'E:' })],
        ['08:02', ev('file.open', { device: undefined, volume: 'E:' })],
      ),
      'the volume of another machine': judged(attach, [
        '08:01',
        ev('file.open', { device: undefined, host: 'pc-02', volume: 'E:' }),
      ]),
      'the scanner reads it': judged(attach, opened('08:01', 'C:\\Program Files\\Windows Defender\\MsMpEng.exe')),
      'the indexer reads it': judged(attach, opened('08:01', 'SearchIndexer.exe')),
      'the thumbnailer reads it': judged(attach, opened('08:01', 'C:\\Windows\\explorer.exe')),
      'SYSTEM reads it': judged(attach, ['08:01', ev('file.open', { user: undefined })]),
      'a service account reads it': judged(attach, ['08:01', ev('file.open', { user: 'dich.vu@tinh' })]),
      'a phone': judged(['08:00', ev('media.attach', { kind: 'phone' })], opened('08:01')),
    },
  },
})
