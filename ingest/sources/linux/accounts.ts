import type { Origin } from '../../../kernel/event.ts'
import { observe } from '../observe.ts'
import { type LinuxLine, localUser, type Rule } from './message.ts'

const of = ({ host }: LinuxLine, user: string | undefined, by?: string) => ({
  user: localUser(user, host),
  host,
  system: 'linux',
  ...(by === undefined ? {} : { by: localUser(by, host) }),
})

const grouped = (action: 'group.add' | 'group.remove', pattern: RegExp): Rule => ({
  pattern,
  read: ({ groups }, line, origin: Origin) => {
    const { user, group, by } = groups ?? {}
    return group === undefined ? undefined : observe(origin, action, { ...of(line, user, by), group })
  },
})

/** useradd, userdel, usermod, gpasswd, passwd, chpasswd, chage of the shadow suite; `failed adding user` changed nothing. */
export const accounts: readonly Rule[] = [
  {
    pattern: /^new user: name=([^,\s]+)/,
    read: ([, user], line, o) => observe(o, 'account.create', of(line, user)),
  },
  {
    pattern: /^delete user [`'‘]?([^`'’\s]+)/,
    read: ([, user], line, o) => observe(o, 'account.delete', of(line, user)),
  },
  grouped('group.add', /^add [`'‘]?(?<user>[^`'’\s]+)['’]? to group [`'‘]?(?<group>[^`'’\s]+)/),
  grouped('group.remove', /^delete [`'‘]?(?<user>[^`'’\s]+)['’]? from group [`'‘]?(?<group>[^`'’\s]+)/),
  grouped('group.add', /^user (?<user>\S+) added by (?<by>\S+) to group (?<group>\S+)/),
  grouped('group.remove', /^user (?<user>\S+) removed by (?<by>\S+) from group (?<group>\S+)/),
  {
    pattern: /^lock user [`'‘]?([^`'’\s]+)['’]? password/,
    read: ([, user], line, o) => observe(o, 'account.disable', of(line, user)),
  },
  {
    pattern: /^unlock user [`'‘]?([^`'’\s]+)['’]? password/,
    read: ([, user], line, o) => observe(o, 'account.enable', of(line, user)),
  },
  {
    pattern: /^change user [`'‘]?([^`'’\s]+)['’]? (password|\S+)/,
    read: ([, user, what], line, o) =>
      what === 'password'
        ? observe(o, 'password.change', { ...of(line, user), ok: true })
        : observe(o, 'account.change', { ...of(line, user), what }),
  },
  {
    pattern: /^password for [`'‘]?([^`'’\s]+)['’]? changed by [`'‘]?([^`'’\s]+)/,
    read: ([, user, by], line, o) => observe(o, 'password.change', { ...of(line, user, by), ok: true }),
  },
  {
    pattern: /^changed password expiry for (\S+)/,
    read: ([, user], line, o) => observe(o, 'account.change', { ...of(line, user), what: 'password-expiry' }),
  },
]
