import { AUDIT, audit, channel, type Hint, TEMPLATES, WINDOWS } from './hint.ts'

/** How to switch on what tells of what machines ran, were set to and shared. */
export const machines: readonly Hint[] = [
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
    ...{ id: 'firewall', actions: ['protection.change'], witness: /Firewall 2003|SecurityCenter/, at: WINDOWS },
    setting:
      'Gửi kênh «Microsoft-Windows-Windows Firewall With Advanced Security/Firewall» (2003, 2082: ai bật, tắt tường lửa) và kênh Application (SecurityCenter 15: sản phẩm nào đang bảo vệ máy); Windows ghi sẵn cả hai',
    command:
      '# winlogbeat.yml, mục winlogbeat.event_logs:\n  - name: Microsoft-Windows-Windows Firewall With Advanced Security/Firewall\n  - name: Application',
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
]
