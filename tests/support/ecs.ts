import { accountOf } from '../../kernel/ecs.ts'
import type { Action, Observation } from '../../kernel/event.ts'
import { ecsAction, LABELS } from './ecs-names.ts'

type Document = { [name: string]: unknown }
/** In these the one who acts is `by` (ECS `user.*`), and `user` is the one acted upon (`user.target.*`). */
const ON_ACCOUNTS: ReadonlySet<Action> = new Set<Action>([
  'account.create',
  'account.enable',
  'account.disable',
  'account.delete',
  'account.unlock',
  'account.lock',
  'account.change',
  'password.change',
  'group.add',
  'group.remove',
])

type Loose = Readonly<Partial<Record<string, string | number | boolean>>>

/** Nested, without what is absent: `undefined`, and objects and lists that hold nothing. */
const compact = (value: Document): Document =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
      if (inner === undefined || (Array.isArray(inner) && inner.length === 0)) return []
      if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return [[name, inner]]
      const kept = compact(inner as Document)
      return Object.keys(kept).length === 0 ? [] : [[name, kept]]
    }),
  )

const usersOf = (event: Observation, fields: Loose): Document => {
  if (ON_ACCOUNTS.has(event.action)) {
    const target = { ...accountOf(fields['user']), group: { name: fields['group'], id: fields['groupSid'] } }
    return { ...accountOf(fields['by']), target }
  }
  return {
    ...accountOf(fields['user']),
    effective: event.action === 'privilege' ? accountOf(fields['target']) : undefined,
  }
}

const outcomeOf = (event: Observation): 'success' | 'failure' | 'unknown' =>
  'ok' in event ? (event.ok ? 'success' : 'failure') : event.action === 'other' ? 'unknown' : 'success'

const typesOf = (event: Observation): readonly string[] => {
  if (event.action === 'file.open') return [event.write ? 'change' : 'access']
  if (event.action === 'file.change') return [event.what === 'deleted' ? 'deletion' : 'creation']
  if (event.action === 'net.connect') return ['connection', event.allowed ? 'allowed' : 'denied']
  return LABELS[event.action].type
}

const fileName = (path: unknown): string | undefined =>
  typeof path === 'string' ? path.replace(/^.*[\\/]/, '') || undefined : undefined

/**
 * One observation as others' tools would write it in ECS 8.11, to be compared with what they publish. Who logged on is `user.*`; whoever
 * changes an account is `user.*` and the account changed `user.target.*`. What ECS has no name for stands under `labels`.
 */
export const toEcs = (event: Observation): Record<string, unknown> => {
  // The union's members differ in their fields; here each is only asked whether it has one.
  const fields = event as unknown as Loose
  const begun = event.action === 'program.start'
  const device = fields['device'] === undefined ? undefined : { id: fields['device'], manufacturer: fields['vendor'] }
  return compact({
    '@timestamp': new Date(event.at).toISOString(),
    event: {
      id: event.id,
      kind: event.action === 'malware.found' ? 'alert' : 'event',
      code: event.code,
      provider: event.provider,
      action: ecsAction(event),
      category: [...LABELS[event.action].category],
      type: [...typesOf(event)],
      outcome: outcomeOf(event),
      ingested: new Date(event.received).toISOString(),
      sequence: event.seq,
      dataset: event.source,
    },
    host: { name: fields['host'] },
    user: usersOf(event, fields),
    group: { name: fields['group'], id: fields['groupSid'] },
    destination: { ip: fields['to'], port: fields['port'] },
    dns: { question: { name: event.action === 'dns.query' ? fields['domain'] : undefined, type: fields['type'] } },
    url: { original: fields['url'], domain: event.action === 'web.visit' ? fields['domain'] : undefined },
    http: { request: { method: fields['method'] }, response: { status_code: fields['answered'] } },
    source: {
      ip: event.action === 'address.lease' ? undefined : fields['ip'],
      domain: fields['from'],
      mac: fields['mac'],
    },
    client: { ip: event.action === 'address.lease' ? fields['ip'] : undefined },
    device: device && { ...device, model: { name: fields['model'] }, serial_number: fields['serial'] },
    file: begun ? undefined : { path: fields['path'], name: fileName(fields['path']) },
    process: {
      executable: begun ? fields['path'] : fields['process'],
      name: event.action === 'activity' ? fields['what'] : fileName(begun ? fields['path'] : fields['process']),
      command_line: fields['command'],
      parent: { executable: fields['parent'] },
    },
    package: { name: fields['product'], version: fields['version'] },
    rule: { name: fields['threat'], category: fields['category'] },
    service: { name: fields['service'] ?? fields['system'] },
    observer: { name: event.collector, product: fields['agent'], version: fields['version'] },
    labels: {
      action: event.action,
      via: fields['via'],
      refusal: fields['refusal'],
      session: fields['session'],
      device_class: fields['kind'],
      volume: fields['volume'],
      repeat: event.count,
      log: fields['log'],
    },
  })
}
