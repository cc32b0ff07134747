import type { Instant } from '../../kernel/time.ts'
import { HOUR, localMinute, MINUTE, SECOND } from '../../kernel/time.ts'
import type { Act } from './acts.ts'
import type { Machine, Province } from './model.ts'
import type { Planting } from './planting.ts'
import { random } from './random.ts'

export type Span = { readonly from: Instant; readonly to: Instant }

const services = [
  'Windows Modules Installer',
  'Background Intelligent Transfer Service',
  'WinHTTP Web Proxy Auto-Discovery Service',
  'Device Setup Manager',
  'Software Protection',
]
const programs = [
  'C:\\Windows\\System32\\svchost.exe',
  'C:\\Windows\\System32\\taskhostw.exe',
  'C:\\Windows\\System32\\wbem\\WmiPrvSE.exe',
]

const inside = (spans: readonly Span[], at: Instant): boolean => spans.some(({ from, to }) => at > from && at < to)

/**
 * What Windows logs by itself within a span of an hour or less: never more than a quarter of an hour apart while the machine is
 * on, denser on servers; `noise` times as much as a quiet machine.
 */
export const backgroundNoise = (
  province: Province,
  machine: Machine,
  { from, to }: Span,
  on: readonly Span[],
  noise: number,
): Act[] => {
  const dice = random(province.seed, 'noise', machine.id, from)
  const [least, most] = machine.alwaysOn ? [0.4, 2.5] : [2, 9]
  const acts: Act[] = []
  const gap = (): number => (dice.between(least, most) * MINUTE) / noise
  for (let at = from + (dice.between(0.2, 5) * MINUTE) / noise; at < to; at += gap()) {
    const whole = Math.floor(at)
    if (!inside(on, whole)) continue
    const kind = dice.int(1, 10)
    if (machine.alwaysOn && kind <= 7) acts.push(machineLogon(province, machine, whole, dice.next()))
    else if (kind <= 4)
      acts.push({ do: 'background', at: whole, machine, what: 'svchost', detail: dice.pick(programs) })
    else if (kind <= 7) acts.push({ do: 'background', at: whole, machine, what: 'service-logon', detail: '' })
    else acts.push({ do: 'background', at: whole, machine, what: 'service-state', detail: dice.pick(services) })
  }
  const hour = Math.floor(from / HOUR) * HOUR
  const healthy = hour + random(province.seed, 'healthy', machine.id).int(0, 59) * MINUTE
  if (healthy >= from && healthy < to && inside(on, healthy)) acts.push({ do: 'healthy', at: healthy, machine })
  const uptime = hour + 3 * SECOND
  if (localMinute(hour) === 720 && uptime >= from && uptime < to && inside(on, uptime))
    acts.push({ do: 'uptime', at: uptime, machine })
  return acts
}

/** A machine account reaches a server (type 3): by day any machine, at night the other server. */
export const machineLogon = (province: Province, machine: Machine, at: Instant, x: number): Act => {
  const minute = localMinute(at)
  const pool = minute >= 450 && minute < 1_000 ? windowsMachines(province) : [province.dc, province.fileServer]
  const from = pool[Math.floor(x * pool.length)] ?? province.dc
  return {
    do: 'network',
    at,
    machine,
    account: { name: `${from.name}$`, sid: `S-1-5-21-1-1-1-${5_000 + ((from.id.length * 97) % 900)}` },
    from,
  }
}

const pools = new WeakMap<readonly Machine[], readonly Machine[]>()

const windowsMachines = ({ machines }: Province): readonly Machine[] => {
  const known = pools.get(machines) ?? machines.filter(({ os }) => os === 'windows')
  pools.set(machines, known)
  return known
}

/** Where somebody works: these tell their state each morning. */
const DESKS: ReadonlySet<Machine['role']> = new Set(['workstation', 'laptop', 'shared'])

/** A machine's report about itself, between ten and eleven where it is on; `askew` has what is wrong with which machine, and when. */
export const inventories = (
  province: Province,
  machine: Machine,
  { from, to }: Span,
  on: readonly Span[],
  askew: Planting['askew'],
): Act[] => {
  if (!DESKS.has(machine.role)) return []
  const hour = Math.floor(from / HOUR) * HOUR
  const at = hour + inventoryMinute(province, machine) * MINUTE
  if (localMinute(hour) !== 600 || at < from || at >= to || !inside(on, at)) return []
  const wrong = new Set(
    askew.filter((one) => one.machine.id === machine.id && at >= one.from && at < one.to).map(({ wrong }) => wrong),
  )
  return [
    {
      do: 'inventory',
      at,
      machine,
      screen: wrong.has('screen') ? 0 : 300,
      os: wrong.has('os') ? 'Microsoft Windows 7 Professional' : 'Microsoft Windows 11 Pro',
    },
  ]
}

/** The minute past ten at which a machine tells its state. */
export const inventoryMinute = (province: Province, machine: Machine): number =>
  random(province.seed, 'inventory', machine.id).int(0, 59)

const BEAT = 5 * MINUTE

/** Heartbeats of a span that begins on a beat: half a minute after each start, then every five minutes by the agent's own clock. */
export const heartbeats = (province: Province, machine: Machine, { from, to }: Span, on: readonly Span[]): Act[] => {
  if (!machine.agent) return []
  const phase = random(province.seed, 'beat', machine.id).int(0, 299) * SECOND
  const acts: Act[] = []
  for (let at = from + phase; at < to; at += BEAT) if (inside(on, at)) acts.push({ do: 'beat', at, machine })
  for (const start of on) {
    const first = start.from + 35 * SECOND
    if (first >= from && first < to && first < start.to) acts.push({ do: 'beat', at: first, machine })
  }
  return acts
}
