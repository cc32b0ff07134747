import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { main } from '../../../deploy/cli/main.ts'
import { temporaryFolder } from '../../support/folder.ts'

const SAMPLE = [
  'Thời gian,Tên đăng nhập,Hành động,Kết quả',
  '02/03/2026 08:00:00,an.nv,Đăng nhập,Thành công',
  '',
  ',,,',
  '02/03/2026,an.nv,Đăng nhập,Thành công',
].join('\r\n')

let out: string[]
let err: string[]
beforeEach(() => {
  out = []
  err = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void out.push(line))
  vi.spyOn(console, 'error').mockImplementation((line: string) => void err.push(line))
})
afterEach(() => vi.restoreAllMocks())

const fileOf = (bytes: string | Buffer, name = 'mẫu.csv'): string => {
  const path = join(temporaryFolder(), name)
  writeFileSync(path, bytes)
  return path
}
const preview = (sample: string, mapping = 'ioffice', ...more: string[]): Promise<number> =>
  main(['map', 'preview', '--mapping', mapping, '--sample', sample, ...more])

describe('map preview', () => {
  test('says of each line what was read, which action it is, or why not', async () => {
    expect(await preview(fileOf(SAMPLE))).toBe(3)
    expect(out.slice(0, 3)).toEqual([
      'dòng 1: Dòng tiêu đề.',
      'dòng 2: → login',
      '    đọc được: {"time":"02/03/2026 08:00:00","user":"an.nv","action":"Đăng nhập","result":"Thành công"}',
    ])
    expect(JSON.parse(out[3]!.replace(/^ *sự kiện: */, ''))).toMatchObject({ user: 'an.nv@ioffice', ok: true })
    expect(out.slice(4)).toEqual([
      'dòng 4: Dòng trống.',
      expect.stringMatching(/^dòng 5: ✗ Cột thời gian có giá trị «02\/03\/2026», không đúng dạng nào trong: iso; /),
      '    đọc được: {"time":"02/03/2026","user":"an.nv","action":"Đăng nhập","result":"Thành công"}',
      '4 dòng, 1 dòng không đọc được',
    ])
  })

  test('headings and empty rows alone are no trouble', async () => {
    expect(await preview(fileOf(`${SAMPLE.split('\r\n').slice(0, 4).join('\n')}\n`))).toBe(0)
    expect(out.at(-1)).toBe('3 dòng, 0 dòng không đọc được')
  })

  test.each([
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${SAMPLE}`)],
    ['UTF-16, as spreadsheets save it', Buffer.from(`\uFEFF${SAMPLE}`, 'utf16le')],
  ])('reads a sample in %s', async (_, bytes) => {
    expect(await preview(fileOf(bytes))).toBe(3)
    expect(out[1]).toBe('dòng 2: → login')
  })

  test('reads a mapping of one’s own from a file, and says in Vietnamese what is wrong with it', async () => {
    const mapping = (times: string) =>
      fileOf(
        `id: app\ntitle: { vi: Ứng dụng, en: App }\nformat: csv\nsystem: app\ntimes: [${times}]\n` +
          'columns: { time: [Thời gian], user: [Tên đăng nhập] }\nevents: [{ action: logout }]\n',
        'app.yaml',
      )
    expect(await preview(fileOf(SAMPLE), mapping('dd/MM/yyyy HH:mm:ss, dd/MM/yyyy'))).toBe(0)
    expect(out.filter((line) => line.includes('→'))).toEqual(['dòng 2: → logout', 'dòng 5: → logout'])
    expect(await preview(fileOf(SAMPLE), mapping('ngày/tháng'))).toBe(3)
    expect(err.join()).toMatch(/app\.yaml: times\.0: Không hiểu dạng thời gian này\..*CONFIG_INVALID/)
  })

  test.each([
    ['no such sample', () => preview('/không/có.csv'), 'không có tệp «/không/có.csv»'],
    ['no such mapping', () => preview(fileOf(SAMPLE), 'xyz'), 'có sẵn: bkav, ioffice, sso, tthc'],
    ['no such zone', () => preview(fileOf(SAMPLE), 'ioffice', '--zone', 'Asia/Hue'), 'không có múi giờ «Asia/Hue»'],
    ['a sample in no encoding we know', () => preview(fileOf(Buffer.from([0xd0, 0xe2, 0xf2]))), 'UTF-8 hoặc UTF-16'],
    ['no sample', () => main(['map', 'preview', '--mapping', 'bkav']), 'cần: map preview'],
  ])('%s is the caller’s: code 2', async (_, act, said) => {
    expect(await act()).toBe(2)
    expect(err.join()).toContain(said)
  })
})
