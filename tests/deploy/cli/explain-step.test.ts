import { describe, expect, test } from 'vitest'
import { sayFound, standingLines } from '../../../deploy/cli/explain-step.ts'
import { loadRules } from '../../../detectors/load.ts'
import { volume } from '../../../detectors/rule.ts'
import { type Case, ev } from '../../../detectors/timeline.ts'
import { about } from '../../support/kinds.ts'
import { traced } from '../../support/traced.ts'

const rules = await loadRules()
/** What is said of each event of a case about one entity, in order. */
const said = (id: string, example: string | Case, entity = 'an.nv@tinh'): readonly string[] => {
  const rule = rules.find((one) => one.id === id)!
  const played = typeof example === 'string' ? (rule.cases.quiet[example] ?? rule.cases.fires[example]) : example
  if (!played) throw new Error(`${id} has no case «${example}»`)
  const lines: string[] = []
  traced(rule, played, entity, (step, world) => {
    lines.push(...standingLines(rule, step))
    for (const one of step.said) if (one.kind === 'found') lines.push(sayFound(rule, one, world))
  })
  return lines
}

describe('how far an event brought a rule', () => {
  test('a threshold: how many of how many, or which condition over them does not hold', () => {
    expect(said('ACC-11a', 'five, but a second too slow').slice(-2)).toEqual([
      'mới 4/5 lần trong 10 phút: còn thiếu 1 lần',
      'mới 4/5 lần trong 10 phút: còn thiếu 1 lần',
    ])
    expect(said('ACC-11a', 'all at the holder’s own machine: ACC-11b').at(-1)).toMatch(
      /^đủ 5 lần trong 10 phút, nhưng không thỏa: ít nhất một lần phải là: từ máy hoặc địa chỉ không phải của người giữ/,
    )
    expect(said('ACC-11a', 'five at another officer’s machine').at(-1)).toBe('đủ điều kiện: thành phát hiện, mức cao')
  })

  test('different values: which of them, and what is taken back', () => {
    expect(said('ACC-02b', 'a second too slow').at(-1)).toBe('mới 2/3 giá trị khác nhau (p-cuong, p-dung) trong 8 giờ')
    expect(said('ACC-02a', 'locked behind oneself, there and back')).toContain('không tính «@p-an» nữa')
  })

  test('in use at once: where else, and how long ago', () => {
    expect(said('ACC-02a', 'walked back, two minutes and a second').at(-1)).toBe(
      'mới 1/2 nơi cùng lúc: nơi khác gần nhất là «pc-02», cách 121 giây (cùng lúc là trong 2 phút)',
    )
    expect(said('ACC-02a', 'twin log-ons of one machine').at(-1)).toBe(
      'từ lần đầu ở «@p-an» chưa thao tác ở nơi nào khác',
    )
    expect(said('ACC-02a', 'two machines worked at in turn').at(-1)).toBe('đủ điều kiện: thành phát hiện, mức cao')
  })

  test('steps: how many in order, that they took too long, that something undid them', () => {
    const guesses = (n: number) =>
      Array.from(
        { length: n },
        (_, i) => [`02:00:0${i}`, ev('login', { ok: false, refusal: 'bad-password', host: 'pc-02' })] as const,
      )
    const right = ev('login', { host: 'pc-02' })
    expect(said('ACC-11c', [...guesses(3), ['02:01', right]])).toEqual([
      'mới 1/6 việc theo thứ tự trong 30 phút; còn chờ bước 1',
      'mới 2/6 việc theo thứ tự trong 30 phút; còn chờ bước 1',
      'mới 3/6 việc theo thứ tự trong 30 phút; còn chờ bước 1',
      'mới 3/6 việc theo thứ tự trong 30 phút; còn chờ bước 1',
    ])
    expect(said('ACC-11c', [...guesses(5), ['02:31', right]]).at(-1)).toMatch(
      /^đủ các bước, nhưng bước đầu lúc 02:00 \S+, quá 30 phút$/,
    )
    const attached = ['08:00', ev('media.attach', { device: 'usb-7', kind: 'storage' })] as const
    const scanned = ['08:10', ev('media.scan', { device: 'usb-7', clean: true })] as const
    expect(said('MED-02a', [attached, scanned], 'usb-7')).toEqual([
      'mới 1/2 việc theo thứ tự trong 8 giờ; còn chờ bước 2',
      'các bước đã có không tính nữa',
    ])
  })

  test('a sum: what it has come to', () => {
    const rule = volume({ ...about, policy: { limit: 10 }, by: 'user', on: 'login', per: 'day', sum: () => 4 })
    const lines: string[] = []
    traced(
      rule,
      [1, 2].map((n) => [`08:0${n}`, ev('login')] as const),
      'an.nv@tinh',
      (step) => {
        lines.push(...standingLines(rule, step))
      },
    )
    expect(lines).toEqual(['tổng trong ngày là 4, cần 10', 'tổng trong ngày là 8, cần 10'])
  })

  test('a finding that a decision permits names the decision', () => {
    const exception = {
      ...{ id: 'nl-1', rule: 'ACC-11', account: 'an.nv@tinh', document: '7/QĐ-UBND', signer: 'A', approver: 'B' },
      ...{ reason: 'diễn tập', from: '2026-03-01', to: '2026-03-31' },
    }
    const guesses = Array.from(
      { length: 5 },
      (_, i) => [`12:00:0${i}`, ev('login', { ok: false, refusal: 'bad-password', host: 'pc-02' })] as const,
    )
    expect(said('ACC-11a', { with: { exceptions: [exception] }, beats: guesses }).at(-1)).toBe(
      'đủ điều kiện, nhưng được phép theo văn bản 7/QĐ-UBND (ngoại lệ «nl-1» trong exceptions.csv): vẫn lưu và đếm, không hiện là đang mở',
    )
  })
})
