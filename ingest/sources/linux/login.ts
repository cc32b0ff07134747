import { observe } from '../observe.ts'
import { addressOf, otherHost } from '../windows/names.ts'
import { localUser, type Rule, silent } from './message.ts'

const origin = (written: string | undefined, host: string): { ip?: string | undefined; from?: string | undefined } => {
  const ip = addressOf(written)
  return ip === undefined ? { from: otherHost(written, host) } : { ip }
}

/** sshd. `Invalid user x` announces the failure that follows, so it does not count; neither does a key or `none` that was tried. */
export const sshd: readonly Rule[] = [
  {
    pattern: /^Accepted (\S+) for (\S*) from (\S+) port \d+/,
    read: ([, , user, from], { host }, o) =>
      observe(o, 'login', {
        user: localUser(user, host),
        host,
        system: 'linux',
        ok: true,
        via: 'remote',
        ...origin(from, host),
      }),
  },
  silent(/^Failed (?:none|publickey|hostbased|gssapi-with-mic|gssapi-keyex) for /),
  {
    // Greedy: a name is the stranger's own words and may itself hold « from 192.0.2.1 port 22».
    pattern: /^Failed (\S+) for (invalid user |illegal user )?(.*) ?from (\S+) port \d+/,
    read: ([, , invalid, user, from], { host }, o) =>
      observe(o, 'login', {
        user: localUser(user, host),
        host,
        system: 'linux',
        ok: false,
        via: 'remote',
        refusal: invalid ? 'no-such-user' : 'bad-password',
        ...origin(from, host),
      }),
  },
  {
    pattern: /^User (.*) from (\S+) not allowed because (.+)$/,
    read: ([, user, from, why], { host }, o) =>
      observe(o, 'login', {
        user: localUser(user, host),
        host,
        system: 'linux',
        ok: false,
        via: 'remote',
        refusal: /locked/.test(why ?? '') ? 'locked' : /shell|listed|group/.test(why ?? '') ? 'disabled' : 'other',
        ...origin(from, host),
      }),
  },
]

// Sessions other programs log for themselves (sshd, su, sudo) or that nobody sits at (cron, systemd --user).
const CONSOLE = /^(login|gdm[\w-]*|lightdm|sddm|kde|xdm|kdm|common-session)$/
const OF_SSH = 'sshd'

/** pam_unix, new form `pam_unix(sshd:session): …` of any program. */
export const pam: readonly Rule[] = [
  {
    pattern: /^pam_\w+\(([\w.-]+):session\): session opened for user (\S+?)(?:\(uid=\d+\))?(?: by .*)?$/,
    read: ([, service, user], { host }, o) =>
      CONSOLE.test(service ?? '')
        ? observe(o, 'login', {
            user: localUser(user, host),
            host,
            system: 'linux',
            ok: true,
            via: 'interactive',
          })
        : undefined,
  },
  {
    pattern: /^pam_\w+\(([\w.-]+):session\): session closed for user (\S+)/,
    read: ([, service, user], { host }, o) =>
      CONSOLE.test(service ?? '') || service === OF_SSH
        ? observe(o, 'logout', {
            user: localUser(user, host),
            host,
            system: 'linux',
            via: service === OF_SSH ? 'remote' : 'interactive',
          })
        : undefined,
  },
  {
    pattern: /^pam_\w+\(([\w.-]+):auth\): authentication failure;.*\buser=(\S+)/,
    read: ([, service, user], { host }, o) =>
      CONSOLE.test(service ?? '')
        ? observe(o, 'login', {
            user: localUser(user, host),
            host,
            system: 'linux',
            ok: false,
            via: 'interactive',
            refusal: 'bad-password',
          })
        : undefined,
  },
  {
    pattern: /^pam_\w+\((?:[\w.-]+):chauthtok\): password changed for (\S+)/,
    read: ([, user], { host }, o) =>
      observe(o, 'password.change', { user: localUser(user, host), host, system: 'linux', ok: true }),
  },
]
