/** Forms of time seen in exports of Vietnamese applications. */
export const TIMES = [
  'iso',
  'dd/MM/yyyy HH:mm:ss',
  'dd/MM/yyyy HH:mm',
  'd/M/yyyy H:mm:ss',
  'd/M/yyyy h:mm:ss tt',
  'dd-MM-yyyy HH:mm:ss',
  'dd-MM-yyyy HH:mm',
  'HH:mm:ss dd/MM/yyyy',
  'HH:mm dd/MM/yyyy',
  'epoch-ms',
]

/** Headings that exports of applications share; compared without case, marks and spaces. */
export const APP_COLUMNS = {
  time: ['Thời gian', 'Ngày giờ', 'Thời điểm', 'Thời gian thực hiện', 'timestamp', 'date time', '@timestamp'],
  user: ['Tên đăng nhập', 'Tài khoản', 'Người dùng', 'Người thực hiện', 'username', 'account', 'user.name'],
  action: ['Hành động', 'Chức năng', 'Thao tác', 'Loại sự kiện', 'event', 'operation', 'type'],
  result: ['Kết quả', 'Trạng thái', 'status', 'outcome'],
  ip: ['Địa chỉ IP', 'IP', 'Địa chỉ máy', 'client ip', 'ipAddress', 'source.ip'],
  from: ['Tên máy trạm', 'Máy trạm', 'workstation'],
  object: ['Đối tượng', 'Tài khoản bị tác động', 'target'],
  what: ['Nội dung', 'Mô tả', 'Văn bản', 'Số ký hiệu', 'Hồ sơ', 'Mã hồ sơ', 'description'],
  record: ['Mã bản ghi', 'STT nhật ký', 'log id', 'eventId'],
}

const FAILED = '/thất bại|không thành công|từ chối|sai mật khẩu|fail|denied|error/'
const LOGIN = '/^(đăng nhập|login|sign ?in|log ?on)/'

/** What the audit tables of applications have in common: signing in and out, accounts and passwords; the rest is activity. */
export const APP_EVENTS = [
  {
    when: { action: LOGIN, result: '/khóa|khoá|locked/' },
    action: 'login',
    fields: { ok: false, via: 'application', refusal: 'locked' },
  },
  {
    when: { action: LOGIN, result: FAILED },
    action: 'login',
    fields: { ok: false, via: 'application', refusal: 'bad-password' },
  },
  {
    when: { action: ['login_error', 'login failed', 'Đăng nhập thất bại', 'Đăng nhập không thành công'] },
    action: 'login',
    fields: { ok: false, via: 'application', refusal: 'bad-password' },
  },
  { when: { action: LOGIN }, action: 'login', fields: { ok: true, via: 'application' } },
  { when: { action: '/^(đăng xuất|thoát|logout|sign ?out|log ?off)/' }, action: 'logout' },
  {
    when: { action: '/(đổi|thay đổi|change|update).*(mật khẩu|password)/', result: FAILED },
    action: 'password.change',
    fields: { ok: false },
  },
  {
    when: { action: '/(đổi|thay đổi|change|update).*(mật khẩu|password)/' },
    action: 'password.change',
    fields: { ok: true },
  },
  {
    when: { action: '/(đặt lại|khôi phục|reset).*(mật khẩu|password)/' },
    action: 'password.change',
    fields: { user: '{object}', by: '{user}', ok: true },
  },
  {
    when: { action: '/(mở khóa|mở khoá|unlock).*(tài khoản|người dùng|account|user)/' },
    action: 'account.unlock',
    fields: { user: '{object}', by: '{user}' },
  },
  {
    when: { action: '/(khóa|khoá|vô hiệu|lock|disable).*(tài khoản|người dùng|account|user)/' },
    action: 'account.disable',
    fields: { user: '{object}', by: '{user}' },
  },
  {
    when: { action: '/(tạo|thêm|cấp|create|add).*(tài khoản|người dùng|account|user)/' },
    action: 'account.create',
    fields: { user: '{object}', by: '{user}' },
  },
  {
    when: { action: '/(xóa|xoá|thu hồi|delete|remove).*(tài khoản|người dùng|account|user)/' },
    action: 'account.delete',
    fields: { user: '{object}', by: '{user}' },
  },
  { when: { user: '/./', action: '/./' }, action: 'activity', fields: { what: '{action}' } },
]
