import type { Register } from '../../kernel/directory/rows.ts'

/** What a column holds, and by which Vietnamese headings a spreadsheet may call it. */
export type Column = {
  readonly kind: 'text' | 'date' | 'moment' | 'last-moment' | 'yes' | Choices
  readonly vi: readonly string[]
}
/** English values, each with the Vietnamese words for it. */
export type Choices = Readonly<Record<string, readonly string[]>>

const text = (...vi: string[]): Column => ({ kind: 'text', vi })
const date = (...vi: string[]): Column => ({ kind: 'date', vi })
const yes = (...vi: string[]): Column => ({ kind: 'yes', vi })
const choice = (kind: Choices, ...vi: string[]): Column => ({ kind, vi })

const validity = { from: date('từ ngày', 'hiệu lực từ'), to: date('đến ngày', 'hiệu lực đến') }
const unit = text('đơn vị', 'mã đơn vị')
const person = text('cán bộ', 'mã cán bộ')
const document = text('văn bản', 'số văn bản')

const statuses: Choices = {
  working: ['đang làm việc', 'đang công tác'],
  probation: ['tập sự', 'thử việc'],
  seconded: ['biệt phái'],
  maternity: ['nghỉ thai sản', 'thai sản'],
  study: ['đi học'],
  suspended: ['tạm đình chỉ', 'tạm đình chỉ công tác'],
  transferred: ['chuyển công tác', 'chuyển đi'],
  retired: ['nghỉ hưu', 'hưu trí'],
  resigned: ['thôi việc', 'nghỉ việc'],
  dismissed: ['buộc thôi việc'],
  deceased: ['đã mất', 'từ trần'],
}
const accountKinds: Choices = {
  personal: ['cá nhân'],
  group: ['dùng chung', 'nhóm'],
  service: ['dịch vụ'],
  machine: ['máy'],
  'break-glass': ['khẩn cấp'],
}
const roles: Choices = {
  workstation: ['máy trạm', 'máy bàn'],
  laptop: ['máy xách tay'],
  server: ['máy chủ'],
  kiosk: ['máy tra cứu', 'ki-ốt'],
  shared: ['máy dùng chung'],
  meeting: ['phòng họp'],
  diskless: ['không ổ cứng'],
  display: ['màn hình'],
  camera: ['máy quay', 'ca-mê-ra'],
  printer: ['máy in'],
  phone: ['điện thoại'],
  network: ['thiết bị mạng'],
}
const deviceKinds: Choices = {
  storage: ['lưu trữ', 'usb'],
  token: ['chữ ký số'],
  backup: ['sao lưu'],
  install: ['cài đặt'],
  secret: ['mật'],
  other: ['khác'],
}
const rosterKinds: Choices = {
  duty: ['trực', 'trực cơ quan'],
  overtime: ['làm thêm', 'làm thêm giờ'],
  mission: ['công tác', 'đi công tác'],
  leave: ['nghỉ phép'],
  'stand-in': ['làm thay'],
}
const levels: Choices = {
  '1': ['cấp độ 1'],
  '2': ['cấp độ 2'],
  '3': ['cấp độ 3'],
  '4': ['cấp độ 4'],
  '5': ['cấp độ 5'],
}
const recordKinds: Choices = {
  regulation: ['quy chế', 'quy định'],
  'restore-test': ['kiểm tra khôi phục', 'kiểm tra bản sao lưu'],
  wipe: ['xóa dữ liệu', 'hủy ổ cứng'],
}
const docs: Choices = {
  PT: ['phú thọ'],
  VT: ['việt trì'],
  HUE: ['huế'],
  NA: ['nghệ an'],
  CB: ['cao bằng'],
}
/** The networks that the directives tell apart, and what stands between them. */
const segments: Choices = {
  office: ['nội bộ', 'mạng nội bộ'],
  'one-stop': ['một cửa', 'mạng một cửa', 'tthc'],
  public: ['công cộng', 'mạng công cộng'],
  camera: ['ca-mê-ra', 'mạng ca-mê-ra'],
  station: ['đầu ghi, trạm xem ca-mê-ra', 'đầu ghi', 'trạm xem ca-mê-ra'],
  service: ['dịch vụ dùng chung'],
  server: ['máy chủ'],
  other: ['khác'],
}
const listWords: Choices = {
  'approved-software': ['phần mềm được phép'],
  blocklist: ['cảnh báo', 'danh sách cảnh báo'],
  'shared-hosting': ['lưu trữ dùng chung'],
  ddns: ['tên miền động'],
  'remote-control': ['điều khiển từ xa'],
  tunnel: ['vpn, proxy, tor'],
  'allowed-vpn': ['vpn được phép'],
  ai: ['trí tuệ nhân tạo'],
  'allowed-ai': ['trí tuệ nhân tạo được phép'],
  chat: ['nhắn tin'],
  webmail: ['thư công cộng'],
  social: ['mạng xã hội'],
  entertainment: ['giải trí'],
  harmful: ['đồi trụy, bạo lực, cờ bạc'],
}
const kindWords: Choices = {
  domain: ['tên miền'],
  address: ['địa chỉ', 'dải địa chỉ'],
  product: ['phần mềm', 'sản phẩm'],
  path: ['đường dẫn', 'tệp'],
  sha256: ['mã băm'],
}
/** The registers by their Vietnamese names, for `corrections.csv`. */
export const registerNames: Readonly<Record<Register, readonly string[]>> = {
  units: ['đơn vị'],
  people: ['cán bộ'],
  accounts: ['tài khoản'],
  machines: ['máy'],
  devices: ['thiết bị'],
  networks: ['mạng'],
  roster: ['lịch'],
  changes: ['thay đổi'],
  exceptions: ['ngoại lệ'],
  directives: ['chỉ thị'],
  corrections: ['đính chính'],
  pipelines: ['đường thu thập'],
  lists: ['danh mục'],
  systems: ['hệ thống'],
  records: ['sổ việc'],
}

