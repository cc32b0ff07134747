import { holdsAgent } from '../../kernel/directory/computers.ts'
import { HOUR, MINUTE } from '../../kernel/time.ts'
import { clockRight } from '../conditions/clock.ts'
import { justImaged } from '../conditions/directory.ts'
import { spanOf } from '../conditions/span.ts'
import { type Condition, is, on } from '../meta.ts'
import { absence } from '../rule.ts'
import { type Beat, type Case, ev, type Happening, inOrder, type Rows } from '../timeline.ts'

/** «Bkav Endpoint và EDR»: carriers are known by what they bring, not by product, so one of the two living satisfies here. */
const HUE_AGENTS = new Set(['bkav', 'edr'])

const counts: Condition = is(
  'tín hiệu của phần mềm phòng chống mã độc mà văn bản yêu cầu',
  'a heartbeat of the protection that the text asks for',
  (e) => e.action !== 'heartbeat' || HUE_AGENTS.has(e.agent) || !e.facts.bindings.includes('HUE'),
)

const beat = (agent = 'bkav'): Happening => ev('heartbeat', { agent })
/** The machine is used: signs of life every twenty minutes from one full hour to another. */
const used = (from: number, to: number, day = '', host = 'pc-01'): Beat[] =>
  Array.from({ length: 3 * (to - from) + 1 }, (_, i): Beat => {
    const clock = `${String(from + Math.floor(i / 3)).padStart(2, '0')}:${String((i % 3) * 20).padStart(2, '0')}`
    return [day + clock, ev('activity', { host })]
  })
const pc = (but: Partial<NonNullable<Rows['machines']>[number]>): Rows => ({
  machines: [{ id: 'pc-01', unit: 'xa-a', person: 'p-an', role: 'workstation', secrets: false, agent: true, ...but }],
})
const given = (rows: Rows, ...beats: Beat[]): Case => ({ with: rows, beats: inOrder(...beats) })
/** A commune of its own, which only the named texts bind. */
const alone = (...docs: ('CB' | 'VT' | 'HUE')[]): Rows => ({
  units: [{ id: 'xa-c', name: 'Xã C', monitored: '2025-01-01' }],
  people: [{ id: 'p-an', name: 'Nguyễn Văn An', unit: 'xa-c', status: 'working', it: false }],
  ...pc({ unit: 'xa-c' }),
  directives: docs.map((doc) => ({ doc, unit: 'xa-c' })),
  pipelines: (['windows', 'bkav'] as const).map((source) => {
    return { collector: 'c1', source, unit: 'xa-c', rhythm: '1h', hours: 'always' }
  }),
})

/**
 * A wait begins at each heartbeat and boot, and once an hour while the machine shows itself: an hourly look, so that a
 * machine without any agent is found and one in use for days holds a handful of waits. Signs of life must not be more than
 * half an hour apart: what is off, asleep or away is not judged. Neither is a machine new or just set up.
 */
