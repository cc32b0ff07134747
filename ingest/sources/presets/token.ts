import { TableMapping, tableSource } from '../table.ts'
import { APP_COLUMNS, TIMES } from './common.ts'

const DONE = '/^(thành công|hợp lệ|success(ful)?|succeeded|ok|true)$/'
const SIGNED = '/^(đã )?(ký số|ký văn bản|ký tài liệu|sign(ed)?( document)?)$/'
const PLUGGED = '/^(đã )?(cắm|kết nối|insert(ed)?|attach(ed)?)( (token|thiết bị))?$/'
const UNPLUGGED = '/^(đã )?(rút|tháo|ngắt kết nối|remov(e|ed)|detach(ed)?)( (token|thiết bị))?$/'

/**
 * The log of a token manager, or of a signing tool, as a table. Nobody published one. A signature is activity of the account; a token is
 * no storage (`kind: other`). A wrong PIN is no refused login and a changed PIN no changed password: both stay `other`.
 */
export const tokenMapping = TableMapping.parse({
  id: 'token',
  title: { vi: 'Thiết bị ký số (token; bản xuất CSV)', en: 'Signing tokens (CSV export)' },
  assumed: true,
  format: 'csv',
  columns: {
    ...APP_COLUMNS,
    host: ['Tên máy', 'Máy tính', 'Máy ký', 'hostname', 'computer'],
    device: ['Số sê-ri', 'Số sê-ri token', 'Token', 'Thiết bị', 'token serial', 'serial'],
  },
  times: TIMES,
  zone: 'Asia/Ho_Chi_Minh',
  system: 'token',
  header: ['Thời gian', 'Tài khoản', 'Tên máy', 'Số sê-ri', 'Hành động', 'Kết quả'],
  events: [
    { when: { action: SIGNED, result: DONE, user: '/./' }, action: 'activity', fields: { what: '{action}' } },
    { when: { action: UNPLUGGED, device: '/./', host: '/./' }, action: 'media.detach' },
    { when: { action: PLUGGED, device: '/./', host: '/./' }, action: 'media.attach', fields: { kind: 'other' } },
  ],
})

/** Its source. */
export const token = tableSource(tokenMapping, {
  'a paper is signed': {
    line: '02/03/2026 08:00:00,an.nv,PC-01,5A0B1C2D,Ký số,Thành công',
    yields: [
      {
        ...{ action: 'activity', at: Date.UTC(2026, 2, 2, 1), user: 'an.nv@token', host: 'pc-01' },
        ...{ system: 'token', what: 'Ký số' },
      },
    ],
  },
  'a token is plugged in': {
    line: '02/03/2026 08:00:00,an.nv,PC-01,5A0B1C2D,Cắm token,',
    yields: [{ action: 'media.attach', host: 'pc-01', device: '5a0b1c2d', kind: 'other' }],
  },
  'and taken out': {
    line: '02/03/2026 08:05:00,an.nv,PC-01,5A0B1C2D,Rút token,',
    yields: [{ action: 'media.detach', host: 'pc-01', device: '5a0b1c2d' }],
  },
  'a wrong PIN is no refused login': {
    line: '02/03/2026 08:00:00,an.nv,PC-01,5A0B1C2D,Nhập mã PIN,Sai',
    yields: [{ action: 'other' }],
  },
  'a signature that failed was not made': {
    line: '02/03/2026 08:00:00,an.nv,PC-01,5A0B1C2D,Ký số,Thất bại',
    yields: [{ action: 'other' }],
  },
  'a time that is none': { line: '-,an.nv,PC-01,5A0B1C2D,Ký số,Thành công', yields: 'time' },
})
