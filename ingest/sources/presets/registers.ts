import { tableSource } from '../table.ts'
import { kept } from './kept.ts'

const DONE = '/^(thành công|hoàn thành|đạt|success(ful)?|succeeded|completed|ok)$/'
const FAILED = '/^(thất bại|không thành công|lỗi|fail(ed|ure)?|error|aborted|cancel(l?ed)?)$/'

/**
 * Backup jobs, one run a row. The machine is the one that ran the job and wrote this down: that a job for another machine failed does not
 * show that machine alive. A result in other words («có cảnh báo», «đang chạy») is neither.
 */
export const backupJobsMapping = kept({
  id: 'backup-jobs',
  title: { vi: 'Lượt sao lưu (bảng)', en: 'Backup jobs (table)' },
  system: 'backup',
  columns: {
    time: ['Thời gian', 'Thời gian kết thúc', 'Ngày giờ', 'end time', 'finished'],
    host: ['Máy chủ sao lưu', 'Máy thực hiện', 'backup server'],
    agent: ['Phần mềm', 'Phần mềm sao lưu', 'software'],
    what: ['Nội dung', 'Tác vụ', 'Máy được sao lưu', 'job', 'job name'],
    result: ['Kết quả', 'Trạng thái', 'result', 'status'],
  },
  events: [
    { when: { result: DONE }, action: 'backup.run', fields: { ok: true } },
    { when: { result: FAILED }, action: 'backup.run', fields: { ok: false } },
  ],
})

/** Its source. */
export const backupJobs = tableSource(backupJobsMapping, {
  'the heading': { line: 'Thời gian,Máy chủ sao lưu,Phần mềm,Tác vụ,Kết quả', yields: [] },
  'a run that succeeded': {
    line: '02/03/2026 08:00:00,SRV-BK.tinh.example,veeam,Hồ sơ một cửa,Thành công',
    heading: 'Thời gian,Máy chủ sao lưu,Phần mềm,Tác vụ,Kết quả',
    yields: [
      {
        ...{ action: 'backup.run', at: Date.UTC(2026, 2, 2, 1), host: 'srv-bk', agent: 'veeam', ok: true },
        what: 'Hồ sơ một cửa',
      },
    ],
  },
  'one that failed': {
    line: '02/03/2026 08:00:00,srv-bk,veeam,x,Thất bại',
    heading: 'Thời gian,Máy chủ sao lưu,Phần mềm,Tác vụ,Kết quả',
    yields: [{ action: 'backup.run', ok: false }],
  },
  'a warning is neither': {
    line: '02/03/2026 08:00:00,srv-bk,veeam,x,Có cảnh báo',
    heading: 'Thời gian,Máy chủ sao lưu,Phần mềm,Tác vụ,Kết quả',
    yields: [{ action: 'other', provider: 'backup-jobs' }],
  },
  'without its heading': { line: '02/03/2026 08:00:00,srv-bk,veeam,x,Lỗi', yields: 'schema' },
  'a time that is none': {
    line: 'hôm qua,srv-bk,veeam,x,Lỗi',
    heading: 'Thời gian,Máy chủ sao lưu,Phần mềm,Tác vụ,Kết quả',
    yields: 'time',
  },
})

/** The register of printed and copied documents that a clerk keeps. `person` is as written there: nobody is named by a clerk's hand. */
export const printRegisterMapping = kept({
  id: 'print-register',
  title: { vi: 'Sổ in, sao chụp tài liệu (bảng)', en: 'Register of printed documents (table)' },
  system: 'print-register',
  columns: {
    time: ['Thời gian', 'Ngày', 'Ngày in', 'Ngày sao', 'date'],
    number: ['Số', 'Số ký hiệu', 'Số văn bản', 'number'],
    document: ['Tên tài liệu', 'Trích yếu', 'Tài liệu', 'document'],
    secrecy: ['Độ mật', 'Mức độ mật', 'secrecy'],
    person: ['Người in', 'Người thực hiện', 'Người sao', 'person'],
    printer: ['Máy in', 'printer'],
    pages: ['Số trang', 'pages'],
    copies: ['Số bản', 'copies'],
    decision: ['Người duyệt', 'Người cho phép', 'Văn bản cho phép', 'decision'],
  },
  events: [{ when: { document: '/./' }, action: 'print.entry', fields: {} }],
})

