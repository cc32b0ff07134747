import { describe, expect, test } from 'vitest'
import { disturbed } from '../../detectors/lint/disturbed.ts'
import { conditionsDropped, numbersMoved, unheld } from '../../detectors/lint/held.ts'
import { lint } from '../../detectors/lint/lint.ts'
import { written } from '../../detectors/lint/written.ts'
import { loadCatalogue, loadRules } from '../../detectors/load.ts'
import { is, type Rule } from '../../detectors/meta.ts'
import { match, threshold } from '../../detectors/rule.ts'
import { type Beat, type Cases, ev, type Timeline } from '../../detectors/timeline.ts'
import { HOUR } from '../../kernel/time.ts'

const catalogue = loadCatalogue()
const rules = await loadRules()

test.each(rules.map((rule) => [rule.id, rule] as const))('%s may be landed', (_, rule) => {
  expect(lint(rule, catalogue)).toEqual([])
})

test('there are numbers and conditions to hold', () => {
  expect(rules.flatMap(numbersMoved).length).toBeGreaterThan(50)
  expect(rules.flatMap(conditionsDropped).length).toBeGreaterThan(150)
})

const succeeded = is<'login'>('đăng nhập được', 'the login succeeded', ({ ok }) => ok)
const about = {
  id: 'ACC-11',
  version: 1,
  clause: 'ACC-11',
  title: { vi: 'Thử', en: 'Trial' },
  say: { vi: '{user} lúc {time}', en: '{user} at {time}' },
  respond: { vi: 'Xem lại', en: 'Look again' },
  level: 'low',
  by: 'user',
} as const
const login = (clock: string, ok = true): Beat => [clock, ev('login', { ok })]
const cases = (fires: Timeline, quiet: Timeline): Cases => ({ fires: { one: fires }, quiet: { none: quiet } })
const one = (own: Partial<Rule> = {}): Rule =>
  // Its own parts take the place of parts of the same kind.
  ({
    ...match({
      ...about,
      policy: {},
      on: 'login',
      sought: [succeeded],
      cases: cases([login('08:00')], [login('08:00', false)]),
    }),
    ...own,
  }) as Rule

describe('a rule is refused', () => {
  test('for nothing where all is held', () => {
    expect(lint(one(), catalogue)).toEqual([])
  })

  test('for what its form lacks', () => {
    const faults = written(
      one({
        clause: 'ACC-99',
        say: { vi: '{user} {count}', en: '{user}' },
        respond: { vi: ' Xem', en: '' },
        cases: { fires: {}, quiet: {} },
      }),
      catalogue,
    )
    expect(faults).toEqual([
      'điều khoản ACC-99 không có trong danh mục',
      'mã luật phải là mã điều khoản ACC-99, thêm a–e nếu có nhiều luật',
      'không có ca nào phải báo (fires)',
      'không có ca nào phải im (quiet)',
      'hai câu tiếng Việt và tiếng Anh nêu số liệu khác nhau',
      'không có gì điền vào {count}',
      'respond.vi: « Xem» còn trống, thừa dấu cách hoặc chưa ở dạng NFC',
      'respond.en: «» còn trống, thừa dấu cách hoặc chưa ở dạng NFC',
    ])
  })

  test('for a calendar without a weekend and a roster', () => {
    expect(written(one({ id: 'ACC-01', clause: 'ACC-01' }), catalogue)).toEqual([
      'luật theo lịch làm việc phải có ca vào thứ Bảy hoặc Chủ nhật',
      'luật theo lịch làm việc phải có ca với lịch trực, làm thêm hoặc công tác',
    ])
  })

  test('for a condition that no case holds, and for a number', () => {
    const loose = threshold({
      ...about,
      policy: { count: 2, within: '10m' },
      on: 'login',
      sought: [succeeded],
      cases: cases([login('08:00'), login('08:01'), login('08:02')], [login('08:00')]),
    })
    expect(unheld(loose, [...numbersMoved(loose), ...conditionsDropped(loose)], catalogue)).toEqual([
      'đổi within từ 10m thành 599s',
      'đổi within từ 10m thành 601s',
      'bỏ điều kiện «đăng nhập được»',
    ])
  })

  test('for a case that depends on the order of delivery', () => {
    let seen = 0
    const first = is('nhật ký đến đầu tiên', 'the log that came first', () => seen++ % 2 === 0)
    const fires: Timeline = [login('08:00'), ['08:01', ev('login', { user: 'bich@tinh' })]]
    const orderly = one({ sought: [first], cases: cases(fires, [login('08:00', false)]) })
    expect(disturbed(orderly, catalogue)).toContain('«one»: đến ngược thứ tự thì kết quả khác')
  })

  test('for an accusation by a wrong clock', () => {
    const early = is('trước bảy giờ', 'before seven', ({ at }) => (at + 7 * HOUR) % (24 * HOUR) < 7 * HOUR)
    const naive = one({ sought: [early], cases: cases([login('06:00')], [login('08:00')]) })
    expect(disturbed(naive, catalogue)).toEqual(['«none»: đồng hồ máy chậm ba giờ thì thành cảnh báo'])
  })
})
