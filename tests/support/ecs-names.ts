import type { Action, Observation } from '../../kernel/event.ts'

export type Labels = {
  readonly category: readonly string[]
  readonly type: readonly string[]
  readonly action?: string
}

const CHANGE = { category: ['iam'], type: ['user', 'change'] }
const GROUP = { category: ['iam'], type: ['group', 'change'] }
const HOST_END = { category: ['host'], type: ['end'] }

/** ECS category and type of each action (ECS 8.11, «Categorization fields»), and its `event.action` where the code does not name one. */
export const LABELS: Readonly<Record<Action, Labels>> = {
  login: { category: ['authentication'], type: ['start'], action: 'logged-in' },
  logout: { category: ['authentication'], type: ['end'], action: 'logged-out' },
  'session.lock': { category: ['session'], type: ['end'], action: 'locked-workstation' },
  'session.unlock': { category: ['session'], type: ['start'], action: 'unlocked-workstation' },
  'session.connect': { category: ['authentication', 'session'], type: ['start'], action: 'session-reconnected' },
  'session.disconnect': { category: ['authentication', 'session'], type: ['end'], action: 'session-disconnected' },
  activity: { category: ['process'], type: ['start'] },
  'account.create': { category: ['iam'], type: ['user', 'creation'], action: 'added-user-account' },
  'account.enable': { ...CHANGE, action: 'enabled-user-account' },
  'account.disable': { category: ['iam'], type: ['user', 'deletion'], action: 'disabled-user-account' },
  'account.delete': { category: ['iam'], type: ['user', 'deletion'], action: 'deleted-user-account' },
  'account.unlock': { ...CHANGE, action: 'unlocked-user-account' },
  'account.lock': { ...CHANGE, action: 'locked-out-user-account' },
  'account.change': { ...CHANGE, action: 'modified-user-account' },
  'password.change': { ...CHANGE, action: 'changed-password' },
  'group.add': { ...GROUP, action: 'added-member-to-group' },
  'group.remove': { ...GROUP, action: 'removed-member-from-group' },
  privilege: { category: ['iam'], type: ['admin'] },
  'power.on': { category: ['host'], type: ['start'] },
  'power.off': HOST_END,
  heartbeat: { category: ['host'], type: ['info'] },
  'malware.found': { category: ['malware'], type: ['info'], action: 'malware-detected' },
  'media.attach': { category: ['host'], type: ['start'], action: 'usb-device-connected' },
  'media.detach': { category: ['host'], type: ['end'], action: 'usb-removed' },
  'media.scan': { category: ['malware'], type: ['info'] },
  'file.open': { category: ['file'], type: ['access'] },
  'log.clear': { category: ['iam'], type: ['admin', 'change'], action: 'audit-log-cleared' },
  'address.lease': { category: ['network'], type: ['info'], action: 'dhcp-lease' },
  'session.event': { category: ['session'], type: ['info'] },
  'program.start': { category: ['process'], type: ['start'] },
  'script.run': { category: ['process'], type: ['info'] },
  'file.change': { category: ['file'], type: ['change'] },
  'config.change': { category: ['configuration'], type: ['change'] },
  'service.install': { category: ['iam', 'configuration'], type: ['admin', 'change'], action: 'service-installed' },
  'service.state': { category: ['process'], type: ['info'] },
  'software.install': { category: ['package'], type: ['installation'] },
  'software.remove': { category: ['package'], type: ['deletion'] },
  'update.install': { category: ['package'], type: ['change'] },
  'protection.change': { category: ['configuration'], type: ['change'] },
  'protection.update': { category: ['package'], type: ['change'] },
  'document.print': { category: ['file'], type: ['access'], action: 'document-printed' },
  'document.handle': { category: ['file'], type: ['access'] },
  'wifi.connect': { category: ['network'], type: ['connection'] },
  'share.access': { category: ['network', 'file'], type: ['info', 'access'], action: 'network-share-object-accessed' },
  'net.connect': { category: ['network'], type: ['connection'] },
  'dns.query': { category: ['network'], type: ['protocol'] },
  'web.visit': { category: ['web'], type: ['access'] },
  'web.serve': { category: ['web'], type: ['access'] },
  'attack.found': { category: ['intrusion_detection'], type: ['info'] },
  'backup.run': { category: ['host'], type: ['info'] },
  'mail.send': { category: ['email'], type: ['info'] },
  'mail.deliver': { category: ['email'], type: ['info'] },
  'machine.state': { category: ['host'], type: ['info'] },
  'print.entry': { category: ['file'], type: ['access'] },
  'warning.receive': { category: ['threat'], type: ['indicator'] },
  'source.delivery': { category: ['host'], type: ['info'] },
  'account.departed': CHANGE,
  'account.closed': { category: ['iam'], type: ['user', 'deletion'] },
  'obligation.begun': { category: ['host'], type: ['info'] },
  'obligation.met': { category: ['host'], type: ['info'] },
  'machine.listed': { category: ['host'], type: ['info'] },
  'host.seen': { category: ['host'], type: ['info'] },
  other: { category: [], type: [] },
}

const SECURITY = 'microsoft-windows-security-auditing'

/** `event.action` of Windows events that share one action of ours (Elastic's names), by provider and code: a code alone means nothing. */
const BY_CODE: ReadonlyMap<string, string> = new Map([
  [`${SECURITY}/4648`, 'logged-in-explicit'],
  [`${SECURITY}/4672`, 'logged-in-special'],
  [`${SECURITY}/4688`, 'created-process'],
  [`${SECURITY}/4724`, 'reset-password'],
  [`${SECURITY}/4768`, 'kerberos-authentication-ticket-requested'],
  [`${SECURITY}/4771`, 'kerberos-preauth-failed'],
  [`${SECURITY}/4776`, 'credential-validated'],
  [`${SECURITY}/4781`, 'renamed-user-account'],
  ['user32/1074', 'shutdown-initiated'],
  ['microsoft-windows-windows defender/1117', 'malware-action'],
])

/** `event.action` of an observation. */
export const ecsAction = (event: Observation): string => {
  const byCode = event.provider === undefined ? undefined : BY_CODE.get(`${event.provider.toLowerCase()}/${event.code}`)
  if (byCode !== undefined) return byCode
  if (event.action === 'login' && !event.ok) return 'logon-failed'
  return LABELS[event.action].action ?? event.action
}
