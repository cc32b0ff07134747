import { audit, CONSOLE, channel, type Hint, TEMPLATES, WINDOWS } from './hint.ts'

/** How to switch on what tells of what was attached, scanned and found. */
export const media: readonly Hint[] = [
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
]
