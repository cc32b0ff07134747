import { actionName } from './labels/actions.ts'
import { fieldName } from './labels/fields.ts'

/** Closed words of the vocabulary, by field. */
const wordName: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  via: {
    interactive: 'tại máy',
    remote: 'từ xa (RDP)',
    unlock: 'mở khóa',
    network: 'qua mạng',
    service: 'dịch vụ',
    batch: 'tác vụ',
    application: 'ứng dụng',
  },
  refusal: {
    'bad-password': 'sai mật khẩu',
    'no-such-user': 'không có tài khoản',
    disabled: 'tài khoản bị vô hiệu',
    locked: 'tài khoản bị khóa',
    expired: 'hết hạn',
    'outside-hours': 'ngoài giờ cho phép',
    other: 'khác',
  },
  kind: {
    storage: 'ổ lưu trữ',
    cdrom: 'ổ đĩa quang',
    phone: 'điện thoại',
    network: 'mạng',
    modem: 'modem',
    bluetooth: 'Bluetooth',
    other: 'khác',
  },
  status: {
    working: 'đang công tác',
    probation: 'tập sự',
    seconded: 'biệt phái',
    maternity: 'nghỉ thai sản',
    study: 'đi học',
    suspended: 'đình chỉ công tác',
    transferred: 'chuyển công tác',
    retired: 'nghỉ hưu',
    resigned: 'nghỉ việc',
    dismissed: 'bị buộc thôi việc',
    deceased: 'đã mất',
  },
  system: { windows: 'Windows', linux: 'Linux' },
}

const numberName: Readonly<Record<string, string>> = {
  count: 'Ngưỡng số lần',
  within: 'Trong khoảng',
  limit: 'Ngưỡng',
  times: 'Số lần đếm được',
  sum: 'Tổng đếm được',
  values: 'Giá trị khác nhau',
  atOnce: 'Cùng lúc trong',
  until: 'Đến giờ',
  grace: 'Dung sai',
  due: 'Hạn',
  days: 'Số ngày',
  testDays: 'Số ngày giữa hai lần kiểm tra',
  waited: 'Đã chờ',
  settle: 'Bỏ qua sau khi đổi mật khẩu',
  programs: 'Chương trình do người mở',
  newDays: 'Số ngày máy còn mới',
  secretMediaKept: 'Đơn vị ghi đủ thiết bị mật vào sổ thiết bị',
  devicesKept: 'Đơn vị có sổ thiết bị đầy đủ',
  listKept: 'Đơn vị có danh mục phần mềm được phép',
  scansLogged: 'Nguồn có ghi việc quét',
  onAccess: 'Quét ngay khi mở tệp',
  changesLogged: 'Có đủ nhật ký đổi mật khẩu',
  administratorsListed: 'Sổ có đủ tài khoản quản trị',
}

const factName: Readonly<Record<string, string>> = {
  person: 'Cán bộ',
  account: 'Tài khoản',
  holder: 'Người giữ',
  machine: 'Máy',
  origin: 'Máy nguồn',
  device: 'Thiết bị',
  hours: 'Giờ làm việc',
  roster: 'Lịch trực',
  signedIn: 'Người đang dùng máy',
  unit: 'Đơn vị',
}

const sourceName: Readonly<Record<string, string>> = { windows: 'Windows', bkav: 'Bkav', linux: 'Linux', dhcp: 'DHCP' }

/** How a log source stands. */
export const pipelineStates = {
  alive: 'đang gửi',
  silent: 'ngưng gửi',
  never: 'chưa từng gửi',
  undeclared: 'không khai trong sổ nguồn',
} as const

/* What has no word yet shows under its own name. */
export const nameOfAction = (action: string): string =>
  (actionName as Readonly<Record<string, string>>)[action] ?? action
export const nameOfField = (field: string): string => fieldName[field] ?? field
export const wordOf = (field: string, raw: string): string => wordName[field]?.[raw] ?? raw
export const nameOfNumber = (name: string): string => numberName[name] ?? name
export const nameOfFact = (name: string): string => factName[name] ?? name
export const nameOfSource = (source: string): string => sourceName[source] ?? source
