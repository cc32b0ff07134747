import { expect, test } from 'vitest'
import { readOptions } from '../../../deploy/generator/options.ts'

const problemsOf = (...args: string[]): readonly string[] => {
  const asked = readOptions(args)
  return asked.ok ? [] : asked.problems
}

test.each([
  [['--from', '2026-03-02'], { from: '2026-03-02', days: 1 }],
  [['--from', '2026-03-02', '--days', '7'], { from: '2026-03-02', days: 7 }],
  [['--month', '2026-02'], { from: '2026-02-01', days: 28 }],
  [['--month', '2026-12'], { from: '2026-12-01', days: 31 }],
  [['--year', '2026'], { from: '2026-01-01', days: 365 }],
])('%s is a span of days', (args, span) => {
  expect(readOptions([...args, '--out', 'x'])).toMatchObject({ ok: true, job: { world: span } })
})

test('every wish reaches the world, the lines or the output', () => {
  const args = '--seed 9 --month 2026-03 --size district --plant --late-hosts --outages --late-rows --wrong-clocks'
  const more = '--twice 0.1 --lines trimmed --noise 4 --merged --out thu-muc'
  expect(readOptions(`${args} ${more}`.split(' '))).toEqual({
    ok: true,
    job: {
      world: {
        ...{ seed: 9, size: 'district', from: '2026-03-01', days: 31, plant: true },
        ...{ lateHosts: true, outages: true, lateRows: true, clocks: 'hours' },
      },
      generate: { lines: 'trimmed', noise: 4, twice: 0.1 },
      out: 'thu-muc',
      merged: true,
    },
  })
})

test.each([
  [['--out', 'x'], 'cần đúng một trong --from, --month, --year'],
  [['--month', '2026-03', '--year', '2026', '--out', 'x'], 'cần đúng một trong --from, --month, --year'],
  [['--month', '2026-03', '--days', '3', '--out', 'x'], '--days chỉ đi với --from'],
  [['--month', '03/2026', '--out', 'x'], '--month: cần tháng dạng 2026-03'],
  [['--from', '2026-02-30', '--out', 'x'], '--from: cần ngày dạng 2026-03-02'],
  [['--year', '2030', '--out', 'x'], 'chỉ có lịch nghỉ của các năm 2025–2027'],
  [['--from', '2027-12-31', '--days', '2', '--out', 'x'], 'chỉ có lịch nghỉ của các năm 2025–2027'],
  [['--year', '2026'], '--out: thiếu thư mục để ghi'],
  [['--year', '2026', '--out', 'x', '--size', 'huge'], '--size: chọn một trong small, district, province'],
  [['--year', '2026', '--out', 'x', '--twice', '1.5'], '--twice: lớn nhất là 1'],
  [['--year', '2026', '--out', 'x', '--noise', 'nhiều'], '--noise: cần một số'],
  [['--year', '2026', '--out', 'x', '--colour'], 'không có tuỳ chọn «--colour»'],
  [['--year', '2026', '--out', 'x', 'small'], 'không hiểu «small»'],
])('%s is refused with a reason', (args, problem) => {
  expect(problemsOf(...args)).toEqual([problem])
})
