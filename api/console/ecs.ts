import type { Action } from '../../kernel/event.ts'

/** Where ECS 8.11 has what a field says, whatever the action is; what it has no name for stands under `labels` where others need it. */
const names: Readonly<Record<string, string>> = {
  time: '@timestamp',
  record: 'event.id',
  action: 'event.code',
  user: 'user.name',
  group: 'group.name',
  groupSid: 'group.id',
  host: 'host.name',
  system: 'service.name',
  service: 'service.name',
  ok: 'event.outcome',
  ip: 'source.ip',
  from: 'source.domain',
  mac: 'source.mac',
  to: 'destination.ip',
  port: 'destination.port',
  device: 'device.id',
  path: 'file.path',
  process: 'process.executable',
  command: 'process.command_line',
  parent: 'process.parent.executable',
  product: 'package.name',
  threat: 'rule.name',
  category: 'rule.category',
  agent: 'observer.product',
  url: 'url.original',
  method: 'http.request.method',
  answered: 'http.response.status_code',
  via: 'labels.via',
  refusal: 'labels.refusal',
  session: 'labels.session',
  kind: 'labels.device_class',
  volume: 'labels.volume',
  log: 'labels.log',
}

/** Whoever changes an account is `user.*`, and the account changed `user.target.*`. */
const ofAccount = {
  by: 'user.name',
  user: 'user.target.name',
  group: 'user.target.group.name',
  groupSid: 'user.target.group.id',
}

const ofDevice = { vendor: 'device.manufacturer', model: 'device.model.name', serial: 'device.serial_number' }

/** Where an action has a field elsewhere than others. */
const byAction: Readonly<Partial<Record<Action, Readonly<Record<string, string>>>>> = {
  'account.create': ofAccount,
  'account.enable': ofAccount,
  'account.disable': ofAccount,
  'account.delete': ofAccount,
  'account.unlock': ofAccount,
  'account.lock': ofAccount,
  'account.change': ofAccount,
  'password.change': ofAccount,
  'group.add': ofAccount,
  'group.remove': ofAccount,
  'media.attach': ofDevice,
  'media.detach': ofDevice,
  privilege: { target: 'user.effective.name' },
  activity: { what: 'process.name' },
  'program.start': { path: 'process.executable' },
  'address.lease': { ip: 'client.ip' },
  'dns.query': { domain: 'dns.question.name', type: 'dns.question.type' },
  'web.visit': { domain: 'url.domain' },
}

const ofAction: Readonly<Partial<Record<string, Readonly<Record<string, string>>>>> = byAction

/** The ECS 8.11 name of a field, of one action or in general; undefined where ECS has none. */
export const ecsNameOf = (field: string, action = ''): string | undefined => ofAction[action]?.[field] ?? names[field]
