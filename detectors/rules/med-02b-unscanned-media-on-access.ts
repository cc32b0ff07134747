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
import { type Beat, type Case, ev, nextCommune, type Rows } from '../timeline.ts'

const judged = (...beats: Beat[]): Case => ({ policy: { scansLogged: true }, beats })
const attach: Beat = ['08:00', ev('media.attach')]
const opened = (clock: string): Beat => [clock, ev('file.open')]
/** A commune of its own, which Cao Bằng's text alone binds. */
const onlyCB: Rows = {
  units: [{ id: 'xa-c', name: 'Xã C', monitored: '2025-01-01' }],
  people: [{ id: 'p-an', name: 'Nguyễn Văn An', unit: 'xa-c', status: 'working', it: false }],
  machines: [{ id: 'pc-01', unit: 'xa-c', person: 'p-an', role: 'workstation', secrets: false, agent: true }],
  directives: [{ doc: 'CB', unit: 'xa-c' }],
  pipelines: [{ collector: 'c1', source: 'windows', unit: 'xa-c', rhythm: '1h', hours: 'always' }],
}

/** On-access protection is the scan that CB asks for; PT asks for one before use all the same, so there it is low. */
export const rule = sequence({
  id: 'MED-02b',
  version: 1,
  clause: 'MED-02',
  title: {
    vi: 'Mở tệp từ thiết bị lưu trữ ngoài khi chưa quét riêng, có phần mềm quét thường trú',
    en: 'Removable media used without a scan of its own, under on-access protection',
  },
  say: {
    vi: '{user} mở {path} trên thiết bị {device} (máy {host}) lúc {time} khi chưa quét riêng thiết bị; phần mềm quét thường trú đang bảo vệ',
    en: '{user} opened {path} on {device} (machine {host}) at {time} without a scan of the device; on-access protection was in force',
  },
  respond: {
    vi: 'Nhắc cán bộ quét thiết bị trước khi mở; không cần xử lý máy',
    en: 'Remind the officer to scan first; nothing needs to be done at the machine',
  },
  level: 'low',
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
          'đơn vị có phần mềm quét thường trú và chịu văn bản của Phú Thọ',
          'on-access protection runs, and the text of Phú Thọ binds',
          ({ facts }, { onAccess }) => onAccess && facts.bindings.includes('PT'),
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
      'opened at once': { ...judged(attach, opened('08:01')), level: 'low' },
      'opened exactly eight hours later': judged(attach, opened('16:00')),
      'a scan that found something clears nothing': judged(
        attach,
        ['08:01', ev('media.scan', { clean: false })],
        opened('08:02'),
      ),
    },
    quiet: {
      'attached by a wrong clock': judged(['08:00', ev('media.attach', { clock: 3 * HOUR })], opened('08:01')),
      'opened by a wrong clock': judged(['08:00', ev('media.attach')], ['08:01', ev('file.open', { clock: 3 * HOUR })]),
      'a phone': judged(['08:00', ev('media.attach', { kind: 'phone' })], opened('08:01')),
      'a service account reads it': judged(attach, ['08:01', ev('file.open', { user: 'dich.vu@tinh' })]),
      'scans are not logged here: nobody can tell': [attach, opened('08:01')],
      'scanned first': judged(attach, ['08:01', ev('media.scan')], opened('08:02')),
      'attached too long ago to tell': judged(attach, opened('16:00:01')),
      'CB alone binds: on-access protection is the scan': {
        policy: { scansLogged: true },
        with: onlyCB,
        beats: [attach, opened('08:01')],
      },
      'no on-access protection: MED-02a': {
        policy: { scansLogged: true, onAccess: false },
        beats: [attach, opened('08:01')],
      },
      'at another commune’s machine of that name, whose scans a collector of the province may tell': {
        ...{ policy: { scansLogged: true }, with: nextCommune },
        beats: [
          ['08:00', ev('media.attach', { collector: 'c-b' })],
          ['08:01', ev('media.scan', { device: undefined, volume: 'E:' })],
          ['08:02', ev('file.open', { collector: 'c-b', device: undefined, volume: 'E:' })],
        ],
      },
      'the indexer reads it': judged(attach, ['08:01', ev('file.open', { process: 'SearchIndexer.exe' })]),
    },
  },
})
