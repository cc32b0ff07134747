import type { Fields } from '../../kernel/event.ts'
import { clockRight } from '../conditions/clock.ts'
import { deskMachine, doesNotLock, tells } from '../conditions/posture.ts'
import { spanOf } from '../conditions/span.ts'
import { is, on } from '../meta.ts'
import { absence } from '../rule.ts'
import { type Beat, ev, nextCommune, type Rows } from '../timeline.ts'

type State = Partial<Fields<'machine.state'>>
const read = (clock: string, but: State = {}): Beat => [
  clock,
  ev('machine.state', { what: 'screen-lock', item: 'person', value: '900', ok: true, ...but }),
]
const off: State = { value: '0', ok: false }
const right: State = { value: '600' }
const role = (role: 'kiosk' | 'server' | 'display'): Rows => ({
  machines: [{ id: 'pc-01', unit: 'xa-a', role, secrets: false, agent: true }],
})

/**
 * Two readings that say the same at least `grace` apart, and none between them that says otherwise: what was being set up, or is right in
 * another person's session, is not told. A reading is positive proof by itself, so no carrier need be alive; the machine is named, for
 * the setting may be the unit's own.
 */
export const rule = absence({
  id: 'ACC-10',
  version: 1,
  clause: 'ACC-10',
  title: {
    vi: 'Máy không tự động khóa màn hình sau 10 phút',
    en: 'A machine that does not lock after ten idle minutes',
  },
  say: {
    vi: 'Máy {host} không tự động khóa màn hình trong 10 phút không sử dụng: kiểm kê lúc {time} và lần kiểm kê sau {grace} đều ghi vậy',
    en: '{host} does not lock its screen within ten idle minutes: told at {time} and again after {grace}',
  },
  respond: {
    vi: 'Bật bảo vệ màn hình có mật khẩu với thời gian chờ không quá 600 giây, tốt nhất bằng chính sách miền (InactivityTimeoutSecs), rồi chạy lại kiểm kê',
    en: 'Set a screen saver with a password and at most 600 seconds, best by Group Policy (InactivityTimeoutSecs), and take the inventory again',
  },
  level: 'low',
  policy: { grace: '8h' },
  doubts: ['assumed'],
  shows: ['machine'],

  by: 'host',
  after: on('machine.state', [tells('screen-lock'), doesNotLock, deskMachine, clockRight]),
  expect: on('machine.state', [tells('screen-lock')], [doesNotLock]),
  due: ({ at }, { grace }) => at + spanOf(grace),
  atMost: '7d',
  alive: { on: on('machine.state', [tells('screen-lock'), doesNotLock, deskMachine, clockRight]) },
  voids: on('machine.state', [
    tells('screen-lock'),
    is('bản kiểm kê này ghi khác', 'this reading says otherwise', (e) => !doesNotLock.test(e, {})),
  ]),
  carriers: [],

  cases: {
    fires: {
      'fifteen minutes, told twice': { level: 'low', beats: [read('08:00'), read('16:00:01')] },
      'no lock at all, told the next day': [read('08:00', off), read('+1 08:00', off)],
      'a week of readings is one alert': Array.from({ length: 7 }, (_, i) => read(`+${i} 08:00`, off)),
      'put right afterwards': [read('08:00'), read('16:00:01'), read('+1 08:00', right)],
      'by GNOME’s settings, which name nobody': [
        read('08:00', { ...off, item: undefined }),
        read('+1 08:00', { ...off, item: undefined }),
      ],
    },
    quiet: {
      'told once': [read('08:00'), ['+9 08:00']],
      'told again at the end of the grace, not after it': [read('08:00'), read('16:00')],
      'ten minutes exactly': [read('08:00', right), read('+1 08:00', right)],
      'put right in between': [read('08:00'), read('12:00', right), read('16:00:01', right)],
      'put right, and undone': [read('08:00'), read('12:00', right), read('16:00:01')],
      'a limit of the machine that is too long: the person’s own is not told': [
        read('08:00', { item: 'machine', value: '3600' }),
        read('+1 08:00', { item: 'machine', value: '3600' }),
      ],
      'whether it locks is not known': [
        read('08:00', { value: undefined, ok: undefined }),
        read('+1 08:00', { value: undefined, ok: undefined }),
      ],
      'it locks, nobody knows after how long': [
        read('08:00', { value: undefined }),
        read('+1 08:00', { value: undefined }),
      ],
      'something else is wrong': [
        ['08:00', ev('machine.state', { what: 'autoplay', ok: false })],
        ['+1 08:00', ev('machine.state', { what: 'autoplay', ok: false })],
      ],
      'a kiosk': { with: role('kiosk'), beats: [read('08:00', off), read('+1 08:00', off)] },
      'a display board': { with: role('display'), beats: [read('08:00', off), read('+1 08:00', off)] },
      'a server': { with: role('server'), beats: [read('08:00', off), read('+1 08:00', off)] },
      'a machine the register does not know': [
        read('08:00', { ...off, host: 'may-la' }),
        read('+1 08:00', { ...off, host: 'may-la' }),
      ],
      'another commune’s machine of that name': {
        with: nextCommune,
        beats: [
          ['08:00', ev('machine.state', { ...off, collector: 'c-b' })],
          ['+1 08:00', ev('machine.state', { ...off, collector: 'c-b' })],
        ],
      },
      'by a wrong clock nobody knows when': [
        ['08:00', ev('machine.state', { ...off, clock: 3_600_000 })],
        ['+1 08:00', ev('machine.state', { ...off, clock: 3_600_000 })],
      ],
      'no text binds that asks for it': {
        with: {
          units: [{ id: 'xa-c', name: 'Xã C', monitored: '2025-01-01' }],
          machines: [{ id: 'pc-01', unit: 'xa-c', role: 'workstation', secrets: false, agent: true }],
          directives: [{ doc: 'PT', unit: 'xa-c', from: '2025-01-01' }],
          pipelines: [{ collector: 'c1', source: 'windows', unit: 'xa-c', rhythm: '1h', hours: 'always' }],
        },
        beats: [read('08:00', off), read('+1 08:00', off)],
      },
    },
  },
})
