import { random } from '../random.ts'
import { explanations } from './explanations.ts'
import type { LineStyle, Written } from './line-style.ts'
import { DOMAIN, fullName, SUFFIX, type WindowsEvent } from './windows-event.ts'

const uuid = (...labels: (string | number)[]): string => {
  const hex = random('uuid', ...labels).hex(32)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}

const OS = { platform: 'windows', type: 'windows', family: 'windows' } as const
const WINDOWS_10 = {
  ...OS,
  name: 'Windows 10 Pro',
  name_text: 'Windows 10 Pro',
  version: '10.0',
  build: '19045.4046',
  kernel: '10.0.19041.4046 (WinBuild.160101.0800)',
}

/** `host`, `agent` and `ecs`: what the shipper on a machine says of itself in each line; its ids do not change. */
const partsOf = ({ name, ip }: WindowsEvent['machine'], style: LineStyle): object => {
  const host = { name: `${name.toLowerCase()}.${SUFFIX}`, hostname: name, ip: [ip] }
  if (style === 'trimmed') return { host: { name: host.name } }
  const id = uuid('agent', name)
  const agent = { name, type: 'winlogbeat', version: '8.13.4', id, ephemeral_id: uuid('run', name) }
  if (style === 'normal') return { host: { ...host, os: OS }, agent, ecs: { version: '8.0.0' } }
  const mac = random('mac', name).hex(10).toUpperCase().match(/../g)?.join('-')
  return {
    host: {
      ...host,
      ip: [`fe80::${random('ip6', name).hex(4)}:${random('ip6', name).hex(4)}:9d02:4be1`, ip],
      mac: [`02-${mac}`],
      id: uuid('host', name),
      architecture: 'x86_64',
      os: WINDOWS_10,
    },
    agent,
    ecs: { version: '8.0.0' },
  }
}

/** The parts that stay the same, as the end of a line: `,"host":{…},…}`. */
const createTails = (style: LineStyle): ((machine: WindowsEvent['machine']) => string) => {
  const known = new Map<string, string>()
  return (machine) => {
    const tail = known.get(machine.name) ?? `,${JSON.stringify(partsOf(machine, style)).slice(1)}`
    known.set(machine.name, tail)
    return tail
  }
}
const tails: Readonly<Record<LineStyle, (machine: WindowsEvent['machine']) => string>> = {
  full: createTails('full'),
  normal: createTails('normal'),
  trimmed: createTails('trimmed'),
}

const keywords = ({ outcome, provider }: WindowsEvent): readonly string[] | undefined => {
  if (outcome) return [outcome === 'success' ? 'Audit Success' : 'Audit Failure']
  return provider === 'EventLog' || provider === 'Service Control Manager' ? ['Classic'] : undefined
}

const messageOf = ({ code, message }: WindowsEvent, style: LineStyle): string => {
  const more = style === 'full' ? explanations.get(code) : undefined
  return more === undefined ? message : `${message}\n\n${more}`
}

const writer = ({ user }: WindowsEvent): object =>
  user ? { user: { identifier: user.sid, name: user.name, domain: DOMAIN, type: 'User' } } : {}

/** Everything but the host and the shipper. */
const headOf = (event: WindowsEvent, { recordId, at, seen, style }: Written): object => {
  const { code, provider, task, outcome, version } = event
  const words = keywords(event)
  return {
    '@timestamp': new Date(at).toISOString(),
    event: {
      code: String(code),
      kind: 'event',
      provider,
      created: new Date(seen).toISOString(),
      ...(outcome ? { outcome } : {}),
      ...(task ? { action: task[0] } : {}),
      timezone: 'Asia/Ho_Chi_Minh',
    },
    log: { level: 'information' },
    message: messageOf(event, style),
    winlog: {
      provider_name: provider,
      ...(event.guid ? { provider_guid: event.guid } : {}),
      channel: event.channel,
      computer_name: fullName(event.machine),
      event_id: String(code),
      record_id: recordId,
      ...(task ? { task: task[0] } : {}),
      ...(words ? { keywords: words } : {}),
      opcode: 'Info',
      api: 'wineventlog',
      ...(version ? { version } : {}),
      process: { pid: event.pid, thread: { id: 4 + (recordId % 900) * 4 } },
      ...writer(event),
      ...(Object.keys(event.data).length > 0 ? { event_data: event.data } : {}),
      ...(event.userData ? { user_data: event.userData } : {}),
    },
  }
}

/** What is left after `drop_fields` of message and metadata: the record itself, and its place in the log. */
const trimmedHeadOf = (event: WindowsEvent, { recordId, at }: Written): object => {
  const { code, provider, task, outcome } = event
  const words = keywords(event)
  return {
    '@timestamp': new Date(at).toISOString(),
    event: { code: String(code), provider, ...(outcome ? { outcome } : {}) },
    winlog: {
      provider_name: provider,
      channel: event.channel,
      computer_name: fullName(event.machine),
      event_id: String(code),
      record_id: recordId,
      ...(task ? { task: task[0] } : {}),
      ...(words ? { keywords: words } : {}),
      ...writer(event),
      ...(Object.keys(event.data).length > 0 ? { event_data: event.data } : {}),
      ...(event.userData ? { user_data: event.userData } : {}),
    },
  }
}

/**
 * One event as Winlogbeat 8 writes it: ECS 8 at the top, the Windows names under `winlog`. Values of `event_data` are strings,
 * `event_id` is one too, `record_id` is a number.
 */
export const winlogbeatLine = (event: WindowsEvent, written: Written): string => {
  const { style } = written
  const head = style === 'trimmed' ? trimmedHeadOf(event, written) : headOf(event, written)
  return JSON.stringify(head).slice(0, -1) + tails[style](event.machine)
}
