import { type Rows, segments, town } from '../../detectors/timeline.ts'
import { directoryData } from '../../kernel/directory/data.ts'
import type { DirectoryData, Row } from '../../kernel/directory/rows.ts'

type Network = Row<'networks'>

/** Since when each network of the town has its line, and what watches that: two of the three that must be apart share one. */
const lines: Readonly<Record<string, Partial<Network>>> = {
  camera: { line: 'vnpt-01', from: '2026-01-12', monitor: 'c1/windows' },
  public: { line: 'vnpt-01', from: '2026-01-12' },
  'one-stop': { line: 'fpt-01', from: '2026-02-10', monitor: '-' },
}

const listed = { origin: '12/CB-ATTT', listed: true }
/** Since when it is owed: working days before the stream, so that it falls due on one of its two evenings. */
const owed: Rows = {
  systems: [
    { id: 'mot-cua', name: 'Một cửa điện tử', unit: 'xa-a', from: '2026-01-12' },
    {
      ...{ id: 'cong', name: 'Cổng dịch vụ công', unit: 'xa-a', level: '3', decision: '5/QĐ', from: '2026-02-10' },
      ...{ web: 'c1/windows', sensor: '-', firewall: 'c1/windows' },
    },
    { id: 'van-ban', name: 'Văn bản điều hành', unit: 'xa-b', from: '2026-01-14' },
  ],
  records: [
    { kind: 'regulation', unit: 'xa-a', due: '2026-03-02' },
    { kind: 'regulation', unit: 'xa-b', due: '2026-03-01', done: '2026-03-03' },
    { kind: 'restore-test', unit: 'xa-a', system: 'cong', done: '2025-03-03' },
    { kind: 'wipe', unit: 'xa-a', machine: 'mat-01', done: '2026-01-10' },
  ],
}

const roi = { id: 'p-roi', name: 'Ngô Văn Rời', unit: 'xa-a', it: false } as const

/**
 * The town in which streams happen: with a departed administrator, a register of devices, an application that only working hours expect,
 * networks and lists of its own, and something that each unit owes.
 */
export const townData: DirectoryData = directoryData({
  ...town,
  ...owed,
  people: [
    ...town.people!,
    { ...roi, status: 'working', to: '2026-02-24' },
    { ...roi, status: 'transferred', from: '2026-02-25', reported: '2026-03-03' },
  ],
  accounts: [...town.accounts!, { id: 'qt.nghi@tinh', person: 'p-nghi', kind: 'personal', admin: true, enabled: true }],
  machines: [
    ...town.machines!,
    {
      id: 'mat-09',
      unit: 'xa-a',
      role: 'workstation',
      secrets: true,
      agent: true,
      from: '2025-01-01',
      to: '2026-02-08',
    },
  ],
  devices: [
    { id: 'usb-7', unit: 'xa-a', kind: 'storage' },
    { id: 'tk-01', unit: 'xa-a', person: 'p-nghi', kind: 'token', from: '2026-02-23' },
  ],
  networks: segments.networks!.map((row) => ({ ...row, ...lines[row.segment] })),
  lists: [
    { list: 'blocklist', kind: 'domain', entry: 'c2.example', ...listed },
    { list: 'blocklist', kind: 'address', entry: '203.0.113.0/24', ...listed },
    { list: 'ddns', kind: 'domain', entry: 'ddns.example', ...listed },
    { list: 'shared-hosting', kind: 'domain', entry: 'pages.example', ...listed },
    { list: 'remote-control', kind: 'path', entry: 'ultraviewer_desktop.exe', ...listed },
    { list: 'remote-control', kind: 'path', entry: 'anydesk.exe', ...listed },
    { list: 'remote-control', kind: 'product', entry: 'TeamViewer', ...listed },
    { list: 'chat', kind: 'domain', entry: 'zalo.me', ...listed },
    { list: 'webmail', kind: 'domain', entry: 'gmail.com', ...listed },
    { list: 'ai', kind: 'domain', entry: 'chatgpt.com', ...listed },
    { list: 'social', kind: 'domain', entry: 'facebook.com', ...listed },
    { list: 'approved-software', kind: 'product', entry: 'Cốc Cốc', ...listed, unit: 'tinh' },
  ],
  pipelines: [...town.pipelines!, { collector: 'c2', source: 'ioffice', unit: 'xa-a', rhythm: '1h', hours: 'working' }],
})
