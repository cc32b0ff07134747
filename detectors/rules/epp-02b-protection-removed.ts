import type { Fields } from '../../kernel/event.ts'
import { HOUR } from '../../kernel/time.ts'
import { clockRight } from '../conditions/clock.ts'
import { approvedChangeNamed, justImaged } from '../conditions/directory.ts'
import { registeredComputer } from '../conditions/posture.ts'
import { guardedAgain, isProtection, removedByHand } from '../conditions/protection.ts'
import { spanOf } from '../conditions/span.ts'
import { on } from '../meta.ts'
import { absence } from '../rule.ts'
import { type Beat, type Case, ev, inOrder, nextCommune, type Rows } from '../timeline.ts'

type Removal = Partial<Fields<'software.remove'>> & { readonly collector?: string; readonly clock?: number }
const removed = (clock: string, but: Removal = {}): Beat => [
  clock,
  ev('software.remove', { user: 'an.nv@tinh', product: 'Bkav Endpoint', ...but }),
]
const beat = (clock: string, agent = 'bkav'): Beat => [clock, ev('heartbeat', { agent })]
/** Signs of life every twenty minutes from one full hour to another. */
const used = (from: number, to: number, host = 'pc-01'): Beat[] =>
  Array.from({ length: 3 * (to - from) + 1 }, (_, i): Beat => {
    const clock = `${String(from + Math.floor(i / 3)).padStart(2, '0')}:${String((i % 3) * 20).padStart(2, '0')}`
    return [clock, ev('activity', { host })]
  })
const given = (rows: Rows, ...beats: Beat[]): Case => ({ with: rows, beats: inOrder(...beats) })
const day = (...beats: Beat[]): readonly Beat[] => inOrder(...used(8, 13), ...beats)
const approved: Rows = {
  changes: [{ id: 'tt-3', machine: 'pc-01', document: '5/TTr', from: '2026-03-02T08:00', to: '2026-03-02T12:00' }],
}
const pc = (imaged: string): Rows => ({
  machines: [{ id: 'pc-01', unit: 'xa-a', person: 'p-an', role: 'workstation', secrets: false, agent: true, imaged }],
})

/**
 * An upgrade removes the old version too: what was removed must stay away while the machine goes on being used, with the agent's console
 * heard. Two hours, for some consoles tell of an agent once an hour. Machines that are switched off before are EPP-01's the next day.
 */
export const rule = absence({
  id: 'EPP-02b',
  version: 1,
  clause: 'EPP-02',
  title: { vi: 'Gỡ bỏ phần mềm phòng chống mã độc', en: 'Endpoint protection removed' },
  say: {
    vi: '{user} gỡ {product} khỏi máy {host} lúc {time}; sau {grace} máy vẫn hoạt động mà không có phần mềm bảo vệ nào báo về',
    en: '{user} removed {product} from {host} at {time}; {grace} later the machine is in use, and no protection gives a sign',
  },
  respond: {
    vi: 'Cài lại phần mềm bảo vệ và quét máy; hỏi người thực hiện lý do và văn bản cho phép; đặt mật khẩu gỡ cài đặt trên bảng điều khiển',
    en: 'Install the protection again and scan; ask who removed it why and by what decision; set a password for its removal in the console',
  },
  level: 'high',
  mitre: ['T1562.001'],
  policy: { grace: '2h', newDays: 3 },
  doubts: ['assumed'],
  shows: ['person', 'account', 'machine'],

  by: 'host',
  after: on(
    'software.remove',
    [isProtection, removedByHand, registeredComputer, clockRight],
    [approvedChangeNamed, justImaged],
  ),
  expect: on(['heartbeat', 'software.install', 'protection.change'], [guardedAgain]),
  due: ({ at }, { grace }) => at + spanOf(grace),
  atMost: '7d',
  alive: { on: on('host.seen'), gap: '30m' },
  carriers: ['heartbeat'],

  cases: {
    fires: {
      'removed, and the machine goes on': { level: 'high', names: ['p-an'], beats: day(removed('09:00')) },
      'restarted after it': inOrder(
        ...used(8, 13),
        removed('09:00'),
        ['09:02', ev('power.off')],
        ['09:05', ev('power.on')],
      ),
      'installed again a second too late': day(removed('09:00'), [
        '11:00:01',
        ev('software.install', { product: 'Bkav Endpoint' }),
      ]),
      'Windows’s own takes its place by itself': day(removed('09:00'), beat('09:30', 'defender')),
      'IT staff, without an approved change': {
        names: ['p-qt'],
        beats: day(removed('09:00', { user: 'quan.tri@tinh' })),
      },
      'set up on the third day before': given(pc('2026-02-27'), ...used(8, 13), removed('09:00')),
      'on a Sunday': { on: '2026-03-08', beats: day(removed('09:00')) },
    },
    quiet: {
      'installed again at the end of the grace: an upgrade': day(removed('09:00'), [
        '11:00',
        ev('software.install', { product: 'Bkav Endpoint', version: '11' }),
      ]),
      'another product takes its place': day(removed('09:00'), [
        '09:40',
        ev('software.install', { product: 'Kaspersky Endpoint Security for Windows' }),
      ]),
      'another product registers with Security Center': day(removed('09:00'), [
        '09:40',
        ev('protection.change', { agent: 'ESET Security', part: 'security-center', on: true }),
      ]),
      'only a part of it was removed: it beats on': day(removed('09:00'), beat('10:00')),
      'could not be removed': day(removed('09:00', { ok: false })),
      'by the console, as the system': day(removed('09:00', { user: undefined })),
      'by a deployment account': day(removed('09:00', { user: 'dich.vu@tinh' })),
      'another product': day(removed('09:00', { product: 'UltraViewer' })),
      'the trial version that came with the computer': day(removed('09:00', { product: 'McAfee LiveSafe' })),
      'in an approved change': given(approved, ...used(8, 13), removed('09:00')),
      'set up two days ago': given(pc('2026-02-28'), ...used(8, 13), removed('09:00')),
      'set up today': given(pc('2026-03-02'), ...used(8, 13), removed('09:00')),
      'by a wrong clock nobody knows when': day(removed('09:00', { clock: 3 * HOUR })),
      'switched off, and on again the next day': inOrder(
        ...used(8, 10),
        removed('10:00'),
        ['10:10', ev('power.off')],
        ['+1 08:00', ev('power.on')],
        ['+1 08:01', ev('activity')],
      ),
      'a machine the register does not know': inOrder(...used(8, 13, 'may-la'), removed('09:00', { host: 'may-la' })),
      'another commune’s machine of that name': given(
        nextCommune,
        ...used(8, 13),
        removed('09:00', { collector: 'c-b' }),
      ),
    },
  },
})
