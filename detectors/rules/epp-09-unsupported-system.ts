import type { Fields } from '../../kernel/event.ts'
import { clockRight } from '../conditions/clock.ts'
import { registeredComputer, tells, unsupportedSystem } from '../conditions/posture.ts'
import { spanOf } from '../conditions/span.ts'
import { is, on } from '../meta.ts'
import { absence } from '../rule.ts'
import { type Beat, ev, nextCommune, type Rows } from '../timeline.ts'

const SEVEN = 'Microsoft Windows 7 Professional'
const TEN = 'Microsoft Windows 10 Pro'
type State = Partial<Fields<'machine.state'>> & { readonly collector?: string; readonly clock?: number }
const read = (clock: string, value: string, but: State = {}): Beat => [
  clock,
  ev('machine.state', { what: 'patches', item: 'os', value, version: '6.1.7601', ok: undefined, ...but }),
]
const twice = (value: string, but: State = {}): Beat[] => [read('08:00', value, but), read('+1 08:00', value, but)]
const pc = (but: Partial<NonNullable<Rows['machines']>[number]>): Rows => ({
  machines: [{ id: 'pc-01', unit: 'xa-a', role: 'workstation', secrets: false, agent: true, ...but }],
})

/**
 * Only systems for which no updates can be had in any way, by no programme for sale: nobody can have kept those patched. What can be
 * patched and is not, is not told: no inventory says which updates a machine should have. Two readings, as of ACC-10.
 */
export const rule = absence({
  id: 'EPP-09',
  version: 1,
  clause: 'EPP-09',
  title: { vi: 'Máy dùng hệ điều hành không còn bản vá', en: 'A machine with an operating system past all support' },
  say: {
    vi: 'Máy {host} chạy {value}, hệ điều hành không còn được cấp bản vá: kiểm kê lúc {time} và lần kiểm kê sau {grace} đều ghi vậy',
    en: '{host} runs {value}, for which there are no updates any more: told at {time} and again after {grace}',
  },
  respond: {
    vi: 'Lập kế hoạch nâng cấp hoặc thay máy; trước mắt ngắt máy khỏi Internet và mạng dùng chung, hoặc xin quyết định ngoại lệ có thời hạn',
    en: 'Plan the upgrade or replacement; until then take it off the Internet and the shared networks, or have a dated exception signed',
  },
  level: 'medium',
  policy: { grace: '8h' },
  doubts: ['assumed'],
  shows: ['machine'],

  by: 'host',
  after: on('machine.state', [tells('patches'), unsupportedSystem, registeredComputer, clockRight]),
  expect: on(
    'machine.state',
    [tells('patches'), is('nói về hệ điều hành', 'about the operating system', ({ item }) => item === 'os')],
    [unsupportedSystem],
  ),
  due: ({ at }, { grace }) => at + spanOf(grace),
  atMost: '7d',
  alive: { on: on('machine.state', [tells('patches'), unsupportedSystem, registeredComputer, clockRight]) },
  voids: on('machine.state', [
    tells('patches'),
    is(
      'bản kiểm kê này ghi hệ điều hành khác',
      'this reading tells of another system',
      (e) => e.item === 'os' && !unsupportedSystem.test(e, {}),
    ),
  ]),
  carriers: [],

  cases: {
    fires: {
      'Windows 7, told on two days': { level: 'medium', beats: twice(SEVEN) },
      'Windows XP': twice('Microsoft Windows XP Professional'),
      'Windows 8.1': twice('Microsoft Windows 8.1 Pro'),
      'Windows Server 2008 R2 on a server': twice('Microsoft Windows Server 2008 R2 Standard', { host: 'dc-01' }),
      'an update is told in between': [
        read('08:00', SEVEN),
        read('12:00', 'Security Update', { item: 'KB4012212' }),
        read('+1 08:00', SEVEN),
      ],
      'a second after the grace': [read('08:00', SEVEN), read('16:00:01', SEVEN)],
      'a week of readings is one alert': Array.from({ length: 7 }, (_, i) => read(`+${i} 08:00`, SEVEN)),
    },
    quiet: {
      'told once': [read('08:00', SEVEN), ['+9 08:00']],
      'told again at the end of the grace, not after it': [read('08:00', SEVEN), read('16:00', SEVEN)],
      'upgraded in between': [read('08:00', SEVEN), read('12:00', TEN), read('+1 08:00', TEN)],
      'Windows 10, for which updates are sold': twice(TEN),
      'Windows Server 2012 R2, for which updates are sold': twice('Microsoft Windows Server 2012 R2 Standard'),
      'another system': twice('Debian GNU/Linux 12 (bookworm)'),
      'which system it is, is not known': twice(SEVEN, { value: undefined }),
      'by a wrong clock nobody knows when': twice(SEVEN, { clock: 3_600_000 }),
      'an entry of that name that is no patch level': twice(SEVEN, { what: 'hardware' }),
      'an update is no system': twice('Security Update', { item: 'KB4012212' }),
      'before the end of its last support': { on: '2025-12-01', beats: twice(SEVEN) },
      'a printer': { with: pc({ role: 'printer' }), beats: twice(SEVEN) },
      'a machine the register does not know': twice(SEVEN, { host: 'may-la' }),
      'another commune’s machine of that name': {
        with: nextCommune,
        beats: twice(SEVEN, { collector: 'c-b' }),
      },
      'no text binds that asks for it': {
        with: {
          ...pc({ unit: 'xa-c' }),
          units: [{ id: 'xa-c', name: 'Xã C', monitored: '2025-01-01' }],
          directives: [{ doc: 'PT', unit: 'xa-c', from: '2025-01-01' }],
          pipelines: [{ collector: 'c1', source: 'windows', unit: 'xa-c', rhythm: '1h', hours: 'always' }],
        },
        beats: twice(SEVEN),
      },
    },
  },
})
