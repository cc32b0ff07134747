import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import type { Rule } from '../../detectors/meta.ts'
import { type Alert, higher } from '../../kernel/alert.ts'
import type { Directory } from '../../kernel/directory/facts.ts'
import type { AgentFigures, AttackedFigures, AttackerFigures, TechniqueFigures } from './figures.ts'
import { isAttack } from './groups.ts'
import type { Heard } from './heard.ts'
import type { Scope } from './scope.ts'

const SERVICES: Readonly<Record<string, string>> = {
  workstation: 'Máy trạm',
  laptop: 'Máy tính xách tay',
  server: 'Máy chủ',
  kiosk: 'Máy tra cứu công cộng',
  shared: 'Máy dùng chung',
  meeting: 'Máy phòng họp',
  diskless: 'Máy trạm không ổ cứng',
  display: 'Màn hình hiển thị',
  camera: 'Camera',
  printer: 'Máy in',
  phone: 'Điện thoại',
  network: 'Thiết bị mạng',
}

export const attacksIn = (counted: readonly Alert[]): readonly Alert[] =>
  counted.filter(({ clause }) => isAttack(clause.id))

/** By machine where the alert names one; accounts of a unit are one row, so that the body of a report names nobody. */
export const attackedFigures = (attacks: readonly Alert[], directory: Directory): readonly AttackedFigures[] => {
  const groups = Map.groupBy(attacks, ({ subject }) => subject.machine ?? `@${subject.unit?.id ?? ''}`)
  return [...groups]
    .map(([key, alerts]) => {
      const last = alerts.reduce((a, b) => (b.last > a.last ? b : a))
      const { machine, unit } = last.subject
      const role = machine === undefined ? undefined : directory.machine(machine, last.last)?.role
      const accounts = new Set(alerts.flatMap(({ subject }) => subject.account ?? []))
      return {
        what: key.startsWith('@') ? (accounts.size > 0 ? `${accounts.size} tài khoản` : 'Hệ thống xác thực') : key,
        service:
          role === undefined ? (key.startsWith('@') ? 'Đăng nhập' : 'Chưa có trong sổ') : (SERVICES[role] ?? role),
        unit: unit?.name ?? '',
        first: Math.min(...alerts.map(({ first }) => first)),
        last: last.last,
        times: alerts.reduce((sum, { occurrences }) => sum + occurrences, 0),
        level: alerts.reduce((level, alert) => higher(level, alert.level), last.level),
      }
    })
    .sort((a, b) => b.times - a.times || (a.what < b.what ? -1 : 1))
}

export const techniqueFigures = (attacks: readonly Alert[], rules: readonly Rule[]): readonly TechniqueFigures[] =>
  [...Map.groupBy(attacks, ({ rule }) => rule.id)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, alerts]) => {
      const events = new Map(
        alerts.flatMap(({ evidence }) =>
          evidence.flatMap((one) => one.events.map((event) => [event.id, event.digest])),
        ),
      )
      const list = [...events].map(([event, digest]) => `${event} ${digest}`).sort()
      return {
        ...{ rule: id, title: alerts[0]!.rule.title.vi, alerts: alerts.length, events: events.size },
        mitre: rules.find((rule) => rule.id === id)?.mitre ?? [],
        times: alerts.reduce((sum, { occurrences }) => sum + occurrences, 0),
        evidence: createHash('sha256').update(list.join('\n')).digest('hex'),
      }
    })

/** Addresses the attacks came from, where the logs name one; a field that is no address is no part of a report. */
export const attackerFigures = (attacks: readonly Alert[], directory: Directory): readonly AttackerFigures[] => {
  const seen = attacks.flatMap((alert) => {
    const events = new Map(alert.evidence.flatMap((one) => one.events.map((event) => [event.id, event])))
    const { address } = alert.subject
    return [...events.values()].flatMap(({ at, fields }) => {
      const from = address ?? fields['ip']
      return typeof from === 'string' && isIP(from) !== 0 ? [{ from, at, alert }] : []
    })
  })
  return [...Map.groupBy(seen, ({ from }) => from)]
    .map(([address, acts]) => ({
      address,
      inside: acts.some(({ at }) => directory.network(address, at) !== undefined),
      times: acts.length,
      targets: new Set(acts.map(({ alert }) => alert.entity.value)).size,
      first: Math.min(...acts.map(({ at }) => at)),
      last: Math.max(...acts.map(({ at }) => at)),
    }))
    .sort((a, b) => b.times - a.times || (a.address < b.address ? -1 : 1))
}

/** Machines that owe a protection agent, and how many of them were heard; no number where their source was silent. */
export const agentFigures = (
  counted: readonly Alert[],
  { units, machines }: Pick<Scope, 'machines'> & { readonly units: readonly string[] },
  { agents }: Heard,
  /** Whether some source that tells of agents was heard in a unit at all. */
  isHeard: (unit: string) => boolean,
  nameOf: (unit: string) => string,
): readonly AgentFigures[] => {
  const alerts = Map.groupBy(counted, ({ subject }) => subject.unit?.id ?? '')
  return units.flatMap((unit) => {
    const own = machines.filter((machine) => machine.unit === unit && machine.agent)
    const found = alerts.get(unit) ?? []
    const silentAlerts = found.filter(({ clause }) => clause.id === 'EPP-01').length
    const mediaAlerts = found.filter(({ clause }) => clause.id.startsWith('MED-')).length
    if (own.length === 0 && silentAlerts === 0 && mediaAlerts === 0) return []
    return [
      {
        ...{ unit, name: nameOf(unit), machines: own.length, silentAlerts, mediaAlerts },
        ...(isHeard(unit) && { heard: own.filter(({ id }) => agents.has(id)).length }),
      },
    ]
  })
}
