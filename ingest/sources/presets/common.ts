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
  ip: [
    ...['Địa chỉ IP', 'IP', 'IP máy', 'IP máy trạm', 'IP truy cập', 'Địa chỉ IP truy cập', 'Địa chỉ máy'],
    ...['client ip', 'ipAddress', 'source.ip'],
  ],
  from: ['Tên máy trạm', 'Máy trạm', 'workstation'],
  object: ['Đối tượng', 'Tài khoản bị tác động', 'target'],
  what: ['Nội dung', 'Mô tả', 'Văn bản', 'Số ký hiệu', 'Hồ sơ', 'Mã hồ sơ', 'description'],
  record: ['Mã bản ghi', 'STT nhật ký', 'log id', 'eventId'],
}

const LOGIN = '/^(đăng nhập|login|sign ?in|log ?on)/'
/** A login told by its name alone, where the table has no result: «Đăng nhập», «Đăng nhập vào hệ thống», `login success`. */
const PLAIN_LOGIN =
  '/^(đăng nhập|login|sign ?in|log ?on)( ((vào|qua|bằng) )?(hệ thống|vneid|sso|thành công|success))?$/'

// Nobody published what these tables write, so a word is a success or a refusal only where it can be nothing else. «Lỗi» and `error`
// are neither: a server that failed is no wrong password.
const SUCCEEDED = '/^(đã )?(đăng nhập )?(thành công|success(ful)?|succeeded|ok|true|200)$/'
const REFUSED =
  '/thất bại|(không|chưa) thành công|từ chối|sai |không (đúng|hợp lệ|chính xác)|fail|denied|invalid|incorrect|wrong|unauthori[sz]ed|^40[13]$/'
/** A refusal that says why: «Thất bại», «Từ chối» and 401 do not, and a reason that the log does not give is none of ours to give. */
export const WRONG_PASSWORD = [
  '/(sai|không (đúng|hợp lệ|chính xác)).*(mật khẩu|thông tin đăng nhập)|(mật khẩu|thông tin đăng nhập).*(sai|không (đúng|hợp lệ|chính xác))/',
  '/(wrong|invalid|incorrect|bad).*(password|credentials)|password.*(wrong|invalid|incorrect|mismatch)/',
]
/** Not an account that was set free. */
const LOCKED = '/^(?!.*((mở|gỡ|bỏ) (khóa|khoá)|unlock)).*(khóa|khoá|locked)/'
/** A server that failed or was full, a code that came too late: none is a wrong password, unless the row says so. */
const NO_WRONG_PASSWORD = [
  'lỗi|quá tải|máy chủ|kết nối|bận|bảo trì|gián đoạn|hết (thời )?(gian|hạn|phiên)|mã (xác|bảo|kiểm)',
  'error|server|overload|unavailable|time[ -]?out|busy|otp|captcha',
].map((words) => `/^(?!.*(mật khẩu(?! otp)|password)).*(${words})/`)
const NO_SUCCESS = `/^(?!${SUCCEEDED.slice(2, -1)})/`
const FAILED_BY_NAME = ['login_error', 'login failed', 'Đăng nhập thất bại', 'Đăng nhập không thành công']
const ERROR_BY_NAME = '/(thất bại|không thành công|lỗi|fail(ed)?|error)$/'

const ACCOUNT = '[ _-]?(tài khoản|người dùng|account|user)(?!.*(khỏi|vào|nhóm|quyền|vai trò|group|role))'
const UNLOCK = `/^(mở khóa|mở khoá|unlock)${ACCOUNT}/`
const DISABLE = `/^(khóa|khoá|vô hiệu( hóa| hoá)?|lock|disable)${ACCOUNT}/`
const CREATE = `/^(tạo|thêm|cấp|create|add)( mới| new)?${ACCOUNT}/`
const DELETE = `/^(xóa|xoá|thu hồi|delete|remove)${ACCOUNT}/`
const CHANGE_PASSWORD = '/^(đổi|thay đổi|change|update)[ _-]?(mật khẩu|password)/'
const RESET_PASSWORD = '/^(đặt lại|khôi phục|reset)[ _-]?(mật khẩu|password)/'
const ABOUT_ACCOUNTS = [LOGIN, CHANGE_PASSWORD, RESET_PASSWORD, UNLOCK, DISABLE, CREATE, DELETE]

const FAILED = { ok: false, via: 'application' } as const
const refused = (refusal: string) => ({ ...FAILED, refusal })

/**
 * What the audit tables of applications have in common: signing in and out, accounts and passwords; the rest is activity. What became
 * of a login or of a change to an account counts only where the row says it beyond doubt; else the row is `other`.
 */
export const APP_EVENTS = [
  { when: { action: LOGIN, result: LOCKED }, action: 'login', fields: refused('locked') },
  { when: { action: LOGIN, result: NO_WRONG_PASSWORD }, action: 'other' },
  { when: { action: LOGIN, result: REFUSED, what: NO_WRONG_PASSWORD }, action: 'other' },
  { when: { action: LOGIN, result: WRONG_PASSWORD }, action: 'login', fields: refused('bad-password') },
  { when: { action: LOGIN, result: REFUSED, what: WRONG_PASSWORD }, action: 'login', fields: refused('bad-password') },
  { when: { action: LOGIN, result: REFUSED }, action: 'login', fields: FAILED },
  { when: { action: FAILED_BY_NAME, what: NO_WRONG_PASSWORD }, action: 'other' },
  { when: { action: FAILED_BY_NAME, what: WRONG_PASSWORD }, action: 'login', fields: refused('bad-password') },
  { when: { action: FAILED_BY_NAME }, action: 'login', fields: FAILED },
  { when: { action: CHANGE_PASSWORD, result: REFUSED }, action: 'password.change', fields: { ok: false } },
  { when: { action: ABOUT_ACCOUNTS, result: NO_SUCCESS }, action: 'other' },
  { when: { action: ERROR_BY_NAME }, action: 'other' },
  { when: { action: LOGIN, result: SUCCEEDED }, action: 'login', fields: { ok: true, via: 'application' } },
  { when: { action: PLAIN_LOGIN }, action: 'login', fields: { ok: true, via: 'application' } },
  { when: { action: LOGIN }, action: 'other' },
  { when: { action: '/^(đăng xuất|thoát|logout|sign ?out|log ?off)/' }, action: 'logout' },
  { when: { action: CHANGE_PASSWORD }, action: 'password.change', fields: { ok: true } },
  {
    when: { action: RESET_PASSWORD },
    action: 'password.change',
    fields: { user: '{object}', by: '{user}', ok: true },
  },
  { when: { action: UNLOCK }, action: 'account.unlock', fields: { user: '{object}', by: '{user}' } },
  { when: { action: DISABLE }, action: 'account.disable', fields: { user: '{object}', by: '{user}' } },
  { when: { action: CREATE }, action: 'account.create', fields: { user: '{object}', by: '{user}' } },
  { when: { action: DELETE }, action: 'account.delete', fields: { user: '{object}', by: '{user}' } },
  { when: { user: '/./', action: '/./' }, action: 'activity', fields: { what: '{action}' } },
]
