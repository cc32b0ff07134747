import { TableMapping, tableSource } from '../table.ts'
import { APP_COLUMNS, APP_EVENTS, TIMES } from './common.ts'

/** Audit export of the one-stop system (thủ tục hành chính). No sample was ever published. */
export const tthcMapping = TableMapping.parse({
  id: 'tthc',
  title: { vi: 'Hệ thống một cửa (TTHC)', en: 'One-stop administrative procedures (TTHC)' },
  assumed: true,
  format: 'csv',
  columns: APP_COLUMNS,
  times: TIMES,
  zone: 'Asia/Ho_Chi_Minh',
  system: 'tthc',
  header: ['Ngày giờ', 'Tài khoản', 'Thao tác', 'Mã hồ sơ', 'Địa chỉ IP', 'Trạng thái'],
  events: APP_EVENTS,
})

export const tthc = tableSource(tthcMapping, {
  'a person signs in': {
    line: '2026-03-02 08:00:00,an.nv,Đăng nhập hệ thống,,192.0.2.7,Thành công',
    yields: [{ action: 'login', user: 'an.nv@tthc', ok: true, at: Date.UTC(2026, 2, 2, 1) }],
  },
  'a failure that says no reason has none': {
    line: '2026-03-02 08:00:00,an.nv,Đăng nhập,,192.0.2.7,Thất bại',
    yields: [{ action: 'login', user: 'an.nv@tthc', ok: false }],
  },
  'one that says it was the password': {
    line: '2026-03-02 08:00:00,an.nv,Đăng nhập,,192.0.2.7,Thất bại: sai mật khẩu',
    yields: [{ action: 'login', user: 'an.nv@tthc', ok: false, refusal: 'bad-password' }],
  },
  'a file is received': {
    line: '02/03/2026 08:10,an.nv,Tiếp nhận hồ sơ,H01.02.03-260302-0001,192.0.2.7,Thành công',
    yields: [{ action: 'activity', user: 'an.nv@tthc', what: 'Tiếp nhận hồ sơ' }],
  },
  'quotes that do not close': { line: '2026-03-02 08:00:00,"an.nv', yields: 'malformed' },
})
