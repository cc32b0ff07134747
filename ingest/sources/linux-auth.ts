import type { Observation, Origin } from '../../kernel/event.ts'
import type { Refusal } from '../../kernel/ports.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { readSyslog } from '../formats/syslog.ts'
import type { LineContext, Source } from '../source.ts'
import { accounts } from './linux/accounts.ts'
import { pam, sshd } from './linux/login.ts'
import { kernel, logind } from './linux/machine.ts'
import type { LinuxLine, Rule } from './linux/message.ts'
import { su, sudo } from './linux/privilege.ts'
import { linuxSamples } from './linux/samples.ts'
import { lineOrigin, observe, refuse, table } from './observe.ts'
import { hostOf } from './windows/names.ts'

const ID = 'linux-auth'

/** Which messages a program writes that mean something. */
const byProgram = table<readonly Rule[]>({
  sshd: [...pam, ...sshd],
  'sshd-session': [...pam, ...sshd],
  sudo,
  su,
  'su(pam_unix)': su,
  login: pam,
  'systemd-logind': logind,
  kernel,
  useradd: accounts,
  userdel: accounts,
  usermod: accounts,
  groupadd: accounts,
  groupdel: accounts,
  groupmod: accounts,
  gpasswd: accounts,
  passwd: [...pam, ...accounts],
  chpasswd: [...pam, ...accounts],
  chage: accounts,
})

/** A message without any header is taken for the program that alone writes it so. */
const HEADLESS: readonly (readonly [RegExp, string])[] = [
  [/^(Accepted|Failed) \S+ for .* from \S+ port \d+/, 'sshd'],
  [/^\s*\S+ : .*USER=\S+ ; .*COMMAND=/, 'sudo'],
  [/^pam_unix\(/, 'login'],
]

const REPEATED = /^message repeated (\d{1,6}) times?: \[ ?(.*?) ?\]$/

const rulesOf = (app: string): readonly Rule[] => byProgram.get(app) ?? (/^(gdm|lightdm|sddm|xdm)/.test(app) ? pam : [])

const meaning = (line: LinuxLine, origin: Origin): Observation => {
  for (const { pattern, read } of rulesOf(line.app)) {
    const match = pattern.exec(line.message)
    if (match) return read(match, line, origin) ?? sign(line, origin)
  }
  return sign(line, origin)
}

const sign = (line: LinuxLine, origin: Origin): Observation =>
  observe(origin, 'other', { host: line.host, provider: line.app })

/**
 * Authentication, accounts, power and USB storage of Linux machines, in any syslog dress or none. Without a time the moment of
 * reception counts, without a host the collector is the machine.
 */
export const linuxAuth: Source = {
  id: ID,
  title: { vi: 'Nhật ký xác thực Linux', en: 'Linux authentication log' },
  parser: 2,
  assumed: false,
  yields: [
    'login',
    'logout',
    'activity',
    'account.create',
    'account.enable',
    'account.disable',
    'account.delete',
    'account.change',
    'password.change',
    'group.add',
    'group.remove',
    'privilege',
    'power.on',
    'power.off',
    'media.attach',
    'media.detach',
    'other',
  ],

  parse(line: string, context: LineContext): Result<readonly Observation[], Refusal> {
    const header = readSyslog(line.trimEnd(), context.received, context.zone)
    const repeated = REPEATED.exec(header.message)
    const message = repeated?.[2] ?? header.message
    const app = (header.app ?? HEADLESS.find(([pattern]) => pattern.test(message))?.[1])
      ?.replace(/^.*\//, '')
      .toLowerCase()
    if (app === undefined && header.at === undefined)
      return refuse(
        'malformed',
        'Dòng không có phần đầu syslog (thời gian, máy, chương trình) và không phải nhật ký xác thực Linux.',
      )
    const count = repeated ? Number(repeated[1]) : undefined
    const more = { provider: app ?? 'syslog', ...(count === undefined ? {} : { count }) }
    const origin = lineOrigin(ID, header.at ?? context.received, context, more)
    const host = hostOf(header.host ?? context.collector)
    return ok([meaning({ app: app ?? 'syslog', host, message }, origin)])
  },

  samples: linuxSamples,
}