export const rule = absence({
  id: 'EPP-01',
  version: 2,
  clause: 'EPP-01',
  title: {
    vi: 'Máy đang hoạt động nhưng không có tín hiệu phần mềm phòng chống mã độc',
    en: 'A machine in use without a sign of its endpoint protection',
  },
  say: {
    vi: 'Máy {host} vẫn hoạt động nhưng không có tín hiệu phần mềm phòng chống mã độc từ {time}, quá {grace}',
    en: '{host} is in use, but its endpoint protection has given no sign since {time}, longer than {grace}',
  },
  respond: {
    vi: 'Kiểm tra trên bảng điều khiển Bkav, EDR xem máy còn tác tử không; cài lại hoặc bật lại tác tử; nếu máy không thể cài thì ghi vào sổ tài sản',
    en: 'Look the machine up in the Bkav or EDR console; reinstall or restart the agent; enter a machine that cannot have one in the register',
  },
  level: 'high',
  mitre: ['T1562.001'],
  policy: { grace: '4h', newDays: 3 },
  doubts: ['assumed'],
  shows: ['machine'],

  by: 'host',
  after: on(
    ['heartbeat', 'power.on', 'host.seen'],
    [
      clockRight,
      is(
        'tín hiệu hợp lệ, khởi động, hoặc dấu hiệu đầu giờ',
        'a heartbeat, a boot, or the first sign of an hour',
        (e) => (e.action === 'host.seen' ? e.at % HOUR < 5 * MINUTE : counts.test(e, {})),
      ),
      is(
        'máy tính trong sổ, thuộc diện phải có tác tử',
        'a registered computer that must have an agent',
        ({ facts: { machine } }) => machine?.agent === true && holdsAgent(machine.role),
      ),
    ],
    [justImaged],
  ),
  expect: on(['heartbeat', 'power.off'], [counts]),
  due: ({ at }, { grace }) => at + spanOf(grace),
  atMost: '7d',
  alive: { on: on(['host.seen', 'heartbeat']), gap: '30m' },
  carriers: ['heartbeat'],

  cases: {
    fires: {
      'fell silent, and is in use': { level: 'high', beats: inOrder(['08:00', beat()], ...used(8, 13)) },
      'a heartbeat a second too late': inOrder(['08:00:30', beat()], ...used(8, 13), ['12:00:31', beat()]),
      'never had an agent': used(8, 13),
      'a day without is one alert': used(8, 23),
      'booted, and nothing since': inOrder(
        ['08:20', ev('power.on')],
        ...used(9, 12),
        ['08:40', ev('other')],
        ['12:20:30', ev('other')],
      ),
      'shows itself by the heartbeats of another product alone': [
        ['08:00', ev('power.on')],
        ...used(8, 13).map(([clock]): Beat => [clock, beat('defender')]),
      ],
      'a server': { beats: used(8, 13, '', 'dc-01') },
      'set up on the third day before': given(pc({ imaged: '2026-02-27' }), ...used(8, 13)),
      'imaged a month later still fires': given(pc({ imaged: '2026-04-02' }), ...used(8, 13)),
      'HUE asks for Bkav or EDR, not for what Windows brings': inOrder(
        ...used(8, 13),
        ...[8, 9, 10, 11, 12].map((h): Beat => [`${String(h).padStart(2, '0')}:30`, beat('defender')]),
      ),
      'after a weekend off, in use again': {
        on: '2026-03-06',
        beats: [['16:00', beat()], ['17:00', ev('power.off')], ...used(8, 13, '+3 ')],
      },
    },
    quiet: {
      'in use by a wrong clock: nobody knows when': used(8, 13).map(
        ([clock]): Beat => [clock, ev('activity', { clock: 26 * HOUR })],
      ),
      'booted by a wrong clock': inOrder(
        ['08:20', ev('power.on', { clock: 26 * HOUR })],
        ...used(9, 12),
        ['08:40', ev('other')],
        ['12:20:30', ev('other')],
      ),
      'on time': inOrder(...used(8, 13), ['08:10', beat()], ['12:00', beat()]),
      'a heartbeat at the deadline': inOrder(['08:00', beat()], ...used(8, 13), ['12:00', beat()]),
      'shut down': inOrder(['08:00', beat()], ...used(8, 11), ['11:10', ev('power.off')], ['20:00']),
      'rebooted: the wait begins anew': inOrder(
        ['08:10', beat()],
        ...used(9, 12),
        ['08:30', ev('other')],
        ['08:50', ev('other')],
        ['11:10', ev('power.off')],
        ['11:12', ev('power.on')],
        ['12:20', ev('other')],
      ),
      'looked at once an hour, not at every sign': [
        ...used(8, 12).slice(1),
        ['12:20', ev('other')],
        ['12:40', ev('other')],
      ],
      asleep: inOrder(['08:00', beat()], ...used(8, 11), ['11:10', ev('power.off', { sleep: true })], ['20:00']),
      'switched off at the plug, and back after lunch': inOrder(['08:00', beat()], ...used(8, 11), ...used(14, 17)),
      'never seen again': inOrder(['08:00', beat()], ...used(8, 10), ['20:00']),
      'not in use for so long': used(8, 11),
      'a machine the register does not know': used(8, 13, '', 'may-la'),
      'a machine registered as unable to have an agent': given(pc({ agent: false }), ...used(8, 13)),
      'a printer': given(pc({ role: 'printer' }), ...used(8, 13)),
      'set up two days ago': given(pc({ imaged: '2026-02-28' }), ...used(8, 13)),
      'new in the register since yesterday': given(pc({ from: '2026-03-01' }), ...used(8, 13)),
      'where CB alone binds, any product will do': given(
        alone('CB'),
        ...used(8, 13),
        ['09:10', beat('defender')],
        ['12:10', beat('defender')],
      ),
      'no text asks for it': given(alone(), ...used(8, 13)),
    },
  },
})
