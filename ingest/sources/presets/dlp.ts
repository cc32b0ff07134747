import { tableSource } from '../table.ts'
import { kept } from './kept.ts'

/** Words of exports for what was done, and ours for them. */
const DONE = [
  ['create', '/^(tạo|soạn( thảo)?|sửa|create[d]?|edit(ed)?|modif(y|ied))$/'],
  ['open', '/^(mở|xem|open(ed)?|view(ed)?)$/'],
  ['save', '/^(lưu|tải về|save[d]?|download(ed)?)$/'],
  ['print', '/^(in( ấn)?|print(ed)?)$/'],
  ['copy', '/^(sao chép|sao chép ra thiết bị|chép ra usb|cop(y|ied))$/'],
  ['send', '/^(gửi|chuyển( tiếp)?|tải lên|send|sent|forward(ed)?|upload(ed)?)$/'],
  ['receive', '/^(nhận|receive[d]?)$/'],
  ['publish', '/^(đăng( tải)?|xuất bản|publish(ed)?)$/'],
] as const

/** What was blocked was not done, and neither was what nobody says was done. */
const WAS_DONE = '/^(đã thực hiện|thực hiện|cho phép|cảnh báo|allow(ed)?|permit(ted)?|warn(ed)?|audit(ed)?|done)$/'

/** The mask takes a higher degree for a title, wherever it stands. */
const DEGREES = ['Mật', 'Tối mật', 'Tuyệt mật', '/^\\[(dấu-)?((tối|tuyệt) )?mật:[0-9a-f]{16}\\]$/']

/**
 * What a product that reads the degree of documents (DLP, EDR) tells of their use by people. The form is ours: no maker's export is read
 * without a mapping. Titles are hidden by the degree before a row is kept.
 */
export const dlpMapping = kept({
  id: 'dlp',
  title: {
    vi: 'Sử dụng tài liệu có độ mật (bảng DLP, EDR)',
    en: 'Use of documents with a degree of secrecy (table of DLP, EDR)',
  },
  system: 'windows',
  columns: {
    time: ['Thời gian', 'Ngày giờ', 'time'],
    host: ['Máy', 'Tên máy', 'computer'],
    user: ['Tài khoản', 'Người dùng', 'user name'],
    action: ['Hành vi', 'Thao tác', 'activity'],
    result: ['Kết quả', 'Xử lý', 'result'],
    degree: ['Độ mật', 'classification'],
    document: ['Tài liệu', 'Tên tài liệu', 'Tên tệp', 'file name'],
    device: ['Thiết bị', 'Số sê-ri', 'device serial'],
    to: ['Nơi nhận', 'Tên miền nhận', 'destination'],
    record: ['Mã bản ghi', 'event id'],
  },
  header: [
    ...['Thời gian', 'Máy', 'Tài khoản', 'Hành vi', 'Kết quả', 'Độ mật', 'Tài liệu', 'Thiết bị', 'Nơi nhận'],
    'Mã bản ghi',
  ],
  events: DONE.map(([what, action]) => ({
    when: { action, result: WAS_DONE, degree: DEGREES },
    action: 'document.handle' as const,
    fields: { what },
  })),
})

/** Its source. */
export const dlp = tableSource(dlpMapping, {
  'the heading': {
    line: 'Thời gian,Máy,Tài khoản,Hành vi,Kết quả,Độ mật,Tài liệu,Thiết bị,Nơi nhận,Mã bản ghi',
    yields: [],
  },
  'a secret document is printed': {
    line: '02/03/2026 08:00:00,PC-01.tinh.example,TINH\\an.nv,In,Cho phép,Mật,[đã che],,,7',
    yields: [
      {
        ...{ action: 'document.handle', at: Date.UTC(2026, 2, 2, 1), host: 'pc-01', user: 'an.nv@tinh' },
        ...{ what: 'print', degree: 'confidential' },
      },
    ],
  },
  'one goes onto a stick': {
    line: '02/03/2026 08:00:00,pc-01,TINH\\an.nv,Sao chép ra thiết bị,Cảnh báo,tuyệt mật,[đã che],4C530001,,8',
    yields: [{ action: 'document.handle', what: 'copy', degree: 'top-secret', device: '4c530001' }],
  },
  'the mask has been at the degree': {
    line: '02/03/2026 08:00:00,pc-01,TINH\\an.nv,Mở,Cho phép,[TỐI MẬT:0123456789abcdef],[đã che],,,9',
    yields: [{ action: 'document.handle', what: 'open', degree: 'secret' }],
  },
  'one that was blocked': {
    line: '02/03/2026 08:00:00,pc-01,TINH\\an.nv,Gửi,Đã chặn,Mật,[đã che],,zalo.me,10',
    yields: [{ action: 'other', provider: 'dlp' }],
  },
  'whether it was done is not told': {
    line: '02/03/2026 08:00:00,pc-01,TINH\\an.nv,Gửi,,Mật,[đã che],,zalo.me,11',
    yields: [{ action: 'other', provider: 'dlp' }],
  },
  'one of no degree': {
    line: '02/03/2026 08:00:00,pc-01,TINH\\an.nv,In,Cho phép,Nội bộ,Báo cáo.docx,,,12',
    yields: [{ action: 'other', provider: 'dlp' }],
  },
  'a time that is none': { line: 'hôm qua,pc-01,TINH\\an.nv,In,Cho phép,Mật,[đã che],,,13', yields: 'time' },
})
