import type { Fields } from '../../kernel/event.ts'
import { HOUR } from '../../kernel/time.ts'
import { clockRight } from '../conditions/clock.ts'
import { approvedChangeHere, justImaged } from '../conditions/directory.ts'
import { registeredComputer } from '../conditions/posture.ts'
import {
  anotherGuards,
  byPersonsHand,
  firewallOff,
  firewallOn,
  samePart,
  windowsGuards,
} from '../conditions/protection.ts'
import { spanOf } from '../conditions/span.ts'
import { approvedFor, imagedOn } from '../given.ts'
import { on } from '../meta.ts'
import { absence } from '../rule.ts'
import { type Beat, type Case, ev, nextCommune, type Rows } from '../timeline.ts'

type Change = Partial<Fields<'protection.change'>> & { readonly collector?: string; readonly clock?: number }
const AN = 'S-1-5-21-1-2-3-1104'
const change = (clock: string, but: Change): Beat => [
  clock,
  ev('protection.change', { agent: 'windows-firewall', ...but }),
]
const off = (clock: string, but: Change = {}): Beat => change(clock, { on: false, part: 'private', sid: AN, ...but })
const back = (clock: string, but: Change = {}): Beat => change(clock, { on: true, part: 'private', sid: AN, ...but })
const center = (clock: string, agent = 'Windows Defender', on = true): Beat =>
  change(clock, { agent, part: 'security-center', on })
const given = (rows: Rows): Case => ({ with: rows, beats: [off('09:00'), center('10:00')] })
const approved = (day: string): Rows => approvedFor({ machine: 'pc-01' }, day)

/**
 * The firewall's own log tells whose account (SID) changed a setting; what Group Policy and services set bears the system's. Whose name
 * that is it does not tell, so the machine is named alone, and a person only where a log does (4950). Judged once Security Center has told
 * that Windows's own protection guards the machine: where it tells of another product, that one may have taken over.
 */
export const rule = absence({
  id: 'EPP-10',
  version: 1,
  clause: 'EPP-10',
  title: { vi: 'Tắt tường lửa Windows', en: 'Windows’s firewall switched off' },
  say: {
    vi: 'Tường lửa Windows ({part}) trên máy {host} bị một tài khoản không phải của hệ thống tắt lúc {time}, sau {grace} chưa được bật lại và không có sản phẩm nào thay thế',
    en: 'Windows’s firewall ({part}) on {host} was switched off by a person’s account at {time}; {grace} later it is still off, and no product took its place',
  },
  respond: {
    vi: 'Bật lại tường lửa (tốt nhất bằng chính sách miền); hỏi người sử dụng máy và cán bộ phụ trách ai đã tắt, để làm gì; đối chiếu mã tài khoản (SID) trong bằng chứng',
    en: 'Switch it on again, best by Group Policy; ask who switched it off and why; look up the account by the SID in the evidence',
  },
  level: 'high',
  mitre: ['T1562.004'],
  policy: { grace: '30m', newDays: 3 },
  doubts: ['assumed'],
  shows: ['machine'],

  by: 'host',
  after: on(
    'protection.change',
    [firewallOff, byPersonsHand, registeredComputer, clockRight],
    [approvedChangeHere, justImaged],
  ),
  expect: on('protection.change', [firewallOn]),
  same: samePart,
  rearm: true,
  due: ({ at }, { grace }) => at + spanOf(grace),
  atMost: '7d',
  alive: { on: on('protection.change', [windowsGuards, clockRight]) },
  voids: on('protection.change', [anotherGuards]),
  carriers: ['protection.change'],

  cases: {
    fires: {
      'switched off, and left so': { level: 'high', names: [null], beats: [off('09:00'), center('10:00')] },
      'nobody is named, though somebody is signed in': {
        names: [null],
        beats: [['08:00', ev('login')], off('09:00'), center('10:00')],
      },
      'where the log tells a name': {
        names: ['p-an'],
        beats: [off('09:00', { sid: undefined, user: 'an.nv@tinh' }), center('10:00')],
      },
      'back a second too late': [off('09:00'), back('09:30:01'), center('10:00')],
      'off once more by Group Policy, which puts nothing right': [
        off('09:00'),
        off('09:10', { sid: 'S-1-5-18' }),
        center('10:00'),
      ],
      'another profile was switched on': [off('09:00'), back('09:10', { part: 'domain' }), center('10:00')],
      'all profiles at once are one alert': [
        off('09:00', { part: 'domain' }),
        off('09:00', { part: 'private' }),
        off('09:00', { part: 'public' }),
        center('10:00'),
      ],
      'Security Center tells at the next start': [off('16:00'), ['16:30', ev('power.off')], center('+1 07:30')],
      'on a Sunday': { on: '2026-03-08', beats: [off('09:00'), center('10:00')] },
      'the approved change was the day before': given(approved('2026-03-01')),
      'set up on the third day before': given(imagedOn('2026-02-27')),
      'a product that is snoozed takes no place': [
        off('09:00'),
        center('09:10', 'Kaspersky Endpoint Security', false),
        center('10:00'),
      ],
    },
    quiet: {
      'back at the end of the grace': [off('09:00'), back('09:30'), center('10:00')],
      'switched ON, as a recording of that name does': [back('09:00'), center('10:00')],
      'by Group Policy or a service': [off('09:00', { sid: 'S-1-5-18' }), center('10:00')],
      'who did it is not told': [off('09:00', { sid: undefined }), center('10:00')],
      'by a service’s account': [off('09:00', { sid: undefined, user: 'dich.vu@tinh' }), center('10:00')],
      'another product is registered': [off('09:00'), center('10:00', 'Kaspersky Endpoint Security')],
      'another product took over': [
        off('09:00'),
        center('09:05', 'Windows Defender', false),
        center('09:40', 'Bkav Endpoint AI'),
        center('+1 07:30'),
      ],
      'what guards the machine is not told': [off('09:00'), ['+1 10:00']],
      'told before the grace is over, and no more': [off('09:00'), center('09:30'), ['+1 10:00']],
      'Defender’s scanning is no firewall': [
        change('09:00', { agent: 'defender', part: 'realtime', on: false, sid: AN }),
        center('10:00'),
      ],
      'in an approved change at the machine': given(approved('2026-03-02')),
      'in an approved change of the whole unit': given({
        changes: [{ id: 'tt-4', unit: 'xa-a', document: '6/TTr', from: '2026-03-02T08:00', to: '2026-03-02T12:00' }],
      }),
      'set up two days ago': given(imagedOn('2026-02-28')),
      'a printer': given({ machines: [{ id: 'pc-01', unit: 'xa-a', role: 'printer', secrets: false, agent: true }] }),
      'Security Center tells that Windows Security is off, too': [
        off('09:00'),
        center('10:00', 'Windows Defender', false),
      ],
      'set up today': given(imagedOn('2026-03-02')),
      'by a wrong clock nobody knows when': [off('09:00', { clock: 3 * HOUR }), center('10:00')],
      'a machine the register does not know': [
        off('09:00', { host: 'may-la' }),
        change('10:00', { host: 'may-la', agent: 'Windows Defender', part: 'security-center', on: true }),
      ],
      'another commune’s machine of that name': {
        with: nextCommune,
        beats: [off('09:00', { collector: 'c-b' }), center('10:00')],
      },
    },
  },
})
