import type { Fields } from '../../kernel/event.ts'
import { HOUR } from '../../kernel/time.ts'
import { byOurClock } from '../conditions/clock.ts'
import { approvedChangeNamed, itStaff, justImaged } from '../conditions/directory.ts'
import { registeredComputer } from '../conditions/posture.ts'
import { approvedListKept, approvedProduct, broughtAlong, installedByPerson } from '../conditions/software.ts'
import { approvedFor, imagedOn } from '../given.ts'
import { match } from '../rule.ts'
import { type Beat, type Case, ev, nextCommune, type Rows } from '../timeline.ts'

type Package = Partial<Fields<'software.install'>> & { readonly collector?: string; readonly clock?: number }
const install = (clock: string, but: Package = {}): Beat => [
  clock,
  ev('software.install', { user: 'an.nv@tinh', product: 'Garena Plus', version: '2.0', ...but }),
]
const judged = (rows: Rows, ...beats: Beat[]): Case => ({ policy: { listKept: true }, with: rows, beats })
const kept = (...beats: Beat[]): Case => ({ policy: { listKept: true }, beats })
const approved = (entry: string, but: object = {}): Rows => ({
  lists: [{ list: 'approved-software', kind: 'product', entry, origin: '9/QĐ', listed: true, ...but }],
})

/**
 * Judged where the unit says, with a document, that its list of approved software is whole (`listKept`). What the IT staff installs is
 * provided by the office; what a program brings along was chosen by nobody.
 */
export const rule = match({
  id: 'SW-01',
  version: 1,
  clause: 'SW-01',
  title: { vi: 'Cài phần mềm ngoài danh mục được phép', en: 'Software installed that is on no approved list' },
  say: {
    vi: '{user} cài {product} trên máy {host} lúc {time}, phần mềm không có trong danh mục được phép',
    en: '{user} installed {product} on {host} at {time}; it is not on the list of approved software',
  },
  respond: {
    vi: 'Hỏi cán bộ cài để làm gì, lấy từ đâu; gỡ nếu không phục vụ công việc, hoặc đề nghị đưa vào danh mục; thu hồi quyền quản trị nếu không cần',
    en: 'Ask what for and where it came from; remove it if it serves no work, or have it put on the list; withdraw administrator rights not needed',
  },
  level: 'medium',
  policy: { listKept: false, newDays: 3 },
  doubts: ['assumed'],
  shows: ['person', 'account', 'machine'],

  by: 'user',
  on: 'software.install',
  sought: [approvedListKept, installedByPerson, registeredComputer],
  excused: [
    approvedProduct,
    broughtAlong,
    itStaff,
    approvedChangeNamed,
    justImaged,
    byOurClock(approvedProduct),
    byOurClock(approvedChangeNamed),
    byOurClock(justImaged),
  ],

  cases: {
    fires: {
      'on no list': { ...kept(install('09:00')), level: 'medium', names: ['p-an'] },
      'approved for another unit': judged(approved('Garena', { unit: 'xa-b' }), install('09:00')),
      'approved until yesterday': judged(approved('Garena', { to: '2026-03-01' }), install('09:00')),
      'several in an afternoon are one alert': kept(install('14:00'), install('14:10', { product: 'Cốc Cốc' })),
      'on a Sunday': { ...kept(install('09:00')), on: '2026-03-08' },
      'the approved change is of the whole unit': judged(approvedFor({ unit: 'xa-a' }), install('09:00')),
      'after the approved change': judged(approvedFor({ machine: 'pc-01' }), install('12:00:01')),
      'set up on the third day before': judged(imagedOn('2026-02-27'), install('09:00')),
    },
    quiet: {
      'the unit keeps no whole list': [install('09:00')],
      'on the list, whatever its version': judged(approved('Garena Plus'), install('09:00', { version: '9.9' })),
      'on the list by its maker’s name': judged(approved('Garena'), install('09:00')),
      'approved from today, by our clock': {
        ...judged(approved('Garena', { from: '2026-03-03' }), install('09:00', { clock: 24 * HOUR })),
      },
      'a runtime': kept(
        install('09:00', { product: 'Microsoft Visual C++ 2022 X64 Additional Runtime - 14.38.33130' }),
      ),
      'a driver': kept(install('09:00', { product: 'Canon LBP2900 Printer Driver' })),
      'could not be installed': kept(install('09:00', { ok: false })),
      'central deployment, as the system': kept(install('09:00', { user: undefined })),
      'a deployment account': kept(install('09:00', { user: 'dich.vu@tinh' })),
      'IT staff': kept(install('09:00', { user: 'quan.tri@tinh' })),
      'an account no register knows': kept(install('09:00', { user: 'admin@pc-01' })),
      'in an approved change at the machine': judged(approvedFor({ machine: 'pc-01' }), install('09:00')),
      'a clock three hours behind: by ours, in an approved change': judged(
        approvedFor({ machine: 'pc-01' }),
        install('06:00', { clock: 3 * HOUR }),
      ),
      'set up two days ago': judged(imagedOn('2026-02-28'), install('09:00')),
      'set up today': judged(imagedOn('2026-03-02'), install('09:00')),
      'set up today by our clock, yesterday by its own': judged(
        imagedOn('2026-03-03'),
        install('09:00', { clock: 24 * HOUR }),
      ),
      'a machine the register does not know': kept(install('09:00', { host: 'may-la' })),
      'another commune’s machine of that name': judged(nextCommune, install('09:00', { collector: 'c-b' })),
    },
  },
})
