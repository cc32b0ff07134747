/**
 * How clauses are grouped in a report: attacks by the ten kinds of the plan outline of Quyết định 05/2017/QĐ-TTg (circular31 A.4), the
 * rest by what it is about.
 */
const ATTACKS: Readonly<Record<string, string>> = {
  'ACC-03': 'Truy cập trái phép, chiếm quyền điều khiển',
  'ACC-11': 'Truy cập trái phép, chiếm quyền điều khiển',
  'ACC-15': 'Truy cập trái phép, chiếm quyền điều khiển',
  'NET-06': 'Truy cập trái phép, chiếm quyền điều khiển',
  'NET-10': 'Truy cập trái phép, chiếm quyền điều khiển',
  'EPP-05': 'Tấn công sử dụng mã độc',
  'EPP-06': 'Tấn công sử dụng mã độc',
  'EPP-07': 'Tấn công sử dụng mã độc',
  'EPP-08': 'Tấn công sử dụng mã độc',
  'NET-09': 'Tấn công sử dụng mã độc',
  'AVL-03': 'Thay đổi giao diện',
  'DAT-10': 'Phá hoại thông tin, dữ liệu, phần mềm',
  'INC-01': 'Phá hoại thông tin, dữ liệu, phần mềm',
}

const TOPICS: Readonly<Record<string, string>> = {
  ACC: 'Tài khoản và đăng nhập',
  PRV: 'Quyền quản trị, cấu hình',
  MED: 'Thiết bị lưu trữ ngoài',
  EPP: 'Phần mềm bảo vệ, cập nhật',
  SW: 'Phần mềm cài đặt',
  DAT: 'Bảo vệ dữ liệu, bí mật nhà nước',
  WEB: 'Truy cập mạng, thư điện tử',
  MAIL: 'Truy cập mạng, thư điện tử',
  NET: 'Kết nối mạng',
  HRS: 'Sử dụng máy tính được giao',
  CRT: 'Chứng thư số',
  INC: 'Ứng phó sự cố, sao lưu',
  AVL: 'Tính sẵn sàng',
  GOV: 'Quy chế, tập huấn',
}

/** What the monitoring itself owes: SRC, COV, STO, AUD, CHG, LVL, RPT, PUSH. */
const OWN = 'Hoạt động giám sát'

export const groupOf = (clause: string): string =>
  ATTACKS[clause] ?? TOPICS[clause.slice(0, clause.indexOf('-'))] ?? OWN

export const isAttack = (clause: string): boolean => clause in ATTACKS
