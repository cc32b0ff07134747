import type { Action } from '../../kernel/event.ts'

/**
 * What switches a witness on: names of Windows' audit subcategories and paths of Group Policy as Microsoft documents them
 * (https://learn.microsoft.com/windows/security/threat-protection/auditing/advanced-security-audit-policy-settings). `actions` and `events`
 * (numbers of events, in the witnesses of the catalogue) say what it is about.
 */
export type Hint = {
  readonly id: string
  readonly actions: readonly Action[]
  /** What a witness of the catalogue says that means this. */
  readonly witness: RegExp
  /** Where it is set. */
  readonly at: string
  /** What to set. */
  readonly setting: string
  readonly path?: string
  readonly command?: string
}

const AUDIT =
  'Computer Configuration > Policies > Windows Settings > Security Settings > Advanced Audit Policy Configuration > Audit Policies'
const TEMPLATES = 'Computer Configuration > Policies > Administrative Templates'

const audit = (
  name: string,
  category: string,
  outcomes: 'Success' | 'Success and Failure',
): Pick<Hint, 'setting' | 'path' | 'command'> => ({
  setting: `Bật «Audit ${name}» (${outcomes})`,
  path: `${AUDIT} > ${category} > Audit ${name}`,
  command: `auditpol /set /subcategory:"${name}" /success:enable${outcomes === 'Success' ? '' : ' /failure:enable'}`,
})

const channel = (name: string): Pick<Hint, 'setting' | 'command'> => ({
  setting: `Bật kênh «${name}» và cho máy thu thập đọc kênh này`,
  command: `wevtutil sl "${name}" /e:true\n# winlogbeat.yml, mục winlogbeat.event_logs:\n  - name: ${name}`,
})

const WINDOWS = 'Máy trạm, máy chủ Windows'
const CONSOLE = 'Bảng điều khiển phần mềm bảo vệ (Bkav Endpoint, EDR, Kaspersky, ESET …)'

