import type { Fields } from '../../kernel/event.ts'
import { HOUR } from '../../kernel/time.ts'
import { clockRight } from '../conditions/clock.ts'
import { registeredComputer } from '../conditions/posture.ts'
import { anotherAgent, renewed, sameAgent, signaturesOld } from '../conditions/protection.ts'
import { spanOf } from '../conditions/span.ts'
import { on } from '../meta.ts'
import { absence } from '../rule.ts'
import { type Beat, type Case, ev, nextCommune, type Rows } from '../timeline.ts'

type Health = Partial<Fields<'heartbeat'>> & { readonly collector?: string; readonly clock?: number }
const health = (clock: string, age: number | undefined, but: Health = {}): Beat => [
  clock,
  ev('heartbeat', { agent: 'defender', age, ...but }),
]
const days = (...beats: Beat[]): readonly Beat[] => [health('08:00', 8), ...beats, health('+1 08:00:01', 9)]
const given = (rows: Rows): Case => ({ with: rows, beats: days() })
const role = (role: 'printer' | 'laptop'): Rows => ({
  machines: [{ id: 'pc-01', unit: 'xa-a', role, secrets: false, agent: true }],
})

/**
 * The age is what the protection tells of itself (Defender 1151). A machine that comes back from a holiday renews it within hours, so two
 * readings a day apart count, and none between that is right. Where another agent is heard too, that one protects and this one rests.
 */
export const rule = absence({
  id: 'EPP-03',
  version: 1,
  clause: 'EPP-03',
  title: { vi: 'Mẫu nhận diện mã độc quá cũ', en: 'Malware signatures out of date' },
  say: {
    vi: 'Phần mềm bảo vệ {agent} trên máy {host} lúc {time} dùng mẫu nhận diện đã {age} ngày, sau {grace} vẫn chưa cập nhật (tối đa {days} ngày)',
    en: '{agent} on {host} had signatures {age} days old at {time}, and {grace} later they were not renewed (at most {days} days)',
  },
  respond: {
    vi: 'Kiểm tra máy có ra được máy chủ cập nhật không (proxy, WSUS, dung lượng ổ đĩa), cập nhật bằng tay, bật cập nhật tự động',
    en: 'See whether the machine reaches its source of updates (proxy, WSUS, disk space), update by hand, switch automatic updates on',
  },
  level: 'medium',
  policy: { days: 7, grace: '24h' },
  doubts: ['assumed'],
  shows: ['machine'],

  by: 'host',
  after: on('heartbeat', [signaturesOld, registeredComputer, clockRight]),
  expect: on(['heartbeat', 'protection.update'], [renewed]),
  same: sameAgent,
  due: ({ at }, { grace }) => at + spanOf(grace),
  atMost: '7d',
  alive: { on: on('heartbeat', [signaturesOld, registeredComputer, clockRight]) },
  voids: on(['heartbeat', 'protection.change'], [anotherAgent]),
  carriers: [],

  cases: {
    fires: {
      'eight days old, and older a day later': { level: 'medium', names: [null], beats: days() },
      'nobody is named, though somebody is signed in': { names: [null], beats: [['07:30', ev('login')], ...days()] },
      'it could not be renewed': days(['12:00', ev('protection.update', { ok: false })]),
      'back from a holiday, and not renewed in a week of use': [
        health('08:00', 30),
        health('+1 08:00:01', 31),
        health('+2 08:00', 32),
        health('+3 08:00', 33),
      ],
      'on a Sunday': { on: '2026-03-08', beats: days() },
      'a laptop': given(role('laptop')),
    },
    quiet: {
      'seven days old': [health('08:00', 7), health('+1 08:00:01', 7)],
      'told once': [health('08:00', 30), ['+9 08:00']],
      'told again at the end of the grace, not after it': [health('08:00', 8), health('+1 08:00', 9)],
      'back from a holiday, renewed within hours': [
        health('08:00', 30),
        ['11:00', ev('protection.update')],
        health('+1 08:00:01', 1),
      ],
      'renewed in between, as the health tells': days(health('12:00', 0)),
      'how old is not known': [health('08:00', undefined), health('+1 08:00:01', undefined)],
      'another agent protects': days(health('12:00', undefined, { agent: 'bkav' })),
      'another product is registered with Security Center': days([
        '12:00',
        ev('protection.change', { agent: 'ESET Security', part: 'security-center', on: true }),
      ]),
      'a printer': given(role('printer')),
      'a machine the register does not know': [
        health('08:00', 30, { host: 'may-la' }),
        health('+1 08:00:01', 31, { host: 'may-la' }),
      ],
      'another commune’s machine of that name': {
        with: nextCommune,
        beats: [health('08:00', 30, { collector: 'c-b' }), health('+1 08:00:01', 31, { collector: 'c-b' })],
      },
      'by a wrong clock nobody knows when': [
        health('08:00', 30, { clock: 3 * HOUR }),
        health('+1 08:00:01', 31, { clock: 3 * HOUR }),
      ],
      'no text binds that asks for it': {
        with: {
          units: [{ id: 'xa-c', name: 'Xã C', monitored: '2025-01-01' }],
          machines: [{ id: 'pc-01', unit: 'xa-c', role: 'workstation', secrets: false, agent: true }],
          directives: [{ doc: 'PT', unit: 'xa-c', from: '2025-01-01' }],
          pipelines: [{ collector: 'c1', source: 'windows', unit: 'xa-c', rhythm: '1h', hours: 'always' }],
        },
        beats: days(),
      },
    },
  },
})
