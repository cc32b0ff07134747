import { TableMapping, tableSource } from '../table.ts'
import { TIMES } from './common.ts'

// Whole words only: «Ngừng hoạt động», «Không trực tuyến» and «Mất kết nối» say the opposite.
const ALIVE = '/^((đang )?(hoạt động|trực tuyến)|báo cáo( định kỳ)?|online|active|heartbeat|alive)$/'

/**
 * Export of Bkav's endpoint management. No sample, schema or parser was ever published: the headings are the likely Vietnamese
 * and English ones, to be corrected with the customer's first sample.
 */
export const bkavMapping = TableMapping.parse({
  id: 'bkav',
  title: { vi: 'Bkav Endpoint (bản xuất CSV)', en: 'Bkav Endpoint (CSV export)' },
  assumed: true,
  format: 'csv',
  columns: {
    time: ['Thời gian', 'Thời điểm', 'Ngày giờ', 'timestamp'],
    host: ['Tên máy', 'Máy trạm', 'Tên máy trạm', 'hostname', 'computer', 'dhost'],
    ip: ['Địa chỉ IP', 'IP', 'IP máy', 'IP máy trạm', 'ip address'],
    user: ['Tài khoản', 'Người dùng', 'username'],
    action: ['Loại sự kiện', 'Sự kiện', 'event', 'type'],
    threat: ['Tên virus', 'Mẫu virus', 'Tên mã độc', 'malware', 'virus'],
    path: ['Đường dẫn', 'Tệp', 'file', 'filePath'],
    result: ['Kết quả', 'Hành động', 'Xử lý'],
    status: ['Trạng thái'],
    version: ['Phiên bản mẫu nhận diện', 'Phiên bản', 'definition', 'database version'],
    device: ['Thiết bị', 'Số sê-ri', 'serial', 'device id'],
    unit: ['Đơn vị', 'Nhóm', 'group'],
  },
  times: TIMES,
  zone: 'Asia/Ho_Chi_Minh',
  system: 'bkav',
  header: [
    'Thời gian',
    'Tên máy',
    'Địa chỉ IP',
    'Loại sự kiện',
    'Tên virus',
    'Đường dẫn',
    'Kết quả',
    'Thiết bị',
    'Phiên bản mẫu nhận diện',
  ],
  events: [
    {
      when: {
        threat: '/./',
        result: '/^(đã (xóa|xoá|diệt|cách ly|xử lý|chặn)|chặn$|deleted|cleaned|quarantined|blocked)/',
      },
      action: 'malware.found',
      fields: { handled: true, agent: 'bkav' },
    },
    { when: { threat: '/./' }, action: 'malware.found', fields: { handled: false, agent: 'bkav' } },
    {
      when: {
        action: '/^(đã )?(rút|tháo|ngắt kết nối|disconnect(ed)?|remov(e|ed))[ _-](usb|thiết bị|device)/',
        device: '/./',
      },
      action: 'media.detach',
    },
    {
      when: {
        action: '/^(đã |phát hiện )?(cắm|kết nối|connect(ed)?|insert(ed)?|attach(ed)?)[ _-](usb|thiết bị|device)/',
        device: '/./',
      },
      action: 'media.attach',
      fields: { kind: 'storage' },
    },
    { when: { action: ALIVE }, action: 'heartbeat', fields: { agent: 'bkav' } },
    { when: { status: ALIVE }, action: 'heartbeat', fields: { agent: 'bkav' } },
  ],
})

export const bkav = tableSource(bkavMapping, {
  'a virus that was removed': {
    line: String.raw`02/03/2026 08:00:00,PC-01,192.0.2.7,Phát hiện virus,W32.Example,E:\a.exe,Đã xóa,,`,
    yields: [
      {
        action: 'malware.found',
        host: 'pc-01',
        threat: 'W32.Example',
        path: String.raw`E:\a.exe`,
        handled: true,
        agent: 'bkav',
      },
    ],
  },
  'a virus that was blocked': {
    line: String.raw`02/03/2026 08:00:00,PC-01,192.0.2.7,Phát hiện virus,W32.Example,E:\a.exe,Đã chặn,,`,
    yields: [{ action: 'malware.found', host: 'pc-01', threat: 'W32.Example', handled: true }],
  },
  'a virus that is still there': {
    line: String.raw`02/03/2026 08:00:00,PC-01,192.0.2.7,Phát hiện virus,W32.Example,E:\a.exe,Chặn thất bại,,`,
    yields: [{ action: 'malware.found', host: 'pc-01', threat: 'W32.Example', handled: false }],
  },
  'the agent is alive': {
    line: '02/03/2026 08:00:00,PC-01,192.0.2.7,Trực tuyến,,,,,2026.03.01',
    yields: [{ action: 'heartbeat', host: 'pc-01', agent: 'bkav', version: '2026.03.01', ip: '192.0.2.7' }],
  },
  'a stick is plugged in': {
    line: '02/03/2026 08:00:00,PC-01,192.0.2.7,Cắm USB,,,,AA11BB22,',
    yields: [{ action: 'media.attach', host: 'pc-01', device: 'aa11bb22', kind: 'storage' }],
  },
  'an agent that is off is no sign of life of the agent, nor of its machine': {
    line: '02/03/2026 08:00:00,PC-01,192.0.2.7,Ngoại tuyến,,,,,',
    yields: [{ action: 'other' }],
  },
  'a stick that was blocked was not used': {
    line: '02/03/2026 08:00:00,PC-01,192.0.2.7,Chặn USB,,,,AA11BB22,',
    yields: [{ action: 'other' }],
  },
  'nor was one that was scanned just plugged in': {
    line: '02/03/2026 08:00:00,PC-01,192.0.2.7,Đã quét thiết bị,,,,AA11BB22,',
    yields: [{ action: 'other' }],
  },
  'an agent that stopped is not alive': {
    line: '02/03/2026 08:00:00,PC-01,192.0.2.7,Ngừng hoạt động,,,,,',
    yields: [{ action: 'other' }],
  },
})
