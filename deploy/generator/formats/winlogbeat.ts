import { random } from '../random.ts'
import { fullName, SUFFIX, type WindowsEvent } from './windows-event.ts'

const uuid = (...labels: (string | number)[]): string => {
  const hex = random('uuid', ...labels).hex(32)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}

const agents = new Map<string, object>()

/** The shipper on the machine; its ids do not change. */
const agentOf = (name: string): object => {
  const known = agents.get(name)
  if (known) return known
  const agent = {
    name,
    type: 'winlogbeat',
    version: '8.13.4',
    id: uuid('agent', name),
    ephemeral_id: uuid('run', name),
  }
  agents.set(name, agent)
  return agent
}

const keywords = ({ outcome, provider }: WindowsEvent): readonly string[] | undefined => {
  if (outcome) return [outcome === 'success' ? 'Audit Success' : 'Audit Failure']
  return provider === 'EventLog' || provider === 'Service Control Manager' ? ['Classic'] : undefined
}

const LOCAL_OFFSET = { timezone: 'Asia/Ho_Chi_Minh' } as const

/**
 * One event as Winlogbeat 8 writes it: ECS 8 at the top, the Windows names under `winlog`. Values of `event_data` are strings,
 * `event_id` is one too, `record_id` is a number. `seen`: when the shipper read it, epoch ms.
 */
export const winlogbeatLine = (event: WindowsEvent, recordId: number, at: number, seen: number): string => {
  const { machine, code, provider, task, outcome, version } = event
  const words = keywords(event)
  return JSON.stringify({
    '@timestamp': new Date(at).toISOString(),
    event: {
      code: String(code),
      kind: 'event',
      provider,
      created: new Date(seen).toISOString(),
      ...(outcome ? { outcome } : {}),
      ...(task ? { action: task[0] } : {}),
      ...LOCAL_OFFSET,
    },
    log: { level: 'information' },
    message: event.message,
    winlog: {
      provider_name: provider,
      ...(event.guid ? { provider_guid: event.guid } : {}),
      channel: event.channel,
      computer_name: fullName(machine),
      event_id: String(code),
      record_id: recordId,
      ...(task ? { task: task[0] } : {}),
      ...(words ? { keywords: words } : {}),
      opcode: 'Info',
      api: 'wineventlog',
      ...(version ? { version } : {}),
      process: { pid: event.pid, thread: { id: 4 + (recordId % 900) * 4 } },
      ...(Object.keys(event.data).length > 0 ? { event_data: event.data } : {}),
      ...(event.userData ? { user_data: event.userData } : {}),
    },
    host: {
      name: `${machine.name.toLowerCase()}.${SUFFIX}`,
      hostname: machine.name,
      ip: [machine.ip],
      os: { platform: 'windows', type: 'windows', family: 'windows' },
    },
    agent: agentOf(machine.name),
    ecs: { version: '8.0.0' },
  })
}
