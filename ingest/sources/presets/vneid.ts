import { TableMapping, tableSource } from '../table.ts'
import { APP_COLUMNS, APP_EVENTS, TIMES } from './common.ts'

/**
 * What a system that people sign in to by VNeID writes of it, as a table. Neither VNeID nor the national sign-on publishes a format: the
 * headings are those of comparable exports. Accounts are the numbers or names written there, under the realm `vneid`.
 */
export const vneidMapping = TableMapping.parse({
  id: 'vneid',
  title: { vi: 'Đăng nhập bằng VNeID (bản xuất CSV)', en: 'Sign-in by VNeID (CSV export)' },
  assumed: true,
  format: 'csv',
  columns: {
    ...APP_COLUMNS,
    user: ['Số định danh', 'Số định danh cá nhân', 'Mã định danh', 'Tài khoản VNeID', ...APP_COLUMNS.user],
    app: ['Ứng dụng', 'Dịch vụ', 'Hệ thống', 'service', 'client'],
  },
  times: TIMES,
  zone: 'Asia/Ho_Chi_Minh',
  system: 'vneid',
  header: ['Thời gian', 'Tài khoản VNeID', 'Hành động', 'Ứng dụng', 'Địa chỉ IP', 'Kết quả'],
  events: APP_EVENTS,
})

/** Its source. */
export const vneid = tableSource(vneidMapping, {
  'a person signs in': {
    line: '02/03/2026 08:00:00,an.nv,Đăng nhập bằng VNeID,Một cửa,192.0.2.7,Thành công',
    yields: [
      {
        ...{ action: 'login', at: Date.UTC(2026, 2, 2, 1), user: 'an.nv@vneid', system: 'vneid', ok: true },
        ...{ via: 'application', ip: '192.0.2.7' },
      },
    ],
  },
  'and is refused': {
    line: '02/03/2026 08:00:00,an.nv,Đăng nhập,Một cửa,192.0.2.7,Sai mật khẩu',
    yields: [{ action: 'login', user: 'an.nv@vneid', ok: false, refusal: 'bad-password' }],
  },
  'for a reason that is not told': {
    line: '02/03/2026 08:00:00,an.nv,Đăng nhập,Một cửa,192.0.2.7,Không thành công',
    yields: [{ action: 'login', user: 'an.nv@vneid', ok: false }],
  },
  'a sign-in that was broken off is no refusal': {
    line: '02/03/2026 08:00:00,an.nv,Đăng nhập,Một cửa,192.0.2.7,Hết thời gian chờ',
    yields: [{ action: 'other' }],
  },
  'a person signs out': {
    line: '02/03/2026 17:00:00,an.nv,Đăng xuất,Một cửa,192.0.2.7,',
    yields: [{ action: 'logout', user: 'an.nv@vneid' }],
  },
  'a time that is none': { line: 'hôm nay,an.nv,Đăng nhập,Một cửa,192.0.2.7,Thành công', yields: 'time' },
})
