import type { Action } from '../../kernel/event.ts'

/** What happened, in a reader's words. */
export const actionName: Readonly<Record<Action, string>> = {
  login: 'Đăng nhập',
  logout: 'Đăng xuất',
  'session.lock': 'Khóa màn hình',
  'session.unlock': 'Mở khóa màn hình',
  'session.connect': 'Nối phiên',
  'session.disconnect': 'Ngắt phiên',
  activity: 'Hoạt động',
  'account.create': 'Tạo tài khoản',
  'account.enable': 'Bật tài khoản',
  'account.disable': 'Vô hiệu tài khoản',
  'account.delete': 'Xóa tài khoản',
  'account.unlock': 'Mở khóa tài khoản',
  'account.lock': 'Khóa tài khoản',
  'account.change': 'Sửa tài khoản',
  'password.change': 'Đổi mật khẩu',
  'group.add': 'Thêm vào nhóm',
  'group.remove': 'Bớt khỏi nhóm',
  privilege: 'Dùng đặc quyền',
  'power.on': 'Bật máy',
  'power.off': 'Tắt máy',
  heartbeat: 'Tín hiệu tác tử',
  'malware.found': 'Phát hiện mã độc',
  'media.attach': 'Cắm thiết bị',
  'media.detach': 'Rút thiết bị',
  'media.scan': 'Quét thiết bị',
  'file.open': 'Mở tệp',
  'log.clear': 'Xóa nhật ký',
  'address.lease': 'Cấp địa chỉ',
  'source.delivery': 'Nguồn gửi nhật ký',
  'account.departed': 'Người giữ tài khoản đã nghỉ',
  'account.closed': 'Tài khoản đã đóng',
  'machine.listed': 'Máy trong sổ',
  'host.seen': 'Thấy máy',
  other: 'Khác',
}

const fieldName: Readonly<Record<string, string>> = {
  user: 'tài khoản',
  host: 'máy',
  system: 'hệ thống',
  ok: 'thành công',
  via: 'cách vào',
  ip: 'địa chỉ',
  from: 'từ máy',
  elevated: 'quyền quản trị',
  refusal: 'lý do từ chối',
  by: 'người thực hiện',
  group: 'nhóm',
  device: 'thiết bị',
  volume: 'ổ đĩa',
  path: 'tệp',
  process: 'tiến trình',
  threat: 'mã độc',
  handled: 'đã xử lý',
  agent: 'tác tử',
  kind: 'loại',
  log: 'nhật ký',
  session: 'phiên',
  what: 'việc',
  target: 'đích',
  clean: 'sạch',
  write: 'ghi',
  person: 'cán bộ',
  status: 'tình trạng',
  decision: 'quyết định',
  pipeline: 'nguồn',
}

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
  waited: 'Đã chờ',
  settle: 'Bỏ qua sau khi đổi mật khẩu',
  newDays: 'Số ngày máy còn mới',
  scansLogged: 'Nguồn có ghi việc quét',
  onAccess: 'Quét ngay khi mở tệp',
}

const factName: Readonly<Record<string, string>> = {
  person: 'Cán bộ',
  account: 'Tài khoản',
  machine: 'Máy',
  origin: 'Máy nguồn',
  device: 'Thiết bị',
  hours: 'Giờ làm việc',
  roster: 'Lịch trực',
  signedIn: 'Người đang dùng máy',
  unit: 'Đơn vị',
}

const sourceName: Readonly<Record<string, string>> = { windows: 'Windows', bkav: 'Bkav', linux: 'Linux', dhcp: 'DHCP' }

/* What has no word yet shows under its own name. */
export const nameOfAction = (action: string): string =>
  (actionName as Readonly<Record<string, string>>)[action] ?? action
export const nameOfField = (field: string): string => fieldName[field] ?? field
export const wordOf = (field: string, raw: string): string => wordName[field]?.[raw] ?? raw
export const nameOfNumber = (name: string): string => numberName[name] ?? name
export const nameOfFact = (name: string): string => factName[name] ?? name
export const nameOfSource = (source: string): string => sourceName[source] ?? source
