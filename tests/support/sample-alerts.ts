import type { Alert, Level } from '../../kernel/alert.ts'
import { MINUTE, SECOND } from '../../kernel/time.ts'
import { alertOf, an, nightLogin, type Story, text, type UnitId } from './alerts.ts'

const bich = ['p-bich', 'Trần Thị Bích'] as const
const cuong = ['p-cuong', 'Lê Văn Cường'] as const
const dung = ['p-dung', 'Phạm Đức Dũng'] as const

const brute = (at: number, user: string, machine: string, unit: UnitId, occurrences: number): Alert =>
  alertOf({
    rule: 'ACC-11a',
    level: 'high',
    at,
    unit,
    account: user,
    machine,
    occurrences,
    say: text(
      `Tài khoản ${user} đăng nhập sai ${occurrences} lần trong 10 phút, lần cuối từ máy ${machine}`,
      `${user} failed to log in ${occurrences} times in 10 min, last from ${machine}`,
    ),
    fields: {
      user,
      host: machine,
      system: 'windows',
      ok: false,
      via: 'network',
      refusal: 'bad-password',
      ip: '192.0.2.77',
    },
    numbers: { count: 5, within: '10m', times: occurrences },
    facts: [{ name: 'origin', ...text('máy nguồn 192.0.2.77 không có trong sổ thiết bị', 'unknown source machine') }],
    respond: text('Khóa tạm tài khoản và kiểm tra máy nguồn.', 'Lock the account and inspect the source.'),
  })

const simple = (rule: string, level: Level, at: number, say: string, rest: Partial<Story> = {}): Alert =>
  alertOf({ rule, level, at, say: text(say), unit: 'xa-a', ...rest })

