import type { Hint } from './hint.ts'

/** How to switch on what tells of other systems, servers, devices and registers. */
export const systems: readonly Hint[] = [
  {
    ...{ id: 'linux', actions: ['login', 'logout', 'privilege'], witness: /sshd|PAM|linux|sudo/i, at: 'Máy chủ Linux' },
    setting: 'Gửi auth, authpriv bằng rsyslog (docs/clients.md có cấu hình mẫu)',
    command:
      'auth,authpriv.*  action(type="omfwd" target="192.0.2.10" port="6514" protocol="tcp" TCP_Framing="octet-counted")',
  },
  {
    ...{ id: 'applications', actions: ['login', 'activity'], at: 'iOffice, hệ thống TTHC, SSO, thư điện tử, VPN' },
    witness: /SSO|TTHC|iOffice|mail login|VPN/i,
    setting:
      'Đề nghị đơn vị vận hành gửi nhật ký đăng nhập, thao tác; khai ánh xạ nếu định dạng chưa có sẵn (vonggac map)',
  },
  {
    ...{ id: 'network', at: 'Tường lửa, proxy, máy chủ tên miền', witness: /proxy|DNS|firewall|flow|IDS|IPS|WAF/ },
    actions: ['net.connect', 'web.visit', 'dns.query', 'attack.found'],
    setting:
      'Gửi nhật ký lưu lượng, truy cập và tấn công bằng syslog; ghi cả kết nối được chấp nhận, đủ phân vùng trong networks.csv',
  },
  {
    ...{ id: 'dhcp', actions: ['address.lease'], witness: /DHCP/, at: 'Máy chủ DHCP' },
    setting: 'Bật ghi nhật ký cấp địa chỉ và gửi tệp DhcpSrvLog (Windows) hoặc syslog (dhcpd, kea, MikroTik)',
  },
  {
    ...{
      id: 'mail',
      actions: ['mail.send', 'mail.deliver'],
      witness: /mail gateway|Postfix|Zimbra|Exchange/,
      at: 'Máy chủ thư điện tử',
    },
    setting: 'Gửi nhật ký theo dõi thư (Postfix, Zimbra) hoặc message tracking (Exchange)',
  },
  {
    ...{
      id: 'web-server',
      actions: ['web.serve'],
      witness: /web server|CMS|portal/i,
      at: 'Máy chủ web, cổng thông tin',
    },
    setting: 'Gửi nhật ký truy cập (nginx, Apache, IIS) và nhật ký đăng tải của CMS',
  },
  {
    ...{
      id: 'inventory',
      actions: ['machine.state'],
      witness: /posture|inventory|audit results/i,
      at: 'Từng máy trạm',
    },
    setting: 'Chạy hằng ngày collect.ps1 hoặc collect.sh kèm sản phẩm và gửi kết quả (docs/inventory.md)',
  },
  {
    ...{ id: 'backup', actions: ['backup.run'], witness: /backup/i, at: 'Phần mềm sao lưu' },
    setting: 'Gửi nhật ký của tác vụ sao lưu (Windows Backup, Veeam) hoặc nhập sổ backup-jobs',
  },
  {
    ...{
      id: 'dlp',
      actions: ['document.handle'],
      witness: /DLP|classification/,
      at: 'Giải pháp chống thất thoát dữ liệu (DLP) hoặc EDR',
    },
    setting:
      'Xuất sự kiện có độ mật của tài liệu (in, sao chép, gửi, đăng) vào bảng «dlp» (docs/inventory.md) hoặc khai ánh xạ; không có DLP thì chỉ thấy được tên tệp',
  },
  {
    ...{
      id: 'registers',
      actions: ['print.entry', 'warning.receive'],
      witness: /register|directory|HR|records|list of|watch list/i,
      at: 'Sổ của đơn vị',
    },
    setting:
      'Nhập và duy trì sổ tương ứng trong thư mục directory/ (docs/directory.md) hoặc bảng CSV (docs/inventory.md)',
  },
]