/** Its source. */
export const printRegister = tableSource(printRegisterMapping, {
  'an entry': {
    line: '02/03/2026,12/BC,Báo cáo tháng 2,Mật,Nguyễn Văn An,MAY-IN-01,12,3,QĐ 5',
    heading: 'Ngày in,Số ký hiệu,Tên tài liệu,Độ mật,Người in,Máy in,Số trang,Số bản,Văn bản cho phép',
    yields: [
      {
        ...{ action: 'print.entry', at: Date.UTC(2026, 2, 1, 17), document: 'Báo cáo tháng 2', number: '12/BC' },
        ...{
          secrecy: 'Mật',
          person: 'Nguyễn Văn An',
          printer: 'MAY-IN-01',
          pages: '12',
          copies: '3',
          decision: 'QĐ 5',
        },
      },
    ],
  },
  'the heading': { line: 'Ngày in,Số ký hiệu,Tên tài liệu,Độ mật', yields: [] },
  'an entry without a title': {
    line: '02/03/2026,12/BC,,Mật,,,,,',
    heading: 'Ngày in,Số ký hiệu,Tên tài liệu,Độ mật,Người in,Máy in,Số trang,Số bản,Văn bản cho phép',
    yields: [{ action: 'other' }],
  },
})

/** Warnings received from authorities, one thing to look for a row; a warning that names none is one row without it. */
export const warningsMapping = kept({
  id: 'warnings',
  title: { vi: 'Cảnh báo của cơ quan chức năng (bảng)', en: 'Warnings of authorities (table)' },
  system: 'warnings',
  columns: {
    time: ['Ngày nhận', 'Thời gian', 'Ngày', 'received', 'date'],
    number: ['Số', 'Số ký hiệu', 'Số văn bản', 'number'],
    authority: ['Cơ quan', 'Cơ quan ban hành', 'Nơi gửi', 'authority'],
    title: ['Trích yếu', 'Nội dung', 'title'],
    kind: ['Loại dấu hiệu', 'Loại', 'kind', 'type'],
    indicator: ['Dấu hiệu', 'Giá trị', 'Địa chỉ', 'indicator', 'value', 'ioc'],
  },
  events: [{ when: { number: '/./', authority: '/./' }, action: 'warning.receive', fields: {} }],
})

/** Its source. */
export const warnings = tableSource(warningsMapping, {
  'an address to look for': {
    line: '02/03/2026 08:00,15/CB-A05,Cục A05,Mã độc tống tiền,domain,evil.example',
    heading: 'Ngày nhận,Số ký hiệu,Cơ quan,Trích yếu,Loại dấu hiệu,Dấu hiệu',
    yields: [
      {
        ...{ action: 'warning.receive', at: Date.UTC(2026, 2, 2, 1), number: '15/CB-A05', authority: 'Cục A05' },
        ...{ title: 'Mã độc tống tiền', kind: 'domain', indicator: 'evil.example' },
      },
    ],
  },
  'nothing to look for is named': {
    line: '02/03/2026 08:00,16/CB-A05,Cục A05,Lịch vá lỗi,,',
    heading: 'Ngày nhận,Số ký hiệu,Cơ quan,Trích yếu,Loại dấu hiệu,Dấu hiệu',
    yields: [{ action: 'warning.receive', number: '16/CB-A05' }],
  },
  'no number': {
    line: '02/03/2026 08:00,,Cục A05,x,,',
    heading: 'Ngày nhận,Số ký hiệu,Cơ quan,Trích yếu,Loại dấu hiệu,Dấu hiệu',
    yields: [{ action: 'other' }],
  },
})
