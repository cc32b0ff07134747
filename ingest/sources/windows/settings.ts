import type { Origin } from '../../../kernel/event.ts'
import { observe, table } from '../observe.ts'
import { subject, written } from './people.ts'
import type { Reader, WindowsRecord } from './record.ts'

type Change = {
  readonly what: string
  readonly item?: string | undefined
  readonly before?: string | undefined
  readonly value?: string | undefined
}

const change = (origin: Origin, event: WindowsRecord, fields: Change) =>
  observe(origin, 'config.change', {
    host: event.host,
    user: subject(event) ?? written(event, 'UserContext') ?? written(event, 'UserName'),
    system: 'windows',
    process: event.get('ProcessName'),
    ...fields,
  })

/** Words of 4719 (the message table of the Security log). */
const AUDIT = table({
  '%%8448': 'success removed',
  '%%8449': 'success added',
  '%%8450': 'failure removed',
  '%%8451': 'failure added',
})

/** 4719. The subcategory is known by its GUID: its name is localised. */
export const auditPolicy: Reader = (origin, event) => {
  const words = (event.get('AuditPolicyChanges') ?? '').split(/[\s,]+/).flatMap((code) => AUDIT.get(code) ?? [])
  return change(origin, event, {
    what: 'audit-policy',
    item: event.get('SubcategoryGuid')?.replace(/[{}]/g, '').toLowerCase(),
    value: words.join(', ') || undefined,
  })
}

const POLICY = [
  'MinPasswordLength',
  'MaxPasswordAge',
  'MinPasswordAge',
  'PasswordHistoryLength',
  'PasswordProperties',
  'LockoutThreshold',
  'LockoutDuration',
]

/** 4739: what of the domain's policy has a new value (the others are `-`). */
export const domainPolicy: Reader = (origin, event) => {
  const set = POLICY.flatMap((name) => {
    const value = event.get(name)
    return value === undefined ? [] : [`${name}=${value}`]
  })
  return change(origin, event, {
    what: 'domain-policy',
    item: event.get('DomainName')?.toLowerCase(),
    value: set.join(', ') || undefined,
  })
}

/** 4616. Clock services set it as SYSTEM or LOCAL SERVICE: then nobody did. */
export const timeChanged: Reader = (origin, event) => {
  const [before, value] = [event.get('PreviousTime'), event.get('NewTime')]
  return before === undefined || value === undefined
    ? undefined
    : change(origin, event, { what: 'time', before, value })
}

/** 4657 of a value of the registry. */
export const registryValue: Reader = (origin, event) => {
  const [key, name] = [event.get('ObjectName'), event.get('ObjectValueName')]
  if (key === undefined) return undefined
  return change(origin, event, {
    what: event.get('OperationType') === '%%1906' ? 'registry-deleted' : 'registry-set',
    item: name === undefined ? key : `${key}\\${name}`,
    before: event.get('OldValue'),
    value: event.get('NewValue'),
  })
}

/** The program a task runs, out of its definition. */
const commandOf = (xml: string | undefined): string | undefined => {
  const start = xml?.indexOf('<Command>') ?? -1
  const end = xml?.indexOf('</Command>', start) ?? -1
  return start < 0 || end < 0 ? undefined : xml?.slice(start + '<Command>'.length, end).trim()
}

/** 4698 to 4702, and TaskScheduler 106, 140, 141, 142. */
export const task =
  (what: 'task-created' | 'task-deleted' | 'task-enabled' | 'task-disabled' | 'task-updated'): Reader =>
  (origin, event) => {
    const item = event.get('TaskName')
    const value = commandOf(event.get('TaskContent') ?? event.get('TaskContentNew'))
    return item === undefined ? undefined : change(origin, event, { what, item, value })
  }

/** Service Control Manager 7040: how a service starts. */
export const serviceStart: Reader = (origin, event) => {
  const item = event.get('param4') ?? event.get('param1')
  if (item === undefined) return undefined
  return change(origin, event, {
    what: 'service-start',
    item,
    before: event.get('param2'),
    value: event.get('param3'),
  })
}

/** 4946, 4947, 4948 and the firewall's own 2004, 2005, 2006, 2097. */
export const firewallRule =
  (what: 'firewall-rule-added' | 'firewall-rule-changed' | 'firewall-rule-deleted'): Reader =>
  (origin, event) => {
    const item = event.get('RuleName') ?? event.get('RuleId')
    if (item === undefined) return undefined
    const set = ['Direction', 'Action', 'Active', 'LocalPorts', 'RemoteAddresses', 'ApplicationPath'].flatMap(
      (name) => {
        const value = event.get(name)
        return value === undefined ? [] : [`${name}=${value}`]
      },
    )
    return change(origin, event, { what, item, value: set.join(', ') || undefined })
  }
