import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { markingOf } from '../../ingest/mask/markings.ts'
import { degrees, markedWith, sealOf } from '../../kernel/secrecy.ts'

const isSure = (text: string): boolean => markingOf(text)?.sure === true

describe('a marking beyond doubt', () => {
  test.each([
    ['[MẬT] Kế hoạch diễn tập', 'MẬT'],
    ['Kế hoạch diễn tập (TỐI MẬT)', 'TỐI MẬT'],
    ['MẬT_bao cao quy I.docx', 'MẬT'],
    ['MẬT - Báo cáo quý I.docx', 'MẬT'],
    ['Microsoft Word - MẬT - ke hoach', 'MẬT'],
    ['phuong an_TỐI MẬT.pdf', 'TỐI MẬT'],
    ['bao cao -TUYỆT MẬT-.docx', 'TUYỆT MẬT'],
    ['D:\\x\\Báo cáo «MẬT».xlsx', 'MẬT'],
    ['E:\\cong van\\TUYỆT_MẬT_ke hoach.docx', 'TUYỆT MẬT'],
    ['Microsoft Word - MẬT_ke hoach.docx', 'MẬT'],
    ['[MẬT] Phương án bảo vệ mục tiêu A.pdf', 'MẬT'],
  ])('«%s» is %s', (text, degree) => {
    expect(markingOf(text)).toEqual({ degree, sure: true })
    expect(markingOf(text.normalize('NFD'))).toEqual({ degree, sure: true })
  })

  test.each([
    ['Danh mục bí mật nhà nước (TUYỆT MẬT)'],
    ['Quyết định ban hành Danh mục BMNN độ TUYỆT MẬT, TỐI MẬT, MẬT'],
    ['[MẬT] Quy chế bảo vệ bí mật nhà nước.docx'],
    ['Quy che bao ve BMNN (TỐI MẬT).pdf'],
    ['D:\\Tập huấn\\MẬT_slide.pptx'],
    ['Mẫu dấu chỉ các mức độ - MẬT.docx'],
    ['Sổ đăng ký (MẬT)'],
    ['Giải mật tài liệu - MẬT.docx'],
    ['(MẬT) và (TUYỆT MẬT)'],
    ['HỒ SƠ NGUYỄN VĂN MẬT.docx'],
    ['Trần_Văn_MẬT.docx'],
    ['bao_cao_MẬT.pdf'],
    ['Báo cáo quý I - MẬT.docx'],
    ['TUYỆT MẬT: hồ sơ một vụ án - Báo điện tử'],
    ['MẬT - Kế hoạch'],
    ['MẬT_phuong an.docx.lnk'],
    ['MẬT_KHẨU_wifi.docx'],
    ['MẬT.docx'],
    ['Ong - MẬT (MẬT ONG).xlsx'],
    ['CHI PHÍ NUÔI ONG LẤY (MẬT ONG).xlsx'],
    ['Mật ong rừng - bảng giá'],
    ['mật khẩu.docx'],
    ['bảo mật'],
    ['BẢO MẬT - ke hoach.docx'],
    ['BÍ MẬT_gia dinh.docx'],
    ['Đơn của ông Trần Văn MẬT'],
    ['MẬT_hoa dừa.docx'],
    ['SIÊU ÂM GAN-MẬT'],
    ['ĐIỆP VỤ - TUYỆT MẬT.mp4'],
    ['Tuyệt mật - kế hoạch.docx'],
    ['TUYET_MAT_2026.pdf'],
    ['TOI MAT - ke hoach.docx'],
    ['văn bản tuyệt mật'],
    ['Công văn MẬT số 12'],
    ['MẬT khẩu_wifi.txt'],
  ])('«%s» bears none', (text) => {
    expect(isSure(text)).toBe(false)
    expect(isSure(text.normalize('NFD'))).toBe(false)
  })

  /** Words of ordinary titles, none of which is about secrecy. */
  const word = fc.constantFrom(
    'báo cáo',
    'kế hoạch',
    'diễn tập',
    'quý',
    '12',
    'số liệu',
    'Ủy ban',
    'phương án',
    'tháng',
  )
  const title = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '))
  const degree = fc.constantFrom(...degrees)
  const marked = fc.constantFrom(
    (d: string, t: string) => `[${d}] ${t}`,
    (d: string, t: string) => `${t} (${d})`,
    (d: string, t: string) => `${d}_${t}.docx`,
    (d: string, t: string) => `Microsoft Excel - ${d} - ${t}`,
  )
  const talk = fc.constantFrom(
    ...['danh mục bí mật nhà nước', 'quy chế bảo mật', 'giải mật', 'tập huấn', 'mẫu dấu', 'luật', 'độ mật'],
  )
  const other = fc.constantFrom(
    ...[
      'mật',
      'Mật',
      'tối mật',
      'MAT',
      'MẤT',
      'MẶT',
      'MẬTX',
      'BÍ MẬT',
      'BẢO MẬT',
      'MẬT KHẨU',
      'MẬT ĐỘ',
      'TOI MAT',
      'CƠ MẬT',
    ],
  )

  test('of any title that bears one in its place, in either Unicode form; never where the text is about secrecy', () => {
    fc.assert(
      fc.property(title, degree, marked, talk, (text, d, form, about) => {
        for (const unicode of ['NFC', 'NFD']) {
          expect(markingOf(form(d, text).normalize(unicode))).toEqual({ degree: d, sure: true })
          expect(isSure(form(d, `${about} ${text}`).normalize(unicode))).toBe(false)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('other words, tones and cases are none, wherever they stand', () => {
    fc.assert(
      fc.property(title, other, marked, (text, said, form) => void expect(isSure(form(said, text))).toBe(false)),
    )
  })

  test('is hidden, too: certain is never more than what is hidden', () => {
    const piece = fc.oneof(
      word,
      other,
      degree,
      fc.constantFrom('[MẬT] ', ' (TỐI MẬT)', 'MẬT_'),
      fc.constantFrom('_', ' - ', '(', ')', '[', ']', '\\', '.docx', ' '),
    )
    let sure = 0
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), (parts) => {
        const marking = markingOf(parts.join(''))
        if (marking?.sure) sure++
        if (marking) expect(degrees).toContain(marking.degree)
      }),
      { numRuns: 3_000 },
    )
    expect(sure).toBeGreaterThan(50)
  })
})

test.each([
  ['MẬT BÁO cáo tuần', true],
  ['MẬT_Nghị quyết 12.docx', true],
  ['MẬT - Danh sách', true],
  ['MẬT - Mã số', true],
  ['MẬT_Báo cáo quý.docx', true],
  ['MẬT_Mã nguồn.zip', true],
  ['MẬT VỤ VIỆC A', true],
  ['MẬT DANH A1', true],
  ['MẬT MÃ', false],
  ['MẬT_KHẨU', false],
  ['MẬT-MÃ', false],
])('«%s» is hidden: %s', (text, hidden) => {
  expect(markingOf(text) !== undefined).toBe(hidden)
})

test('a seal says its degree only where it is beyond doubt', () => {
  const digest = '0123456789abcdef'
  for (const degree of degrees) {
    expect(markedWith(`E:\\${sealOf(degree, digest, true)}`)).toBe(degree)
    expect(markedWith(sealOf(degree, digest, false))).toBeUndefined()
    expect(markingOf(sealOf(degree, digest, true))).toBeUndefined()
  }
  expect(markedWith(undefined)).toBeUndefined()
  expect(markedWith('[MẬT] Kế hoạch')).toBeUndefined()
})