/** Each register's columns; the key is the field and at once the English heading. */
export const columns: Readonly<Record<Register, Readonly<Record<string, Column>>>> = {
  units: {
    id: text('mã', 'mã đơn vị'),
    name: text('tên', 'tên đơn vị'),
    parent: text('trực thuộc', 'đơn vị cấp trên'),
    kind: text('loại'),
    province: text('tỉnh'),
    monitored: date('giám sát từ', 'giám sát từ ngày'),
    ...validity,
  },
  people: {
    id: text('mã', 'mã cán bộ'),
    name: text('họ tên', 'họ và tên'),
    unit,
    position: text('chức vụ'),
    status: choice(statuses, 'trạng thái', 'tình trạng'),
    it: yes('cán bộ cntt', 'chuyên trách cntt'),
    decision: text('quyết định', 'số quyết định'),
    handover: date('bàn giao đến', 'bàn giao đến ngày'),
    reported: date('báo ngày', 'ngày báo'),
    ...validity,
  },
  accounts: {
    id: text('tài khoản', 'mã'),
    person,
    unit,
    system: text('hệ thống'),
    kind: choice(accountKinds, 'loại'),
    admin: yes('quản trị'),
    enabled: yes('đang mở', 'hoạt động'),
    passwordSet: date('ngày đặt mật khẩu', 'đặt mật khẩu ngày'),
    ...validity,
  },
  machines: {
    id: text('máy', 'tên máy', 'mã máy', 'mã'),
    unit,
    person: text('cán bộ', 'mã cán bộ', 'giao cho'),
    role: choice(roles, 'loại', 'vai trò'),
    place: text('vị trí', 'địa điểm'),
    secrets: yes('máy mật', 'soạn thảo mật'),
    connected: yes('kết nối internet', 'có kết nối internet'),
    agent: yes('có phòng chống mã độc', 'cài phần mềm phòng chống mã độc'),
    imaged: date('ngày cài đặt'),
    stamped: date('ngày dán tem'),
    ...validity,
  },
  devices: {
    id: text('thiết bị', 'mã thiết bị', 'số sê-ri', 'mã'),
    unit,
    person: text('cán bộ', 'mã cán bộ', 'giao cho'),
    kind: choice(deviceKinds, 'loại'),
    ...validity,
  },
  networks: {
    cidr: text('dải mạng', 'dải địa chỉ'),
    unit,
    segment: choice(segments, 'phân vùng', 'vùng mạng'),
    place: text('vị trí', 'địa điểm'),
    nat: yes('nat', 'chung địa chỉ'),
    line: text('đường mạng'),
    monitor: text('nguồn giám sát', 'giám sát bởi'),
    ...validity,
  },
  roster: {
    person,
    kind: choice(rosterKinds, 'loại'),
    from: { kind: 'moment', vi: ['từ', 'từ lúc', 'từ ngày'] },
    to: { kind: 'last-moment', vi: ['đến', 'đến lúc', 'đến ngày'] },
    for: text('thay cho', 'làm thay cho'),
    document,
  },
  changes: {
    id: text('mã'),
    unit,
    person: text('người thực hiện', 'cán bộ', 'mã cán bộ'),
    machine: text('máy', 'tên máy'),
    document,
    from: { kind: 'moment', vi: ['từ', 'từ lúc', 'từ ngày'] },
    to: { kind: 'last-moment', vi: ['đến', 'đến lúc', 'đến ngày'] },
  },
  exceptions: {
    id: text('mã'),
    rule: text('quy tắc', 'mã quy tắc'),
    unit,
    person,
    account: text('tài khoản'),
    machine: text('máy', 'tên máy'),
    device: text('thiết bị'),
    document,
    signer: text('người ký'),
    approver: text('người duyệt', 'người duyệt thứ hai'),
    reason: text('lý do'),
    ...validity,
  },
  directives: { doc: choice(docs, 'chỉ thị', 'văn bản'), unit, ...validity },
  corrections: {
    register: choice(registerNames, 'danh bạ', 'sổ'),
    key: text('mã', 'khóa'),
    document,
    reason: text('lý do'),
  },
  pipelines: {
    collector: text('bộ thu thập', 'trạm thu'),
    source: text('nguồn'),
    unit,
    rhythm: text('nhịp', 'chu kỳ'),
    hours: choice({ always: ['luôn luôn', 'cả ngày'], working: ['giờ làm việc'] }, 'thời gian'),
    ...validity,
  },
  systems: {
    id: text('mã', 'mã hệ thống'),
    name: text('tên', 'tên hệ thống'),
    unit,
    level: choice(levels, 'cấp độ'),
    decision: text('quyết định', 'số quyết định'),
    web: text('nhật ký web', 'nhật ký máy chủ web'),
    sensor: text('nhật ký ids', 'nhật ký ids/ips/waf'),
    firewall: text('nhật ký tường lửa'),
    ...validity,
  },
  records: {
    kind: choice(recordKinds, 'loại', 'loại việc'),
    unit,
    due: date('hạn', 'hạn thực hiện'),
    done: date('ngày thực hiện', 'đã làm ngày'),
    system: text('hệ thống', 'mã hệ thống'),
    machine: text('máy', 'tên máy'),
    document,
  },
  lists: {
    list: choice(listWords, 'danh mục'),
    kind: choice(kindWords, 'loại'),
    entry: text('mục'),
    origin: text('nguồn', 'căn cứ'),
    unit,
    product: text('phần mềm'),
    listed: yes('thuộc danh mục'),
    ...validity,
  },
}

/** Columns a spreadsheet may have for people's own use. */
export const ignoredColumns: readonly string[] = ['stt', 'ghi chú', 'note', 'notes']

/** Headings and words are compared without case, marks and punctuation: «Từ ngày», «tu_ngay» and «TỪ NGÀY» are one. */
export const plain = (words: string): string =>
  words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[\s_-]+/g, ' ')
    .trim()

/** The heading a field goes by in messages: its first Vietnamese one. */
export const titleOf = (register: Register, field: string): string => columns[register][field]?.vi[0] ?? field

/** The Vietnamese word for a value of a choice. */
export const wordOf = (register: Register, field: string, value: string): string => {
  const kind = columns[register][field]?.kind
  return (typeof kind === 'object' ? kind[value]?.[0] : undefined) ?? value
}