/** Two days of the sample province, as `now` sees them; newest first. */
export const sampleAlerts = (now: number): readonly Alert[] => {
  const ago = (minutes: number): number => Math.floor(now / SECOND) * SECOND - minutes * MINUTE - 17 * SECOND
  return [
    nightLogin(ago(4)),
    simple(
      'INC-01b',
      'serious',
      ago(11),
      'quan.tri@tinh xóa nhật ký Security trên máy dc-01 khi không có thay đổi được duyệt',
      {
        unit: 'tinh',
        person: ['p-qt', 'Hoàng Văn Quân'],
        account: 'quan.tri@tinh',
        machine: 'dc-01',
        action: 'log.clear',
        fields: { host: 'dc-01', user: 'quan.tri@tinh', log: 'Security' },
        respond: text('Giữ nguyên máy, lấy bản sao nhật ký từ kho lưu trữ, báo Công an tỉnh.'),
      },
    ),
    brute(ago(23), 'bich@tinh', 'pc-02', 'xa-a', 37),
    simple(
      'ACC-03b',
      'serious',
      ago(48),
      'nghi@tinh đăng nhập tto lúc người giữ tài khoản đã nghỉ hưu từ 01/02/2026 (12/QĐ-UBND)',
      {
        account: 'nghi@tinh',
        machine: 'quay-01',
        occurrences: 3,
        facts: [{ name: 'account', ...text('tài khoản của Vũ Văn Nghi, nghỉ hưu theo 12/QĐ-UBND', 'retired holder') }],
        respond: text('Khóa ngay tài khoản, tìm người đang ngồi tại quầy lúc đó.'),
      },
    ),
    simple(
      'MED-02a',
      'medium',
      ago(61),
      'cuong@tinh mở E:\\bao-cao.docx trên thiết bị usb-7 (máy pc-03) khi chưa quét vi-rút',
      {
        person: cuong,
        account: 'cuong@tinh',
        machine: 'pc-03',
        device: 'usb-7',
        action: 'file.open',
        fields: { host: 'pc-03', user: 'cuong@tinh', path: 'E:\\bao-cao.docx', device: 'usb-7', write: false },
        numbers: { within: '8h' },
        respond: text('Ngắt thiết bị, quét toàn bộ máy.'),
      },
    ),
    simple(
      'EPP-01',
      'high',
      ago(95),
      'Máy pc-05 không gửi tín hiệu phần mềm phòng chống mã độc, quá 15 phút trong khi vẫn có người dùng',
      {
        unit: 'xa-b',
        machine: 'pc-05',
        action: 'heartbeat',
        source: 'bkav',
        but: { ended: ago(70) },
        numbers: { within: '15m' },
        respond: text('Kiểm tra máy còn trên mạng không; cài lại hoặc bật lại tác tử.'),
      },
    ),
    simple('PRV-02a', 'high', ago(130), 'dung@tinh thêm tài khoản em@tinh vào nhóm Administrators trên máy pc-05', {
      unit: 'xa-b',
      person: dung,
      account: 'dung@tinh',
      machine: 'pc-05',
      action: 'group.add',
      fields: { user: 'em@tinh', by: 'dung@tinh', host: 'pc-05', group: 'Administrators' },
    }),
    nightLogin(ago(205), {
      unit: 'so-x-vp',
      person: bich,
      account: 'bich@tinh',
      machine: 'pc-12',
      occurrences: 6,
      say: text('bich@tinh đăng nhập thư công vụ từ máy pc-12, ngoài giờ và không có lịch trực'),
      but: {
        doubts: [text('Lịch nghỉ bù ngày này mới là dự kiến, chưa có văn bản chính thức', 'the day is not official')],
      },
    }),
    simple(
      'ACC-02a',
      'high',
      ago(260),
      'cuong@tinh được dùng cùng lúc trên pc-03 và pc-09, hai phiên đều có thao tác',
      {
        unit: 'so-x',
        person: cuong,
        account: 'cuong@tinh',
        machine: 'pc-09',
        occurrences: 14,
        numbers: { count: 2, within: '8h', atOnce: '10m' },
      },
    ),
    simple('ACC-09', 'low', ago(340), 'em@tinh chưa đăng xuất máy quay-01 khi hết giờ làm việc', {
      account: 'em@tinh',
      machine: 'quay-01',
    }),
    brute(ago(900), 'dich.vu@tinh', 'sv-04', 'tinh', 212),
    simple(
      'ACC-04',
      'medium',
      ago(1_300),
      'Tài khoản nghi@tinh vẫn bật sau hạn 3 ngày làm việc kể từ khi người giữ nghỉ hưu',
      {
        account: 'nghi@tinh',
        action: 'account.departed',
        source: 'directory',
        numbers: { days: 3 },
      },
    ),
    nightLogin(ago(1_730), {
      person: dung,
      account: 'dung@tinh',
      machine: 'pc-04',
      say: text('dung@tinh đăng nhập windows từ máy pc-04, ngoài giờ và không có lịch trực'),
      but: { late: true },
    }),
    simple('HRS-02', 'low', ago(1_900), 'an.nv@tinh đăng nhập máy pc-02 được giao cho người khác', {
      person: an,
      account: 'an.nv@tinh',
      machine: 'pc-02',
      but: {
        withdrawn: { reason: text('Lịch đứng thay do Xã A nhập bổ sung', 'stand-in entered later'), at: ago(30) },
        revision: 2,
      },
    }),
    simple('MED-01a', 'medium', ago(2_050), 'Thiết bị usb-9 ngoài sổ quản lý được cắm vào máy pc-02', {
      machine: 'pc-02',
      device: 'usb-9',
      action: 'media.attach',
      but: { silenced: { exception: 'NL-07', document: '07/QĐ-VP' } },
    }),
    ...Array.from({ length: 12 }, (_, i) =>
      simple(
        'ACC-06',
        'low',
        ago(2_400 + 60 * i),
        `Mật khẩu của cb-${String(i + 1).padStart(2, '0')}@tinh quá hạn đổi`,
        {
          account: `cb-${String(i + 1).padStart(2, '0')}@tinh`,
          action: 'password.change',
          source: 'directory',
          unit: i % 2 === 0 ? 'xa-b' : 'so-x-vp',
        },
      ),
    ),
  ]
}
