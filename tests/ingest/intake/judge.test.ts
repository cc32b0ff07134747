import { describe, expect, test } from 'vitest'
import { detectInstance, instancesOf } from '../../../deploy/sources.ts'
import { forget } from '../../../ingest/formats/skim/paths.ts'
import { judge, OLDEST } from '../../../ingest/intake/judge.ts'
import { masker } from '../../../ingest/mask.ts'
import { nxlog } from '../../../ingest/sources/nxlog.ts'
import { winlogbeat } from '../../../ingest/sources/winlogbeat.ts'
import { DAY } from '../../../kernel/time.ts'
import { tinyInstance } from '../../support/tiny-source.ts'

const NOW = Date.UTC(2026, 2, 2, 1)
const options = { instances: [tinyInstance()], mask: masker(new Uint8Array(32)), lineBytes: 1024 }
const read = (at: number, received: number, oldest?: number) =>
  judge(
    { bytes: Buffer.from(`${at} pc-01 an.nv`), collector: 'thu-01', source: 'tiny', place: '', received },
    { ...options, ...(oldest === undefined ? {} : { oldest }) },
  )

describe('a line whose source is unknown', () => {
  const detailOf = (line: string, source = 'auto'): string => {
    const judged = judge(
      { bytes: Buffer.from(line), collector: 'thu-01', source, place: '', received: NOW },
      { ...options, detect: detectInstance },
    )
    return judged.kind === 'refused' ? `${judged.refused.reason}: ${judged.refused.detail}` : judged.kind
  }

  test.each([
    ['xin chào', 'auto', 'Không nguồn nào nhận ra dòng này; dòng bắt đầu bằng «xin chào».'],
    ['a\tb\u0007\n c', 'la', 'Nguồn «la» chưa được khai báo; dòng bắt đầu bằng «a b c».'],
    [`${'ươ'.repeat(40)}`, 'auto', `Không nguồn nào nhận ra dòng này; dòng bắt đầu bằng «${'ươ'.repeat(30)} …».`],
  ])('is told by its first words: %j', (line, source, detail) => {
    expect(detailOf(line, source)).toBe(`unknown-source: ${detail}`)
  })

  test.each(['dang nhap password=HoaSen2026 ok', 'Công văn: MẬT Phương án HoaSen', '{"password":"HoaSen2026","a":1}'])(
    'but by nothing that is masked: %s',
    (line) => {
      expect(detailOf(line)).toMatch(/^unknown-source: .*(đã che|\[MẬT:)/)
      expect(detailOf(line)).not.toContain('HoaSen')
    },
  )
})

describe('a line older than is allowed', () => {
  test.each([
    ['400 days before its receipt', NOW - 400 * DAY, 'stored'],
    ['a millisecond more', NOW - 400 * DAY - 1, 'refused'],
    ['of a clock with a dead battery', Date.UTC(2009, 0, 1), 'refused'],
    ['of 1970', 0, 'refused'],
  ])('%s, is %s', (_, at, kind) => {
    expect(read(at, NOW, OLDEST)).toMatchObject({ kind })
  })

  test('is refused for its time, in words that name the days', () => {
    expect(read(NOW - 500 * DAY, NOW, OLDEST)).toMatchObject({
      refused: { reason: 'time', detail: expect.stringContaining('sớm hơn lúc nhận 500 ngày, quá 400 ngày cho phép') },
    })
  })

  test('is measured by its first receipt, not by today', () => {
    expect(read(Date.UTC(2009, 0, 1), Date.UTC(2009, 0, 2), OLDEST)).toMatchObject({ kind: 'stored' })
  })

  test('is read where no limit is given, as the replay of old archives gives none', () => {
    expect(read(Date.UTC(2009, 0, 1), NOW)).toMatchObject({ kind: 'stored' })
  })
})

test('a binary event log is refused with what to do, whatever source it was sent to', () => {
  const bytes = Buffer.concat([Buffer.from('ElfFile\0', 'latin1'), Buffer.alloc(3_000, 'mật khẩu')])
  for (const source of ['tiny', 'auto', 'windows-xml'])
    expect(judge({ bytes, collector: 'thu-01', source, place: '', received: NOW }, options)).toMatchObject({
      ...{ kind: 'refused', masked: 0 },
      refused: {
        reason: 'encoding',
        detail: expect.stringMatching(/\.evtx.*vonggac evtx.*collect\.ps1 -Evtx/),
        raw: bytes.subarray(0, 8),
      },
    })
})

describe('a line of a form that was met before', () => {
  const windows = {
    instances: instancesOf([]),
    mask: masker(new Uint8Array(32)),
    lineBytes: 4096,
    detect: detectInstance,
  }
  const judged = (line: string, source: string) =>
    judge({ bytes: Buffer.from(line), collector: 'thu-01', source, place: '', received: NOW }, windows)
  const samples = [winlogbeat, nxlog].flatMap((one) =>
    Object.values(one.samples)
      .map(({ line }) => line)
      .filter((line) => line.startsWith('{')),
  )

  test.each(['auto', 'winlogbeat', 'nxlog'])('becomes what the first one became, as source %s', (source) => {
    forget()
    const first = samples.map((line) => judged(line, source))
    for (let i = 0; i < 8; i++) expect(samples.map((line) => judged(line, source))).toEqual(first)
  })

  test('is opened where a shipper wrapped it', () => {
    const wrapped = JSON.stringify({ message: samples[0], input: { type: 'filestream' } })
    const first = judged(wrapped, 'winlogbeat')
    expect(first).toMatchObject({ record: { observations: [{ action: 'login' }] } })
    for (let i = 0; i < 16; i++) expect(judged(wrapped, 'winlogbeat')).toEqual(first)
  })
})
