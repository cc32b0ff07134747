import { TableMapping, tableSource } from '../table.ts'
import { APP_COLUMNS, APP_EVENTS, TIMES } from './common.ts'

/** Audit export of a document management system. No sample was ever published: the headings are those of comparable exports. */
export const iofficeMapping = TableMapping.parse({
  id: 'ioffice',
  title: { vi: 'Quản lý văn bản (iOffice)', en: 'Document management (iOffice)' },
  assumed: true,
  format: 'csv',
  columns: APP_COLUMNS,
  times: TIMES,
  zone: 'Asia/Ho_Chi_Minh',
  system: 'ioffice',
  header: ['Thời gian', 'Tên đăng nhập', 'Hành động', 'Đối tượng', 'Địa chỉ IP', 'Kết quả', 'Mô tả'],
  events: APP_EVENTS,
})

export const ioffice = tableSource(iofficeMapping, {
  'a person signs in': {
    line: '02/03/2026 08:00:00,An.NV,Đăng nhập,,192.0.2.7,Thành công,',
    yields: [
      {
        action: 'login',
        at: Date.UTC(2026, 2, 2, 1),
        user: 'an.nv@ioffice',
        system: 'ioffice',
        ok: true,
        via: 'application',
        ip: '192.0.2.7',
      },
    ],
  },
  'and fails to': {
    line: '02/03/2026 08:00:00,an.nv,Đăng nhập,,192.0.2.7,Thất bại,Sai mật khẩu',
    yields: [{ action: 'login', user: 'an.nv@ioffice', ok: false, refusal: 'bad-password' }],
  },
  ...Object.fromEntries(
    ['Thất bại', 'Không thành công', 'Từ chối', '401', 'Failed', 'Unauthorized'].map((result) => [
      `«${result}» says no reason`,
      {
        line: `02/03/2026 08:00:00,an.nv,Đăng nhập,,192.0.2.7,${result},`,
        yields: [{ action: 'login', user: 'an.nv@ioffice', ok: false }],
      },
    ]),
  ),
  ...Object.fromEntries(
    ['Thất bại do lỗi máy chủ', 'Không thành công (quá tải)', 'Sai mã OTP', 'Sai mật khẩu OTP', 'Đã mở khóa'].map(
      (result) => [
        `«${result}» is no wrong password`,
        {
          line: `02/03/2026 08:00:00,an.nv,Đăng nhập,,192.0.2.7,${result},`,
          yields: [{ action: 'other', user: 'an.nv@ioffice' }],
        },
      ],
    ),
  ),
  'an account locked for too many errors is locked': {
    line: '02/03/2026 08:00:00,an.nv,Đăng nhập,,192.0.2.7,Tài khoản bị khóa do lỗi đăng nhập 5 lần,',
    yields: [{ action: 'login', user: 'an.nv@ioffice', ok: false, refusal: 'locked' }],
  },
  'nor is a failure that is put down to the server': {
    line: '02/03/2026 08:00:00,an.nv,Đăng nhập,,192.0.2.7,Thất bại,Hệ thống quá tải',
    yields: [{ action: 'other', user: 'an.nv@ioffice' }],
  },
  'a wrong password that is called an error is one': {
    line: '02/03/2026 08:00:00,an.nv,Đăng nhập,,192.0.2.7,Lỗi: sai mật khẩu,',
    yields: [{ action: 'login', user: 'an.nv@ioffice', ok: false, refusal: 'bad-password' }],
  },
  'what cannot be told to be a success is none': {
    line: '02/03/2026 08:00:00,an.nv,Đăng nhập,,192.0.2.7,Lỗi,',
    yields: [{ action: 'other', user: 'an.nv@ioffice' }],
  },
  'and what failed changed no account': {
    line: '02/03/2026 08:00:00,quantri,Khóa tài khoản,an.nv,192.0.2.7,Thất bại,',
    yields: [{ action: 'other' }],
  },
  'a paper that is called back is no account that is closed': {
    line: '02/03/2026 08:00:00,an.nv,Thu hồi văn bản của người dùng,,192.0.2.7,Thành công,',
    yields: [{ action: 'activity', user: 'an.nv@ioffice' }],
  },
  'an account is disabled': {
    line: '02/03/2026 08:00:00,quantri,Khóa tài khoản người dùng,an.nv,192.0.2.7,Thành công,',
    yields: [{ action: 'account.disable', user: 'an.nv@ioffice', by: 'quantri@ioffice' }],
  },
  'a document is read': {
    line: '02/03/2026 08:05:00,an.nv,Xem văn bản đến,,192.0.2.7,Thành công,"Số 12/CV, ngày 01/03"',
    yields: [{ action: 'activity', user: 'an.nv@ioffice', what: 'Xem văn bản đến' }],
  },
  'an administrator resets a password': {
    line: '02/03/2026 08:06:00,quantri,Đặt lại mật khẩu,an.nv,192.0.2.8,Thành công,',
    yields: [{ action: 'password.change', user: 'an.nv@ioffice', by: 'quantri@ioffice', ok: true }],
  },
  'the heading line is no record': {
    line: 'Thời gian,Tên đăng nhập,Hành động,Đối tượng,Địa chỉ IP,Kết quả,Mô tả',
    yields: [],
  },
  'a time that is none': { line: 'hôm qua,an.nv,Đăng nhập,,,Thành công,', yields: 'time' },
})