export const hints: readonly Hint[] = [
  {
    ...{ id: 'logon', actions: ['login'], witness: /\b(4624|4625)\b/, at: WINDOWS },
    ...audit('Logon', 'Logon/Logoff', 'Success and Failure'),
  },
  {
    ...{ id: 'kerberos', actions: ['login'], witness: /\b4771\b/, at: 'Máy chủ quản lý miền (domain controller)' },
    ...audit('Kerberos Authentication Service', 'Account Logon', 'Success and Failure'),
  },
  {
    ...{ id: 'ntlm', actions: ['login'], witness: /\b4776\b/, at: 'Máy chủ quản lý miền (domain controller)' },
    ...audit('Credential Validation', 'Account Logon', 'Success and Failure'),
  },
  {
    ...{ id: 'logoff', actions: ['logout'], witness: /\b(4634|4647)\b/, at: WINDOWS },
    ...audit('Logoff', 'Logon/Logoff', 'Success'),
  },
  {
    ...{ id: 'lock', at: WINDOWS, witness: /\b(480[0-3]|477[89])\b/ },
    actions: ['session.lock', 'session.unlock', 'session.connect', 'session.disconnect'],
    ...audit('Other Logon/Logoff Events', 'Logon/Logoff', 'Success'),
  },
  {
    ...{ id: 'accounts', at: `${WINDOWS}, máy chủ quản lý miền`, witness: /\b(472[0-6]|4738|4740|4767)\b/ },
    actions: [
      'account.create',
      'account.enable',
      'account.disable',
      'account.delete',
      'account.lock',
      'account.unlock',
      'account.change',
      'password.change',
    ],
    ...audit('User Account Management', 'Account Management', 'Success and Failure'),
  },
  {
    ...{ id: 'groups', at: `${WINDOWS}, máy chủ quản lý miền`, witness: /\b(4728|4732|4756)\b/ },
    actions: ['group.add', 'group.remove'],
    ...audit('Security Group Management', 'Account Management', 'Success'),
  },
  {
    ...{ id: 'privilege', actions: ['privilege'], witness: /\b4672\b/, at: WINDOWS },
    ...audit('Special Logon', 'Logon/Logoff', 'Success'),
  },
  {
    ...{ id: 'devices', actions: ['media.attach'], witness: /\b6416\b/, at: WINDOWS },
    ...audit('PNP Activity', 'Detailed Tracking', 'Success'),
  },
  {
    ...{ id: 'umdf', actions: ['media.attach', 'media.detach'], witness: /DriverFrameworks/, at: WINDOWS },
    ...channel('Microsoft-Windows-DriverFrameworks-UserMode/Operational'),
  },
  {
    ...{ id: 'removable', actions: ['file.open'], witness: /\b4663\b/, at: WINDOWS },
    ...audit('Removable Storage', 'Object Access', 'Success'),
  },
  {
    ...{
      id: 'scans',
      actions: ['media.scan'],
      witness: /Defender 1000|Bkav scan/,
      at: 'Microsoft Defender hoặc bảng điều khiển Bkav',
    },
    setting:
      'Bật «Scan removable drives», gửi kênh «Microsoft-Windows-Windows Defender/Operational» hoặc nhật ký quét của Bkav; rồi khai scansLogged: true cho các luật MED-02 của đơn vị, kèm văn bản',
    path: `${TEMPLATES} > Windows Components > Microsoft Defender Antivirus > Scan > Scan removable drives`,
    command: '# winlogbeat.yml, mục winlogbeat.event_logs:\n  - name: Microsoft-Windows-Windows Defender/Operational',
  },
  {
    ...{ id: 'agents', actions: ['heartbeat'], witness: /heartbeat|1150|agent health/i, at: CONSOLE },
    setting:
      'Xuất tín hiệu của tác tử ra syslog hoặc tệp và khai nguồn cho đơn vị trong pipelines.csv; với Defender: gửi kênh «Microsoft-Windows-Windows Defender/Operational» (sự kiện 1150, 1151)',
  },
  {
    ...{ id: 'malware', actions: ['malware.found', 'protection.change', 'protection.update'], at: CONSOLE },
    witness: /Defender (1006|1116|2000|5001|500[47])|detection|tamper|EPP-05/,
    setting:
      'Xuất sự kiện phát hiện, can thiệp, cập nhật mẫu; với Defender: gửi kênh «Microsoft-Windows-Windows Defender/Operational»',
  },
  {
    ...{ id: 'programs', actions: ['program.start'], witness: /\b4688\b/, at: WINDOWS },
    ...audit('Process Creation', 'Detailed Tracking', 'Success'),
    setting: 'Bật «Audit Process Creation» (Success) và «Include command line in process creation events»',
    path: `${AUDIT} > Detailed Tracking > Audit Process Creation; ${TEMPLATES} > System > Audit Process Creation > Include command line in process creation events`,
  },
  {
    ...{ id: 'sysmon', actions: ['file.change', 'net.connect', 'dns.query'], witness: /Sysmon/, at: WINDOWS },
    setting: 'Cài Sysmon với cấu hình ghi các sự kiện cần thiết, gửi kênh «Microsoft-Windows-Sysmon/Operational»',
    command: '# winlogbeat.yml, mục winlogbeat.event_logs:\n  - name: Microsoft-Windows-Sysmon/Operational',
  },
  {
    ...{ id: 'shares', actions: ['share.access'], witness: /\b5145\b/, at: 'Máy chủ tệp Windows' },
    ...audit('Detailed File Share', 'Object Access', 'Success'),
  },
  {
    ...{ id: 'policies', actions: ['config.change'], witness: /\b4719\b/, at: WINDOWS },
    ...audit('Audit Policy Change', 'Policy Change', 'Success'),
  },
  {
    ...{ id: 'firewall-rules', actions: ['config.change'], witness: /\b(494[6-9]|4950)\b/, at: WINDOWS },
    ...audit('MPSSVC Rule-Level Policy Change', 'Policy Change', 'Success'),
  },
  {
    ...{ id: 'firewall-service', actions: [], witness: /\b5025\b/, at: WINDOWS },
    ...audit('Other System Events', 'System', 'Success and Failure'),
  },
  {
    ...{ id: 'services', actions: ['service.install'], witness: /\b4697\b/, at: WINDOWS },
    ...audit('Security System Extension', 'System', 'Success'),
  },
  {
    ...{ id: 'system', at: WINDOWS, witness: /\b(7036|7040|7045|1074|6006|1033|1034|11707|11724|104)\b/ },
    actions: ['power.on', 'power.off', 'service.state', 'software.install', 'software.remove', 'update.install'],
    setting: 'Cho máy thu thập đọc kênh System và Application (Windows ghi sẵn)',
    command: '# winlogbeat.yml, mục winlogbeat.event_logs:\n  - name: System\n  - name: Application',
  },
  {
    ...{ id: 'scripts', actions: ['script.run'], witness: /\b4104\b/, at: WINDOWS },
    setting: 'Bật «Turn on PowerShell Script Block Logging», gửi kênh «Microsoft-Windows-PowerShell/Operational»',
    path: `${TEMPLATES} > Windows Components > Windows PowerShell > Turn on PowerShell Script Block Logging`,
  },
  {
    ...{
      id: 'prints',
      actions: ['document.print'],
      witness: /PrintService|print-server/,
      at: 'Máy in qua máy trạm hoặc máy chủ in Windows',
    },
    ...channel('Microsoft-Windows-PrintService/Operational'),
    path: `${TEMPLATES} > Printers > Allow job name in event logs`,
    setting:
      'Bật kênh «Microsoft-Windows-PrintService/Operational» và «Allow job name in event logs» (không có thì không có tên tài liệu)',
  },
  {
    ...{ id: 'wifi', actions: ['wifi.connect'], witness: /WLAN-AutoConfig|access-point/, at: WINDOWS },
    ...channel('Microsoft-Windows-WLAN-AutoConfig/Operational'),
  },
  {
    ...{ id: 'log-clear', actions: ['log.clear'], witness: /\b1102\b/, at: WINDOWS },
    setting: 'Cho máy thu thập đọc kênh Security và System: Windows luôn ghi việc xóa nhật ký (1102, 104)',
  },
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
    setting: 'Gửi nhật ký lưu lượng, truy cập và tấn công bằng syslog; ghi cả kết nối được chấp nhận',
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
      actions: [],
      witness: /DLP|classification/,
      at: 'Giải pháp chống thất thoát dữ liệu (DLP) hoặc EDR',
    },
    setting: 'Gửi sự kiện phân loại, tải lên, sao chép tài liệu; không có DLP thì chỉ thấy được tên tệp',
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

const MOST = 6

/** How to switch on what any of these actions is told by, the likeliest first. */
export const hintsFor = (actions: readonly Action[]): readonly Hint[] =>
  hints.filter((hint) => hint.actions.some((action) => actions.includes(action))).slice(0, MOST)

/** How to switch on what the catalogue names as witnesses of a clause. */
export const hintsOfWitness = (witness: readonly string[]): readonly Hint[] =>
  hints.filter((hint) => witness.some((one) => hint.witness.test(one))).slice(0, MOST)
