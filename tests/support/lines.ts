import { VN_OFFSET } from '../../kernel/time.ts'

type Windows = {
  readonly at: number
  readonly host: string
  readonly code: number
  readonly data: object
  readonly record: number
  readonly channel?: string
  readonly provider?: string
  readonly task?: string
}

/** One event as Winlogbeat 8 writes it. */
export const windowsEvent = ({ at, host, code, data, record, channel, provider, task }: Windows): string =>
  JSON.stringify({
    '@timestamp': new Date(at).toISOString(),
    event: { code: String(code), kind: 'event' },
    host: { name: host },
    winlog: {
      channel: channel ?? 'Security',
      provider_name: provider ?? 'Microsoft-Windows-Security-Auditing',
      event_id: String(code),
      record_id: record,
      computer_name: `${host}.tinh.example`,
      ...(task !== undefined && { task }),
      event_data: data,
    },
  })

const who = (user: string) => ({
  TargetUserName: user,
  TargetDomainName: 'TINH',
  TargetUserSid: 'S-1-5-21-1-2-3-1105',
})

type Act = { readonly at: number; readonly user: string; readonly host: string; readonly record: number }

/** 4624, at the machine itself. */
export const signIn = ({ at, user, host, record }: Act): string =>
  windowsEvent({
    at,
    host,
    record,
    code: 4624,
    data: { ...who(user), LogonType: '2', IpAddress: '127.0.0.1', TargetLogonId: `0x${record.toString(16)}` },
  })

/** 4625, a wrong password at the machine itself. */
export const wrongPassword = ({ at, user, host, record }: Act): string =>
  windowsEvent({ at, host, record, code: 4625, data: { ...who(user), LogonType: '2', SubStatus: '0xC000006A' } })

/** Partition/Diagnostic 1006: a USB stick is plugged in. */
export const plugIn = (at: number, host: string, record: number, serial: string): string =>
  windowsEvent({
    ...{ at, host, record, code: 1006, channel: 'Microsoft-Windows-Partition/Diagnostic' },
    provider: 'Microsoft-Windows-Partition',
    data: {
      ...{ Capacity: '31004295168', BusType: '7', Manufacturer: 'SanDisk', Model: 'Ultra', SerialNumber: serial },
      ParentId: `USB\\VID_0781&PID_5581\\${serial}`,
    },
  })

/** 4663 of the removable storage audit: a file of a stick is opened by `process`. */
export const openFile = ({
  at,
  user,
  host,
  record,
  path,
  process,
}: Act & { readonly path: string; readonly process: string }): string =>
  windowsEvent({
    ...{ at, host, record, code: 4663, task: 'Removable Storage' },
    data: {
      ...{ SubjectUserName: user, SubjectDomainName: 'TINH', SubjectUserSid: 'S-1-5-21-1-2-3-1105' },
      ...{ ObjectType: 'File', ObjectName: path, AccessMask: '0x1', ProcessName: process },
    },
  })

/** PrintService 307. */
export const printJob = ({ at, user, host, record, title }: Act & { readonly title: string }): string =>
  windowsEvent({
    ...{ at, host, record, code: 307, channel: 'Microsoft-Windows-PrintService/Operational' },
    provider: 'Microsoft-Windows-PrintService',
    data: {
      ...{
        Param1: '45',
        Param2: title,
        Param3: user,
        Param4: `\\\\${host}`,
        Param5: 'HP 400',
        Param6: 'IP_192.0.2.250',
      },
      ...{ Param7: '110128', Param8: '2' },
    },
  })

/** An event that means nothing to any rule but that the machine is on. */
export const anything = (at: number, host: string, record: number): string =>
  windowsEvent({ at, host, record, code: 5379, data: {} })

/** 1074: somebody shuts the machine down. */
export const shutDown = (at: number, host: string, record: number): string =>
  windowsEvent({ at, host, record, code: 1074, data: {}, channel: 'System', provider: 'User32' })

const local = (at: number): string => new Date(at + VN_OFFSET).toISOString()

/** A heartbeat in the assumed export of the endpoint console. */
export const heartbeat = (at: number, host: string): string => {
  const [date, time] = local(at).split('T') as [string, string]
  return `${date.split('-').reverse().join('/')} ${time.slice(0, 8)},${host.toUpperCase()},192.0.2.7,Trực tuyến,,,,,2026.03.02`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A line of auth.log (RFC 3164), local time of Vietnam. */
export const ssh = (at: number, text: string): string => {
  const day = new Date(at + VN_OFFSET)
  return `${MONTHS[day.getUTCMonth()]} ${String(day.getUTCDate()).padStart(2)} ${local(at).slice(11, 19)} srv-01 sshd[1]: ${text}`
}

/** A row of the table of classed documents: a secret one is printed. */
export const printedSecret = (at: number, host: string, user: string, title: string): string => {
  const [date, time] = local(at).split('T') as [string, string]
  return `${date.split('-').reverse().join('/')} ${time.slice(0, 8)},${host},TINH\\${user},In,Cho phép,Mật,${title},,,`
}
